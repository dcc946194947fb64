"""From the first request to the first exchange with an adviser, in working days (R-011)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cep_docs.access.actor import CLOCKWORK
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.outbox import Notice
from cep_docs.definitions.limits import Limits
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.meetings import asked_on, last_structure, met_on, still_waits
from cep_docs.values.calendars import working_days_between

# Whoever asked longer ago is no news; nights may stay away for a month and nobody is forgotten.
NEWS = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class FirstMeeting:
    """`working_days` until she was met, or until today; `met_on` is None while she waits."""

    asked_on: date
    met_on: date | None
    working_days: int
    late: bool


def first_meeting(person: Beneficiary, tools: Tools) -> FirstMeeting | None:
    """Of somebody who never asked for an accompaniment there is nothing to measure.

    Asking again, or missing an appointment, does not set the clock again."""
    asked = asked_on(person, tools.rules)
    if asked is None:
        return None
    structure = _structure_of(person, tools)
    met = met_on(person, tools.rules)
    until = met or tools.hour_in(structure).date()
    days = working_days_between(asked, until, tools.holiday_zone(structure))
    limits = _limits_on(asked, tools)
    late = limits is not None and 0 < limits.first_meeting_working_days < days
    return FirstMeeting(asked, met, days, late)


def people_who_wait(tools: Tools) -> list[str]:
    """Those who asked so lately that their wait may be news, and whom nobody met."""
    today = tools.now().date()
    places = ("", *(structure.code for structure in tools.site.structures))
    return [
        identifier
        for place in places
        for _, identifier in tools.catalog.unmet(place, today - NEWS, today)
    ]


def tell_who_waits(identifiers: list[str], tools: Tools) -> list[str]:
    """Tell a manager of each wait that passed a threshold; several passed at once are told once.

    Gives the identifiers of those who were told about."""
    return [one for one in identifiers if _tell(tools.site.beneficiaries[one], tools)]


def _tell(person: Beneficiary, tools: Tools) -> bool:
    meeting = first_meeting(person, tools)
    if meeting is None or not still_waits(person, tools.rules):
        return False  # met since the night began
    new = [day for day in _passed(meeting, tools) if day not in person.waited_days]
    if not new:
        return False
    person.waited_days = (*person.waited_days, *new)
    number = next(_numbers(person), person.identifier)
    structure = _structure_of(person, tools)
    notice = Notice("manager", "first_meeting_late", number, structure, tools.now())
    tools.catalog.keep_notice(tools.site.outbox.add(tools.new_id(), notice))
    right = require(tools, CLOCKWORK, "settle", Facet(person, "file"))
    details = {"working_days": meeting.working_days}
    record(person, "tell_first_meeting", CLOCKWORK, right, tools, details)
    return True


def _passed(meeting: FirstMeeting, tools: Tools) -> list[int]:
    limits = _limits_on(meeting.asked_on, tools)
    days = limits.first_meeting_alert_days if limits else ()
    return [day for day in days if day <= meeting.working_days]


def _limits_on(day: date, tools: Tools) -> Limits | None:
    """Of the agreement in force that day; before the first one nothing was promised."""
    found = (a.limits for a in tools.rules.agreements.values() if a.valid_on(day))
    return next(found, None)


def _structure_of(person: Beneficiary, tools: Tools) -> str:
    """Of her last unit, or of whoever wrote down that she asked; somebody has to be told."""
    accounts, structures = tools.site.accounts, tools.site.structures
    writers = [d.get("recorded_by", "") for d in reversed(person.demands)]
    places = [last_structure(person), *(accounts[w].structure for w in writers if w in accounts)]
    known = [place for place in places if place in structures]
    return next(iter([*known, *(structure.code for structure in structures)]), "")


def _numbers(person: Beneficiary) -> Iterator[str]:
    return (unit.number for unit in reversed(person.engagements()) if unit.state != "cancelled")
