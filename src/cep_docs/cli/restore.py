"""cep-docs restore: a backup into an empty folder, then the proof that it is whole."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import progress, say
from cep_docs.storage.restore import restore as run


@french.command()
@click.argument("saved", type=click.Path(path_type=Path))
@options.folder
@options.as_json
def restore(saved: Path, folder: Path, as_json: bool) -> None:
    """Restaurer la sauvegarde SAVED dans un dossier vide, et la vérifier."""
    with progress("Restauration") as tell:
        report = run(saved, folder, tell)
    say(as_json, {"folder": str(report.folder), "sound": report.sound}, report.in_french())
    if not report.sound:
        raise click.exceptions.Exit(1)
