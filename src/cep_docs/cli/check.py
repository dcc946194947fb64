"""cep-docs check: every fault of the rule files, with its file and line."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import say
from cep_docs.definitions.reading import FILES
from cep_docs.definitions.rules import read_rules
from cep_docs.lifecycle.words import unspoken


@french.command()
@click.option(
    "--files",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=FILES,
    help="Vérifier les fichiers de ce dossier plutôt que ceux du programme.",
)
@options.as_json
def check(files: Path, as_json: bool) -> None:
    """Vérifier les fichiers de règles (workflows, policies, templates)."""
    rules, reader = read_rules(files)
    unspoken(reader, rules)
    faults = list(reader.faults)
    agreements = ", ".join(agreement.label for agreement in rules.agreements.values())
    lines = faults or [f"Tout est juste. Accords chargés : {agreements}."]
    say(as_json, {"faults": faults, "agreements": list(rules.agreements)}, *lines)
    if faults:
        raise click.exceptions.Exit(1)
