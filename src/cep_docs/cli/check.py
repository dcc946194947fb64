"""cep-docs check: every fault of the rule files, with its file and line."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import say
from cep_docs.definitions.reading import FILES
from cep_docs.definitions.replacing import check_replacements
from cep_docs.definitions.rules import read_rules
from cep_docs.lifecycle.words import unspoken

FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@french.command()
@click.option(
    "--files",
    type=FOLDER,
    default=FILES,
    help="Vérifier les fichiers de ce dossier plutôt que ceux du programme.",
)
@click.option(
    "--templates",
    type=FOLDER,
    help="Vérifier les trames de ce dossier (accord/livrable/form.yaml) avant de les mettre en "
    "place de celles du programme.",
)
@options.as_json
def check(files: Path, templates: Path | None, as_json: bool) -> None:
    """Vérifier les fichiers de règles (workflows, policies, templates)."""
    rules, reader = read_rules(files, templates)
    unspoken(reader, rules)
    to_do = []
    if templates is not None:
        today, _ = read_rules(files)
        to_do = check_replacements(reader, templates, today.agreements, rules.agreements)
    faults = list(reader.faults)
    agreements = ", ".join(agreement.label for agreement in rules.agreements.values())
    lines = faults or [f"Tout est juste. Accords chargés : {agreements}.", *to_do]
    told = {"faults": faults, "agreements": list(rules.agreements), "to_do": to_do}
    say(as_json, told, *lines)
    if faults:
        raise click.exceptions.Exit(1)
