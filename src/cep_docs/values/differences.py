"""What changed between two texts, word by word; between two tables, line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED, CHANGED = "same", "removed", "added", "changed"
_SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$", re.DOTALL)
_WORDS = re.compile(r"\s+|[^\W\d_]+|\d+|.", re.DOTALL)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, went or came."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One line of a table: `what` became of it, and each of its cells in pieces."""

    what: str
    cells: Mapping[str, Sequence[Piece]]


def text_changes(before: str, after: str) -> list[Piece]:
    """The pieces that make the first text and the second: same and removed give the first one
    back, same and added the second one."""
    pieces: list[Piece] = []
    # Sentences first: a word looks for its like in the sentence that took the place of its own.
    for same, old, new in _blocks(_SENTENCES.findall(before), _SENTENCES.findall(after)):
        blocks = [(same, old, new)] if same else _blocks(_WORDS.findall(old), _WORDS.findall(new))
        for stays, gone, came in blocks:
            said = [(SAME, came)] if stays else [(REMOVED, gone), (ADDED, came)]
            pieces.extend(Piece(what, text) for what, text in said if text)
    return _joined(pieces)


def row_changes(before: Sequence[Row], after: Sequence[Row]) -> list[RowChange]:
    """In the order of the second table; lines that went stand where they were."""
    old, new = ([tuple(row.items()) for row in rows] for rows in (before, after))
    changes: list[RowChange] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.extend(_row(SAME, row, row) for row in after[k:m])
            continue
        both = min(j - i, m - k)
        pairs = zip(before[i : i + both], after[k : k + both], strict=True)
        changes.extend(_row(CHANGED, one, other) for one, other in pairs)
        changes.extend(_row(REMOVED, row, {}) for row in before[i + both : j])
        changes.extend(_row(ADDED, {}, row) for row in after[k + both : m])
    return changes


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, str, str]]:
    """Each stretch of the two: whether it is the same, what it was, what it became."""
    # Signs that stand everywhere in a long stretch are no landmarks: looking for them all would
    # take minutes on « mot mot mot… ».
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        yield tag == "equal", "".join(old[i:j]), "".join(new[k:m])


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].what == piece.what:
            joined[-1] = Piece(piece.what, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _row(what: str, before: Row, after: Row) -> RowChange:
    names = [*after, *(name for name in before if name not in after)]
    cells = {name: text_changes(before.get(name, ""), after.get(name, "")) for name in names}
    return RowChange(what, cells)
