"""The purchase orders of the invented operator, and the numbers drawn on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cep_docs.content.counter import Counter
from cep_docs.definitions.agreement import Agreement
from cep_docs.demo.cast import LOT
from cep_docs.demo.playing import instant
from cep_docs.lifecycle.orders import NewOrder
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.order_reference import HIGHEST_RANK

# The last order of a unit is short from so many days before the end of its agreement's story.
SHORT_DAYS = 30
NOTIFIED_BEFORE = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class NumbersAtHand:
    """Counts in the very transaction of the work: nobody else writes in a demonstration."""

    counters: Any

    def take(self, keys: Sequence[tuple[str, int | None]]) -> list[int | None]:
        return [self._counter(key).take(limit) for key, limit in keys]

    def peek(self, key: str) -> int:
        return self._counter(key).last

    def _counter(self, key: str) -> Counter:
        if key not in self.counters:
            self.counters[key] = Counter()
        counter: Counter = self.counters[key]
        return counter


def orders(size: int, until: date, tools: Tools) -> Iterator[tuple[datetime, NewOrder]]:
    """For each unit and year an order, with the instant of its registration.

    The last one of the unit that ends a course is short: some people wait for the next (R-019).
    """
    for agreement in tools.rules.agreements.values():
        last = last_day(agreement, until)
        final = list(agreement.units)[-1]
        for unit in agreement.units.values():
            for year in range(agreement.valid_from.year, last.year + 1):
                short = unit.name == final and year == last.year
                yield from _of_year(
                    agreement.name, unit.order_code, year, size, last if short else None
                )


def last_day(agreement: Agreement, until: date) -> date:
    """The last day of the story on which this agreement is in force."""
    return min(until - timedelta(days=1), agreement.valid_to)


def _of_year(
    agreement: str, code: str, year: int, size: int, short: date | None
) -> Iterator[tuple[datetime, NewOrder]]:
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    spans = [(begins, ends, min(HIGHEST_RANK, 100 + size // 100 * 100))]
    if short is not None:
        turn = max(short - timedelta(days=SHORT_DAYS), begins + timedelta(days=9))
        spans = [(begins, turn, spans[0][2])]
        spans += [(turn + timedelta(days=1), ends, 2 + size // 100)] if turn < ends else []
    for number, (since, end, quantity) in enumerate(spans, 1):
        told = max(since - NOTIFIED_BEFORE, date(2020, 1, 3))
        reference = f"{year}-Lot{LOT}-UO{code}-{number:02}"
        order = NewOrder(reference, agreement, quantity, told, since, end)
        yield instant(told, 9 * 60), order
