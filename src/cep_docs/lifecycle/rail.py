"""The units of a person on a line of time: their days, how many are used, where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.prospects import Prospect
from cep_docs.lifecycle.tools import Tools

# How near a limit is before it is told in colour.
SOON, NEAR = 7, 21
# Where a unit stands: what the bar and the tag look like.
DONE, CALM, WARN, LATE, NEXT, GONE = "done", "calm", "warn", "late", "next", "gone"


@dataclass(frozen=True, slots=True)
class RailLine:
    """`opened_on` to `until`: the bar; what of it is used ends at `used_until`. `days_left` is
    None where nothing presses: it is closed, or its agreement sets no limit. `waits`: no order
    had a line left for it."""

    number: str
    unit: str
    label: str
    state: str
    tone: str
    opened_on: date
    until: date
    used_until: date
    closed_on: date | None
    due_on: date | None
    due_extended_on: date | None
    days_used: int
    days_allowed: int | None
    days_left: int | None
    waits: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """`order`: the line of the order that the running unit was drawn on."""

    lines: Sequence[RailLine]
    today: date
    order: str


def rail_of(person: Beneficiary, prospects: Sequence[Prospect], tools: Tools) -> Rail:
    """The units in the order they were engaged, then those that may follow."""
    units = person.engagements()
    lines = [_line(unit, tools) for unit in units]
    day = _today(units[-1], tools) if units else tools.now().date()
    lines += [_next(prospect, day) for prospect in prospects if prospect.until is not None]
    order = units[-1].order_line if units else ""
    return Rail(lines, day, order)


def pressing(days: int | None) -> str:
    """The tone of a limit that many days away."""
    if days is None or days > NEAR:
        return CALM
    if days > SOON:
        return WARN
    return LATE


def _line(unit: Engagement, tools: Tools) -> RailLine:
    agreement = tools.agreement_of(unit)
    state = agreement.engagement.states[unit.state]
    today = _today(unit, tools)
    used_until = max(unit.opened_on, min(unit.closed_on or today, today))
    left = (unit.due_on - today).days if unit.due_on and state.open else None
    return RailLine(
        number=unit.number,
        unit=unit.unit,
        label=agreement.units[unit.unit].label,
        state=state.label,
        tone=_tone(unit, state.open, left),
        opened_on=unit.opened_on,
        until=max(used_until, unit.due_on or used_until),
        used_until=used_until,
        closed_on=unit.closed_on,
        due_on=unit.due_on,
        due_extended_on=unit.due_extended_on,
        days_used=(used_until - unit.opened_on).days,
        days_allowed=(unit.due_on - unit.opened_on).days if unit.due_on else None,
        days_left=left,
        waits=not unit.order_line and unit.state != "cancelled",
    )


def _tone(unit: Engagement, running: bool, left: int | None) -> str:
    if unit.state == "cancelled":
        return GONE
    if running:
        return pressing(left)
    return LATE if unit.state == "abandoned" else DONE


def _next(prospect: Prospect, today: date) -> RailLine:
    until = prospect.until or today
    return RailLine(
        number="",
        unit=prospect.unit.name,
        label=prospect.unit.label,
        state="Possible",
        tone=NEXT,
        opened_on=today,
        until=until,
        used_until=today,
        closed_on=None,
        due_on=until,
        due_extended_on=None,
        days_used=0,
        days_allowed=None,
        days_left=None,
        waits=False,
    )


def _today(unit: Engagement, tools: Tools) -> date:
    return tools.today(tools.agreement_of(unit), unit.lot)
