"""cep-docs operator: who holds the contract, with whom, and where people are received."""

from pathlib import Path

import click

from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, say
from cep_docs.content.operator import Organisation, Structure
from cep_docs.lifecycle.places import (
    PARTS,
    declare_organisation,
    declare_structure,
    describe_operator,
    set_logo,
)
from cep_docs.lifecycle.tools import Tools

by = click.option(
    "--as", "login", required=True, help="L'identifiant du directeur de projet qui le déclare."
)


@french.group()
def operator() -> None:
    """Le titulaire, son groupement et ses lieux d'accueil."""


@operator.command("describe")
@options.folder
@by
@click.option("--name", required=True, help="Le nom du titulaire.")
@click.option("--lot", "lots", multiple=True, required=True, help="Un lot ; se répète.")
@options.as_json
def describe(folder: Path, login: str, name: str, lots: tuple[str, ...], as_json: bool) -> None:
    """Dire le nom du titulaire et ses lots."""
    with at_work(folder) as application:
        application.write(
            lambda tools: describe_operator(name, lots, options.somebody(login, tools), tools)
        )
    say(as_json, {"name": name, "lots": lots}, f"{name} : lots {', '.join(lots)}.")


@operator.command("logo")
@options.folder
@by
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.as_json
def logo(folder: Path, login: str, file: Path, as_json: bool) -> None:
    """Mettre sur chaque document le logo FILE (SVG ou PNG)."""
    data = file.read_bytes()
    with at_work(folder) as application:
        application.write(lambda tools: set_logo(data, options.somebody(login, tools), tools))
    say(
        as_json,
        {"bytes": len(data)},
        "Logo enregistré ; les documents déjà établis gardent le leur.",
    )


@operator.command("organisation")
@options.folder
@by
@click.option("--name", required=True, help="Son nom.")
@click.option("--part", type=click.Choice(PARTS), required=True, help="Sa place.")
@click.argument("siren")
@options.as_json
def organisation(
    folder: Path, login: str, name: str, part: str, siren: str, as_json: bool
) -> None:
    """Déclarer l'organisation SIREN du groupement."""

    def work(tools: Tools) -> str:
        new = Organisation(siren, name, part)
        return declare_organisation(new, options.somebody(login, tools), tools).siren

    with at_work(folder) as application:
        known = application.write(work)
    say(as_json, {"siren": known, "part": part}, f"Organisation {known} déclarée.")


@operator.command("structure")
@options.folder
@by
@click.option("--name", required=True, help="Son nom.")
@click.option("--organisation", "siren", required=True, help="Le SIREN de son organisation.")
@click.option("--lot", required=True, help="Son lot.")
@click.option("--postcode", required=True, help="Son code postal : il dit ses jours fériés.")
@click.argument("code")
@options.as_json
def structure(  # noqa: PLR0913 - one parameter an option
    folder: Path,
    login: str,
    name: str,
    siren: str,
    lot: str,
    postcode: str,
    code: str,
    as_json: bool,
) -> None:
    """Déclarer le lieu d'accueil CODE."""

    def work(tools: Tools) -> str:
        new = Structure(code, name, siren, lot, postcode)
        declare_structure(new, options.somebody(login, tools), tools)
        return tools.holiday_zone(code)

    with at_work(folder) as application:
        zone = application.write(work)
    data = {"code": code, "lot": lot, "holiday_zone": zone}
    say(as_json, data, f"Lieu d'accueil {code} déclaré, jours fériés : {zone}.")
