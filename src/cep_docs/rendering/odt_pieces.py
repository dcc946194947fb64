"""The words of OpenDocument a document is made of: paragraphs, lists, headings, tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cep_docs.rendering.written_signs import clean, goes_right_to_left

Block = Mapping[str, Any]
Runs = Sequence[Mapping[str, Any]]
BACKWARDS = "_rtl"
# A table of so few rows stays on one page.
SHORT = 6


class Used:
    """The styles a text turned out to need: widths of columns, paragraphs that go backwards."""

    def __init__(self) -> None:
        self._columns: dict[str, str] = {}
        self._backwards: dict[str, None] = {}

    def column(self, width: float) -> str:
        """In millimetres."""
        return self._columns.setdefault(f"{width:.1f}mm", f"Column{len(self._columns)}")

    def direction(self, style: str, text: str) -> str:
        if not goes_right_to_left(text):
            return style
        self._backwards[style] = None
        return style + BACKWARDS

    def xml(self) -> str:
        columns = (
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}"/></style:style>'
            for width, name in self._columns.items()
        )
        backwards = (
            f'<style:style style:name="{name}{BACKWARDS}" style:family="paragraph" '
            f'style:parent-style-name="{name}"><style:paragraph-properties '
            'fo:text-align="start" style:writing-mode="rl-tb"/></style:style>'
            for name in self._backwards
        )
        return "".join((*columns, *backwards))


def said(text: str) -> str:
    """A text between two tags; spaces that follow each other stay."""
    whole = escape(clean(text).replace("\r", " ")).replace("\t", "<text:tab/>")
    return whole.replace("\n", "<text:line-break/>").replace("  ", " <text:s/>")


def paragraph(style: str, inside: str) -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def plain(style: str, text: str, used: Used) -> str:
    return paragraph(used.direction(style, text), said(text))


def heading(level: int, text: str, style: str = "") -> str:
    name = style or f"Heading_20_{level}"
    return f'<text:h text:style-name="{name}" text:outline-level="{level}">{said(text)}</text:h>'


def lines(of: Sequence[Runs], style: str, used: Used) -> str:
    """One paragraph; a line below the other."""
    words = "".join(run["t"] for line in of for run in line)
    inside = "<text:line-break/>".join("".join(map(_run, line)) for line in of)
    return paragraph(used.direction(style, words), inside)


def text(block: Block, style: str, used: Used) -> str:
    """A paragraph, a list or a remark."""
    if block["k"] == "bullets":
        listed = style if style != "Text_20_body" else "List_20_1"
        items = "".join(
            f"<text:list-item>{lines([item], listed, used)}</text:list-item>"
            for item in block["items"]
        )
        return f'<text:list text:style-name="Points">{items}</text:list>'
    if block["k"] == "remark":
        return plain("Remark" if style == "Text_20_body" else style, block["text"], used)
    return lines(block["lines"], style, used)


def texts(blocks: Iterable[Block], style: str, used: Used) -> str:
    return "".join(text(block, style, used) for block in blocks)


def cell(inside: str, style: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{inside}'
        "</table:table-cell>"
    )


def row(cells: Iterable[str], style: str = "Row") -> str:
    return f'<table:table-row table:style-name="{style}">{"".join(cells)}</table:table-row>'


def table(
    name: str, widths: Sequence[float], rows: Sequence[str], used: Used, heads: int = 0
) -> str:
    """`heads`: how many of the rows come back on each page; without any, the first column says
    what the others are."""
    columns = [f'<table:table-column table:style-name="{used.column(w)}"/>' for w in widths]
    if heads:
        top = f"<table:table-header-rows>{''.join(rows[:heads])}</table:table-header-rows>"
        style = "Table" if len(rows) > SHORT else "Whole"
    else:
        first = f"<table:table-header-columns>{columns[0]}</table:table-header-columns>"
        columns, top, style = [first, *columns[1:]], "", "Facts"
    return (
        f'<table:table table:name={quoteattr(clean(name))} table:style-name="{style}">'
        f"{''.join(columns)}{top}{''.join(rows[heads:])}</table:table>"
    )


def _run(run: Mapping[str, Any]) -> str:
    inside = said(run["t"])
    if not run.get("b"):
        return inside
    return f'<text:span text:style-name="Strong_20_Emphasis">{inside}</text:span>'
