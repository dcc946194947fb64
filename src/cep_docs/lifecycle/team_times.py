"""How long the units of a month took in one place, adviser by adviser (R-039, R-148)."""

from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.operator import Structure
from cep_docs.content.site import course_of
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.team import full_name
from cep_docs.lifecycle.times import minutes_of
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class AdviserTime:
    """Her units of one kind closed that month: how many, how many of them were measured, and the
    mean of those beside what the agreement estimates."""

    name: str
    unit: str
    closed: int
    measured: int
    mean_minutes: int
    estimated_minutes: int


def times_of_month(
    structure: Structure, month: date, actor: Actor, tools: Tools
) -> list[AdviserTime]:
    """By adviser, then unit; a unit without any minute written counts as closed, not measured."""
    found: dict[tuple[str, str], list[int]] = {}
    estimated: dict[str, int] = {}
    entries = tools.catalog.closed_in(structure.lot, structure.code, f"{month:%Y-%m}")
    for _, _, number in entries:
        engagement = engagement_numbered(number, tools)
        unit = tools.agreement_of(engagement).units[engagement.unit]
        if engagement.state == "cancelled" or not unit.accompaniment:
            continue
        if decide(tools, actor, "list", engagement).allowed:
            estimated[unit.name] = unit.estimated_minutes
            key = (full_name(course_of(engagement).referent, tools), unit.name)
            found.setdefault(key, []).append(minutes_of(engagement))
    return [
        _time(name, unit, minutes, estimated[unit])
        for (name, unit), minutes in sorted(found.items())
    ]


def _time(name: str, unit: str, minutes: list[int], estimated: int) -> AdviserTime:
    measured = [number for number in minutes if number]
    mean = round(sum(measured) / len(measured)) if measured else 0
    return AdviserTime(name, unit, len(minutes), len(measured), mean, estimated)
