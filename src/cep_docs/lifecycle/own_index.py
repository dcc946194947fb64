"""The page that opens a person's export: readable in any browser, without anything else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any

from cep_docs.values.dates import french_day

TITLES = {
    "fiche": "Votre fiche",
    "statuts": "Votre situation",
    "accords": "Vos accords",
    "mandats": "Vos mandats",
    "demandes": "Vos demandes",
    "rendez_vous": "Vos rendez-vous",
    "etapes": "Vos étapes",
    "ecrit_par_vous": "Ce que vous avez écrit",
    "lectures": "Qui a lu votre dossier",
}
LOOK = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h2{margin-top:2rem}dt{color:#4a5866}dd{margin:0 0 .5rem;overflow-wrap:anywhere}"
    "li{margin:.4rem 0}section section{border-left:3px solid #d3dae0;padding-left:1rem}"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of the export, by its name in it."""

    name: str
    title: str
    on: date


def index_page(data: dict[str, Any], files: Iterable[Listed], day: date) -> str:
    return "\n".join(_lines(data, files, day)) + "\n"


def _lines(data: dict[str, Any], files: Iterable[Listed], day: date) -> Iterator[str]:
    yield '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>Vos documents</title><style>{LOOK}</style></head><body>"
    yield "<h1>Vos documents et vos données</h1>"
    yield f"<p>Tirés le {escape(french_day(day))}. Ces fichiers sont à vous : rangez-les à l'abri."
    yield "Les mêmes données, pour un programme, sont dans donnees.json.</p>"
    yield "<h2>Vos documents et vos pièces</h2><ul>"
    for file in files:
        label = f"{escape(file.title)}, {escape(french_day(file.on))}"
        yield f'<li><a href="{escape(file.name)}">{label}</a></li>'
    yield "</ul>"
    for name, title in TITLES.items():
        if data.get(name):
            yield f"<section><h2>{escape(title)}</h2>"
            yield from _value(data[name])
            yield "</section>"
    yield "</body></html>"


def _value(value: Any) -> Iterator[str]:
    if isinstance(value, list) and all(isinstance(one, dict) for one in value):
        labelled = [one for one in value if "libelle" in one]
        if labelled:
            said = ((one["libelle"], one.get("en_clair") or one["valeur"]) for one in labelled)
            yield from _pairs(said)
            return
        for one in value:
            yield "<section>"
            yield from _pairs((_label(name), said) for name, said in one.items())
            yield "</section>"
    else:
        yield f"<p>{escape(_spoken(value))}</p>"


def _pairs(pairs: Iterable[tuple[str, Any]]) -> Iterator[str]:
    yield "<dl>"
    for label, said in pairs:
        if said in ("", [], None):
            continue
        yield f"<dt>{escape(label)}</dt><dd>"
        if isinstance(said, list):
            yield from _value(said)
        else:
            yield escape(_spoken(said))
        yield "</dd>"
    yield "</dl>"


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ")).capitalize()


def _spoken(value: Any) -> str:
    """Days in words; the rest as it is."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(map(_spoken, value))
    try:
        return french_day(datetime.fromisoformat(value).date())
    except (TypeError, ValueError):
        return str(value)


LABELS = {
    "account": "par",
    "at": "heure",
    "au": "jusqu'au",
    "author": "de",
    "channel": "par quel moyen",
    "code": "code",
    "confidential_place": "dans un lieu discret",
    "du": "depuis le",
    "en_clair": "en clair",
    "etat": "état",
    "fait": "ce qui a été fait",
    "given_on": "donné le",
    "le": "le",
    "minutes": "durée en minutes",
    "mode": "de quelle façon",
    "motive": "raison",
    "numero": "numéro",
    "on": "le",
    "place": "lieu",
    "prestations": "services",
    "reason": "motif",
    "recorded_at": "noté le",
    "remote_agreed_by": "à distance, avec l'accord de",
    "revoked_on": "retiré le",
    "role": "rôle",
    "scope": "pour",
    "since": "depuis le",
    "subject": "sujet",
    "synchronous": "en direct",
    "third_party": "à qui",
    "unit": "étape",
    "until": "jusqu'au",
    "clotures": "fin",
    "echanges": "échanges",
    "ended": "changé",
    "structure": "lieu",
    "choix": "vos choix",
}
