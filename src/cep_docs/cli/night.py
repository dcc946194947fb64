"""cep-docs night: deadlines, abandons, waiting units, numbers nobody used, the seal."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import Tell, at_work, counted, progress, say
from cep_docs.lifecycle.drawing import numbers_in_use
from cep_docs.lifecycle.night import Night, spend_night
from cep_docs.lifecycle.renewing_files import MOST_A_NIGHT, Renewal, Run, renew_files
from cep_docs.lifecycle.sealing import seal_the_journals
from cep_docs.lifecycle.verifying_files import Verification, verify_files
from cep_docs.signing.roots import roots_of
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
        with progress("Preuves") as tell:
            proofs = _prolonged(application, tell)
        with progress("Fichiers signés") as tell:
            files = _verified(application, tell)
        seal = application.write(seal_the_journals)
    data = {
        "warned": done.warned,
        "settled": done.settled,
        "served": done.served,
        "unmet": done.unmet,
        "reminded": done.reminded,
        "expired": done.expired,
        "erased": done.erased,
        "freed": freed,
        "proofs": {"renewed": proofs.renewed, "failed": [list(one) for one in proofs.failed]},
        "files": {"looked_at": files.files, "verified": files.verified, "wrong": files.wrong},
        "seal": seal,
    }
    say(
        as_json,
        data,
        *_told(done, sum(map(len, freed.values()))),
        f"{counted(len(proofs.renewed), 'preuve prolongée', 'preuves prolongées')}.",
        *proofs.in_french(),
        f"{counted(files.files, 'fichier signé relu', 'fichiers signés relus')}, "
        f"{counted(files.verified, 'vérifié', 'vérifiés')} jusqu'aux signatures.",
        *files.in_french(),
        f"Sceau de la nuit, à conserver hors de la machine : {seal}",
    )
    if not files.sound:
        raise click.exceptions.Exit(1)


def _prolonged(application: Application, tell: Tell) -> Renewal:
    """Before they are verified: what lacks its proofs since an authority failed gets them."""
    if application.notary is None:
        return Renewal()
    return renew_files(_reads(application), application.write, tell, most=MOST_A_NIGHT)


def _verified(application: Application, tell: Tell) -> Verification:
    trust = roots_of(application.house.folder, application.now())
    return verify_files(_reads(application), application.write, trust, tell)


def _reads(application: Application) -> Run:
    def read(work: Any) -> Any:
        with application.reading() as tools:
            return work(tools)

    return read


def _told(done: Night, freed: int) -> tuple[str, ...]:
    closed = counted(len(done.settled), "unité échue ou close", "unités échues ou closes")
    drawn = counted(len(done.served), "unité rattachée", "unités rattachées")
    return (
        f"{counted(len(done.warned), 'alerte', 'alertes')} d'échéance.",
        f"{closed} d'office.",
        f"{counted(len(done.unmet), 'alerte', 'alertes')} de premier rendez-vous.",
        f"{drawn} à un bon de commande.",
        f"{counted(len(done.reminded), 'relance', 'relances')} de signature, "
        f"{counted(len(done.expired), 'demande échue', 'demandes échues')}.",
        f"{counted(len(done.erased), 'fichier de lot effacé', 'fichiers de lots effacés')}.",
        f"{counted(freed, 'numéro rendu', 'numéros rendus')}.",
    )


def _used(root: Any, application: Application) -> Mapping[str, Iterable[int]]:
    return numbers_in_use(root["site"], Catalog(root["site"].catalog, application.rules))
