"""The rules as the program writes them (headings, lists, tables) in pieces that a page can show.

Only what definitions.describing and access.matrix write is understood; no markup comes through.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_PIECE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*")
_HEADING = re.compile(r"(#{1,6}) (.+)")

Pieces = Sequence[tuple[str, str]]  # of a line: the element and its text; "" is plain


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, paragraph, list or table. A heading has a `level`; a list has lines, a
    table has rows of cells, the first one its headings."""

    kind: str
    level: int = 0
    lines: tuple[Pieces, ...] = ()
    rows: tuple[tuple[Pieces, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """From one heading of the second or third level to the next."""

    level: int
    title: str
    lines: tuple[str, ...]


def parts(lines: Iterable[str]) -> list[Part]:
    """The text cut where one would turn the page."""
    found: list[tuple[int, str, list[str]]] = []
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if heading and len(heading[1]) <= 3:
            found.append((len(heading[1]), heading[2], []))
        elif found:
            found[-1][2].append(line)
    return [Part(level, title, tuple(rest)) for level, title, rest in found]


def blocks(lines: Sequence[str]) -> Iterator[Block]:
    for kind, group in _groups(lines):
        if kind == "heading":
            heading = _HEADING.fullmatch(group[0])
            if heading:
                yield Block(kind, len(heading[1]), (pieces(heading[2]),))
        elif kind == "table":
            yield Block(kind, rows=tuple(map(_cells, group[:1] + group[2:])))
        elif kind == "list":
            yield Block(kind, lines=tuple(pieces(line.strip()[2:]) for line in group))
        else:
            yield Block(kind, lines=(pieces(" ".join(group)),))


def pieces(text: str) -> Pieces:
    """`code`, **strong** and *stressed* words of a line, between plain ones."""
    out, at = [], 0
    for found in _PIECE.finditer(text):
        out.append(("", text[at : found.start()]))
        names = ("code", "b", "em")
        out.append(next((n, g) for n, g in zip(names, found.groups(), strict=True) if g))
        at = found.end()
    return [piece for piece in (*out, ("", text[at:])) if piece[1]]


def _groups(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    kind = ""
    group: list[str] = []
    for line in (*lines, ""):
        here = _kind(line)
        if group and here != kind:
            yield kind, group
            group = []
        kind = here
        if here == "heading":
            yield here, [line]
        elif here:
            group.append(line)


def _kind(line: str) -> str:
    text = line.strip()
    if not text:
        return ""
    if _HEADING.fullmatch(text):
        return "heading"
    return {"|": "table", "-": "list"}.get(text[0], "paragraph")


def _cells(row: str) -> tuple[Pieces, ...]:
    cells = re.split(r"(?<!\\)\|", row.strip().strip("|"))
    return tuple(pieces(cell.strip().replace(r"\|", "|")) for cell in cells)
