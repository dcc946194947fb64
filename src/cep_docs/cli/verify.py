"""cep-docs verify: whether signed files are authentic, here or far from any instance."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from cep_docs.app import utc_now
from cep_docs.cli import french, options
from cep_docs.cli.files_to_verify import Input, bytes_of, inputs_of
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.lifecycle.known_files import (
    AUTHENTIC,
    INCOMPLETE,
    INTACT,
    REFUSED,
    UNKNOWN,
    Conclusion,
    conclude,
    conclude_by_itself,
)
from cep_docs.lifecycle.known_words import label_of, said_of, sentence_of
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import LARGEST, Signatory, TrustedRoots, Verdict
from cep_docs.signing.verifying import verify_apart
from cep_docs.storage.instance import SETTINGS
from cep_docs.values.dates import french_moment

UNREAD = "unread"
# How the command ends; docs/verifying.md promises these numbers and the words in the JSON.
ALL_COUNT, ONE_IS_NOT, ONLY_INTACT, REPLACED = 0, 1, 3, 4
LEVELS = {"": "signature PDF sans niveau PAdES"}
COUNTS = {
    AUTHENTIC: ("authentique", "authentiques"),
    INTACT: ("intact, d'une autorité inconnue ici", "intacts, d'une autorité inconnue ici"),
    INCOMPLETE: ("incomplet", "incomplets"),
    UNKNOWN: ("inconnu", "inconnus"),
    REFUSED: ("non authentique", "non authentiques"),
    UNREAD: ("illisible", "illisibles"),
}
Judge = Callable[[Verdict], Conclusion]
Found = Conclusion | Input


@french.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FICHIER…", type=click.Path(path_type=Path)
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
    """Vérifier des documents signés et des preuves, ou tous ceux d'un dossier.

    Statut 0 : tous sont authentiques. 1 : l'un d'eux ne l'est pas, ou ne se lit pas. 3 : rien n'y
    est changé, mais l'autorité de l'un n'est pas connue ici. 4 : l'un est retiré ou remplacé.
    """
    inputs = list(inputs_of(files))
    with _judge(folder, roots) as (trust, judge):
        found = _looked_at(inputs, trust, judge)
    pairs = list(zip(inputs, found, strict=True))
    lines = [line for one, what in pairs for line in _told(one, what)]
    say(as_json, [_as_data(one, what) for one, what in pairs], *lines, *_in_short(found))
    if status := _status(found):
        raise click.exceptions.Exit(status)


def _status(found: Sequence[Found]) -> int:
    """The worst of them decides."""
    words = {_word(one) for one in found}
    if not words <= {AUTHENTIC, INTACT}:
        return ONE_IS_NOT
    if INTACT in words:
        return ONLY_INTACT
    return ALL_COUNT if all(map(_counts, found)) else REPLACED


def _counts(one: Found) -> bool:
    return isinstance(one, Conclusion) and one.counts


@contextmanager
def _judge(folder: Path, roots: tuple[Path, ...]) -> Iterator[tuple[TrustedRoots, Judge]]:
    """With the records of an instance, or by the file alone where there is none."""
    source = click.get_current_context().get_parameter_source("folder")
    usual = source is ParameterSource.DEFAULT
    if roots or (usual and not (folder / SETTINGS).exists()):
        yield roots_in(roots, utc_now()), conclude_by_itself
        return
    with at_work(folder) as application:

        def judge(verdict: Verdict) -> Conclusion:
            with application.reading() as tools:
                return conclude(verdict, tools)

        yield roots_of(folder, application.now()), judge


def _looked_at(inputs: Sequence[Input], trust: TrustedRoots, judge: Judge) -> list[Found]:
    """Each in a process apart, as many at a time as the machine has processors."""
    found: list[Found] = []
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        verdicts = pool.map(partial(_verdict, trust=trust), inputs)
        if len(inputs) == 1:
            return [_judged(one, judge) for one in verdicts]
        with progress("Fichiers vérifiés") as tell:
            for number, one in enumerate(verdicts, 1):
                found.append(_judged(one, judge))
                tell(number, len(inputs))
    finally:
        pool.shutdown(cancel_futures=True)
    return found


def _verdict(one: Input, trust: TrustedRoots) -> Verdict | Input:
    """One byte more than what is read shows that there is more."""
    data = bytes_of(one, LARGEST + 1)
    return data if isinstance(data, Input) else verify_apart(data, trust)


def _judged(one: Verdict | Input, judge: Judge) -> Found:
    return one if isinstance(one, Input) else judge(one)


def _word(one: Found) -> str:
    return UNREAD if isinstance(one, Input) else one.word


def _told(path: Input, one: Found) -> Iterator[str]:
    if isinstance(one, Input):
        yield f"{path.name} : illisible. {one.fault}"
        return
    yield f"{path.name} : {_lower(label_of(one))}. {sentence_of(one)}"
    yield from (f"  - {reason}" for reason in one.reasons)
    yield from (f"  {line}" for line in said_of(one))
    yield from (f"  {_signed(signer)}" for signer in one.verdict.signers)
    if one.verdict.demonstration:
        yield "  Certificats de démonstration : sans valeur hors de cette installation."
    if one.verdict.sha256:
        yield f"  Empreinte SHA-256 : {one.verdict.sha256}"


def _in_short(found: Sequence[Found]) -> Iterator[str]:
    """What becomes of many files."""
    if len(found) < 2:
        return
    times = Counter(map(_word, found))
    told = ", ".join(counted(times[word], *COUNTS[word]) for word in COUNTS if word in times)
    gone = sum(_word(one) == AUTHENTIC and not _counts(one) for one in found)
    if gone:
        told += f", dont {counted(gone, 'retiré ou remplacé', 'retirés ou remplacés')}"
    yield f"{counted(len(found), 'fichier', 'fichiers')} : {told}."


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def _signed(signer: Signatory) -> str:
    hour = french_moment(signer.at) + " UTC" if signer.at else "à une heure inconnue"
    proven = "horodatage" if signer.proven else "heure déclarée, que rien ne prouve"
    level = LEVELS.get(signer.level, f"niveau {signer.level}")
    state = "" if signer.good else ", non retenue"
    return f"{signer.name}, {hour} ({proven}), {level}, certificat de {signer.issuer}{state}"


def _as_data(path: Input, one: Found) -> dict[str, Any]:
    if isinstance(one, Input):
        return {"file": path.name, "conclusion": UNREAD, "sentence": one.fault}
    return {
        "file": path.name,
        "conclusion": one.word,
        "standing": one.standing,
        "sentence": sentence_of(one),
        "recorded": one.recorded,
        "known": asdict(one.known) if one.known else None,
        **one.verdict.as_plain(),
    }
