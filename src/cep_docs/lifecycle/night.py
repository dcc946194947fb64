"""What happens every night, by itself: warnings, abandons, waiting units, statements, reminders
of signatures, files that are over, the seal.

Each piece of work is a transaction of its own, so that a night that is cut goes on from where it
was; doing it twice changes nothing (R-032).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.closing import statement_for
from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.first_meeting import people_who_wait, tell_who_waits
from cep_docs.lifecycle.orders import engagement_numbered, serve_the_waiting
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.reminding import REMINDED, documents_asked_for, remind_of_signatures
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.scan_keeping import batches_with_a_file, erase_settled_batches
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.calendars import working_days_between

BATCH = 100

# Runs one piece of work in a transaction of its own and gives back what it returns.
Transact = Callable[[Callable[[Tools], list[str]]], list[str]]


@dataclass(slots=True)
class Night:
    """What a night did, in file numbers; `unmet` has the identifiers of persons, `reminded` and
    `expired` are about signatures, `erased` are batches of scanned pages."""

    warned: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    unmet: list[str] = field(default_factory=list)
    reminded: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


def spend_night(transact: Transact, progress: Callable[[int, int], None]) -> Night:
    """Tell of the first meetings that are late, settle what is due in every structure, then serve
    what waits for an order."""
    night = Night()
    for people in _batches(transact(people_who_wait)):
        night.unmet += transact(lambda tools, p=people: tell_who_waits(p, tools))  # type: ignore[misc]
    structures = transact(lambda tools: [s.code for s in tools.site.structures])
    for done, structure in enumerate(structures):
        progress(done, len(structures))
        due = transact(lambda tools, s=structure: _due(s, tools))  # type: ignore[misc]
        for numbers in _batches(due):
            for line in transact(lambda tools, n=numbers: _settle(n, tools)):  # type: ignore[misc]
                what, _, number = line.partition(" ")
                (night.warned if what == "warned" else night.settled).append(number)
    transact(_open_statements)
    night.served = transact(serve_the_waiting)
    for documents in _batches(transact(documents_asked_for)):
        for line in transact(lambda tools, d=documents: remind_of_signatures(d, tools)):  # type: ignore[misc]
            what, _, number = line.partition(" ")
            (night.reminded if what == REMINDED else night.expired).append(number)
    for batches in _batches(transact(batches_with_a_file)):
        night.erased += transact(lambda tools, b=batches: erase_settled_batches(b, tools))  # type: ignore[misc]
    progress(len(structures), len(structures))
    return night


def _due(structure: str, tools: Tools) -> list[str]:
    """The running units of a structure that are due within the longest warning."""
    longest = max(
        (day for a in tools.rules.agreements.values() for day in a.limits.warning_days), default=0
    )
    until = tools.now().date() + timedelta(days=longest + 1)
    return [number for _, number in tools.catalog.running(structure, until)]


def _settle(numbers: list[str], tools: Tools) -> list[str]:
    done = []
    for number in numbers:
        engagement = engagement_numbered(number, tools)
        if settle(engagement, tools):
            done.append(f"settled {number}")
        elif _warn(engagement, tools) or _remind(engagement, tools):
            done.append(f"warned {number}")
    return done


def _warn(engagement: Engagement, tools: Tools) -> bool:
    """Once for each threshold that was passed; several passed at once are told once (R-032)."""
    agreement = tools.agreement_of(engagement)
    if engagement.due_on is None:
        return False
    left = (engagement.due_on - tools.today(agreement, engagement.lot)).days
    passed = [day for day in agreement.limits.warning_days if left <= day]
    new = [day for day in passed if day not in engagement.warned_days]
    if not new or left < 0:
        return False
    engagement.warned_days = (*engagement.warned_days, *new)
    for role in ("adviser", "beneficiary"):
        tell_about(engagement, role, "deadline_near", tools)
    right = require(tools, CLOCKWORK, "settle", engagement)
    record(engagement, "warn", CLOCKWORK, right, tools, {"days_left": left})
    return True


def _remind(engagement: Engagement, tools: Tools) -> bool:
    """The manager had some working days to decide on a unit that fell due; once they are over he
    is told again, once (C-10). Noted among the warnings as that many days after the deadline."""
    agreement, due = tools.agreement_of(engagement), engagement.due_extended_on
    given = agreement.limits.decision_working_days
    if due is None or not given or -given in engagement.warned_days:
        return False
    today = tools.today(agreement, engagement.lot)
    if working_days_between(due, today, tools.holiday_zone(engagement.structure)) <= given:
        return False
    engagement.warned_days = (*engagement.warned_days, -given)
    tell_about(engagement, "manager", "decision_late", tools)
    right = require(tools, CLOCKWORK, "settle", engagement)
    record(engagement, "remind", CLOCKWORK, right, tools)
    return True


def _open_statements(tools: Tools) -> list[str]:
    """A statement is opened on the first day of its quarter (C-15)."""
    numbers = []
    for order in tools.site.orders:
        agreement = tools.rules.agreements[order.agreement]
        today = tools.today(agreement, order.lot)
        if order.open_on(today):
            numbers.append(statement_for(order, today, agreement))
    return numbers


def _batches(numbers: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(numbers), BATCH):
        yield numbers[start : start + BATCH]
