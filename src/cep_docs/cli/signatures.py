"""cep-docs signatures: how this instance signs, and keeping what it signed provable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.lifecycle.renewing_files import NO_NOTARY, Renewal, renew_files
from cep_docs.signing.notary import HouseNotary
from cep_docs.signing.status import Told, status_of
from cep_docs.values.dates import french_day

LEVELS = {"simple": "simple", "advanced": "avancée", "qualified": "qualifiée"}
DEMONSTRATION = (
    "Attention : cette instance n'est pas une démonstration, et ce qui suit est signé par "
    "l'autorité de démonstration, que personne ne reconnaît : {}. Écrire signing.yaml."
)


@french.group()
def signatures() -> None:
    """Les signatures : dire comment on signe, prolonger les preuves."""


@signatures.command("status")
@options.folder
@options.as_json
def status(folder: Path, as_json: bool) -> None:
    """Dire qui tient les clés, le niveau annoncé, jusqu'à quand les certificats durent."""
    with at_work(folder) as application:
        notary = application.notary
        with application.reading() as tools:
            shown, now = tools.site.demo_day is not None, tools.now()
    if not isinstance(notary, HouseNotary):
        say(as_json, {"level": None, "parts": []}, NO_NOTARY)
        return
    parts = status_of(notary, now)
    state = _State(notary.level, parts, shown)
    say(as_json, state.as_data(), *state.in_french())


@signatures.command("renew")
@options.folder
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait fait, sans rien demander.")
@options.as_json
def renew(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Ajouter aux fichiers signés ce qui leur manque, renouveler leur horodatage à temps."""
    with at_work(folder) as application, progress("Preuves") as tell:

        def read(work: Any) -> Any:
            with application.reading() as tools:
                return work(tools)

        done = renew_files(read, application.write, tell, dry_run=dry_run)
    data = {
        "looked_at": done.looked_at,
        "renewed": done.renewed,
        "failed": [list(one) for one in done.failed],
        "dry_run": dry_run,
    }
    say(as_json, data, *_done(done, dry_run))
    if done.failed:
        raise click.exceptions.Exit(1)


@dataclass(frozen=True, slots=True)
class _State:
    level: str
    parts: list[Told]
    shown: bool

    def as_data(self) -> dict[str, Any]:
        parts = [
            {
                "part": part.part,
                "how": part.how,
                "name": part.name,
                "until": part.until.isoformat() if part.until else None,
                "demonstration": part.demonstration,
                "fault": part.fault,
            }
            for part in self.parts
        ]
        return {"level": self.level, "demonstration": self.shown, "parts": parts}

    def in_french(self) -> Iterator[str]:
        yield f"Niveau annoncé : signature {LEVELS[self.level]}."
        for part in self.parts:
            yield _line(part)
        ours = [part.part.lower() for part in self.parts if part.demonstration]
        if ours and not self.shown:
            yield DEMONSTRATION.format(", ".join(ours))


def _line(part: Told) -> str:
    if part.fault:
        return f"{part.part} : {part.how}. {part.fault}"
    lasts = f", jusqu'au {_day(part.until)}" if part.until else ""
    late = " (bientôt échu : le remplacer)" if part.ends_soon else ""
    return f"{part.part} : {part.how} ({part.name}){lasts}{late}."


def _day(at: datetime) -> str:
    return french_day(at.date())


def _done(done: Renewal, dry_run: bool) -> Iterator[str]:
    yield f"{counted(done.looked_at, 'fichier signé regardé', 'fichiers signés regardés')}."
    number = len(done.renewed)
    if dry_run:
        due = counted(number, "preuve à prolonger", "preuves à prolonger")
        yield f"{due} ; rien n'a été fait."
    else:
        yield f"{counted(number, 'preuve prolongée', 'preuves prolongées')}."
    yield from done.in_french()
