"""Files and people found by what identifies them, in the catalog: no index of words is needed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Thing
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of
from cep_docs.lifecycle.recognizing import Recognized, names_in
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.scope import reach_of
from cep_docs.lifecycle.tools import Tools

MOST = 50  # of each: whoever has more in mind types more
KNOWING = ("view", "list")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A unit; the name of the person for whoever may know it."""

    number: str
    unit: str
    state: str
    person: str


@dataclass(frozen=True, slots=True)
class FoundPerson:
    identifier: str
    name: str
    birth_date: str
    numbers: tuple[str, ...]


def files_found(said: Recognized, actor: Actor, tools: Tools) -> list[FoundFile]:
    """Those with these numbers, then those drawn on these orders."""
    numbers = [*said.numbers, *_drawn_on(said.orders, actor, tools)]
    units = (_unit(number, tools) for number in dict.fromkeys(numbers))
    known = (unit for unit in units if unit is not None and _may_know(unit, actor, tools))
    return [_file(unit, actor, tools) for unit in islice(known, MOST)]


def people_found(said: Recognized, actor: Actor, tools: Tools) -> list[FoundPerson]:
    """Those born these days, and of these names; those of both first of all."""
    named = _within(lambda: _named(said.rest, tools), actor, tools)
    born = _within(lambda: _born(said.days, tools), actor, tools)
    born_then = set(born)
    both = [person for person in named if person in born_then]
    people = (tools.site.beneficiaries[name] for name in dict.fromkeys(both or [*born, *named]))
    known = (person for person in people if _may_know(person, actor, tools))
    return [_person(person, actor, tools) for person in islice(known, MOST)]


def name_of(person: Beneficiary, actor: Actor, tools: Tools) -> str:
    """As it is shown; nothing to whoever may not know it."""
    if not _may_know(person, actor, tools):
        return ""
    sheet = person.sheet
    last = sheet.get("usual_name") or sheet.get("birth_name", "")
    return " ".join(filter(None, [sheet.get("first_name", ""), last]))


def _may_know(thing: Thing, actor: Actor, tools: Tools) -> bool:
    return any(decide(tools, actor, action, thing).allowed for action in KNOWING)


def _drawn_on(
    orders: Iterable[tuple[str, int | None]], actor: Actor, tools: Tools
) -> Iterator[str]:
    orders = list(orders)
    if not orders:
        return
    within = reach_of(actor, KNOWING, ("file",), tools)
    for order, rank in orders:
        for drawn, number in tools.catalog.ranks(order):
            if rank in (None, drawn) and _in(within, number, tools):
                yield number


def _in(within: Callable[[str], bool], number: str, tools: Tools) -> bool:
    place = tools.catalog.locate(number)
    return place is not None and within(place[0])


def _unit(number: str, tools: Tools) -> Engagement | None:
    place = tools.catalog.locate(number)
    if place is None:
        return None
    person, course = place
    return tools.site.beneficiaries[person][course][number]


def _named(text: str, tools: Tools) -> Iterator[str]:
    """Whose name begins so; when nobody's does, whose name sounds so (R-106)."""
    names = list(names_in(text))
    found = False
    for last, first in names:
        for person in tools.catalog.named(last, first):
            found = True
            yield person
    if not found:
        for last, first in names[1:]:
            yield from tools.catalog.sounding_like(last, first)


def _born(days: Iterable[str], tools: Tools) -> Iterator[str]:
    for day in days:
        yield from tools.catalog.born_on(day)


def _within(people: Callable[[], Iterator[str]], actor: Actor, tools: Tools) -> list[str]:
    """Those about whom he may know something at all."""
    within = reach_of(actor, KNOWING, ("person",), tools)
    return [person for person in people() if within(person)]


def _file(unit: Engagement, actor: Actor, tools: Tools) -> FoundFile:
    state = tools.agreement_of(unit).engagement.states[unit.state].label
    person = name_of(beneficiary_of(unit), actor, tools)
    return FoundFile(unit.number, unit.unit, state, person)


def _person(person: Beneficiary, actor: Actor, tools: Tools) -> FoundPerson:
    numbers = [u.number for u in person.engagements() if _may_know(u, actor, tools)]
    born = person.sheet.get("birth_date", "")
    return FoundPerson(person.identifier, name_of(person, actor, tools), born, tuple(numbers))
