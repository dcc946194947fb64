"""cep-docs exceptions: what was let pass or justified in a period, with its motive."""

from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.errors import Invalid
from cep_docs.lifecycle.exceptions import Exceptional, exceptions_between
from cep_docs.values.dates import french_day


@french.command()
@options.folder
@click.option("--as", "login", required=True, help="L'identifiant de qui la demande.")
@click.option("--from", "since", required=True, help="Premier jour, AAAA-MM-JJ.")
@click.option("--until", required=True, help="Dernier jour, AAAA-MM-JJ.")
@options.as_json
def exceptions(folder: Path, login: str, since: str, until: str, as_json: bool) -> None:
    """Les dérogations, exceptions de lieu et retours rapides d'une période, sans aucun nom."""
    first, last = options.day("from", since), options.day("until", until)
    if last < first:
        raise Invalid({"until": "La fin de la période précède son début. Corriger les dates."})
    with at_work(folder) as application, application.reading() as tools:
        found = exceptions_between(first, last, options.somebody(login, tools), tools)
        rows = sorted(found, key=lambda row: (row.on, row.number))
    if as_json:
        say(True, [row.as_data() for row in rows])
    elif rows:
        Console().print(_table(rows))
    else:
        say(False, [], "Aucune exception dans cette période.")


def _table(rows: list[Exceptional]) -> Table:
    table = Table("Jour", "Dossier", "Unité", "Exception", "Motif", "Par")
    for row in rows:
        motive = escape(row.motive)  # typed by somebody, who may write brackets
        table.add_row(french_day(row.on), row.number, row.unit, row.kind, motive, row.by)
    return table
