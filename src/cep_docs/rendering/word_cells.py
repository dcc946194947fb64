"""What people see in a cell of a working copy, and what they typed there: both ways."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.kinds import same_words
from cep_docs.values.amounts import spoken_amount
from cep_docs.values.dates import french_day, parse_day

YES_NO = {"yes": "oui", "no": "non"}
DAY = "jj/mm/aaaa"
CHOOSE = "choisir"
MONTHS = {french_day(date(2000, month, 1)).split()[1]: month for month in range(1, 13)}
# What stands in an empty cell until somebody writes there; no answer of that kind looks like it.
PROMPTS = {"choice": CHOOSE, "yes_no": CHOOSE, "day": DAY}
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:er)?\s+(\w+)\s+(\d{4})")


def answers(cell: Cell) -> dict[str, str]:
    """The words one may choose from, each with what is shown for it: never twice the same."""
    if cell.kind == "yes_no":
        return dict(YES_NO)
    seen: list[str] = []
    shown = {}
    for word, label in cell.choices.items():
        twin = any(same_words(label, other) for other in seen)
        shown[word] = f"{label} ({word})" if twin else label
        seen.append(shown[word])
    return shown


def shown(cell: Cell, stored: str) -> str:
    """As it stands in the copy; a text with markup is not for this."""
    if not stored:
        return ""
    if cell.kind in ("choice", "yes_no"):
        return answers(cell).get(stored, stored)
    if cell.kind == "day":
        day = parse_day(stored)
        return f"{day.day:02}/{day.month:02}/{day.year:04}"
    return spoken_amount(stored) if cell.kind == "amount" else stored


def typed(cell: Cell, text: str) -> str:
    """What people wrote, as `Cell.stored_form` takes it; ValueError says what is expected."""
    written = text.strip()
    if not written or same_words(written, PROMPTS.get(cell.kind, "")):
        return ""
    return _READ[cell.kind](cell, written) if cell.kind in _READ else text


def hint(cell: Cell) -> str:
    """How one answers, for those kinds where it does not go without saying."""
    if cell.kind in ("choice", "yes_no"):
        return f"Réponses possibles : {', '.join(answers(cell).values())}."
    if cell.kind == "day":
        return "Jour/mois/année, par exemple 08/02/2024."
    return "En euros, par exemple 1 234,50 €." if cell.kind == "amount" else ""


def _answer(cell: Cell, text: str) -> str:
    possible = answers(cell)
    for word, label in possible.items():
        if same_words(text, label) or text == word:
            return word
    raise ValueError(f"la réponse attendue est l'une de : {', '.join(possible.values())}.")


def _day(cell: Cell, text: str) -> str:
    if found := _NUMBERS.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (found := _WORDS.fullmatch(text)) and found[2].lower() in MONTHS:
        day, month, year = int(found[1]), MONTHS[found[2].lower()], int(found[3])
    else:
        return parse_day(text).isoformat()
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise ValueError("ce jour n'existe pas dans le calendrier.") from None


_READ: Mapping[str, Callable[[Cell, str], str]] = {
    "choice": _answer,
    "yes_no": _answer,
    "day": _day,
}
