"""What is asked, and what the tree says around the thing it is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Thing, above, kind_of
from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.facts import Mandate
from cep_docs.content.operator import Structure
from cep_docs.content.outbox import Notice
from cep_docs.content.paper import ScanBatch
from cep_docs.content.session import CollectiveSession


@dataclass(frozen=True, slots=True)
class Question:
    """Somebody, a thing, an instant in the time of the place: days are read off it."""

    actor: Actor
    thing: Thing
    at: datetime

    @property
    def day(self) -> date:
        return self.at.date()

    @property
    def person(self) -> Beneficiary | None:
        return above(self.thing, Beneficiary)


def courses_of(question: Question) -> Iterable[Course]:
    """The course of the thing; for the person as a whole, those that run, else the last one."""
    course = above(question.thing, Course)
    if course is not None:
        return (course,)
    courses = list(question.person) if question.person is not None else []
    return [course for course in courses if any(map(_runs, course))] or courses[-1:]


def _runs(unit: Engagement) -> bool:
    return not unit.closings and unit.state != "cancelled"


def engagements_of(question: Question) -> Iterable[Engagement]:
    unit = above(question.thing, Engagement)
    if unit is not None:
        return (unit,)
    if above(question.thing, Course) is None and question.person is not None:
        return question.person.engagements()
    return [unit for course in courses_of(question) for unit in course]


def structures_of(question: Question) -> set[str]:
    unit = above(question.thing, Engagement)  # asked about far more often than all the others
    if unit is not None:
        return {unit.structure}
    placed = above(question.thing, Structure)
    if placed is not None:
        return {placed.code}
    for cls in (Account, CollectiveSession, LocalContact, Notice, ScanBatch):
        thing = above(question.thing, cls)
        if thing is not None:
            return {thing.structure}
    return {unit.structure for course in courses_of(question) for unit in course}


def granted_to_them(question: Question, kind: str) -> bool:
    person = question.person
    return person is not None and person.granted(kind, question.actor.account, question.at)


def mandates_for(question: Question) -> Iterable[Mandate]:
    """The mandates in force that name this kind of thing; both days are included."""
    mandates = question.person.mandates if question.person is not None else ()
    kind = kind_of(question.thing)
    return (
        mandate
        for mandate in mandates
        if mandate["given_on"] <= question.day <= mandate["until"]
        and kind in mandate["scope"].split()
    )


def version_of(question: Question) -> Version | None:
    """The version itself, or the current one of the deliverable."""
    version = above(question.thing, Version)
    deliverable = above(question.thing, Deliverable)
    return version or (deliverable.current if deliverable is not None else None)


def workers_on(person: Beneficiary) -> set[str]:
    """Everybody who followed the person or wrote in her file."""
    found = {start["account"] for course in person for start in course.starts}
    found |= {deputy["account"] for course in person for deputy in course.deputies}
    found |= {grant["account"] for grant in person.grants}
    for unit in person.engagements():
        found |= {unit.opened_by} | {exchange["by"] for exchange in unit.interactions}
        found |= {version.author for deliverable in unit for version in deliverable}
    return found
