"""Shows where in a text the words stand: pieces of it, matched or not; never HTML."""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.search.asked import Asked
from cep_docs.search.french import Span, spans, text_of, typed_of

WIDTH = 160  # signs, more or less: up to the next blank
MOST = 2
CUT = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    matched: bool


Extract = tuple[Piece, ...]


def extracts(text: str, asked: Asked, most: int = MOST) -> tuple[Extract, ...]:
    """The places that say most of what was asked for, in the order of the text; its beginning
    when it says none of it."""
    line = " ".join(text_of(text).split())
    matched = [span for span in spans(line) if _matches(span, line, asked)]
    if not matched:
        return (_extract(line, 0, min(WIDTH, len(line)), []),) if line else ()
    chosen: list[tuple[int, int]] = []
    for first, last in _windows(matched):
        start, end = _around(line, matched[first].start, matched[last].end)
        if all(end <= other_start or other_end <= start for other_start, other_end in chosen):
            chosen.append((start, end))
        if len(chosen) == most:
            break
    return tuple(_extract(line, start, end, matched) for start, end in sorted(chosen))


def _matches(span: Span, line: str, asked: Asked) -> bool:
    if span.word in asked.words:
        return True
    if not asked.beginnings:
        return False
    typed = typed_of(line[span.start : span.end].lower())
    return typed.startswith(asked.beginnings) or span.word.startswith(asked.beginnings)


def _windows(matched: Sequence[Span]) -> list[tuple[int, int]]:
    """First and last match of each place, those with the most different words first."""
    found = []
    last = 0
    for first, span in enumerate(matched):
        last = max(last, first)
        while last + 1 < len(matched) and matched[last + 1].end - span.start <= WIDTH:
            last += 1
        inside = matched[first : last + 1]
        found.append((-len({one.word for one in inside}), -len(inside), first, last))
    return [(first, last) for _, _, first, last in sorted(found)]


def _around(line: str, start: int, end: int) -> tuple[int, int]:
    """As much before as after, without cutting a word."""
    room = max(WIDTH - (end - start), 0)
    start = max(start - room // 2, 0)
    end = min(max(end, start + WIDTH), len(line))
    if start:
        start = line.rfind(" ", 0, start) + 1
    if end < len(line):
        after = line.find(" ", end)
        end = len(line) if after < 0 else after
    return start, end


def _extract(line: str, start: int, end: int, matched: Sequence[Span]) -> Extract:
    if end < len(line) and not matched:
        end = max(line.rfind(" ", 0, end), start) or end
    pieces = [Piece(f"{CUT} ", False)] if start else []
    at = start
    for span in matched:
        if start <= span.start and span.end <= end:
            pieces += [Piece(line[at : span.start], False)] if span.start > at else []
            pieces.append(Piece(line[span.start : span.end], True))
            at = span.end
    pieces += [Piece(line[at:end], False)] if end > at else []
    return (*pieces, Piece(f" {CUT}", False)) if end < len(line) else tuple(pieces)
