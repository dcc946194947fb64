"""Papers and pages that were drawn a moment ago, kept in memory under the digest of what they say.

They are made again when they are gone: nothing is lost, nothing is written on a disk. Whoever
asks has been asked for his right before.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

ROOM = 64 * 2**20
NAME = "kept_papers"


class KeptPapers:
    """The ones used last stay, within the room there is."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Sequence[bytes]] = OrderedDict()
        self._size = 0

    def kept(self, key: str) -> Sequence[bytes]:
        """What was made for this key, or nothing when it is gone."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key, ())

    def find(self, key: str, make: Callable[[], Sequence[bytes]]) -> Sequence[bytes]:
        if known := self.kept(key):
            return known
        made = make()
        with self._lock:
            self._size -= _size(self._kept.pop(key, ()))
            self._kept[key] = made
            self._size += _size(made)
            while self._size > self._room and self._kept:
                self._size -= _size(self._kept.popitem(last=False)[1])
        return made


def kept_papers(request: Any) -> KeptPapers:
    """Those of this site."""
    papers: KeptPapers = request.registry.setdefault(NAME, KeptPapers())
    return papers


def _size(pages: Sequence[bytes]) -> int:
    return sum(map(len, pages))
