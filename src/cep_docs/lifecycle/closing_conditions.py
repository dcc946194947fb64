"""The words that may stand after `requires:` where a unit is closed, rectified or cancelled."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from cep_docs.lifecycle.closing import may_close_on
from cep_docs.lifecycle.history import concluded_on, other_units
from cep_docs.lifecycle.move import Move, day_written
from cep_docs.lifecycle.sheets import closing_faults


def deliverable_is_concluded(move: Move) -> bool:
    return concluded_on(move.engagement, move.agreement) is not None


def sheet_due_at_closing_is_complete(move: Move) -> bool:
    return not closing_faults(move)


def closing_reason_fits_the_unit(move: Move) -> bool:
    """A reason belongs to units and to hands: nobody but the night says AUTO_ABANDON (C-47), and
    what the person wants is said by her signature or her trace, not here."""
    reason, unit = move.agreement.closing.get(move.given.reason), move.engagement.unit
    if reason is None or not any(reason.fits(unit, role) for role in move.actor.roles):
        return False
    return all(NEEDS[need](move) for need in reason.needs[unit])


def closing_day_is_possible(move: Move) -> bool:
    return may_close_on(move, day_written(move))


def motive_is_given(move: Move) -> bool:
    return bool(move.given.motive.strip())


def not_yet_transmitted(move: Move) -> bool:
    """Until transmission exists, what was closed counts as transmitted (R-042)."""
    return not move.engagement.closings


def extended_deadline_is_over(move: Move) -> bool:
    due = move.engagement.due_extended_on
    return due is not None and move.today > due


def nothing_was_signed(move: Move) -> bool:
    return not deliverable_is_concluded(move)


def the_person_was_silent(move: Move) -> bool:
    return not the_person_was_active(move)


def the_person_was_active(move: Move) -> bool:
    """Heard of near the deadline or after it, or a signature that is waited for (R-032)."""
    due = move.engagement.due_on or date.max
    since = due - timedelta(days=move.agreement.limits.quiet_days)
    return any(day >= since for day in _heard_of_on(move)) or _signature_waited_for(move)


def the_unit_was_abandoned(move: Move) -> bool:
    return move.engagement.state == "abandoned"


def dated_within_the_time(move: Move) -> bool:
    """What would have closed the unit, had it come before the night, still may (R-033)."""
    due = move.engagement.due_extended_on
    return due is None or day_written(move) <= due


def _heard_of_on(move: Move) -> list[date]:
    """The days she came, called or asked for something, this unit or another."""
    exchanged = [interaction["on"] for interaction in move.engagement.interactions]
    asked = [demand["on"] for demand in move.demands]
    engaged = [unit.opened_on for unit in (move.engagement, *other_units(move))]
    return [*exchanged, *asked, *engaged]


def _signature_waited_for(move: Move) -> bool:
    deliverable = move.engagement.deliverable
    version = deliverable.current if deliverable else None
    return version is not None and bool(version.valid_signatures)


def _described(move: Move) -> bool:
    return bool(str(move.engagement.sheet.get("service_description", "")).strip())


def _concluded_that_day(move: Move) -> bool:
    """A unit that its deliverable closes ends on the day of the deliverable, no other (R-029)."""
    return concluded_on(move.engagement, move.agreement) == move.day


# What closing.yaml says a reason needs. The reference of a proof stands in the motive.
NEEDS: Mapping[str, Callable[[Move], bool]] = {
    "signed_deliverable": _concluded_that_day,
    "written_trace": _concluded_that_day,
    "complete_sheet": sheet_due_at_closing_is_complete,
    "description": _described,
    "proof": motive_is_given,
    "motive": motive_is_given,
}

WORDS = (
    deliverable_is_concluded,
    sheet_due_at_closing_is_complete,
    closing_reason_fits_the_unit,
    closing_day_is_possible,
    motive_is_given,
    not_yet_transmitted,
    extended_deadline_is_over,
    nothing_was_signed,
    the_person_was_silent,
    the_person_was_active,
    the_unit_was_abandoned,
    dated_within_the_time,
)
