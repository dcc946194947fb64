"""What somebody has to do today, the most urgent first: a few lines of each list, never all.

Every list is read from an index of its own: the day of an adviser takes as long in a house of a
hundred thousand files as in a small one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Generic, TypeVar

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Appointment
from cep_docs.content.operator import Structure
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.workflows import Transition
from cep_docs.lifecycle.appointments import (
    Expected,
    begins_at,
    expected_between,
    last_number,
)
from cep_docs.lifecycle.deadlines_near import Deadline, deadlines_near
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.notices import Told, notices_for
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.review_requests import Waiting, reviews_waiting
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.sheets import closing_faults, opening_faults
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import (
    Subject,
    ToSign,
    Unfinished,
    subject_of,
    to_sign,
    unfinished,
)
from cep_docs.storage.catalog_lines import RUNS, Span

FEW = 7
COUNTED = 100  # beyond, one says « more than »
SOON = timedelta(days=7)

T = TypeVar("T")
# The effect of the transition that ends a unit on the day it began.
SAME_DAY = "close_the_same_day"


@dataclass(frozen=True, slots=True)
class Few(Generic[T]):
    """The first ones; `more`: there are others."""

    lines: tuple[T, ...] = ()
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.lines)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Somebody who is expected. `number` is that of her last unit, for whoever may know it;
    `open`: her file may be opened."""

    person: str
    name: str
    number: str
    open: bool
    at: datetime
    minutes: int
    mode: str
    place: str
    with_whom: str
    key: str


@dataclass(frozen=True, slots=True)
class Orientation:
    """An orientation of today that lacks something: it can be completed until tonight (R-001)."""

    subject: Subject
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What a manager has to look at in his structure; counted up to COUNTED."""

    overdue: int
    soon: int


@dataclass(frozen=True, slots=True)
class Today:
    """`calm`: nothing waits. `safe`: nothing that is not shown can be late tomorrow."""

    day: date
    deadlines: Few[Deadline]
    to_sign: Few[ToSign]
    drafts: Few[Unfinished]
    reviews: Few[Waiting]
    meetings: Few[Meeting]
    notices: Few[Told]
    orientations: Few[Orientation]
    place: Place | None

    @property
    def calm(self) -> bool:
        lists = (self.deadlines, self.to_sign, self.drafts, self.reviews, self.meetings)
        return not any((*lists, self.notices, self.orientations)) and not self.to_look_after

    @property
    def to_look_after(self) -> bool:
        return self.place is not None and bool(self.place.overdue or self.place.soon)

    @property
    def safe(self) -> bool:
        last = self.deadlines.lines[-1].due_on if self.deadlines else self.day
        return not self.deadlines.more or last > self.day + timedelta(days=1)


def today_of(actor: Actor, tools: Tools) -> Today:
    """The lists that concern this actor; the others are empty."""
    day = tools.hour_in(actor.structure).date()
    adviser = "adviser" in actor.roles
    near: Few[Deadline] = _few(deadlines_near(actor, tools)) if adviser else Few()
    told = {(line.subject.number, line.document) for line in near.lines}
    return Today(
        day=day,
        deadlines=near,
        to_sign=_few(to_sign(actor, tools)),
        drafts=_few(unfinished(actor, tools, told)) if adviser else Few(),
        reviews=_few(reviews_waiting(actor, tools)),
        meetings=_few(meetings(day, day, actor, tools), 4 * FEW),
        notices=_few(notices_for(actor, tools)),
        orientations=_few(_orientations(day, actor, tools)),
        place=_place(day, actor, tools) if "manager" in actor.roles else None,
    )


def meetings(since: date, until: date, actor: Actor, tools: Tools) -> Iterable[Meeting]:
    """Who is expected between two days, in the order of the hours."""
    expected = expected_between(since, until, actor, tools)
    return (meeting(one, actor, tools) for one in expected)


def meeting(expected: Expected, actor: Actor, tools: Tools) -> Meeting:
    person, said = expected.person, expected.appointment
    place = tools.site.structures.get(said["structure"])
    account = tools.site.accounts.get(said["account"])
    return Meeting(
        person.identifier,
        name_of(person, actor, tools),
        last_number(person, actor, tools),
        decide(tools, actor, "list", Facet(person, "file")).allowed,
        begins_at(said, tools),
        said["minutes"],
        mode_label(said, tools),
        place.name if place is not None else said["structure"],
        account.full_name if account is not None else said["account"],
        said["key"],
    )


def mode_label(said: Appointment, tools: Tools) -> str:
    return (
        tools.rules.agreement_on(said["on"]).tables["mode_contact"].label(said["mode"], said["on"])
    )


def _few(found: Iterable[T], most: int = FEW) -> Few[T]:
    first = tuple(islice(found, most + 1))
    return Few(first[:most], len(first) > most)


def _orientations(day: date, actor: Actor, tools: Tools) -> Iterable[Orientation]:
    place = tools.site.structures.get(actor.structure)
    if place is None:
        return
    for number in _closed_at_once(place, day, tools):
        engagement = engagement_numbered(number, tools)
        mine = engagement.opened_by == actor.account
        missing = _incomplete(engagement, tools) if mine else ()
        if missing and decide(tools, actor, "list", engagement).allowed:
            yield Orientation(subject_of(engagement, actor, tools), missing)


def _closed_at_once(place: Structure, day: date, tools: Tools) -> Iterator[str]:
    """The numbers of what began and ended there that day."""
    for agreement in tools.rules.agreements.values():
        transition = _same_day(agreement)
        for unit in transition.units if transition else ():
            yield from tools.catalog.closed_on(place.lot, place.code, unit, day)


def _same_day(agreement: Agreement) -> Transition | None:
    transitions = agreement.engagement.transitions.values()
    return next((one for one in transitions if SAME_DAY in one.then), None)


def _incomplete(engagement: Engagement, tools: Tools) -> tuple[str, ...]:
    """Engaged, met and closed the same day: what is due at each of them is due tonight."""
    transition = _same_day(tools.agreement_of(engagement))
    if transition is None:
        return ()
    move = Move(engagement, None, transition, CLOCKWORK, tools, NOTHING)
    missing = {**opening_faults(move), **closing_faults(move)}
    if not engagement.interactions:
        missing["interactions"] = "L'échange n'est pas noté."
    return tuple(missing.values())


def _place(day: date, actor: Actor, tools: Tools) -> Place:
    overdue = soon = 0
    until = (day + SOON).isoformat()
    for line in tools.catalog.listed_in(actor.structure, RUNS, Span(until)):
        engagement = engagement_numbered(line.number, tools)
        if not decide(tools, actor, "list", engagement).allowed:
            continue
        if line.due < day.isoformat():
            overdue += 1
        else:
            soon += 1
        if max(overdue, soon) > COUNTED:
            break
    return Place(overdue, soon)
