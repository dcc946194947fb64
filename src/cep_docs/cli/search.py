"""cep-docs search: what somebody may find, with his rights and no others."""

from dataclasses import asdict
from pathlib import Path

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, say
from cep_docs.lifecycle.finding import COUNTED, Found, FoundDocument, Page, find
from cep_docs.lifecycle.identifying import FoundFile, FoundPerson
from cep_docs.search.extracts import Extract
from cep_docs.search.place import Index
from cep_docs.values.dates import french_day, parse_day

INDEX = "index"


@french.command()
@options.folder
@click.argument("text", nargs=-1, required=True)
@click.option("--as", "login", required=True, help="Le compte qui cherche.")
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Au plus tant de documents.",
)
@options.as_json
def search(folder: Path, text: tuple[str, ...], login: str, most: int, as_json: bool) -> None:
    """Chercher TEXT : un numéro, un nom, une date de naissance, des mots des documents."""
    with at_work(folder) as application, application.reading() as tools:
        index = index_of(application)
        try:
            actor = options.somebody(login, tools)
            found = find(" ".join(text), actor, tools, index, Page(0, most))
        finally:
            index.close()
    say(as_json, asdict(found), *_told(found))


def index_of(application: Application) -> Index:
    """The index of words of this instance, in its folder."""
    return Index(application.house.folder / INDEX)


def _told(found: Found) -> list[str]:
    lines = [*map(_file, found.files), *map(_person, found.people)]
    for document in found.documents:
        lines += _document(document)
    if found.total:
        several = counted(found.total, "document trouvé", "documents trouvés")
        lines.append(f"Plus de {COUNTED} documents trouvés." if found.more else f"{several}.")
    lines += [f"Vouliez-vous dire : {text} ?" for text in found.suggestions]
    lines += [found.without] if found.without else []
    return lines or ["Rien n'a été trouvé parmi ce que ce compte peut lire."]


def _file(file: FoundFile) -> str:
    return " · ".join(filter(None, [file.number, file.unit, file.state, file.person]))


def _person(person: FoundPerson) -> str:
    born = f"né(e) le {french_day(parse_day(person.birth_date))}" if person.birth_date else ""
    return " · ".join(filter(None, [person.name, born, ", ".join(person.numbers)]))


def _document(document: FoundDocument) -> list[str]:
    version = f"version {document.version}" if document.version else "brouillon"
    said = [document.number, document.label, version, document.person]
    return [" · ".join(filter(None, said)), *map(_extract, document.extracts)]


def _extract(extract: Extract) -> str:
    shown = (click.style(p.text, bold=True) if p.matched else p.text for p in extract)
    return f"    {''.join(shown)}"
