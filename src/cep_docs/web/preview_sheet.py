"""The draft as a sheet of paper, in HTML: the same words as the PDF, from the same blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cep_docs.definitions.columns import Columns
from cep_docs.definitions.form_field import Content, FormField, Value
from cep_docs.definitions.kinds import same_words
from cep_docs.lifecycle.editing import EditedDocument, EditedPart, numbered_parts
from cep_docs.rendering.document import Document
from cep_docs.rendering.pdf_page import page_of
from cep_docs.rendering.pdf_tables import rows_blocks
from cep_docs.rendering.pdf_values import cell_blocks, is_short, says_no
from cep_docs.rendering.pdf_words import NOT_APPLICABLE, TO_FILL_IN
from cep_docs.values.dates import parse_day

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SheetField:
    """`short`: an answer beside its label, on one line."""

    name: str
    label: str
    short: bool
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class SheetPart:
    name: str
    label: str
    number: int
    fields: Sequence[SheetField]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`page` has what the program writes around the parts: see rendering.pdf_page."""

    page: Mapping[str, Any]
    parts: Sequence[SheetPart]


def sheet_of(document: Document, edited: EditedDocument) -> Sheet:
    """The draft as it stands."""
    return Sheet(page_of(document), [sheet_part(part) for part in edited.parts])


def sheet_part(part: EditedPart) -> SheetPart:
    """One part of it, to be shown again alone."""
    values = {of.name: of.value for of in part.fields}
    return _part(part, [of.field for of in part.fields], values)


def version_sheet(document: Document) -> Sheet:
    """A version, as it was frozen."""
    parts = numbered_parts(document.form, document.content)
    return Sheet(
        page_of(document),
        [
            _part(EditedPart(part.name, part.label, number, ()), part.fields, document.content)
            for number, part in parts
        ],
    )


def blocks_of(field: FormField, value: Value) -> list[Block]:
    """What stands in one heading; that it is to be filled in, when nothing does."""
    if not value:
        return [{"k": "remark", "text": TO_FILL_IN}]
    if says_no(value):
        return [{"k": "remark", "text": NOT_APPLICABLE}]
    if isinstance(value, str):
        return list(cell_blocks(field.cell, value))
    if not field.columns:
        return []
    return list(rows_blocks(field.columns, _short_days(field.columns, value), {}, False, 3))


def _short_days(columns: Columns, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """A place of a table is narrow: 14/12/2023 stands there on one line."""
    days = [cell.name for cell in columns.cells if cell.kind == "day"]
    return [{**row, **{name: _short(row.get(name, "")) for name in days}} for row in rows]


def _short(day: str) -> str:
    try:
        return parse_day(day).strftime("%d/%m/%Y")
    except ValueError:
        return day


def _part(part: EditedPart, fields: Sequence[FormField], content: Content) -> SheetPart:
    alone = len(fields) == 1
    return SheetPart(
        part.name,
        part.label,
        part.number,
        [
            SheetField(
                field.name,
                "" if alone and same_words(field.label, part.label) else field.label,
                is_short(field),
                blocks_of(field, content.get(field.name, "")),
            )
            for field in fields
            if content.get(field.name) or field.required
        ],
    )
