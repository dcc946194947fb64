"""The lines of a regional directory: headings recognised, every cell checked, faults told.

A line without a right name, number, place or service is at fault; anything else that is strange is
only remarked upon, because a list is complete before it is neat (R-082).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cep_docs.content.directory import CODES, Provider, key_of
from cep_docs.definitions.lots import Lot
from cep_docs.definitions.provider_lists import ProviderLists
from cep_docs.errors import NotPossible
from cep_docs.intake.provider_cells import (
    NO,
    YES,
    certification_in,
    company_of,
    day_in,
    number_in,
    parse_web,
    parses,
    remote_in,
)
from cep_docs.intake.tables import ForeignTable, Line
from cep_docs.values.contacts import parse_email, parse_phone
from cep_docs.values.names import folded
from cep_docs.values.places import department_of_postcode, parse_postcode

LONGEST = 300
HEADINGS_WITHIN = 20  # lines: publishers write a title above

_BETWEEN_SERVICES = re.compile(r"[;,|\n]")

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Expected:
    """What an imported directory is measured against: its region and the words known there."""

    lists: ProviderLists
    service_words: Mapping[str, str]
    region: Lot
    region_label: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A French sentence about one line; with `cells` when the line was left out for it."""

    line: int
    sentence: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """`faults` are the lines that cannot be taken, all reasons of one line in one sentence;
    `remarks` say what is strange in lines that were taken."""

    providers: list[Provider]
    faults: list[Remark]
    remarks: list[Remark]
    headings: tuple[str, ...]
    file_sha256: str


