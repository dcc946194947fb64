"""One cell of a regional directory, as people type it: a number, a yes or no, a day, a link."""

import re
from collections.abc import Callable

from cep_docs.values.companies import parse_siren, parse_siret
from cep_docs.values.dates import parse_day
from cep_docs.values.spreadsheets import is_abridged, with_its_zeros

YES, NO = ("oui", "yes", "true", "vrai", "x", "1"), ("", "non", "no", "false", "faux", "0")

_WEB = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s/@]{2,}(?:/\S*)?")
# How many zeros a number can have begun with: SIREN do with several, postcodes with one.
_NUMBERS = {"siren": (9, 3), "siret": (14, 3), "postcode": (5, 1)}


def company_of(siren: str, siret: str, faults: list[str]) -> tuple[str, str]:
    """The SIREN, from the SIRET where it stands alone; both must be of one company."""
    if not siren and not siret:
        faults.append("le SIREN manque.")
        return "", ""
    place = number_in("siret", siret, parse_siret, faults) if siret else ""
    company = number_in("siren", siren, parse_siren, faults) if siren else place[:9]
    if place and company and not place.startswith(company):
        faults.append("le SIRET ne commence pas par le SIREN.")
    return company, place


def number_in(name: str, text: str, parse: Callable[[str], str], faults: list[str]) -> str:
    if is_abridged(text):
        faults.append(
            f"« {text} » : le tableur a abrégé ce numéro. Mettre la colonne au format texte dans "
            "le fichier d'origine."
        )
        return ""
    try:
        return parse(with_its_zeros(text, *_NUMBERS[name]))
    except ValueError as error:
        faults.append(str(error))
        return ""


def certification_in(text: str) -> str:
    """Said to be there, said not to be there, or not said (R-085)."""
    if text.casefold() in YES:
        return "oui"
    return "non" if text and text.casefold() in NO else text


def remote_in(text: str) -> str:
    if text.casefold() in YES:
        return "yes"
    return "no" if text and text.casefold() in NO else ""


def day_in(text: str) -> str:
    """AAAA-MM-JJ, from what French people type too; nothing when it is no day."""
    day, month, year = [*text.split("/"), "", ""][:3]
    try:
        return parse_day(f"{year}-{month:0>2}-{day:0>2}" if month else text).isoformat()
    except ValueError:
        return ""


def parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def parse_web(text: str) -> None:
    if _WEB.fullmatch(text) is None:
        raise ValueError(text)
