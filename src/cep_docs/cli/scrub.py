"""cep-docs scrub: read every record and every file, and say which are damaged."""

from dataclasses import asdict
from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import progress, say
from cep_docs.storage.instance import find
from cep_docs.storage.scrub import scrub as run


@french.command()
@options.folder
@options.as_json
def scrub(folder: Path, as_json: bool) -> None:
    """Relire toute la base et tous les fichiers, et vérifier leurs empreintes."""
    with find(folder).open() as house, progress("Relecture") as tell:
        report = run(house, tell)
    say(as_json, asdict(report), report.in_french())
    if not report.sound:
        raise click.exceptions.Exit(1)
