"""cep-docs scans: batches of scanned pages are read by their codes and filed."""

from pathlib import Path
from typing import Any

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.batches_told import BatchTold, tell_batch
from cep_docs.lifecycle.scanned import begin_batch, read_some
from cep_docs.lifecycle.tools import Tools


@french.command()
@options.folder
@click.option("--as", "login", required=True, help="L'identifiant de qui numérise.")
@click.argument(
    "files", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@options.as_json
def scans(folder: Path, login: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Classer des pages numérisées : chaque FICHIER est un PDF de plusieurs documents."""
    with at_work(folder) as application:
        told = [_filed(application, login, file) for file in files]
    data = [_as_data(one) for one in told]
    say(as_json, data, *(sentence for one in told for sentence in _sentences(one)))


def _filed(application: Application, login: str, file: Path) -> BatchTold:
    """A transaction for every few pages: what was read stays read when it is stopped."""
    with file.open("rb") as stream:
        received = take_in(stream, file.name, application.rules.attachments.limits)

    def begin(tools: Tools) -> str:
        name: str = begin_batch(received, options.somebody(login, tools), tools).__name__
        return name

    name = application.write(begin)

    def read(tools: Tools) -> BatchTold:
        actor, batch = options.somebody(login, tools), tools.site.scans[name]
        read_some(batch, actor, tools)
        return tell_batch(batch, actor, tools)

    with progress(f"Lecture de {file.name}") as tell:
        told = application.write(read)
        tell(told.read, told.count)
        while not told.is_read:
            told = application.write(read)
            tell(told.read, told.count)
    return told


def _sentences(told: BatchTold) -> list[str]:
    filed = counted(len(told.filed), "document classé", "documents classés")
    waiting = counted(len(told.waiting), "page à décider", "pages à décider")
    head = f"{told.file} : {counted(told.count, 'page', 'pages')}, {filed}, {waiting}."
    lines = [f"  {one.number}, {one.label} : classé." for one in told.filed]
    lines += [f"  page {one.number} : {one.because}" for one in told.waiting]
    return [head, *lines]


def _as_data(told: BatchTold) -> dict[str, Any]:
    return {
        "batch": told.name,
        "file": told.file,
        "pages": told.count,
        "filed": [
            {"number": one.number, "document": one.document, "pages": list(one.pages)}
            for one in told.filed
        ],
        "waiting": [{"page": one.number, "because": one.because} for one in told.waiting],
        "blank": told.blank,
        "reply_sheets": told.reply,
    }
