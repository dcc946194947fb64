"""Around one unit: the other units of the person, what it continues, when it was concluded."""

from datetime import date

from cep_docs.content.engagement import Engagement
from cep_docs.definitions.agreement import Agreement
from cep_docs.lifecycle.move import Move
from cep_docs.values.dates import parse_day
from cep_docs.values.local_time import local_day


def other_units(move: Move) -> list[Engagement]:
    """Whatever their course, in the order they were engaged; a cancelled one never was (R-042)."""
    return [
        engagement
        for engagement in move.person.engagements()
        if engagement is not move.engagement and engagement.state != "cancelled"
    ]


def other_accompaniments(move: Move) -> list[Engagement]:
    """The other units that accompany the person, under whatever agreement (R-028)."""
    return [
        engagement
        for engagement in other_units(move)
        if move.tools.agreement_of(engagement).units[engagement.unit].accompaniment
    ]


def openings_after(move: Move) -> list[date]:
    """When the accompaniments that came after this unit were engaged."""
    units = move.person.engagements()
    later = units[units.index(move.engagement) + 1 :]
    return [e.opened_on for e in other_accompaniments(move) if e in later]


def continued_unit(move: Move) -> Engagement | None:
    """The unit this one continues, in the same course."""
    found = [e for e in _of_the_course(move) if e.unit in move.unit.continues]
    return found[-1] if found else None


def previous_unit(move: Move) -> Engagement | None:
    """The unit that knows what this one need not ask again: a first contact in between does not
    come before the unit that is continued."""
    return continued_unit(move) or next(reversed(_of_the_course(move)), None)


def base_of_deadline(move: Move) -> date | None:
    """The day from which the time limit of the unit counts (R-023…R-025)."""
    limit = move.unit.time_limit
    if limit is None:
        return None
    if limit.counted_from == move.engagement.unit:
        return move.engagement.opened_on
    bases = [e.opened_on for e in _of_the_course(move) if e.unit == limit.counted_from]
    return bases[-1] if bases else None


def concluded_on(engagement: Engagement, agreement: Agreement) -> date | None:
    """The day the beneficiary signed the deliverable, or the day his written trace bears."""
    deliverable = engagement.deliverable
    version = deliverable.current if deliverable else None
    if deliverable is None or version is None:
        return None
    if not agreement.workflow_of(deliverable.kind).states[deliverable.state].concludes:
        return None
    signature = version.valid_signatures.get("beneficiary")
    if signature is None and version.content.get("dated_on"):
        return parse_day(str(version.content["dated_on"]).strip())
    at = version.frozen_at if signature is None else signature["at"]
    return local_day(at, agreement.lots[engagement.lot].time_zone)


def _of_the_course(move: Move) -> list[Engagement]:
    return [e for e in move.course if e is not move.engagement and e.state != "cancelled"]
