"""cep-docs evolve: bring an older database up to this release."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import counted, say
from cep_docs.storage.evolve import evolve as run
from cep_docs.storage.instance import find


@french.command()
@options.folder
@click.option("--dry-run", is_flag=True, help="Dire ce qui serait fait, sans rien changer.")
@options.as_json
def evolve(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Faire évoluer une base d'une version précédente."""
    with find(folder).open(evolving=True) as house:
        steps = house.write(lambda connection: run(connection.root(), dry_run=dry_run))
    said = counted(len(steps), "étape", "étapes") + (" à faire :" if dry_run else " :")
    lines = [said, *(f"- {step}" for step in steps)] if steps else ["La base est à jour."]
    say(as_json, {"steps": steps, "dry_run": dry_run}, *lines)
