"""Tables from outside (CSV, ODS, XLSX) read into lines of texts: nothing in them is run."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from statistics import median_low
from typing import Any

from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from cep_docs.errors import NotPossible
from cep_docs.sandbox import apart
from cep_docs.sandbox.packages import PackageLimits, open_package

MOST_BYTES = 20 * 2**20
LIMITS = PackageLimits(unpacked=100 * 2**20, ratio=100, entries=1000)
MOST_ROWS = 100_000
MOST_COLUMNS = 200
DELIMITERS = ";,\t|"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"

SAFE = "Rien n'en a été gardé et rien n'a été modifié."
NOT_A_TABLE = (
    f"Ce fichier n'est pas un tableau CSV, ODS ou XLSX lisible. {SAFE} "
    "L'ouvrir dans son logiciel, l'enregistrer en ODS ou en CSV, puis recommencer."
)
TOO_LARGE = (
    f"Ce fichier est trop grand pour un tableau. {SAFE} N'y laisser que les lignes et les "
    "colonnes utiles, ou le découper, puis recommencer."
)
MACROS = (
    f"Ce classeur contient des macros. {SAFE} L'enregistrer sans macros (XLSX ou ODS), "
    "puis recommencer."
)

# Controls, changes of reading direction and lone surrogates are nothing one can see; line ends
# are kept for what splits on them.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    r"\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, with the number it has in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """What was read; `sheet` is the sheet it stood in, `unread` those that were left alone."""

    lines: tuple[Line, ...]
    sha256: str
    sheet: str
    unread: tuple[str, ...]


def read_table(data: bytes) -> ForeignTable:
    """The lines of a file, read in a process apart; NotPossible or Refused when it is no table."""
    if len(data) > MOST_BYTES:
        raise NotPossible(TOO_LARGE)
    said, (blob,) = apart("cep_docs.intake.tables:read", data)
    lines = tuple(Line(number, tuple(cells)) for number, cells in json.loads(blob))
    return ForeignTable(
        lines, sha256(data).hexdigest(), str(said["sheet"]), tuple(map(str, said["unread"]))
    )


def read(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    """The task of the process apart: `[[number, [cell, …]], …]`, without empty lines."""
    sheet, unread, rows = ("", [], _of_csv(data)) if not data.startswith(b"PK") else _of_book(data)
    lines = []
    for number, row in rows:
        cells = [_clean(cell) for cell in row]
        if any(cells):
            lines.append((number, _without_tail(cells)))
        if len(lines) > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise NotPossible(TOO_LARGE)
    if not lines:
        raise NotPossible(NOT_A_TABLE)
    return {"sheet": sheet, "unread": unread}, [json.dumps(lines).encode()]


def _of_csv(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    text = _decoded(data)
    if text.startswith("sep=") and len(first := text.split("\n", 1)[0].strip()) == 5:
        delimiter, skipped = first[-1], 1
        text = text.split("\n", 1)[-1]
    else:
        delimiter, skipped = _delimiter(text), 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in rows:
            yield before + 1 + skipped, row
            before = rows.line_num
    except csv.Error as error:
        raise NotPossible(
            f"Ce CSV n'est plus lisible après la ligne {before + skipped} : un guillemet y est "
            f"sans doute de trop. {SAFE} Corriger cette ligne, ou l'enregistrer en ODS."
        ) from error


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, what Excel calls Unicode, or Windows-1252."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotPossible(NOT_A_TABLE)


def _delimiter(text: str) -> str:
    """The one that cuts most of the first lines into most cells: a title above the table has
    one cell, and an address a few commas."""
    head = [line for line in text[:20_000].splitlines() if line.strip()][:10] or [""]
    return max(DELIMITERS, key=lambda sign: median_low(map(len, csv.reader(head, delimiter=sign))))


def _of_book(data: bytes) -> tuple[str, list[str], Iterator[tuple[int, list[Any]]]]:
    _refuse_dangerous(data)
    try:
        book = load_workbook(io.BytesIO(data))
        visible = [m.name for m in book.sheets_metadata if m.visible == SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(name) for name in visible]
    except CalamineError as error:
        raise NotPossible(NOT_A_TABLE) from error
    filled = [sheet for sheet in sheets if sheet.height]
    if not filled:
        raise NotPossible(NOT_A_TABLE)
    first, *others = filled
    if first.total_height > 10 * MOST_ROWS or first.width > MOST_COLUMNS:
        raise NotPossible(TOO_LARGE)
    return first.name, [sheet.name for sheet in others], _rows(first)


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    return enumerate(sheet.iter_rows(), 1)


def _refuse_dangerous(data: bytes) -> None:
    """FIC-01, FIC-02: a sound package of the right kind, without programs."""
    package = open_package(data, LIMITS)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise NotPossible(MACROS)
    is_ods = "mimetype" in package and package.read("mimetype").strip() == ODS_TYPE
    if not (is_ods or "xl/workbook.xml" in package):
        raise NotPossible(NOT_A_TABLE)


def _clean(cell: Any) -> str:
    """A cell as somebody would have typed it: days as AAAA-MM-JJ, whole numbers without a dot."""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    elif isinstance(cell, datetime):
        cell = cell.date()
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).replace("\t", " "))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _without_tail(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
