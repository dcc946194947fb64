"""What is typed to find a file: its number in any spacing, an order, a birth date, a name."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from cep_docs.values.file_number import FileNumber
from cep_docs.values.names import folded

T = TypeVar("T")

MOST_NAMES = 5  # words: a name with more is not looked for as one
SHORTEST = 2

_BETWEEN = r"[\s.\-/]*"
_NUMBER = re.compile(
    rf"(?<!\w)[0-9A-Za-z]{_BETWEEN}[0-9A-Za-z](?:{_BETWEEN}[0-9]){{12}}(?!\w)", re.ASCII
)
_ORDER = re.compile(
    r"(?<!\w)(20[0-9]{2})\s*-\s*lot\s*([0-9]{2})\s*-\s*uo\s*([0-9a-z.]{1,8})\s*-\s*([0-9]{2})"
    r"(?:\s*-\s*([0-9]{5}))?(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(?<!\w)([0-9]{4})-([0-9]{2})-([0-9]{2})(?!\w)", re.ASCII)
_DAY = re.compile(r"(?<!\w)([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})(?!\w)", re.ASCII)
_SAID_DAY = re.compile(r"(?<!\w)([0-9]{1,2})(?:er)?\s+(\w{3,9})\s+([0-9]{4})(?!\w)")
_MONTH_WORDS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre"
)
_MONTHS = {word: str(number) for number, word in enumerate(_MONTH_WORDS.split(), 1)}


@dataclass(frozen=True, slots=True)
class Recognized:
    """`orders`: the reference, and the rank of a line or None. `rest`: what was none of these."""

    numbers: tuple[str, ...]
    orders: tuple[tuple[str, int | None], ...]
    days: tuple[str, ...]
    rest: str


def recognized(text: str, codes: Collection[str]) -> Recognized:
    """`codes` are the unit codes that file numbers may have."""
    orders, rest = _taken(_ORDER, text, _order)
    numbers, rest = _taken(_NUMBER, rest, lambda match: _number(match[0], codes))
    days: list[str] = []
    for pattern in (_ISO_DAY, _DAY, _SAID_DAY):
        found, rest = _taken(pattern, rest, _day)
        days += found
    return Recognized(tuple(numbers), tuple(orders), tuple(days), " ".join(rest.split()))


def names_in(text: str) -> Iterator[tuple[str, str]]:
    """(last name, first name) in every way these words may be meant; a beginning is enough."""
    words = [word for word in text.replace('"', " ").split() if not word.endswith("*")]
    letters = folded("".join(words))
    if not letters.isalpha() or len(letters) < SHORTEST or len(words) > MOST_NAMES:
        return
    yield " ".join(words), ""
    for cut in range(1, len(words)):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        yield before, after
        yield after, before


def _taken(
    pattern: re.Pattern[str], text: str, made: Callable[[re.Match[str]], T | None]
) -> tuple[list[T], str]:
    """What can be made of the places that fit, and the text without them."""
    found: list[T] = []
    kept: list[str] = []
    at = 0
    for match in pattern.finditer(text):
        if (said := made(match)) is not None:
            found.append(said)
            kept += [text[at : match.start()], " "]
            at = match.end()
    return found, "".join([*kept, text[at:]])


def _number(typed: str, codes: Collection[str]) -> str | None:
    try:
        return str(FileNumber.read(re.sub(r"[.\-/]", "", typed), codes))
    except ValueError:
        return None


def _order(match: re.Match[str]) -> tuple[str, int | None]:
    year, lot, unit, sequence, rank = match.groups()
    return f"{year}-Lot{lot}-UO{unit.upper()}-{sequence}", int(rank) if rank else None


def _day(match: re.Match[str]) -> str | None:
    first, month, last = match.groups()
    if not month.isdigit():
        month = _MONTHS.get(folded(month), "0")
    year, day = (first, last) if len(first) == 4 else (last, first)
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
