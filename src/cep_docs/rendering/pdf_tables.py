"""Rows, as tables with a head, or as cards one below the other when the page is too narrow."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.columns import Columns, financing_totals
from cep_docs.rendering import pdf_words as words
from cep_docs.rendering.document import Annex
from cep_docs.rendering.pdf_values import (
    Block,
    cell_blocks,
    fact,
    facts_block,
    plain_block,
    spoken,
)
from cep_docs.values.amounts import spoken_amount

Row = Mapping[str, str]
MOST_COLUMNS = 7
# Typst takes more than twice as long for twice as long a table.
ROWS_IN_A_PART = 300
SHORT_CHOICE = 12
# Tables that are read group by group, and the column that says which.
GROUPED_BY = {"competences": "kind"}
NUMBERED = ("steps",)
_SHARES = {"line": 3, "text": 5, "choice": 2, "yes_no": 2}
# A state has a small mark before its word, which is enough without it.
_MARKS = {
    "todo": "empty",
    "doing": "half",
    "done": "full",
    "dropped": "dash",
    "planned": "empty",
    "requested": "half",
    "granted": "full",
    "refused": "dash",
}


def rows_blocks(
    columns: Columns, rows: Sequence[Row], shares: Mapping[str, int], stacked: bool, level: int
) -> list[Block]:
    """`shares` are the widths the layout asks for; `stacked`: cards rather than a table; `level`
    is that of the titles of groups."""
    group = GROUPED_BY.get(columns.name, "")
    blocks: list[Block] = []
    for title, some in _groups(columns, rows, group):
        cells = _shown(columns, some, group)
        if title:
            blocks.append({"k": "group", "title": title, "level": level})
        if stacked or len(cells) > MOST_COLUMNS:
            blocks.append(_sheets(columns, cells, some))
        else:
            blocks.append(_table(columns, cells, some, shares))
    if columns.agrees == "the_sums_agree":
        blocks.append(_sums(rows))
    return blocks


def annex_blocks(annex: Annex, stacked: bool) -> list[Block]:
    """All the rows, however many (R-082); very long tables in parts one can go to."""
    parts = range(0, len(annex.rows), ROWS_IN_A_PART)
    shares = _measured(annex.heads, annex.rows)
    blocks: list[Block] = []
    for start in parts:
        rows = annex.rows[start : start + ROWS_IN_A_PART]
        if len(parts) > 1:
            title = words.lines_of(start + 1, start + len(rows))
            blocks.append({"k": "group", "title": title, "level": 2})
        blocks.append(
            _annex_sheets(annex.heads, rows)
            if stacked
            else _annex_table(annex.heads, rows, shares)
        )
    return blocks


def _annex_sheets(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return {
        "k": "sheets",
        "sheets": [
            {
                "title": row[0] if row else "",
                "items": [
                    fact(head, plain_block(value))
                    for head, value in zip(heads[1:], row[1:], strict=False)
                    if value
                ],
            }
            for row in rows
        ],
    }


def _annex_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[int]
) -> Block:
    return {
        "k": "table",
        "dense": True,
        "heads": list(heads),
        "shares": list(shares),
        "align": ["left"] * len(heads),
        "rows": [[plain_block(value)["lines"][0] for value in row] for row in rows],
    }


def _groups(
    columns: Columns, rows: Sequence[Row], group: str
) -> Iterable[tuple[str, Sequence[Row]]]:
    if not group:
        yield "", rows
        return
    cell = next(cell for cell in columns.cells if cell.name == group)
    for word in [*cell.choices, *{row.get(group, "") for row in rows} - set(cell.choices)]:
        some = [row for row in rows if row.get(group, "") == word]
        if some:
            yield spoken(cell, word), some


def _shown(columns: Columns, rows: Sequence[Row], group: str) -> list[Cell]:
    """Without the columns in which nobody wrote anything."""
    return [
        cell
        for cell in columns.cells
        if cell.name != group and (cell.required or any(row.get(cell.name) for row in rows))
    ]


def _table(
    columns: Columns, cells: Sequence[Cell], rows: Sequence[Row], shares: Mapping[str, int]
) -> Block:
    numbered = columns.name in NUMBERED
    return {
        "k": "table",
        "dense": False,
        "heads": [*([words.NUMBER] if numbered else []), *(cell.label for cell in cells)],
        "shares": [
            *([0] if numbered else []),
            *(_share(cell, shares) for cell in cells),
        ],
        "align": [
            *(["right"] if numbered else []),
            *("right" if cell.kind == "amount" else "left" for cell in cells),
        ],
        "rows": [
            [
                *([{"v": [plain_block(str(number))]}] if numbered else []),
                *(_place(cell, row.get(cell.name, "")) for cell in cells),
            ]
            for number, row in enumerate(rows, 1)
        ],
    }


def _share(cell: Cell, shares: Mapping[str, int]) -> int:
    """0: as wide as what stands there, for what is better not cut in two."""
    return 0 if _in_one_piece(cell) else shares.get(cell.name, _SHARES[cell.kind])


def _in_one_piece(cell: Cell) -> bool:
    short = cell.kind == "choice" and max(map(len, cell.choices.values())) <= SHORT_CHOICE
    return short or cell.kind in ("day", "amount")


def _place(cell: Cell, value: str) -> Block:
    whole = _in_one_piece(cell) and [plain_block(spoken(cell, value).replace(" ", "\u00a0"))]
    return {"v": whole or cell_blocks(cell, value), **_mark(cell, value)}


def _mark(cell: Cell, value: str) -> dict[str, Any]:
    return {"mark": _MARKS[value]} if cell.name == "state" and value in _MARKS else {}


def _sheets(columns: Columns, cells: Sequence[Cell], rows: Sequence[Row]) -> Block:
    first, *others = cells
    numbered = columns.name in NUMBERED
    return {
        "k": "sheets",
        "sheets": [
            {
                "title": f"{number}. {title}" if numbered else title,
                "items": [
                    fact(cell.label, *cell_blocks(cell, row[cell.name]))
                    for cell in others
                    if row.get(cell.name)
                ],
            }
            for number, row in enumerate(rows, 1)
            for title in [spoken(first, row.get(first.name, ""))]
        ],
    }


def _sums(rows: Sequence[Row]) -> Block:
    """What it costs, what is funded, what remains to be paid, always told (R-049)."""
    totals = financing_totals(rows)
    facts = (
        fact(label, plain_block(spoken_amount(totals[name])))
        for name, label in words.TOTALS.items()
    )
    return {**facts_block(facts), "k": "sums"}


def _measured(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Widths after what most rows need, so that a table of thousands is set in one go."""
    shares = []
    for number, head in enumerate(heads):
        lengths = sorted(len(row[number]) if number < len(row) else 0 for row in rows)
        usual = lengths[len(lengths) * 9 // 10] if lengths else 0
        shares.append(min(max(usual, len(head), 6), 40) + 3)
    return shares
