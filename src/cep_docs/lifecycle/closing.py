"""When a unit may end, how its end is written, and the consumption number of that quarter."""

from datetime import date

from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Closing, StatementPeriod
from cep_docs.content.order import PurchaseOrder
from cep_docs.definitions.agreement import Agreement
from cep_docs.lifecycle.drawing import reference_of
from cep_docs.lifecycle.history import openings_after
from cep_docs.lifecycle.move import Move
from cep_docs.values.local_time import quarter, quarter_bounds


def may_close_on(move: Move, day: date) -> bool:
    """Not before the engagement and the exchanges, not after today nor after the engagement of
    the next unit (R-021, I4); what is done at once ends the day it was engaged (R-022)."""
    engagement = move.engagement
    if not move.unit.accompaniment:
        return day == engagement.opened_on
    held = [interaction["on"] for interaction in engagement.interactions]
    first = max([engagement.opened_on, *held])
    return first <= day <= min([move.today, *openings_after(move)])


def write_closing(move: Move, day: date, reason: str) -> None:
    """Closings are added, never changed: a rectification shows what stood before (R-033).

    Late is counted from the strict day, which is the one people are shown: on the working day
    that extends it a signature still closes the unit, and says that it came late (C-07, R-029).
    """
    engagement = move.engagement
    rule = move.agreement.closing.get(reason)
    closing: Closing = {
        "on": day,
        "reason": reason,
        "by": move.actor.account,
        "at": move.tools.now(),
        "late": engagement.due_on is not None and day > engagement.due_on,
        "billable": rule.billable if rule else "yes",
        "statement": "",
        "motive": move.given.motive,
    }
    engagement.closings = (*engagement.closings, closing)


def statement_for(order: PurchaseOrder, day: date, agreement: Agreement) -> str:
    """The number of the order's statement for the quarter of that day.

    It is reserved the first time it is asked for, so that a number exists when a unit closes
    although the statement itself is only issued when the quarter is over (R-040, C-15).
    """
    year, number = quarter(day)
    for period in order.statements:
        if (period["year"], period["quarter"]) == (year, number):
            return period["number"]
    reserved: StatementPeriod = {
        "number": _statement_number(order, year, number, agreement),
        "year": year,
        "quarter": number,
        "opened_on": quarter_bounds(year, number)[0],
    }
    order.statements = (*order.statements, reserved)
    return reserved["number"]


def reserve_statement(engagement: Engagement, order: PurchaseOrder, agreement: Agreement) -> None:
    """Put the statement of the quarter it ended in on a unit that ended."""
    if engagement.closings:
        last = engagement.closings[-1]
        number = statement_for(order, last["on"], agreement)
        engagement.closings = (*engagement.closings[:-1], {**last, "statement": number})


def _statement_number(order: PurchaseOrder, year: int, number: int, agreement: Agreement) -> str:
    reference = reference_of(order, agreement)
    return agreement.limits.statement_number.format(
        year=year,
        lot=reference.lot,
        unit=reference.unit,
        sequence=f"{reference.sequence:02}",
        quarter=number,
    )
