"""What changed since it was last taken into an index: written in the transaction of the change.

A change is a path and the part of it that was written; whoever writes it again counts one more,
so that who took it in knows if it is still the same. Changes are spread over many sets, and none
is ever empty: taking the last one away while somebody adds one could not be resolved.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree

_SETS = 64
_MARK = "mark"
_NEVER_EMPTY = ""


class Change(NamedTuple):
    path: str
    part: str
    times: int


def new_changes() -> OOBTree:
    """For a database without any index yet."""
    changes = OOBTree({f"{number:02}": OOBTree({_NEVER_EMPTY: 0}) for number in range(_SETS)})
    changes[_MARK] = OOBTree({_NEVER_EMPTY: ""})
    return changes


def add(changes: Any, path: str, part: str) -> None:
    key = f"{path}|{part}"
    place = changes[_set_of(key)]
    place[key] = place.get(key, 0) + 1


def waiting(changes: Any) -> Iterator[Change]:
    """In no useful order."""
    for number in range(_SETS):
        for key, times in changes[f"{number:02}"].items():
            if key != _NEVER_EMPTY:
                path, _, part = key.rpartition("|")
                yield Change(path, part, times)


def forget(changes: Any, taken: Iterable[Change], mark: str) -> None:
    """They are in the index of that mark; those that were written again since stay."""
    for path, part, times in taken:
        key = f"{path}|{part}"
        place = changes[_set_of(key)]
        if place.get(key) == times:
            del place[key]
    changes[_MARK][_NEVER_EMPTY] = mark


def mark_of(changes: Any) -> str:
    """Of the index that took in what is no longer here."""
    mark: str = changes[_MARK][_NEVER_EMPTY]
    return mark


def _set_of(key: str) -> str:
    return f"{int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % _SETS:02}"
