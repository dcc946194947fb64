"""Whose turn it is: many lives at once, one clock, every act in the order of its instant."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from cep_docs.values.calendars import METROPOLE, is_working_day

PLACE = ZoneInfo("Europe/Paris")
OPENS, CLOSES = 8 * 60 + 45, 17 * 60 + 45

# A life does something, then says at what instant it goes on.
Life = Iterator[datetime]


class StoryEnds(Exception):  # noqa: N818
    """This life goes no further: the agreement of the day does not have what comes next."""


@dataclass(slots=True)
class Clock:
    """The hour it is in the story; whoever plays sets it, nobody else."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    @property
    def local(self) -> datetime:
        return self.now.astimezone(PLACE)


@dataclass(slots=True)
class Play:
    """The lives that go on, until the day when the story stops."""

    clock: Clock
    until: date
    _waiting: list[tuple[datetime, int, Life]] = field(default_factory=list)
    _entered: int = 0

    def enter(self, at: datetime, life: Life) -> None:
        """Have a life begin, or something happen, at an instant."""
        heapq.heappush(self._waiting, (at, self._entered, life))
        self._entered += 1

    def run(self) -> None:
        """What would happen on the last day or after it has not happened yet."""
        end = instant(self.until, 0)
        while self._waiting:
            at, _, life = heapq.heappop(self._waiting)
            if at >= end:
                continue
            self.clock.now = max(at, self.clock.now)
            try:
                again = next(life, None)
            except StoryEnds:
                continue
            if again is not None:
                self.enter(again, life)


def instant(day: date, minute: int) -> datetime:
    """That minute of the day where people are received; in UTC, as everything that is kept."""
    return datetime.combine(day, time(minute // 60, minute % 60), PLACE).astimezone(UTC)


def dice(name: str) -> Random:
    """What is drawn by that name; the same every time. Nothing secret depends on it."""
    return Random(name)  # noqa: S311


def office_hour(day: date, rng: Random) -> datetime:
    """Some minute of that day when places are open, or of the next working day."""
    while not is_working_day(day, METROPOLE):
        day += timedelta(days=1)
    return instant(day, rng.randrange(OPENS, CLOSES, 5))
