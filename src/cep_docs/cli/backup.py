"""cep-docs backup: a copy of the database, then of the files, while people work."""

from pathlib import Path

import click

from cep_docs.app import utc_now
from cep_docs.cli import french, options
from cep_docs.cli.output import progress, say
from cep_docs.storage.backup import backup as run
from cep_docs.storage.instance import find


@french.command()
@options.folder
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(min=1), help="Ne garder que les N dernières sauvegardes."
)
@options.as_json
def backup(folder: Path, target: Path, keep: int | None, as_json: bool) -> None:
    """Sauvegarder l'instance dans TARGET, sans l'arrêter."""
    with progress("Sauvegarde") as tell:
        report = run(find(folder), target, utc_now(), keep, tell)
    data = {"path": str(report.path), "files": report.files, "size": report.size}
    say(as_json, data, report.in_french())
