"""cep-docs describe: the rules in plain French, or the table of all rights."""

import click

from cep_docs.access import matrix
from cep_docs.cli import french
from cep_docs.definitions.describing import everything
from cep_docs.lifecycle.words import spoken_rules


@french.command()
@click.option("--rights", is_flag=True, help="Le tableau de tous les droits, et rien d'autre.")
def describe(rights: bool) -> None:
    """Dire les règles en français : docs/rules.md, et docs/rights.md avec --rights."""
    rules = spoken_rules()
    for line in matrix.lines(rules.access) if rights else everything(rules):
        click.echo(line)
