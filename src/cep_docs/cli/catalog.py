"""cep-docs catalog: the indexes, compared with the data and drawn again."""

from dataclasses import asdict
from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.storage.indexes import compare, rebuild
from cep_docs.values.dates import french_number


@french.group()
def catalog() -> None:
    """Les index : les comparer aux données, les refaire."""


@catalog.command("check")
@options.folder
@options.as_json
def check(folder: Path, as_json: bool) -> None:
    """Comparer les index aux données, sans rien changer."""
    with (
        at_work(folder) as application,
        application.reading() as tools,
        progress("Comparaison") as tell,
    ):
        report = compare(tools.site, tools.rules, tell)
    lines = [
        *(
            f"{name} : {counted(count, 'entrée manquante', 'entrées manquantes')}."
            for name, count in report.missing.items()
        ),
        *(
            f"{name} : {counted(count, 'entrée', 'entrées')} en trop."
            for name, count in report.foreign.items()
        ),
    ]
    verdict = "Les index sont justes." if report.sound else "Lancer « cep-docs catalog rebuild »."
    compared = f"{french_number(report.keys)} entrées comparées aux données."
    say(as_json, {**asdict(report), "sound": report.sound}, compared, *lines, verdict)
    if not report.sound:
        raise click.exceptions.Exit(1)


@catalog.command("rebuild")
@options.folder
@options.as_json
def redraw(folder: Path, as_json: bool) -> None:
    """Refaire tous les index d'après les données, quand personne d'autre n'écrit."""
    with at_work(folder) as application, progress("Reconstruction") as tell:
        keys = application.write(lambda tools: rebuild(tools.site, tools.rules, tell))
    say(as_json, {"keys": keys}, f"{french_number(keys)} entrées refaites d'après les données.")
