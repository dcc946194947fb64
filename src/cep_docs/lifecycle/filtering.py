"""What somebody asks of a list of files: whose, which, in what order; and which lines are that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.operator import Structure
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog_lines import ENDED, NEVER, RUNS, WHOLE, FileLine, Span

MINE, ALL = "mine", "all"
RUNNING, ANY_STATE = "", "any"
PAST, WITHOUT = "past", "without"
# Days until the deadline that may be asked for.
WITHIN = {"7": timedelta(days=7), "21": timedelta(days=21), "60": timedelta(days=60)}

# What lines can be sorted by. All but « due » have to be looked at as a whole, as keys only.
ORDERS: Mapping[str, Callable[[FileLine], str]] = {
    "due": lambda line: line.due,
    "number": lambda line: line.number,
    "name": lambda line: line.name,
    "unit": lambda line: line.unit,
    "state": lambda line: line.state,
    "referent": lambda line: line.referent,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty means any, but of `state`, where it means the running ones. `whose`: mine, or all
    those that one may list. `order`: one of ORDERS, `down` the other way round."""

    whose: str = ALL
    unit: str = ""
    state: str = RUNNING
    deadline: str = ""
    adviser: str = ""
    structure: str = ""
    status: str = ""
    order: str = "due"
    down: bool = False

    @property
    def natural(self) -> bool:
        """The order of the index itself: nothing has to be sorted."""
        return self.order == "due" and not self.down

    @property
    def personal(self) -> bool:
        """Asks something of the person: only those whom one may know can answer."""
        return bool(self.status) or self.order == "name"


def places_of(actor: Actor, tools: Tools) -> list[Structure]:
    """The places whose files this actor may list, as a rule; each file is decided on again."""
    return [
        place
        for place in tools.site.structures
        if decide(tools, actor, "list", Facet(place, "file")).allowed
    ]


def lines_asked(
    asked: Filter, actor: Actor, tools: Tools, after: FileLine | None = None
) -> Iterator[FileLine]:
    """In the order asked for, after a line; what they lead to is not decided on yet."""
    today = tools.hour_in(actor.structure).date()
    groups = _groups(asked, tools)
    if asked.natural:
        for group in groups:
            if after is None or group >= after.group:
                span = _span(asked, today, after if after and group == after.group else None)
                found = _merged(_sources(asked, group, span, actor, tools))
                yield from _matching(found, asked, today)
        return
    lines = [
        line
        for group in groups
        for line in _matching(
            _merged(_sources(asked, group, _span(asked, today, None), actor, tools)), asked, today
        )
    ]
    key = _sorting(asked)
    lines.sort(key=key, reverse=asked.down)
    for line in lines:
        if after is None or (key(line) < key(after) if asked.down else key(line) > key(after)):
            yield line


def _sources(
    asked: Filter, group: str, span: Span, actor: Actor, tools: Tools
) -> Iterator[Iterator[FileLine]]:
    """The smallest sets that hold all that may be asked for."""
    catalog = tools.catalog
    if asked.whose == MINE:
        yield catalog.followed_by(actor.account, group, span)
        return
    if asked.adviser:
        yield catalog.followed_by(asked.adviser, group, span)
        return
    for place in places_of(actor, tools):
        if asked.structure in ("", place.code):
            lines = catalog.listed_in(place.code, group, span)
            known = not asked.personal or _knows_people(place, actor, tools)
            yield lines if known else (line for line in lines if not line.referent)
    yield catalog.followed_by(actor.account, group, span)


def _knows_people(place: Structure, actor: Actor, tools: Tools) -> bool:
    """Whether, as a rule, he may know those who are followed there: otherwise only his own, and
    those whom nobody follows yet, are worth a look."""
    people = Facet(place, "person")
    return any(decide(tools, actor, action, people).allowed for action in ("view", "list"))


def _merged(sources: Iterable[Iterator[FileLine]]) -> Iterator[FileLine]:
    """A unit that stands in several sets comes once."""
    before = ""
    for line in merge(*sources, key=lambda line: (line.due, line.number)):
        if line.number != before:
            yield line
        before = line.number


def _matching(lines: Iterator[FileLine], asked: Filter, today: date) -> Iterator[FileLine]:
    wanted = {"unit": asked.unit, "referent": asked.adviser, "status": asked.status}
    if asked.state not in (RUNNING, ANY_STATE):
        wanted["state"] = asked.state
    wanted = {name: value for name, value in wanted.items() if value}
    for line in lines:
        same = all(getattr(line, name) == value for name, value in wanted.items())
        if same and _is_due(line, asked.deadline, today):
            yield line


def _is_due(line: FileLine, deadline: str, today: date) -> bool:
    if deadline == PAST:
        return line.runs and line.due < today.isoformat()
    if deadline == WITHOUT:
        return line.due == NEVER
    if deadline in WITHIN:
        return line.runs and line.due <= (today + WITHIN[deadline]).isoformat()
    return True


def _span(asked: Filter, today: date, after: FileLine | None) -> Span:
    until = ""
    if asked.deadline == PAST:
        until = today.isoformat()
    elif asked.deadline in WITHIN:
        until = (today + WITHIN[asked.deadline]).isoformat()
    if after is None:
        return Span(until) if until else WHOLE
    return Span(until, after.due, after.number)


def _groups(asked: Filter, tools: Tools) -> tuple[str, ...]:
    if asked.state == ANY_STATE:
        return RUNS, ENDED
    if asked.state == RUNNING:
        return (RUNS,)
    workflows = [agreement.engagement for agreement in tools.rules.agreements.values()]
    runs = any(asked.state in w.states and w.states[asked.state].open for w in workflows)
    return (RUNS,) if runs else (ENDED,)


def _sorting(asked: Filter) -> Callable[[FileLine], tuple[str, str]]:
    by = ORDERS[asked.order]
    return lambda line: (by(line), line.number)
