"""cep-docs caseload: the running files of one adviser, the most urgent first."""

from itertools import islice
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.lifecycle.caseload import Line, caseload_of
from cep_docs.values.dates import french_day


@french.command()
@options.folder
@click.argument("login")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="Au plus tant de dossiers.",
)
@options.as_json
def caseload(folder: Path, login: str, most: int, as_json: bool) -> None:
    """Les dossiers en cours du conseiller LOGIN, le plus urgent d'abord."""
    with at_work(folder) as application, application.reading() as tools:
        lines = list(islice(caseload_of(options.somebody(login, tools), tools), most))
    if as_json:
        say(True, [line.as_data() for line in lines])
    elif lines:
        Console().print(_table(lines))
    else:
        say(False, [], "Aucun dossier en cours.")


def _table(lines: list[Line]) -> Table:
    table = Table("Échéance", "Reste", "Dossier", "Unité", "État")
    for line in lines:
        due = french_day(line.due_on) if line.due_on else "sans délai"
        left = "" if line.days_left is None else f"{line.days_left} j"
        table.add_row(due, left, line.number, line.unit, line.state)
    return table
