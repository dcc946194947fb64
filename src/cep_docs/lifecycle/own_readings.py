"""Who read a person's file, told to her: role, place, day and reason, without a name (R-122)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.lifecycle.local_hours import told_in
from cep_docs.lifecycle.own_space import followed_in
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.shared_fields import is_hers
from cep_docs.lifecycle.tools import Tools

EMERGENCY = "break_glass"
READINGS = {
    "view": "a lu votre dossier",
    "open_attachment": "a ouvert une de vos pièces",
    "look_at_attachment": "a regardé une de vos pièces",
    "copy_out": "a pris une copie de travail d'un document",
    EMERGENCY: "a ouvert votre dossier en urgence",
}
# Why, in the words of somebody who does not work here: by what the rule asks.
REASONS = {
    "is_referent": "C'est votre conseiller référent.",
    "is_deputy": "Cette personne remplaçait votre conseiller.",
    "is_expert": "Votre conseiller lui a demandé son aide, pour un temps.",
    "glass_is_broken": "C'est un accès d'urgence : il dure une heure et se justifie par écrit.",
    "newly_met": "Vous veniez d'arriver : cette personne vous recevait.",
    "nobody_follows": "Personne ne vous suivait encore : cette personne vous recevait.",
    "opened_by_them_today": "Cette personne vous a reçu ce jour-là.",
    "in_sample": "Votre dossier a été tiré au sort pour un contrôle de la qualité.",
    "mandated_by_the_person": "Vous lui en avez donné le mandat.",
    "referred_to_them": "Votre dossier lui a été soumis, à votre demande.",
    "handed_over_to_them": "Votre suivi passe à un autre opérateur.",
    "completed": "Cette personne dirige l'équipe qui vous suit et vérifie les documents finis.",
    "same_structure": "Cette personne travaille dans la structure qui vous suit.",
}
UNKNOWN = "La règle qui l'a permis a changé depuis. Votre conseiller peut vous l'expliquer."


@dataclass(frozen=True, slots=True)
class Reading:
    """`times`: how often that day; `motive`: what was written to justify an emergency."""

    on: date
    says: str
    role: str
    place: str
    because: str
    times: int
    emergency: bool
    motive: str


def readings(person: Beneficiary, actor: Actor, tools: Tools) -> list[Reading]:
    """The last ones first; what she opened herself is left out."""
    require(tools, actor, "read_journal", Facet(person, "access_journal"))
    place = followed_in(person)
    lines = [line for line in person.journal if _is_reading(line)]
    told = ((_key(line, place, tools), line) for line in reversed(lines))
    return [
        _reading(day, [line for _, line in same], tools)
        for (day, *_), same in groupby(told, key=lambda pair: pair[0])
    ]


def _is_reading(line: dict[str, Any]) -> bool:
    return line["what"] in READINGS and not is_hers(line["who"])


def _key(line: dict[str, Any], place: str, tools: Tools) -> tuple[date, str, str, str]:
    at = told_in(place, datetime.fromisoformat(line["at"]), tools)
    return at.date(), line["what"], line["who"], line["rule"]


def _reading(day: date, lines: list[dict[str, Any]], tools: Tools) -> Reading:
    line = lines[0]
    account = tools.site.accounts.get(line["who"])
    place = tools.site.structures.get(account.structure) if account else None
    return Reading(
        on=day,
        says=READINGS[line["what"]],
        role=" et ".join(_roles(line["role"], tools)),
        place=place.name if place else "",
        because=_because(line["rule"], tools),
        times=len(lines),
        emergency=line["what"] == EMERGENCY,
        motive=str(line["details"].get("motive", "")) if line["what"] == EMERGENCY else "",
    )


def _roles(names: str, tools: Tools) -> Iterator[str]:
    known = tools.rules.access.roles
    for name in names.split(","):
        yield known[name].label if name in known else name


def _because(rule: str, tools: Tools) -> str:
    found = next((one for one in tools.rules.access.rules if one.id == rule), None)
    if found is None:
        return UNKNOWN
    said = next((REASONS[word] for word in REASONS if word in found.conditions), "")
    return said or f"{found.because.partition(' (')[0].capitalize()}."
