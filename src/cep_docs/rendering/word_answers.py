"""What people write in a working copy: the place behind each label, as it is filled so far."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns, Row
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.rendering.word_cells import PROMPTS, answers, shown
from cep_docs.rendering.word_pieces import (
    Control,
    blocks,
    control,
    day_picker,
    paragraph,
    run,
    table,
    word_list,
)
from cep_docs.values.markup import parse

# Lines to write in: some in an empty table, one behind the others.
BLANK_ROWS = 3
# Controls are numbered by heading, line and column.
APART = 1000


def answer(of: FormField, value: Value, number: int, widths: Mapping[str, int]) -> str:
    """Paragraphs, or a table. `number`: where those of its controls begin."""
    about = Control(f"cep:{of.name}", of.label, number * APART * APART)
    if of.columns is not None:
        return _rows(of, of.columns, value, (about, widths))
    text = value if isinstance(value, str) else ""
    if of.cell.kind == "text":
        return blocks(parse(text), "CepAnswer") or paragraph("", "CepAnswer")
    absence = (NOT_APPLICABLE,) if of.not_applicable else ()
    if of.cell.kind in PROMPTS:
        return paragraph(_picked(of.cell, text, about, absence), "CepAnswer")
    return paragraph(run(text if text in absence else shown(of.cell, text)), "CepAnswer")


def table_of(
    columns: Columns, rows: Sequence[Row], widths: Mapping[str, int], about: Control | None
) -> str:
    """One line a row under its heads. Without controls it is only to be read."""
    heads = [paragraph(run(cell.label), "CepCellHead") for cell in columns.cells]
    lines = [
        [
            _cell(cell, row.get(cell.name, ""), about and _of_cell(about, cell, line, place))
            for place, cell in enumerate(columns.cells, 1)
        ]
        for line, row in enumerate(rows, 1)
    ]
    shares = [widths.get(cell.name, 1) for cell in columns.cells]
    return table(columns.label, shares, [heads, *lines], head=True)


def _rows(
    of: FormField, columns: Columns, value: Value, look: tuple[Control, Mapping[str, int]]
) -> str:
    """Before the table, the place where one says that there is nothing to tell."""
    about, widths = look
    rows = [] if isinstance(value, str) else value
    blank: list[dict[str, str]] = [{}] if rows else [{}] * BLANK_ROWS
    said = paragraph(run(value if isinstance(value, str) else ""), "CepAnswer")
    written = table_of(columns, [*rows, *blank], widths, about)
    return (said if of.not_applicable else "") + written


def _of_cell(about: Control, cell: Cell, line: int, place: int) -> Control:
    return Control(f"{about.tag}.{cell.name}", cell.label, about.number + line * APART + place)


def _cell(cell: Cell, text: str, about: Control | None) -> str:
    if cell.kind == "text":
        return blocks(parse(text), "CepCell") or paragraph("", "CepCell")
    if cell.kind in PROMPTS and about is not None:
        return paragraph(_picked(cell, text, about, ()), "CepCell")
    return paragraph(run(shown(cell, text)), "CepCell")


def _picked(cell: Cell, stored: str, about: Control, absence: Sequence[str]) -> str:
    """An answer with the words of the choice or a calendar under it."""
    said = stored if stored in absence else shown(cell, stored)
    runs = run(said) if said else run(PROMPTS[cell.kind], style="PlaceholderText")
    listed = word_list([*answers(cell).values(), *absence])
    inside = day_picker("" if stored in absence else stored) if cell.kind == "day" else listed
    return control(replace(about, inside=inside, prompt=not said), runs)
