"""The words of WordprocessingML a working copy is made of: runs, paragraphs, tables, anchors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from cep_docs.rendering.written_signs import by_direction, clean, goes_right_to_left
from cep_docs.values.markup import Block, Line, Paragraph, Run

PAGE = 9070  # twentieths of a point between the margins
# The style of a list where a text stands in that of the paragraphs around it.
LISTS = {"CepCell": "CepCellList"}


@dataclass(frozen=True, slots=True)
class Control:
    """A content control around an answer that is chosen: a comfort of Word, that other programs
    may lose. `inside`: its list of words, or its calendar; `prompt`: nobody chose yet."""

    tag: str
    title: str
    number: int
    inside: str = ""
    prompt: bool = False


def run(text: str, bold: bool = False, style: str = "") -> str:
    """The same text in one run or more: what reads from right to left says so."""
    return "".join(
        _run(piece, bold, style, "<w:rtl/>" if backwards else "")
        for piece, backwards in by_direction(text)
    )


def break_line() -> str:
    return "<w:r><w:br/></w:r>"


def paragraph(inside: str, style: str, more: str = "") -> str:
    """`more`: properties that follow the style, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inside}</w:p>'


def lines(parts: Sequence[Line]) -> str:
    """Lines of one paragraph, one below the other."""
    return break_line().join("".join(run(piece.text, piece.bold) for piece in of) for of in parts)


def blocks(of: Iterable[Block], style: str) -> str:
    """A text with markup. Two lists that follow each other stay two, by their two numberings."""
    written = []
    numbering = 2
    for block in of:
        if isinstance(block, Paragraph):
            written.append(paragraph(lines(block.lines), style, _direction(block.lines)))
        else:
            numbering = 3 - numbering
            number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbering}"/></w:numPr>'
            written += [
                paragraph(
                    lines([item]), LISTS.get(style, "ListBullet"), number + _direction([item])
                )
                for item in block.items
            ]
    return "".join(written)


def text_lines(text: str, style: str) -> str:
    """A text without markup, in one paragraph."""
    said = [(Run(piece),) for piece in text.split("\n")]
    return paragraph(lines(said), style, _direction(said))


def anchored(name: str, number: int, runs: str) -> str:
    """Runs between the two ends of a bookmark, in one paragraph: LibreOffice 7.4 loses count of
    the ends of those that span several."""
    start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
    return f'{start}{runs}<w:bookmarkEnd w:id="{number}"/>'


def control(of: Control, runs: str) -> str:
    """Around runs only: LibreOffice 7.4 loses the bold of what a control around paragraphs holds,
    and writes its Arabic twice."""
    prompt = "<w:showingPlcHdr/>" if of.prompt else ""
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(clean(of.title))}/>"
        f'<w:tag w:val={quoteattr(of.tag)}/><w:id w:val="{of.number}"/>{prompt}{of.inside}'
        f"</w:sdtPr><w:sdtContent>{runs}</w:sdtContent></w:sdt>"
    )


def word_list(words: Iterable[str]) -> str:
    listed = "".join(
        f"<w:listItem w:displayText={quoteattr(clean(word))} w:value={quoteattr(clean(word))}/>"
        for word in words
    )
    return f"<w:dropDownList>{listed}</w:dropDownList>"


def day_picker(stored: str) -> str:
    full = f' w:fullDate="{stored}T00:00:00Z"' if stored else ""
    return (
        f'<w:date{full}><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="fr-FR"/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )


def table(title: str, widths: Sequence[int], rows: Sequence[Sequence[str]], head: bool) -> str:
    """`widths` in shares of the page; a cell is paragraphs. `head`: the first row comes back on
    each page."""
    whole = sum(widths)
    sizes = [PAGE * width // whole for width in widths]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
    look = "0020" if head else "0000"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="CepTable"/><w:tblW w:w="{sum(sizes)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}"/>'
        f"<w:tblCaption w:val={quoteattr(clean(title))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{''.join(_row(cells, sizes, head and n == 0) for n, cells in enumerate(rows))}</w:tbl>"
    )


def _row(cells: Sequence[str], sizes: Sequence[int], head: bool) -> str:
    """It stays on one page."""
    again = "<w:tblHeader/>" if head else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E5EFF1"/>' if head else ""
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{shade}</w:tcPr>{cell}</w:tc>'
        for cell, size in zip(cells, sizes, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{inside}</w:tr>"


def _run(text: str, bold: bool, style: str, direction: str) -> str:
    if not text:
        return ""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    weight = "<w:b/><w:bCs/>" if bold else ""
    said = f"<w:rPr>{named}{weight}{direction}</w:rPr>" if named or weight or direction else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r>'


def _direction(of: Sequence[Line]) -> str:
    said = "".join(piece.text for line in of for piece in line)
    return "<w:bidi/>" if goes_right_to_left(said) else ""
