"""What two texts become together, when both were written from a third one: a proposal to read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T", str, tuple[tuple[str, str], ...])
Row = Mapping[str, str]
Frozen = tuple[tuple[str, str], ...]

# A word goes with the space before it: what is added at the end begins with its own space.
_WORDS = re.compile(r"\s*[^\W_]+|\s*\S|\s+$")


@dataclass(frozen=True, slots=True)
class MergedText:
    """`clashes`: how many passages both wrote otherwise; both stand there, the second one between
    brackets."""

    text: str
    clashes: int


@dataclass(frozen=True, slots=True)
class MergedRows:
    rows: list[dict[str, str]]
    clashes: int


def merged_text(base: str, mine: str, theirs: str) -> MergedText:
    """What one of them alone changed is taken; no word of either is left out."""
    said: list[str] = []
    clashes = 0
    for before, one, other in _stretches(*(_WORDS.findall(of) for of in (base, mine, theirs))):
        settled = _settled(before, one, other)
        if settled is None:
            settled = _both("".join(before), "".join(one), "".join(other))
            clashes += 1
        said.extend(settled)
    return MergedText("".join(said).strip(), clashes)


def merged_rows(base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row]) -> MergedRows:
    """Lines of a table; a line both wrote otherwise is there twice when a cell decides nothing."""
    rows: list[Frozen] = []
    clashes = 0
    for before, one, other in _stretches(*map(_frozen, (base, mine, theirs))):
        settled = _settled(before, one, other)
        if settled is None:
            settled = _cell_by_cell(before, one, other)
        if settled is None:
            settled = [*other, *(row for row in one if row not in other)]
            clashes += bool(before)
        rows.extend(settled)
    return MergedRows([dict(row) for row in rows], clashes)


def _stretches(
    base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]
) -> Iterator[tuple[Sequence[T], Sequence[T], Sequence[T]]]:
    """What stands between the places that all three have, and those places themselves."""
    one, other = _places(base, mine), _places(base, theirs)
    i = j = k = 0
    for at in sorted(one.keys() & other.keys()):
        yield base[i:at], mine[j : one[at]], theirs[k : other[at]]
        yield (base[at : at + 1],) * 3
        i, j, k = at + 1, one[at] + 1, other[at] + 1
    yield base[i:], mine[j:], theirs[k:]


def _places(base: Sequence[T], text: Sequence[T]) -> dict[int, int]:
    """Where each piece of the base stands in the text, when it still does."""
    return {
        of + step: there + step
        for of, there, size in SequenceMatcher(None, base, text).get_matching_blocks()
        for step in range(size)
    }


def _settled(before: Sequence[T], one: Sequence[T], other: Sequence[T]) -> list[T] | None:
    if one == before:
        return list(other)
    return list(one) if other in (before, one) else None


def _both(before: str, one: str, other: str) -> list[str]:
    """Who took words away does not take those the other one wrote."""
    if not one.strip() or not other.strip():
        return [other or one]
    if not before.strip():
        space = "" if one[0].isspace() else " "
        return [other, space, one]
    return [other, f" [ou : {one.strip()}]"]


def _cell_by_cell(
    before: Sequence[Frozen], one: Sequence[Frozen], other: Sequence[Frozen]
) -> list[Frozen] | None:
    if not len(before) == len(one) == len(other):
        return None
    rows = [_row(*map(dict, three)) for three in zip(before, one, other, strict=True)]
    return [row for row in rows if row is not None] if None not in rows else None


def _row(before: Row, one: Row, other: Row) -> Frozen | None:
    cells = {}
    for name in {**other, **one}:
        settled = _settled(*([of.get(name, "")] for of in (before, one, other)))
        if settled is None:
            return None
        cells[name] = settled[0]
    return tuple(cells.items())


def _frozen(rows: Sequence[Row]) -> list[Frozen]:
    return [tuple(row.items()) for row in rows]
