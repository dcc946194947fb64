"""cep-docs directory: the regional directories of providers; the lists are in directory_lists."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cep_docs.access.actor import Actor
from cep_docs.cli import french, options
from cep_docs.cli.directory_lists import draw, hand_over, record_choice
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.errors import Invalid, NotPossible
from cep_docs.intake.provider_rows import CheckedRows, Remark, check_rows
from cep_docs.intake.tables import MOST_BYTES, TOO_LARGE, read_table
from cep_docs.lifecycle.directories import (
    Imported,
    Origin,
    all_editions,
    counts_by_label,
    expected_rows,
    import_edition,
    region_named,
    regions,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day, french_number
from cep_docs.values.spreadsheets import written_for_spreadsheets

SHOWN = 50  # lines on a screen; the report and the JSON have them all


@french.group()
def directory() -> None:
    """L'annuaire des organismes d'une région, et les listes remises aux personnes."""


for command in (draw, hand_over, record_choice):
    directory.add_command(command)


@directory.command("import")
@options.folder
@click.argument("table", type=click.Path(path_type=Path))
@click.option("--region", required=True, help="La région : son nom ou le code de son lot.")
@click.option("--source", required=True, help="Qui publie cet annuaire.")
@click.option("--date", "source_on", required=True, help="La date de la source, AAAA-MM-JJ.")
@click.option("--as", "login", default="", help="Qui l'importe ; sinon la console.")
@click.option("--keep-good-rows", is_flag=True, help="Importer sans les lignes fautives.")
@click.option("--report", type=click.Path(path_type=Path), help="Où écrire les lignes fautives.")
@options.as_json
def import_table(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    table: Path,
    region: str,
    source: str,
    source_on: str,
    login: str,
    keep_good_rows: bool,
    report: Path | None,
    as_json: bool,
) -> None:
    """Importer l'annuaire TABLE (CSV, ODS ou XLSX) : toutes ses lignes, ou aucune."""
    day = options.day("date", source_on)
    if keep_good_rows and report is None:
        raise Invalid(
            {"report": "Indiquer par --report où écrire les lignes qui ne sont pas reprises."}
        )
    with at_work(folder) as application:
        with application.reading() as tools:
            expected = expected_rows(region, _actor(login, tools), tools)
        with progress("Lignes") as tell:
            rows = check_rows(read_table(_bytes(table)), expected, tell)
        if report is not None and rows.faults:
            report.write_bytes(_report(rows))
        if rows.faults and not keep_good_rows:
            _refuse(rows, report, as_json)
        origin = Origin(expected.region.code, source, day)
        told = application.write(
            lambda tools: _told(
                import_edition(rows, origin, _actor(login, tools), tools, keep_good_rows)
            )
        )
    remarks = [_sentence(remark) for remark in rows.remarks]
    data = {**told, "region": origin.region, "source": source, "remarks": remarks}
    say(as_json, data, *_sentences(told, expected.region_label), *_first(remarks))


@directory.command("show")
@options.folder
@click.option("--region", default="", help="Une région seulement : son nom ou son code.")
@options.as_json
def show(folder: Path, region: str, as_json: bool) -> None:
    """Les éditions importées, la plus récente d'abord."""
    with at_work(folder) as application, application.reading() as tools:
        day = tools.hour_in("").date()
        agreement = tools.rules.agreement_on(day)
        names = regions(agreement, day)
        wanted = region_named(region, agreement, day) if region else ""
        rows = [
            {
                "edition": edition.__name__,
                "region": names.get(edition.region, edition.region),
                "source": edition.source,
                "source_on": edition.source_on,
                "providers": edition.count,
                "rejected": edition.rejected,
                "services": dict(counts_by_label(edition, agreement)),
                "imported_at": edition.imported_at,
                "imported_by": edition.imported_by,
                "file_sha256": edition.file_sha256,
            }
            for edition in all_editions(options.CONSOLE, tools)
            if wanted in ("", edition.region)
        ]
    if as_json or not rows:
        say(as_json, rows, "Aucun annuaire n'est importé.")
    else:
        _print(rows)


def _actor(login: str, tools: Tools) -> Actor:
    return options.somebody(login, tools) if login else options.CONSOLE


def _bytes(path: Path) -> bytes:
    """Not even read when it is too large to be a table."""
    if path.stat().st_size > MOST_BYTES:
        raise NotPossible(TOO_LARGE)
    return path.read_bytes()


def _refuse(rows: CheckedRows, report: Path | None, as_json: bool) -> NoReturn:
    """Every fault with its line; nothing was imported."""
    faults = [_sentence(fault) for fault in rows.faults]
    wrong = counted(len(faults), "ligne fautive", "lignes fautives")
    where = f"Toutes sont dans {report}. " if report is not None else ""
    say(
        as_json,
        {"imported": False, "faults": faults},
        *_first(faults),
        f"{wrong} : rien n'a été importé. {where}Corriger le fichier, ou importer le reste par "
        "--keep-good-rows --report FICHIER : les listes diront qu'il y manque des lignes.",
    )
    raise click.exceptions.Exit(1)


def _sentence(remark: Remark) -> str:
    return f"Ligne {remark.line} : {remark.sentence}" if remark.line else remark.sentence


def _first(sentences: list[str]) -> list[str]:
    more = len(sentences) - SHOWN
    rest = [f"… et {french_number(more)} autres ; toutes par --json."] if more > 0 else []
    return [*sentences[:SHOWN], *rest]


def _report(rows: CheckedRows) -> bytes:
    """The lines that were left out, as they were, after their number and what is wrong."""
    faults = [[str(fault.line), fault.sentence, *fault.cells] for fault in rows.faults]
    return written_for_spreadsheets([["Ligne", "Défaut", *rows.headings], *faults])


def _told(imported: Imported) -> dict[str, Any]:
    edition = imported.edition
    return {
        "imported": imported.new,
        "edition": edition.__name__,
        "source_on": edition.source_on,
        "providers": edition.count,
        "rejected": edition.rejected,
        "file_sha256": edition.file_sha256,
        "warnings": list(imported.warnings),
    }


def _sentences(told: Mapping[str, Any], region: str) -> list[str]:
    if not told["imported"]:
        return [
            "Ce fichier était déjà importé, à la même source et à la même date : rien à faire."
        ]
    providers = counted(told["providers"], "organisme importé", "organismes importés")
    rejected = counted(told["rejected"], "ligne laissée", "lignes laissées")
    return [
        f"{region} : {providers}, source du {french_day(told['source_on'])}.",
        *([f"{rejected} de côté."] if told["rejected"] else []),
        *told["warnings"],
    ]


def _print(rows: list[dict[str, Any]]) -> None:
    Console().print(_editions(rows))
    for row in rows:
        services = " ; ".join(f"{label} {count}" for label, count in row["services"].items())
        click.echo(f"{row['source']}, {french_day(row['source_on'])} : {services}.")


def _editions(rows: list[dict[str, Any]]) -> Table:
    table = Table("Région", "Source", "Date", "Organismes", "Lignes laissées", "Importé par")
    for row in rows:
        table.add_row(
            row["region"],
            escape(row["source"]),
            french_day(row["source_on"]),
            french_number(row["providers"]),
            french_number(row["rejected"]),
            row["imported_by"],
        )
    return table
