"""Words that somebody may have meant: those that differ by a letter or two."""

from collections.abc import Iterable

_LONG = 7  # letters from which on two may differ


def near(word: str, others: Iterable[str]) -> list[str]:
    """Those of the others that are near, the nearest first."""
    most = 2 if len(word) >= _LONG else 1
    found = []
    for other in others:
        if other != word and abs(len(other) - len(word)) <= most:
            distance = _distance(word, other)
            if distance <= most:
                found.append((distance, other))
    return [other for _, other in sorted(found)]


def _distance(one: str, other: str) -> int:
    """Letters to add, take away, change or swap with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != facing))
            if i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
