"""cep-docs copy: a draft taken out as a Word file, and brought back (R-054)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.document import by, found, kind
from cep_docs.cli.output import at_work, counted, say
from cep_docs.content.site import engagement_of
from cep_docs.definitions.forms import Form
from cep_docs.errors import Invalid
from cep_docs.lifecycle.drafts import Conflict
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.working_copies import (
    CHANGED,
    CONFLICT,
    UNREADABLE,
    CopyChange,
    bring_back,
    compare_copy,
    copy_out,
)
from cep_docs.rendering.word import LARGEST, Reading, read_docx

TOLD = {
    CHANGED: "changé dans la copie",
    CONFLICT: "changé dans la copie et dans le dossier",
    UNREADABLE: "illisible dans la copie",
}
INTERNAL = "C'est un document de travail : ne pas le remettre ni le transmettre."
number = click.argument("number", metavar="NUMÉRO")


@french.group()
def copy() -> None:
    """Copies de travail : prendre un brouillon en Word, le rapporter."""


@copy.command("out")
@options.folder
@by
@kind
@number
@click.argument("target", metavar="FICHIER", type=click.Path(path_type=Path, dir_okay=False))
@options.as_json
def out_command(
    folder: Path, login: str, kind: str, number: str, target: Path, as_json: bool
) -> None:
    """Écrire dans FICHIER (.docx) le brouillon du dossier, pour y travailler dans Word ou
    LibreOffice."""
    if target.suffix.lower() != ".docx":
        raise Invalid({"target": "Une copie de travail est un fichier .docx : changer son nom."})

    def work(tools: Tools) -> bytes:
        actor = options.somebody(login, tools)
        return copy_out(found(number, kind, actor, tools), actor, tools)

    with at_work(folder) as application:
        data = application.write(work)
    target.write_bytes(data)
    told = (
        f"Écrit : {target}. C'est un document de travail : ne pas le remettre ni le transmettre."
    )
    say(as_json, {"file": str(target), "bytes": len(data)}, told)


@copy.command("in")
@options.folder
@by
@kind
@click.option("--heading", "headings", multiple=True, help="Ne reprendre que cette rubrique.")
@click.option("--look", is_flag=True, help="Dire ce qui changerait, sans rien changer.")
@number
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@options.as_json
def in_command(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    kind: str,
    headings: tuple[str, ...],
    look: bool,
    number: str,
    file: Path,
    as_json: bool,
) -> None:
    """Reprendre dans le dossier ce qui a changé dans la copie FICHIER."""
    with file.open("rb") as stream:
        data = stream.read(LARGEST + 1)
    with at_work(folder) as application:
        reading = read_docx(data, _form(application, login, kind, number))

        def work(tools: Tools) -> _Brought:
            actor = options.somebody(login, tools)
            deliverable = found(number, kind, actor, tools)
            changes = compare_copy(deliverable, reading, tools)
            chosen = headings or [of.name for of in changes if of.what in (CHANGED, CONFLICT)]
            if look:
                return _Brought(changes, (), ())
            answers = bring_back(deliverable, actor, reading, chosen, tools)
            aside = tuple(name for name in answers if isinstance(answers[name], Conflict))
            return _Brought(changes, tuple(name for name in answers if name not in aside), aside)

        brought = application.write(work)
    say(as_json, _as_data(brought, reading), *_sentences(brought, reading, look))


@dataclass(frozen=True, slots=True)
class _Brought:
    """`taken`: the headings that were written; `aside`: those whose text is kept beside."""

    changes: Sequence[CopyChange]
    taken: Sequence[str]
    aside: Sequence[str]


def _form(application: Application, login: str, kind: str, number: str) -> Form:
    """Of the document the file claims to be a copy of; the reading itself is journaled later."""
    with application.reading() as tools:
        deliverable = found(number, kind, options.somebody(login, tools), tools)
        return tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]


def _sentences(brought: _Brought, reading: Reading, look: bool) -> list[str]:
    told = [
        f"{of.label} : {TOLD[of.what]}." if not of.because else of.because
        for of in brought.changes
        if of.what in TOLD
    ]
    labels = {of.name: of.label for of in brought.changes}
    if look:
        verdict = "Rien n'a été repris : lancer sans --look pour reprendre."
    else:
        count = counted(len(brought.taken), "rubrique reprise", "rubriques reprises")
        verdict = f"{count}." if brought.taken else "Aucune rubrique reprise."
    aside = [
        f"{labels[name]} : quelqu'un y a écrit depuis la copie. Son texte reste en place ; celui "
        "de la copie est gardé à côté, rien n'est perdu."
        for name in brought.aside
    ]
    return [*told, *reading.unread, verdict, *aside]


def _as_data(brought: _Brought, reading: Reading) -> dict[str, Any]:
    return {
        "headings": [
            {"heading": of.name, "what": of.what, "because": of.because} for of in brought.changes
        ],
        "taken": list(brought.taken),
        "aside": list(brought.aside),
        "unread": list(reading.unread),
    }
