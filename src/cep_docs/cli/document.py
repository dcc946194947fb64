"""cep-docs document: the deliverables of a file – what is written, what lacks, its versions."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from cep_docs.access.actor import Actor
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.content.deliverable import Deliverable
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.comparing import HeadingChange, compare
from cep_docs.lifecycle.drafts import Conflict, restore, save_field
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.overview import Overview, overview
from cep_docs.lifecycle.printing import open_paper
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.tools import Tools

MARKS = {"removed": "[-{}-]", "added": "{{+{}+}}", "same": "{}"}

by = click.option("--as", "login", required=True, help="L'identifiant de qui agit.")
kind = click.option("--kind", default="", help="Le document ; sans quoi, le livrable de l'unité.")
number = click.argument("number")


def found(number: str, kind: str, actor: Actor, tools: Tools) -> Deliverable:
    """The document of that file; the reading is journaled."""
    engagement = open_file(number, actor, tools)
    deliverable = engagement.get(kind) if kind else engagement.deliverable
    if deliverable is None:
        raise NotPossible(
            "Ce document n'est pas ouvert dans ce dossier. « cep-docs document open » l'ouvre."
        )
    return deliverable


@french.group()
def document() -> None:
    """Les livrables d'un dossier : brouillon, versions, comparaison, PDF et ODT."""


@document.command("open")
@options.folder
@by
@number
@click.argument("kind")
@options.as_json
def open_command(folder: Path, login: str, number: str, kind: str, as_json: bool) -> None:
    """Ouvrir dans le dossier NUMBER un autre document, KIND, repris de ce qui est déjà écrit."""

    def work(tools: Tools) -> Overview:
        actor = options.somebody(login, tools)
        opened = open_document(open_file(number, actor, tools), kind, actor, tools)
        return overview(opened, actor, tools)

    with at_work(folder) as application:
        _tell(application.write(work), as_json)


@document.command()
@options.folder
@by
@kind
@number
@options.as_json
def show(folder: Path, login: str, kind: str, number: str, as_json: bool) -> None:
    """Ce qui est écrit dans le dossier NUMBER, d'où cela vient, et ce qui manque."""

    def work(tools: Tools) -> Overview:
        actor = options.somebody(login, tools)
        return overview(found(number, kind, actor, tools), actor, tools)

    with at_work(folder) as application:
        _tell(application.write(work), as_json)


@document.command()
@options.folder
@by
@kind
@click.option("--seen", type=int, required=True, help="La révision que l'on avait lue (show).")
@number
@click.argument("heading")
@click.argument("text")
@options.as_json
def write(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    kind: str,
    seen: int,
    number: str,
    heading: str,
    text: str,
    as_json: bool,
) -> None:
    """Écrire TEXT dans la rubrique HEADING du dossier NUMBER."""

    def work(tools: Tools) -> Any:
        actor = options.somebody(login, tools)
        deliverable = found(number, kind, actor, tools)
        return save_field(deliverable, actor, heading, text, seen, tools)

    with at_work(folder) as application:
        answer = application.write(work)
    if isinstance(answer, Conflict):
        sentence = (
            f"{answer.author or 'Quelqu’un'} a écrit ici entre-temps. Son texte reste en place ; "
            "le vôtre est gardé à côté, rien n'est perdu. Relire (show), puis écrire ce qui doit "
            f"rester, avec --seen {answer.revision}."
        )
        say(as_json, {"conflict": True, "revision": answer.revision}, sentence)
    else:
        data = {"conflict": False, "revision": answer.revision}
        say(as_json, data, f"Écrit, révision {answer.revision}.")


@document.command()
@options.folder
@by
@kind
@click.option("--motive", default="", help="Le motif, quand l'acte en demande un.")
@number
@click.argument("transition")
@options.as_json
def act(  # noqa: PLR0913 - one parameter an option
    folder: Path, login: str, kind: str, motive: str, number: str, transition: str, as_json: bool
) -> None:
    """Faire l'acte TRANSITION : propose, take_back, adopt, revise, issue…"""

    def work(tools: Tools) -> Overview:
        actor = options.somebody(login, tools)
        deliverable = found(number, kind, actor, tools)
        move_deliverable(deliverable, transition, actor, tools, Given(motive=motive))
        return overview(deliverable, actor, tools)

    with at_work(folder) as application:
        _tell(application.write(work), as_json)


