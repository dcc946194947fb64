"""Tables that leave by a file: the same rows as a page shows, written while they are read."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from pyramid.response import Response

from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.ods import MEDIA_TYPE, Cell, spreadsheet
from cep_docs.values.spreadsheets import inert
from cep_docs.web.pages import header_name

CSV_TYPE = "text/csv"
_BOM = "\ufeff".encode()
_ROWS = 200  # given out at once

Rows = Iterable[Sequence[Cell]]
Reading = Callable[[], AbstractContextManager[Tools]]


def exported(kind: str, name: str, rows: Callable[[Tools], Rows], reading: Reading) -> Response:
    """A file to keep, « csv » or « ods ». The rows are read in a reading of their own, after the
    transaction of the page: nothing holds them all."""
    media_type = {"csv": CSV_TYPE, "ods": MEDIA_TYPE}[kind]
    response = Response(content_type=media_type)
    response.charset = "utf-8" if kind == "csv" else None
    response.app_iter = _pieces(kind, name, rows, reading)
    response.headers["Content-Disposition"] = f"attachment; {header_name(f'{name}.{kind}')}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def csv_pieces(rows: Rows) -> Iterator[bytes]:
    """For French spreadsheets, that open it by a double click; nothing in it runs (OUT-01)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    yield _BOM
    for number, row in enumerate(rows, 1):
        writer.writerow([inert(_said(cell)) for cell in row])
        if number % _ROWS == 0:
            yield _taken(text)
    yield _taken(text)


def _pieces(
    kind: str, name: str, rows: Callable[[Tools], Rows], reading: Reading
) -> Iterator[bytes]:
    with reading() as tools:
        found = _lightly(rows(tools), tools)
        yield from csv_pieces(found) if kind == "csv" else spreadsheet(name, found)


def _lightly(rows: Rows, tools: Tools) -> Iterator[Sequence[Cell]]:
    """What was read is forgotten as one goes."""
    connection: Any = tools.site._p_jar
    for number, row in enumerate(rows, 1):
        yield row
        if number % _ROWS == 0 and connection is not None:
            connection.cacheGC()


def _said(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(cell)


def _taken(text: io.StringIO) -> bytes:
    data = text.getvalue().encode("utf-8", "replace")
    text.seek(0)
    text.truncate()
    return data
