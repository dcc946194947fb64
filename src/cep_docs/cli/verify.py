"""cep-docs verify: whether signed files are authentic, here or far from any instance."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cep_docs.app import utc_now
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.lifecycle.known_files import (
    AUTHENTIC,
    INTACT,
    Conclusion,
    Known,
    conclude,
    conclude_by_itself,
)
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import Signatory
from cep_docs.signing.verifying import LARGEST, verify_apart
from cep_docs.storage.instance import SETTINGS
from cep_docs.values.dates import french_day, french_moment

# Nothing is wrong with them, but no authority that answers for them is known here.
ONLY_INTACT = 3
LEVELS = {"": "signature PDF sans niveau PAdES"}
Judge = Callable[[bytes], Conclusion]


@french.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FICHIER…",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--root",
    "roots",
    multiple=True,
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Un certificat racine à reconnaître (PEM), sans instance ; plusieurs fois si besoin.",
)
@options.folder
@options.as_json
def verify(files: tuple[Path, ...], roots: tuple[Path, ...], folder: Path, as_json: bool) -> None:
    """Vérifier des fichiers signés : authentiques ou non, et pourquoi.

    Statut 0 : tous authentiques. 1 : l'un d'eux ne l'est pas. 3 : tous sont inchangés, mais leur
    autorité n'est pas connue ici.
    """
    with _judge(folder, roots) as judge:
        found = [(path, judge(_bytes_of(path))) for path in files]
    data = [_as_data(path, one) for path, one in found]
    say(as_json, data, *(line for path, one in found for line in _told(path, one)))
    words = {one.word for _, one in found}
    if words != {AUTHENTIC}:
        raise click.exceptions.Exit(ONLY_INTACT if words <= {AUTHENTIC, INTACT} else 1)


@contextmanager
def _judge(folder: Path, roots: tuple[Path, ...]) -> Iterator[Judge]:
    """With the records of an instance, or by the file alone where there is none."""
    source = click.get_current_context().get_parameter_source("folder")
    usual = source is ParameterSource.DEFAULT
    if roots or (usual and not (folder / SETTINGS).exists()):
        trust = roots_in(roots, utc_now())
        yield lambda pdf: conclude_by_itself(verify_apart(pdf, trust))
        return
    with at_work(folder) as application:
        known = roots_of(folder, application.now())

        def judge(pdf: bytes) -> Conclusion:
            verdict = verify_apart(pdf, known)
            with application.reading() as tools:
                return conclude(verdict, tools)

        yield judge


def _bytes_of(path: Path) -> bytes:
    """No more than what is enough to see that it is too large."""
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _told(path: Path, one: Conclusion) -> Iterator[str]:
    yield f"{path} : {one.label.lower()}. {one.sentence}"
    yield from (f"  - {reason}" for reason in one.reasons)
    if one.known is not None:
        yield from (f"  {line}" for line in _of_records(one.known))
    yield from (f"  {_signed(signer)}" for signer in one.verdict.signers)
    if one.verdict.demonstration:
        yield "  Certificats de démonstration : sans valeur hors de cette installation."
    yield f"  Empreinte SHA-256 : {one.verdict.sha256}"


def _of_records(known: Known) -> Iterator[str]:
    yield f"Version {known.version} de ce document, telle qu'elle est gardée."
    if known.withdrawn:
        yield "Cette version a été retirée : ses signatures ne comptent plus."
    if known.replaced_by and known.replaced_on:
        day = french_day(known.replaced_on)
        yield f"Remplacée par la version {known.replaced_by}, signée le {day}."


def _signed(signer: Signatory) -> str:
    hour = french_moment(signer.at) + " UTC" if signer.at else "à une heure inconnue"
    proven = "horodatage" if signer.proven else "heure déclarée, que rien ne prouve"
    level = LEVELS.get(signer.level, f"niveau {signer.level}")
    state = "" if signer.good else ", non retenue"
    return f"{signer.name}, {hour} ({proven}), {level}, certificat de {signer.issuer}{state}"


def _as_data(path: Path, one: Conclusion) -> dict[str, Any]:
    known = asdict(one.known) if one.known else None
    return {
        "file": str(path),
        "conclusion": one.word,
        "sentence": one.sentence,
        "recorded": one.recorded,
        "known": known,
        **one.verdict.as_plain(),
    }
