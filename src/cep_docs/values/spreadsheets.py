"""What spreadsheets do to cells: run what looks like a formula, lose zeros, write 7,3E+13."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# OUT-01: a cell that begins so is calculated, after spaces and quotes too; the last four are the
# full-width signs that some programs take for the others.
_FORMULA = re.compile(r"[\s\"'‘’“”«»;]*[=+\-@＝＋－＠]|[\t\r\n]")
_ABRIDGED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")


def inert(cell: str) -> str:
    """The same text, as a spreadsheet will show it and never run it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def written_for_spreadsheets(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file that French spreadsheets open by a double click, and in which nothing runs."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def with_its_zeros(text: str, length: int, most: int) -> str:
    """A number of so many figures, with the zeros it began with before it passed for a number;
    at most so many of them, or any short number would become a right one."""
    digits = "".join(text.split())
    lost = re.fullmatch(f"[0-9]{{{length - most},{length - 1}}}", digits)
    return digits.zfill(length) if lost else text


def is_abridged(text: str) -> bool:
    """7,3283E+13: what remains of a long number once a spreadsheet has saved it as CSV."""
    return _ABRIDGED.fullmatch(text.strip()) is not None
