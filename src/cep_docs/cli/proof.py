"""cep-docs proof: the proof of a signature – taken out of an instance, checked without any."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from cep_docs.cli import french, options
from cep_docs.cli.document import found
from cep_docs.cli.output import at_work, say
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.proofs import files_of_proof, proofs_of, take_proof
from cep_docs.lifecycle.signatories import ADVISER, PERSON, REPRESENTATIVE
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.evidence import JSON, P7S, ROOT, STAMP
from cep_docs.signing.evidence_check import (
    Checked,
    Finding,
    check_document,
    check_files,
    check_pdf,
)
from cep_docs.signing.evidence_paper_words import in_short
from cep_docs.signing.evidence_words import ROLES

NONE = (
    "Cette version n'a pas de preuve de signature, ou cette preuve ne vous est pas ouverte. Rien "
    "n'a été écrit."
)
AUTHENTIC = "Authentique : rien n'a été changé, et le cachet vient de la racine donnée."
INTACT = (
    "Intacte, mais rien ne dit encore de qui : donner, avec --root, le certificat racine que "
    "publie l'opérateur. Empreinte de celui qui est joint : {root}"
)
ALTERED = "Refusée : ce dossier de preuve ne vaut rien en l'état."
NO_SUCH_FILE = "Ce fichier ne se lit pas. Vérifier son nom."
# What a program learns from the end of the command.
IS_AUTHENTIC, IS_REFUSED, IS_OF_SOMEBODY = 0, 1, 3

path = click.Path(path_type=Path, dir_okay=False)


class _Group(french.Group):
    """`cep-docs proof NUMBER` without a word between: what is no command is a file number."""

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        known = args and args[0] in self.commands
        return super().resolve_command(context, args if known else ["take", *args])


@click.group(cls=_Group, subcommand_metavar="NUMBER | check FILE")
def proof() -> None:
    """La preuve d'une signature : la sortir d'un dossier (NUMBER), la vérifier (check)."""


@proof.command()
@options.folder
@click.option("--as", "login", required=True, help="L'identifiant de qui agit.")
@click.option("--kind", default="", help="Le document ; sans quoi, le livrable de l'unité.")
@click.option("--version", default="", help="Le numéro de version ; sans quoi, la dernière.")
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Le dossier où écrire.",
)
@click.argument("number")
@options.as_json
def take(  # noqa: PLR0913 - one parameter an option
    folder: Path, login: str, kind: str, version: str, target: Path, number: str, as_json: bool
) -> None:
    """Écrire dans un dossier la preuve de chaque signature du document NUMBER."""

    def work(tools: Tools) -> dict[str, bytes]:
        actor = options.somebody(login, tools)
        deliverable = found(number, kind, actor, tools)
        which = version or str(len(deliverable))
        if which not in deliverable:
            raise NotPossible(NONE)
        taken = {
            line.signatory: take_proof(deliverable[which], line.signatory, actor, tools)
            for line in proofs_of(deliverable[which], actor, tools)
        }
        if not taken:
            raise NotPossible(NONE)
        return taken

    with at_work(folder) as application:
        taken = application.write(work)
    written = [_written(target / FOLDERS[signatory], pdf) for signatory, pdf in taken.items()]
    told = [
        f"Écrit : {place}, preuve de la signature, {ROLES[who]}."
        for who, place in zip(taken, written, strict=True)
    ]
    say(as_json, {who: str(place) for who, place in zip(taken, written, strict=True)}, *told)


FOLDERS = {ADVISER: "conseiller", REPRESENTATIVE: "representant", PERSON: "personne"}


@proof.command()
@click.argument("file", type=path)
@click.option("--root", "roots", type=path, help="Le certificat racine publié (PEM).")
@click.option("--document", type=path, help="Le PDF signé, pour dire si c'est bien celui-là.")
@options.as_json
def check(file: Path, roots: Path | None, document: Path | None, as_json: bool) -> int:
    """Vérifier FILE, un PDF de preuve ou un preuve.json entouré de ses fichiers, sans instance."""
    trusted = _bytes(roots) if roots is not None else b""
    checked = _checked(file, trusted)
    findings = list(checked.findings)
    if document is not None and checked.evidence is not None:
        findings.append(check_document(checked.evidence, _bytes(document)))
    intact = checked.intact and all(one.holds for one in findings)
    authentic = intact and checked.known
    verdict = AUTHENTIC if authentic else INTACT if intact else ALTERED
    data = {
        "verdict": "authentic" if authentic else "intact" if intact else "refused",
        "root": checked.root,
        "findings": [{"holds": one.holds, "says": one.says} for one in findings],
        "evidence": checked.evidence,
    }
    say(as_json, data, *_told(checked, findings), verdict.format(root=checked.root))
    return IS_AUTHENTIC if authentic else IS_OF_SOMEBODY if intact else IS_REFUSED


def _checked(file: Path, roots: bytes) -> Checked:
    data = _bytes(file)
    if data.startswith(b"%PDF-"):
        return check_pdf(data, roots)
    beside = {P7S: f"{file.name}.p7s", STAMP: f"{file.name}.p7s.tst", ROOT: ROOT}
    there = {name: file.parent / called for name, called in beside.items()}
    files = {name: one.read_bytes() for name, one in there.items() if one.is_file()}
    return check_files({JSON: data, **files}, roots)


def _told(checked: Checked, findings: Sequence[Finding]) -> list[str]:
    """What was signed is told only of a proof that holds: nobody should read it otherwise."""
    short = in_short(checked.evidence) if checked.evidence and checked.intact else []
    return [
        *short[:1],
        *short[-1:],
        *(f"{'oui' if one.holds else 'NON'}  {one.says}" for one in findings),
    ]


def _written(place: Path, pdf: bytes) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files_of_proof(pdf).items():
        (place / name).write_bytes(data)
    return place


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Invalid({"file": NO_SUCH_FILE}) from error
