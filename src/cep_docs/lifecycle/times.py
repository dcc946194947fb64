"""How long units take, estimated from their exchanges: it is told, and it stops nobody (R-039)."""

from dataclasses import dataclass
from datetime import date

from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class MeanTime:
    """Over so many closed units, beside what the agreement estimates."""

    units: int
    mean_minutes: float
    estimated_minutes: int


def minutes_of(engagement: Engagement) -> int:
    """What its exchanges lasted together; those whose length nobody wrote count for nothing."""
    return sum(interaction["minutes"] for interaction in engagement.interactions)


def mean_times(since: date, until: date, tools: Tools) -> dict[str, MeanTime]:
    """For each kind of unit closed between two days, both included.

    A unit without any minute written was not measured: it is left out of the mean."""
    found: dict[str, tuple[int, int, int]] = {}
    for number in _closed_between(since, until, tools):
        engagement = engagement_numbered(number, tools)
        minutes = minutes_of(engagement)
        if minutes and engagement.state != "cancelled":
            units, total, _ = found.get(engagement.unit, (0, 0, 0))
            unit = tools.agreement_of(engagement).units[engagement.unit]
            found[engagement.unit] = (units + 1, total + minutes, unit.estimated_minutes)
    return {
        unit: MeanTime(units, total / units, estimated)
        for unit, (units, total, estimated) in sorted(found.items())
    }


def _closed_between(since: date, until: date, tools: Tools) -> list[str]:
    return [
        number
        for structure in tools.site.structures
        for month in _months(since, until)
        for _, day, number in tools.catalog.closed_in(structure.lot, structure.code, month)
        if since.isoformat() <= day <= until.isoformat()
    ]


def _months(since: date, until: date) -> list[str]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