@document.command("compare")
@options.folder
@by
@kind
@number
@click.argument("one")
@click.argument("other", default="now")
@options.as_json
def compare_command(  # noqa: PLR0913 - one parameter an option
    folder: Path, login: str, kind: str, number: str, one: str, other: str, as_json: bool
) -> None:
    """Ce que la version OTHER dit autrement que la version ONE ; « now » est le brouillon."""

    def work(tools: Tools) -> list[HeadingChange]:
        actor = options.somebody(login, tools)
        return compare(found(number, kind, actor, tools), one, other, tools)

    with at_work(folder) as application:
        changes = application.write(work)
    if as_json:
        say(True, [_as_data(change) for change in changes])
        return
    for change in changes:
        click.echo(f"■ {change.label}")
        for text in _spoken(change):
            click.echo(f"  {text}")
    if not changes:
        click.echo("Ces deux textes disent la même chose.")


@document.command("restore")
@options.folder
@by
@kind
@number
@click.argument("version")
@options.as_json
def restore_command(
    folder: Path, login: str, kind: str, number: str, version: str, as_json: bool
) -> None:
    """Reprendre la VERSION comme brouillon ; le brouillon d'avant reste dans l'historique."""

    def work(tools: Tools) -> Mapping[str, str]:
        actor = options.somebody(login, tools)
        return restore(found(number, kind, actor, tools), actor, version, tools)

    with at_work(folder) as application:
        left_out = application.write(work)
    sentences = [f"La version {version} est reprise comme brouillon.", *left_out.values()]
    say(as_json, {"version": version, "left_out": dict(left_out)}, *sentences)


@document.command()
@options.folder
@by
@kind
@click.option("--version", default="", help="Le numéro de version ; sans quoi, la dernière.")
@number
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@options.as_json
def paper(  # noqa: PLR0913 - one parameter an option
    folder: Path, login: str, kind: str, version: str, number: str, target: Path, as_json: bool
) -> None:
    """Écrire dans TARGET (.pdf ou .odt) une version du document, telle qu'elle se signe."""
    wanted = target.suffix.lower().removeprefix(".")

    def work(tools: Tools) -> bytes:
        actor = options.somebody(login, tools)
        deliverable = found(number, kind, actor, tools)
        which = version or str(len(deliverable))
        return open_paper(deliverable, which, wanted, actor, tools)

    with at_work(folder) as application:
        data = application.write(work)
    target.write_bytes(data)
    say(as_json, {"file": str(target), "bytes": len(data)}, f"Écrit : {target}")


def _tell(seen: Overview, as_json: bool) -> None:
    if as_json:
        say(True, seen.as_data())
        return
    table = Table(
        "Rubrique", "Révision", "Texte", "Vient de", title=f"{seen.label} – {seen.state}"
    )
    for line in seen.headings:
        table.add_row(line.label, str(line.revision), line.excerpt, line.origin)
    Console().print(table)
    for sentence in seen.gaps:
        click.echo(f"manque : {sentence}")
    for sentence in seen.doubts:
        click.echo(f"à relire : {sentence}")
    for told in seen.versions:
        click.echo(told)


def _spoken(change: HeadingChange) -> list[str]:
    said = ["".join(MARKS[piece.what].format(piece.text) for piece in change.pieces)]
    for row in change.rows:
        if row.what != "same":
            cells = (
                "".join(MARKS[piece.what].format(piece.text) for piece in pieces)
                for pieces in row.cells.values()
            )
            said.append(" | ".join(cells))
    return [text for text in said if text]


def _as_data(change: HeadingChange) -> dict[str, Any]:
    return {
        "heading": change.name,
        "label": change.label,
        "pieces": [[piece.what, piece.text] for piece in change.pieces],
        "rows": [
            {
                "what": row.what,
                "cells": {
                    name: [[piece.what, piece.text] for piece in pieces]
                    for name, pieces in row.cells.items()
                },
            }
            for row in change.rows
        ],
    }
