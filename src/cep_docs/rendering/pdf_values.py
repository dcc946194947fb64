"""What was written in a heading, as the blocks the page is made of.

A block is plain data: `k` says which one. Typst sets it and never reads it as markup.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cep_docs.definitions.cells import Cell
from cep_docs.definitions.form_field import NOT_APPLICABLE, FormField, Value
from cep_docs.definitions.kinds import same_words
from cep_docs.rendering import pdf_words as words
from cep_docs.rendering.pdf_signs import pieces
from cep_docs.values.amounts import spoken_amount
from cep_docs.values.dates import french_day, parse_day
from cep_docs.values.markup import Line, Paragraph, parse

Block = dict[str, Any]

# Told in one line, beside their label.
SHORT_KINDS = ("line", "choice", "yes_no", "day", "amount")


def text_blocks(text: str) -> list[Block]:
    """A text with the tiny markup."""
    return [
        {"k": "paragraph", "lines": [_runs(line) for line in block.lines]}
        if isinstance(block, Paragraph)
        else {"k": "bullets", "items": [_runs(item) for item in block.items]}
        for block in parse(text)
    ]


def plain_block(*lines: str) -> Block:
    """Lines that have no markup."""
    return {"k": "paragraph", "lines": [_run(line, bold=False) for line in lines]}


def spoken(cell: Cell, value: str) -> str:
    """A short value as a reader expects it; what cannot be read is shown as it is."""
    try:
        return _SPOKEN.get(cell.kind, _same)(cell, value)
    except (ValueError, ArithmeticError):
        return value


def cell_blocks(cell: Cell, value: str) -> list[Block]:
    """What stands in one place of a table."""
    if cell.kind == "text":
        return text_blocks(value)
    return [plain_block(spoken(cell, value))] if value else []


def spoken_day(text: str) -> str:
    """A day as the program keeps it, read aloud; anything else as it is."""
    try:
        return french_day(parse_day(text)).replace(" ", "\u00a0")
    except ValueError:
        return text


def says_no(value: Value) -> bool:
    """« sans objet » is an answer (R-046)."""
    return isinstance(value, str) and same_words(value, NOT_APPLICABLE)


def is_short(field: FormField) -> bool:
    return field.columns is None and field.kind in SHORT_KINDS


def fact(label: str, *values: Block) -> Block:
    return {"label": label, "value": list(values)}


def facts_block(items: Iterable[Block]) -> Block:
    """Labels and what they are worth."""
    return {"k": "facts", "items": list(items)}


def _runs(line: Line) -> list[Block]:
    return [piece for run in line for piece in _run(run.text, run.bold)]


def _run(text: str, bold: bool) -> list[Block]:
    """`cut`: how long the word is that may go on to the next line here."""
    return [
        {"t": piece, **({"b": True} if bold else {}), **({"cut": length} if length else {})}
        for piece, length in pieces(text)
    ]


def _choice(cell: Cell, value: str) -> str:
    label = cell.choices.get(value, value)
    return label[:1].upper() + label[1:]


def _same(_: Cell, value: str) -> str:
    return value


_SPOKEN: dict[str, Callable[[Cell, str], str]] = {
    "choice": _choice,
    "yes_no": lambda cell, value: words.YES_NO.get(value, value),
    "day": lambda cell, value: spoken_day(value),
    "amount": lambda cell, value: spoken_amount(value) if value else "",
}


def mention_blocks(label: str, text: str) -> list[Block]:
    """A mention begins with its name, in the same paragraph."""
    blocks = text_blocks(text)
    opening = {"t": f"{label}. ", "b": True}
    if blocks and blocks[0]["k"] == "paragraph":
        blocks[0]["lines"][0].insert(0, opening)
        return blocks
    return [{"k": "paragraph", "lines": [[opening]]}, *blocks]


def known(facts: Mapping[str, str], *names: str) -> list[str]:
    """The facts that are known, in this order."""
    return [facts[name] for name in names if facts.get(name)]
