"""cep-docs attachment: the pieces of a person's file."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, say
from cep_docs.content.attachment import Attachment
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.attachments import AttachmentPolicy
from cep_docs.intake.previews import previews
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.attachments import (
    NewAttachment,
    attach,
    attachments_of,
    find_attachment,
    look_at_attachment,
    open_attachment,
    ready_to_attach,
    restore_attachment,
    set_attachment_aside,
)
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.tools import Tools

NO_PREVIEW = (
    "Un texte ODT ou DOCX n'a pas d'aperçu : l'ouvrir dans son logiciel après l'avoir pris."
)

number = click.argument("number", metavar="NUMÉRO")
name = click.argument("name", metavar="PIÈCE")
login = click.option("--as", "login", required=True, help="L'identifiant de qui le demande.")
because = click.option("--because", required=True, help="Le motif, en une phrase.")


@french.group()
def attachment() -> None:
    """Les pièces jointes au dossier d'une personne."""


@attachment.command("add")
@options.folder
@login
@click.option("--kind", required=True, help="Sa nature : voir policies/attachments.yaml.")
@click.option("--title", default="", help="Son titre ; à défaut, le nom du fichier.")
@number
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@options.as_json
def add(  # noqa: PLR0913 - one argument an option
    folder: Path, login: str, kind: str, title: str, number: str, file: Path, as_json: bool
) -> None:
    """Verser une pièce au dossier d'une unité."""
    with at_work(folder) as application:
        policy = application.rules.attachments
        with application.reading() as tools:
            unit = engagement_numbered(number, tools)
            new = NewAttachment(kind, title, unit.number)
            ready_to_attach(beneficiary_of(unit), new, options.somebody(login, tools), tools)
        with file.open("rb") as stream:
            received = take_in(stream, file.name, policy.limits)

        def keep(tools: Tools) -> dict[str, Any]:
            person = beneficiary_of(engagement_numbered(number, tools))
            kept = attach(person, received, new, options.somebody(login, tools), tools)
            return _as_data(kept, policy)

        kept = application.write(keep)
    told = [f"Pièce {kept['name']} versée au dossier : « {kept['title']} »."]
    if received.removed:
        told.append(f"Pour votre sécurité, en ont été retirés : {', '.join(received.removed)}.")
    say(as_json, kept, *told)


@attachment.command("list")
@options.folder
@login
@number
@options.as_json
def list_(folder: Path, login: str, number: str, as_json: bool) -> None:
    """Les pièces du dossier, celles mises de côté comprises."""
    with at_work(folder) as application, application.reading() as tools:
        person = beneficiary_of(engagement_numbered(number, tools))
        found = attachments_of(person, options.somebody(login, tools), tools)
        rows = [_as_data(one, tools.rules.attachments) for one in found]
    if as_json:
        say(True, rows)
    elif rows:
        Console().print(_table(rows))
    else:
        say(False, [], "Aucune pièce dans ce dossier.")


@attachment.command("get")
@options.folder
@login
@number
@name
@click.argument("target", metavar="FICHIER", type=click.Path(path_type=Path))
@options.as_json
def get(folder: Path, login: str, number: str, name: str, target: Path, as_json: bool) -> None:
    """Prendre une pièce : l'écrire dans un fichier, qui n'existe pas encore."""
    with at_work(folder) as application:
        data = _done(application, login, number, name, open_attachment)
    _write_privately(target, data)
    say(as_json, {"file": str(target), "size": len(data)}, f"Pièce écrite dans {target}.")


@attachment.command("preview")
@options.folder
@login
@number
@name
@click.argument("target", metavar="DOSSIER", type=click.Path(path_type=Path))
@options.as_json
def preview(folder: Path, login: str, number: str, name: str, target: Path, as_json: bool) -> None:
    """Voir les premières pages d'une pièce : une image PNG par page, dans un dossier nouveau."""

    def look(one: Attachment, *who: Any) -> tuple[bytes, str]:
        return look_at_attachment(one, *who), one.file.media_type if one.file else ""

    with at_work(folder) as application:
        data, media_type = _done(application, login, number, name, look)
        pages = previews(data, media_type, application.rules.attachments.limits)
    if pages:
        target.mkdir(mode=0o700)
    for rank, page in enumerate(pages, start=1):
        _write_privately(target / f"{rank:03}.png", page)
    drawn = f"{counted(len(pages), 'page dessinée', 'pages dessinées')} dans {target}."
    say(as_json, {"pages": len(pages)}, drawn if pages else NO_PREVIEW)


@attachment.command("set-aside")
@options.folder
@login
@because
@number
@name
@options.as_json
def set_aside(
    folder: Path, login: str, because: str, number: str, name: str, as_json: bool
) -> None:
    """Mettre une pièce de côté, avec un motif ; elle peut être reprise."""

    def put(one: Attachment, *who: Any) -> None:
        set_attachment_aside(one, because, *who)

    with at_work(folder) as application:
        _done(application, login, number, name, put)
    say(as_json, {"name": name}, f"Pièce {name} mise de côté.")


@attachment.command("restore")
@options.folder
@login
@because
@number
@name
@options.as_json
def restore(folder: Path, login: str, because: str, number: str, name: str, as_json: bool) -> None:
    """Reprendre une pièce mise de côté, avec un motif."""

    def take(one: Attachment, *who: Any) -> None:
        restore_attachment(one, because, *who)

    with at_work(folder) as application:
        _done(application, login, number, name, take)
    say(as_json, {"name": name}, f"Pièce {name} reprise.")


def _done(
    application: Application, login: str, number: str, name: str, step: Callable[..., Any]
) -> Any:
    """A step made on one piece, by its name, in a transaction of its own."""

    def work(tools: Tools) -> Any:
        actor = options.somebody(login, tools)
        person = beneficiary_of(engagement_numbered(number, tools))
        return step(find_attachment(person, name, actor, tools), actor, tools)

    return application.write(work)


def _as_data(one: Attachment, policy: AttachmentPolicy) -> dict[str, Any]:
    kind = policy.kinds.get(one.kind)
    return {
        "name": one.__name__,
        "kind": kind.label if kind else one.kind,
        "title": one.title,
        "about": one.about,
        "file": one.file.name if one.file else "",
        "size": one.file.size if one.file else 0,
        "pages": one.pages,
        "removed": list(one.removed),
        "set_aside_because": one.set_aside_because,
    }


def _table(rows: list[dict[str, Any]]) -> Table:
    table = Table()
    table.add_column("Pièce", no_wrap=True)  # it is typed again to take it
    for head in ("Nature", "Titre", "Fichier", "Pages", "Mise de côté"):
        table.add_column(head)
    for row in rows:
        words = (row["kind"], row["title"], row["file"], str(row["pages"] or ""))
        table.add_row(row["name"], *map(escape, words), escape(row["set_aside_because"]))
    return table


def _write_privately(target: Path, data: bytes) -> None:
    """A new file that nobody else on the machine may read."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)
