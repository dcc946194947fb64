"""What was signed a moment ago: a step that is run again is given it again.

A transaction that meets another is run again by the house. A provider who is asked twice signs
twice, and somebody pays, or types his code, twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
KEPT_FOR = timedelta(minutes=2)
AT_MOST = 32


@dataclass(slots=True)
class _Place(Generic[T]):
    at: datetime
    turn: Lock = field(default_factory=Lock)
    made: T | None = None


class Memory(Generic[T]):
    """In this process only, for two minutes; of the same thing asked twice at the same time, the
    second waits for what the first is given."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._places: dict[str, _Place[T]] = {}

    def once(self, key: str, make: Callable[[], T]) -> T:
        place = self._place(key)
        with place.turn:
            if place.made is None:
                place.made = make()
            return place.made

    def _place(self, key: str) -> _Place[T]:
        now = self._now()
        with self._lock:
            for name in [name for name, place in self._places.items() if self._old(place, now)]:
                del self._places[name]
            while len(self._places) >= AT_MOST:
                del self._places[next(iter(self._places))]
            return self._places.setdefault(key, _Place(now))

    @staticmethod
    def _old(place: _Place[T], now: datetime) -> bool:
        return not timedelta(0) <= now - place.at < KEPT_FOR
