"""Lists of files: the lines that somebody may see of what he asked for, a page at a time."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.errors import NotFound
from cep_docs.lifecycle.filtering import ALL, MINE, Filter, lines_asked, places_of
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.orders import engagement_numbered as known_unit
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import follows
from cep_docs.storage.catalog_lines import FileLine, line_of, read_line

PAGE = 25
COUNTED = 100  # beyond, one says « more than »


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, as a list shows it. `name` and `status` are for whoever may know the person;
    `open`: her file has a page for him."""

    person: str
    name: str
    number: str
    unit: str
    state: str
    runs: bool
    due_on: date | None
    days_left: int | None
    status: str
    referent: str
    structure: str
    opened_on: date
    open: bool

    @property
    def late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows. `total` of them in all, or more when `more` says so; `after` is the number
    that the next page begins after, empty on the last one."""

    rows: tuple[Row, ...]
    total: int
    more: bool
    after: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen, as pairs of code and label."""

    units: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    advisers: tuple[tuple[str, str], ...]
    structures: tuple[tuple[str, str], ...]
    statuses: tuple[tuple[str, str], ...]


def page_of(asked: Filter, after: str, actor: Actor, tools: Tools) -> Listed:
    """The page after a unit. Counts what this actor may see, and nothing else."""
    start = _line(after, actor, tools)
    found = list(islice(_units(asked, actor, tools, start), PAGE + 1))
    counted = found
    if start is not None or len(found) > PAGE:
        counted = list(islice(_units(asked, actor, tools), COUNTED + 1))
    rows = tuple(_row(unit, actor, tools) for unit in found[:PAGE])
    following = rows[-1].number if len(found) > PAGE else ""
    return Listed(rows, min(len(counted), COUNTED), len(counted) > COUNTED, following)


def rows_of(asked: Filter, actor: Actor, tools: Tools) -> Iterator[Row]:
    """All of them, one after the other, to be written out."""
    return (_row(unit, actor, tools) for unit in _units(asked, actor, tools))


def first_filter(actor: Actor) -> Filter:
    """What is shown before anything is asked: his own files to whoever follows people."""
    return Filter(whose=MINE if "adviser" in actor.roles else ALL)


def choices_for(actor: Actor, tools: Tools) -> Choices:
    places = places_of(actor, tools)
    codes = {place.code for place in places}
    day = tools.hour_in(actor.structure).date()
    agreements = tools.rules.agreements.values()
    states = {
        state.name: state.label
        for agreement in agreements
        for state in agreement.engagement.states.values()
        if state.name != agreement.engagement.starts_as
    }
    statuses = tools.rules.agreement_on(day).tables["statut"]
    return Choices(
        tuple({unit: unit for agreement in agreements for unit in agreement.units}.items()),
        tuple(states.items()),
        tuple(sorted(_advisers(codes, tools), key=lambda named: named[1])),
        tuple((place.code, place.name) for place in places),
        tuple((code, statuses.label(code, day)) for code in statuses.codes_on(day)),
    )


def _advisers(codes: Collection[str], tools: Tools) -> Iterator[tuple[str, str]]:
    for account in tools.site.accounts:
        if account.structure in codes and "adviser" in account.roles:
            yield account.login, account.full_name


def _units(
    asked: Filter, actor: Actor, tools: Tools, after: FileLine | None = None
) -> Iterator[Engagement]:
    """Decided on one by one: an index is never the right to see what it finds."""
    for line in lines_asked(asked, actor, tools, after):
        unit = known_unit(line.number, tools)
        if asked.whose == MINE and not follows(unit, actor, tools):
            continue
        if not decide(tools, actor, "list", unit).allowed:
            continue
        if asked.personal and not _may_know(beneficiary_of(unit), actor, tools):
            continue
        yield unit


def _may_know(person: Beneficiary, actor: Actor, tools: Tools) -> bool:
    return any(decide(tools, actor, action, person).allowed for action in ("view", "list"))


def _line(number: str, actor: Actor, tools: Tools) -> FileLine | None:
    """The line of a unit that he may list; of any other, none: it tells nothing of where it is."""
    if not number:
        return None
    try:
        unit = engagement_numbered(number, tools)
    except NotFound:
        return None
    if not decide(tools, actor, "list", unit).allowed:
        return None
    return read_line(line_of(unit, _runs(unit, tools)))


def _runs(unit: Engagement, tools: Tools) -> bool:
    return tools.agreement_of(unit).engagement.states[unit.state].open


def _row(unit: Engagement, actor: Actor, tools: Tools) -> Row:
    person, agreement = beneficiary_of(unit), tools.agreement_of(unit)
    site, runs, due = tools.site, _runs(unit, tools), unit.due_on
    today = tools.today(agreement, unit.lot)
    referent = site.accounts.get(course_of(unit).referent)
    place = site.structures.get(unit.structure)
    known = _may_know(person, actor, tools)
    status = person.status_on(unit.opened_on) if known else ""
    return Row(
        person=person.identifier,
        name=name_of(person, actor, tools),
        number=unit.number,
        unit=unit.unit,
        state=agreement.engagement.states[unit.state].label,
        runs=runs,
        due_on=due,
        days_left=(due - today).days if due is not None and runs else None,
        status=agreement.tables["statut"].label(status, unit.opened_on) if status else "",
        referent=referent.full_name if referent is not None else "",
        structure=place.name if place is not None else unit.structure,
        opened_on=unit.opened_on,
        open=decide(tools, actor, "list", Facet(person, "file")).allowed,
    )
