"""The lists of providers of one person: drawing them, their delivery, her choice."""

from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, say
from cep_docs.content.directory import ProviderList
from cep_docs.content.site import engagement_of
from cep_docs.errors import Invalid
from cep_docs.lifecycle.directories import region_named
from cep_docs.lifecycle.provider_choices import Choice, choose, deliver, prescription_of
from cep_docs.lifecycle.provider_lists import Wish, draw_list, list_named
from cep_docs.lifecycle.provider_tables import (
    headings,
    order_label,
    organisations,
    region_label,
    service_label,
    warnings_of,
)
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day
from cep_docs.values.spreadsheets import written_for_spreadsheets

PRESCRIPTIONS = {
    "self": "Organisme du groupement : auto-prescription.",
    "subcontracted": "Sous-traitant du groupement : compté à part.",
    "elsewhere": "Organisme extérieur au groupement.",
    "": "Son SIREN est à compléter avant la clôture.",
}
ON_SCREEN = ("name", "postcode", "commune", "certification", "key")
WHOLE = ("postcode", "key")

by = click.option("--as", "login", required=True, help="L'identifiant de qui suit la personne.")
of_file = click.option("--file", "number", required=True, help="Le numéro de dossier.")
dated = click.option("--on", "day", default="", help="Le jour, AAAA-MM-JJ ; sinon aujourd'hui.")


@french.command("list")
@options.folder
@by
@of_file
@click.option("--wish", "words", default="", help="Ce que la personne souhaite, en ses mots.")
@click.option("--order", default="alphabetical", show_default=True, help="L'ordre choisi.")
@click.option("--region", default="", help="Une autre région que celle du dossier.")
@click.option("--csv", "target", type=click.Path(path_type=Path), help="L'écrire dans un fichier.")
@click.argument("service")
@options.as_json
def draw(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    number: str,
    words: str,
    order: str,
    region: str,
    target: Path | None,
    service: str,
    as_json: bool,
) -> None:
    """Tirer la liste complète des organismes pour la prestation SERVICE."""

    def work(tools: Tools) -> dict[str, Any]:
        actor = options.somebody(login, tools)
        engagement = open_file(number, actor, tools)
        agreement = tools.agreement_of(engagement)
        day = tools.today(agreement, engagement.lot)
        code = region_named(region, agreement, day) if region else ""
        drawn = draw_list(engagement, Wish(service, words, order, code), actor, tools)
        return _told(drawn, tools)

    with at_work(folder) as application:
        told = application.write(work)
    if target is not None:
        columns = told["headings"]
        rows = [[row[name] for name in columns] for row in told["providers"]]
        target.write_bytes(written_for_spreadsheets([list(columns.values()), *rows]))
    if as_json:
        say(True, told)
    else:
        _print(told)


@french.command("deliver")
@options.folder
@by
@of_file
@dated
@click.option("--how", default="paper", show_default=True, help="paper, sent ou shown.")
@click.argument("name")
@options.as_json
def hand_over(  # noqa: PLR0913 - one parameter an option
    folder: Path, login: str, number: str, day: str, how: str, name: str, as_json: bool
) -> None:
    """Noter que la liste NAME a été remise à la personne."""

    def work(tools: Tools) -> None:
        actor = options.somebody(login, tools)
        drawn = list_named(open_file(number, actor, tools), name)
        deliver(drawn, how, actor, tools, options.day("on", day) if day else None)

    with at_work(folder) as application:
        application.write(work)
    say(as_json, {"list": name, "how": how}, "Remise de la liste enregistrée.")


@french.command("choose")
@options.folder
@by
@of_file
@dated
@click.option("--provider", "key", default="", help="Son SIRET, ou SIREN-code postal (la liste).")
@click.option("--other", default="", help="Le nom d'un organisme qui n'est pas dans la liste.")
@click.option("--siren", default="", help="Le SIREN de cet autre organisme.")
@click.option("--none", "nobody", is_flag=True, help="La personne ne retient aucun organisme.")
@click.option("--from-paper", is_flag=True, help="Le jour est celui d'un papier.")
@click.argument("name")
@options.as_json
def record_choice(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    number: str,
    day: str,
    key: str,
    other: str,
    siren: str,
    nobody: bool,
    from_paper: bool,
    name: str,
    as_json: bool,
) -> None:
    """Noter le choix de la personne dans la liste NAME : un organisme, un autre, ou aucun."""
    if [bool(key), bool(other), nobody].count(True) != 1:
        raise Invalid(
            {"choice": "Indiquer --provider, ou --other, ou --none : un seul des trois."}
        )
    choice = Choice(key, other, siren, from_paper)

    def work(tools: Tools) -> dict[str, Any]:
        actor = options.somebody(login, tools)
        drawn = list_named(open_file(number, actor, tools), name)
        chosen = choose(drawn, choice, actor, tools, options.day("on", day) if day else None)
        return {**chosen, "prescription": prescription_of(chosen, tools.site)}

    with at_work(folder) as application:
        chosen = application.write(work)
    sentences = ["Choix de la personne enregistré."]
    if not nobody:
        sentences.append(PRESCRIPTIONS[chosen["prescription"]])
    if chosen["before_delivery"]:
        sentences.append("Signalé : ce choix est daté d'avant la remise de la liste.")
    say(as_json, chosen, *sentences)


def _told(drawn: ProviderList, tools: Tools) -> dict[str, Any]:
    facts, agreement = drawn.drawn, tools.agreement_of(engagement_of(drawn))
    return {
        **facts,
        "list": drawn.__name__,
        "service": service_label(drawn, agreement),
        "region": region_label(drawn, agreement),
        "order": order_label(drawn, agreement),
        "warnings": warnings_of(drawn, tools),
        "headings": headings(agreement),
        "providers": organisations(drawn),
    }


def _print(told: dict[str, Any]) -> None:
    number = counted(told["count"], "organisme", "organismes")
    click.echo(f"{told['service']}, {told['region']} : {number}, ordre {told['order']}.")
    click.echo(f"Source : {told['source']}, {french_day(told['source_on'])}.")
    for warning in told["warnings"]:
        click.echo(warning)
    Console().print(_table(told))
    click.echo(f"Liste {told['list']}, empreinte {told['digest']}.")


def _table(told: dict[str, Any]) -> Table:
    table = Table()
    for name in ON_SCREEN:
        # What is typed again afterwards is never cut.
        table.add_column(told["headings"].get(name, "Numéro"), no_wrap=name in WHOLE)
    for row in told["providers"]:
        table.add_row(*(escape(row[name]) for name in ON_SCREEN))
    return table