def check_rows(table: ForeignTable, expected: Expected, tell: Tell) -> CheckedRows:
    """Every line of the table, checked; NotPossible when its columns are not those wanted."""
    headings = _headings(table, expected)
    places = _Places.of(headings, expected)
    lines = [line for line in table.lines if line.number > headings.number]
    found = CheckedRows([], [], _unread(table), headings.cells, table.sha256)
    seen: dict[str, int] = {}
    for done, line in enumerate(lines, 1):
        _take(line, places, expected, found, seen)
        if done % 500 == 0 or done == len(lines):
            tell(done, len(lines))
    if not lines:
        raise NotPossible(
            "Cet annuaire n'a aucune ligne sous ses intitulés. Rien n'a été importé. "
            "Vérifier le fichier reçu."
        )
    return found


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each column stands; `services` are the columns that have a service for heading."""

    columns: Mapping[str, int]
    services: Mapping[int, str]

    @classmethod
    def of(cls, headings: Line, expected: Expected) -> "_Places":
        columns: dict[str, int] = {}
        services = {}
        for place, heading in enumerate(headings.cells):
            name = expected.lists.column_of(heading)
            if name and name not in columns:
                columns[name] = place
            elif not name and folded(heading) in expected.service_words:
                services[place] = expected.service_words[folded(heading)]
        _require(columns, services, expected)
        return cls(columns, services)

    def cell(self, line: Line, name: str) -> str:
        place = self.columns.get(name, len(line.cells))
        return line.cells[place] if place < len(line.cells) else ""


def _require(columns: Mapping[str, int], services: Mapping[int, str], expected: Expected) -> None:
    known = expected.lists.columns
    missing = [c.label for c in known.values() if c.required and c.name not in columns]
    # A SIRET begins with the SIREN.
    if "siret" in columns and known["siren"].label in missing:
        missing.remove(known["siren"].label)
    if "services" not in columns and not services:
        missing.append(known["services"].label)
    if missing:
        raise NotPossible(
            f"Colonnes introuvables dans cet annuaire : {', '.join(missing)}. Rien n'a été "
            "importé. Écrire ces intitulés sur la première ligne, ou ajouter ceux du fichier à "
            "provider_lists.yaml."
        )


def _headings(table: ForeignTable, expected: Expected) -> Line:
    """The line with most known headings among the first ones."""

    def known(line: Line) -> int:
        return sum(1 for cell in line.cells if expected.lists.column_of(cell))

    return max(table.lines[:HEADINGS_WITHIN], key=known)


def _unread(table: ForeignTable) -> list[Remark]:
    if not table.unread:
        return []
    others = ", ".join(f"« {name} »" for name in table.unread)
    sentence = f"Seule la feuille « {table.sheet} » a été lue ; non lues : {others}."
    return [Remark(0, sentence)]


def _take(
    line: Line, places: _Places, expected: Expected, found: CheckedRows, seen: dict[str, int]
) -> None:
    """Put the line among the providers, or among the faults."""
    faults: list[str] = []
    provider = _provider(line, places, expected, faults)
    key = key_of(provider)
    if not faults and key in seen:
        same = "SIRET" if provider["siret"] else "SIREN et même code postal"
        more = "" if provider["siret"] else " ; s'il s'agit d'un autre lieu, ajouter son SIRET"
        faults.append(f"même {same} que la ligne {seen[key]}{more}.")
    if faults:
        found.faults.append(Remark(line.number, " ".join(map(_capital, faults)), line.cells))
        return
    seen[key] = line.number
    found.providers.append(provider)
    remarks = _remarks(line, provider, places, expected)
    found.remarks.extend(Remark(line.number, sentence) for sentence in remarks)


def _provider(line: Line, places: _Places, expected: Expected, faults: list[str]) -> Provider:
    def cell(name: str) -> str:
        text = places.cell(line, name).replace("\n", ", ")
        if len(text) > LONGEST:
            faults.append(f"« {label(name)} » dépasse {LONGEST} signes.")
        return text

    def label(name: str) -> str:
        return expected.lists.columns[name].label

    siren, siret = company_of(cell("siren"), cell("siret"), faults)
    for name in ("name", "commune"):
        if not cell(name):
            faults.append(f"« {label(name)} » manque.")
    if (region := cell("region")) and not _is_region(region, expected):
        faults.append(f"la région « {region} » n'est pas {expected.region_label}.")
    certification = certification_in(cell("certification"))
    return {
        "name": cell("name"),
        "siren": siren,
        "siret": siret,
        "services": CODES.join(_services(line, places, expected, faults)),
        "address": cell("address"),
        "postcode": number_in("postcode", cell("postcode"), parse_postcode, faults),
        "commune": cell("commune"),
        "phone": cell("phone"),
        "mail": cell("mail"),
        "web": cell("web"),
        "certification": certification,
        "certification_source": cell("certification_source") if certification else "",
        "certification_on": day_in(cell("certification_on")) if certification else "",
        "remote": remote_in(cell("remote")),
    }


def _services(line: Line, places: _Places, expected: Expected, faults: list[str]) -> Sequence[str]:
    """The codes the line offers, in the order of the policy; a line without any is at fault."""
    codes = {expected.service_words.get(folded(word)) for word in _words(line, places)}
    for place, code in places.services.items():
        said = line.cells[place].casefold() if place < len(line.cells) else ""
        if said in YES:
            codes.add(code)
        elif said not in NO:
            faults.append(f"« {said[:40]} » ne dit ni oui ni non.")
    found = [code for code in expected.lists.services if code in codes]
    if not found:
        faults.append("aucune prestation connue.")
    return found


def _words(line: Line, places: _Places) -> list[str]:
    words = _BETWEEN_SERVICES.split(places.cell(line, "services"))
    return [word.strip() for word in words if folded(word)]


def _is_region(text: str, expected: Expected) -> bool:
    return folded(text) in (folded(expected.region_label), folded(expected.region.code))


def _remarks(line: Line, provider: Provider, places: _Places, expected: Expected) -> Iterator[str]:
    """What is strange in a line that was taken."""
    unknown = [w for w in _words(line, places) if folded(w) not in expected.service_words]
    if unknown:
        yield f"Prestation inconnue, non reprise : {', '.join(f'« {w} »' for w in unknown)}."
    if not _within(provider["postcode"], expected.region):
        yield (
            f"Le code postal {provider['postcode']} n'est pas dans la région "
            f"{expected.region_label} ; l'organisme reste dans la liste."
        )
    for name, parse in (("phone", parse_phone), ("mail", parse_email), ("web", parse_web)):
        if (text := places.cell(line, name)) and not parses(parse, text):
            yield f"« {expected.lists.columns[name].label} » semble mal écrit ; repris tel quel."
    if places.cell(line, "certification_on") and not provider["certification_on"]:
        yield "La date de la certification n'est pas reprise : mal écrite, ou sans certification."
    if places.cell(line, "remote").casefold() not in YES + NO:
        yield "« À distance » ne dit ni oui ni non ; non repris."


def _within(postcode: str, region: Lot) -> bool:
    try:
        return department_of_postcode(postcode) in region.departments
    except ValueError:
        return False


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
