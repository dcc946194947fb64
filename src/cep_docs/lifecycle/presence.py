"""Who has a document open, and in which heading he writes: kept by the process, for some seconds.

Nobody is locked out and nothing is stored: it is only told to the others.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LASTS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class _Sign:
    heading: str
    at: datetime


class Presence:
    """A sign of life says « this account, in this document, in this heading »."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._signs: dict[str, dict[str, _Sign]] = {}

    def sign_of_life(self, document: str, account: str, heading: str, at: datetime) -> None:
        """`heading`: where he writes; blank when he only reads."""
        with self._lock:
            self._signs.setdefault(document, {})[account] = _Sign(heading, at)
            self._forget(at)

    def others(self, document: str, account: str, at: datetime) -> Mapping[str, str]:
        """The heading of each of the others who are there now."""
        with self._lock:
            self._forget(at)
            signs = self._signs.get(document, {})
            return {who: sign.heading for who, sign in signs.items() if who != account}

    def _forget(self, at: datetime) -> None:
        for document in list(self._signs):
            fresh = {w: s for w, s in self._signs[document].items() if at - s.at < LASTS}
            self._signs[document] = fresh
            if not fresh:
                del self._signs[document]
