"""An invented regional directory of providers: some sixty of them, and those of the grouping."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import yaml

from cep_docs.demo.cast import INSTALLER, LOT, ORGANISATIONS
from cep_docs.demo.playing import dice
from cep_docs.demo.words import FOLDER
from cep_docs.intake.provider_rows import check_rows
from cep_docs.intake.tables import read_table
from cep_docs.lifecycle.directories import Imported, Origin, expected_rows, import_edition
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.companies import parse_siren
from cep_docs.values.names import folded

SIZE = 60
SOURCE_AGE = timedelta(days=24)
HEADINGS = (
    "Nom",
    "SIREN",
    "Prestations",
    "Adresse",
    "Code postal",
    "Commune",
    "Téléphone",
    "Courriel",
    "Site",
    "Certification qualité",
    "Source de la certification",
    "Date de la certification",
    "À distance",
)


def invented_directory(source_on: date) -> bytes:
    """The file of that day; the same day gives the same file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(_rows(_words(), source_on, dice("directory")))
    return text.getvalue().encode("utf-8-sig")


def import_invented_directory(tools: Tools) -> Imported:
    """As somebody would who had received the file."""
    source_on = tools.hour_in("").date() - SOURCE_AGE
    table = read_table(invented_directory(source_on))
    rows = check_rows(table, expected_rows(LOT, INSTALLER, tools), lambda done, total: None)
    return import_edition(rows, Origin(LOT, _words()["source"], source_on), INSTALLER, tools)


def invented_siren(number: int) -> str:
    """Nobody has a SIREN that begins with 9995; the last figure is the key of the others."""
    for key in range(10):
        siren = f"9995{number:04}{key}"
        try:
            return parse_siren(siren)
        except ValueError:
            continue
    raise ValueError(number)


def _rows(words: Mapping[str, Any], source_on: date, rng: Random) -> Iterator[tuple[str, ...]]:
    """Those of the grouping first: some of them offer what people are advised to take."""
    names = [f"{first} {second}" for first in words["firsts"] for second in words["seconds"]]
    for siren, name, _ in ORGANISATIONS:
        yield _row(name, siren, words, source_on, rng)
    for number, name in enumerate(rng.sample(names, SIZE - len(ORGANISATIONS)), 1):
        yield _row(name, invented_siren(number), words, source_on, rng)


def _row(
    name: str, siren: str, words: Mapping[str, Any], source_on: date, rng: Random
) -> tuple[str, ...]:
    place = rng.choice(words["towns"])
    host = "".join(sign for sign in folded(name) if sign.isascii())
    certified_on = source_on - timedelta(days=rng.randrange(30, 900))
    certified = rng.random() < 0.8
    return (
        name,
        siren,
        rng.choice(words["offers"]),
        f"{rng.randint(1, 90)} rue de la Fiction",
        place["postcode"],
        place["town"],
        f"02 61 91 {rng.randint(0, 99):02} {rng.randint(0, 99):02}",
        f"contact@{host}.example",
        f"https://{host}.example",
        "Qualiopi" if certified else "",
        rng.choice(words["certifiers"]) if certified else "",
        f"{certified_on:%d/%m/%Y}" if certified else "",
        rng.choice(("oui", "non", "")),
    )


def _words() -> Any:
    text = (FOLDER / "directory.yaml").read_text("utf-8")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - strings only, as in words.py
