"""cep-docs night: deadlines, abandons, waiting units, numbers nobody used, the seal."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.lifecycle.drawing import numbers_in_use
from cep_docs.lifecycle.night import Night, spend_night
from cep_docs.lifecycle.sealing import seal_the_journals
from cep_docs.storage.catalog import Catalog


@french.command()
@options.folder
@options.as_json
def night(folder: Path, as_json: bool) -> None:
    """Faire le travail de la nuit ; le refaire ne change rien."""
    with at_work(folder) as application:
        with progress("Échéances") as tell:
            done = spend_night(application.write, tell)
        freed = application.house.numbers.reclaim(lambda root: _used(root, application))
        seal = application.write(seal_the_journals)
    data = {
        "warned": done.warned,
        "settled": done.settled,
        "served": done.served,
        "unmet": done.unmet,
        "freed": freed,
        "seal": seal,
    }
    say(
        as_json,
        data,
        *_told(done, sum(map(len, freed.values()))),
        f"Sceau de la nuit, à conserver hors de la machine : {seal}",
    )


def _told(done: Night, freed: int) -> tuple[str, ...]:
    closed = counted(len(done.settled), "unité échue ou close", "unités échues ou closes")
    drawn = counted(len(done.served), "unité rattachée", "unités rattachées")
    return (
        f"{counted(len(done.warned), 'alerte', 'alertes')} d'échéance.",
        f"{closed} d'office.",
        f"{counted(len(done.unmet), 'alerte', 'alertes')} de premier rendez-vous.",
        f"{drawn} à un bon de commande.",
        f"{counted(freed, 'numéro rendu', 'numéros rendus')}.",
    )


def _used(root: Any, application: Application) -> Mapping[str, Iterable[int]]:
    return numbers_in_use(root["site"], Catalog(root["site"].catalog, application.rules))
