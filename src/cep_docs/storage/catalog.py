"""Structured queries: small sets of composite keys, kept in the same transaction as the data.

Each index is one line of INDEXES: a name and the function that gives the keys of an object. A key
has a leading part (an adviser, a structure…), which chooses a set of its own, so that writers
about different people do not meet, and an entry that sorts inside that set. What an object is
indexed under is kept on the object itself, so that the old keys can be taken away.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from heapq import merge
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.site import Site, beneficiary_of, course_of
from cep_docs.definitions.rules import Rules
from cep_docs.storage.meetings import asked_on, last_structure, still_waits
from cep_docs.values.names import folded, sound

Key = tuple[str, str, str]
NEVER = "9999-12-31"
LAST = "\U0010ffff"


SHARDS = "0123456789abcdef"


def _shard(text: str) -> str:
    """Spreads keys that come one after the other over sixteen sets: whoever writes the last one
    does not meet whoever writes the one before."""
    return hashlib.sha256(text.encode()).hexdigest()[0]


def _due(engagement: Engagement) -> str:
    return engagement.due_on.isoformat() if engagement.due_on else NEVER


def _caseload(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if running:
        yield course_of(engagement).referent, f"{_due(engagement)}|{engagement.number}"


def _running(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if running:
        where = f"{engagement.structure}|{_shard(engagement.number)}"
        yield where, f"{_due(engagement)}|{engagement.number}"


def _state(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    where = f"{engagement.lot}|{engagement.structure}|{engagement.unit}|{engagement.state}"
    yield f"{where}|{_shard(engagement.number)}", engagement.number


def _closed(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if engagement.closed_on is not None:
        day = engagement.closed_on.isoformat()
        where = f"{engagement.lot}|{engagement.structure}|{day[:7]}"
        shard = _shard(engagement.number)
        yield f"{where}|{shard}", f"{engagement.unit}|{day}|{engagement.number}"


def _number(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    place = f"{beneficiary_of(engagement).__name__}|{course_of(engagement).__name__}"
    yield _shard(engagement.number), f"{engagement.number}|{place}"


def _order(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    order, _, rank = engagement.order_line.rpartition("-")
    if order:
        yield f"{order}|{_shard(rank)}", f"{rank}|{engagement.number}"


def _waiting(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if not engagement.order_line and engagement.state != "cancelled":
        where = f"{engagement.agreement}|{engagement.lot}|{engagement.unit}"
        yield where, f"{engagement.opened_on.isoformat()}|{engagement.number}"


def _birth(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    if person.sheet.get("birth_date"):
        yield person.sheet["birth_date"], person.identifier


def _sound(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    for last in last_names(person.sheet):
        yield f"{sound(last)}|{sound(person.sheet.get('first_name', ''))}", person.identifier


def _name(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    first = folded(person.sheet.get("first_name", ""))
    for last in last_names(person.sheet):
        name = folded(last)
        yield name[:2], f"{name}|{first}|{person.sheet.get('birth_date', '')}|{person.identifier}"


def _unmet(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    asked = asked_on(person, rules)
    if asked is not None and still_waits(person, rules):
        where = f"{last_structure(person)}|{_shard(person.identifier)}"
        yield where, f"{asked.isoformat()}|{person.identifier}"


def last_names(sheet: Mapping[str, str]) -> list[str]:
    """Birth name and usual name, whichever are known (R-106)."""
    names = [sheet.get("birth_name", ""), sheet.get("usual_name", "")]
    return [name for name in dict.fromkeys(names) if name]


OF_ENGAGEMENTS: Mapping[str, Callable[[Engagement, bool], Iterator[tuple[str, str]]]] = {
    "caseload": _caseload,
    "running": _running,
    "state": _state,
    "closed": _closed,
    "number": _number,
    "order": _order,
    "waiting": _waiting,
}
OF_PERSONS: Mapping[str, Callable[[Beneficiary, Rules], Iterator[tuple[str, str]]]] = {
    "birth": _birth,
    "sound": _sound,
    "name": _name,
    "unmet": _unmet,
}


def keys_of_engagement(engagement: Engagement, rules: Rules) -> tuple[Key, ...]:
    workflow = rules.agreements[engagement.agreement].engagement
    running = workflow.states[engagement.state].open
    return tuple(
        (name, *key) for name, keys in OF_ENGAGEMENTS.items() for key in keys(engagement, running)
    )


def keys_of_person(person: Beneficiary, rules: Rules) -> tuple[Key, ...]:
    return tuple((name, *key) for name, keys in OF_PERSONS.items() for key in keys(person, rules))


def new_tree() -> OOBTree:
    """An empty catalog, for the root of the database."""
    return OOBTree({name: OOBTree() for name in (*OF_ENGAGEMENTS, *OF_PERSONS)})


class Catalog:
    """The indexes of one database, seen in one transaction."""

    def __init__(self, tree: Any, rules: Rules) -> None:
        self._tree = tree
        self._rules = rules

    # keeping

    def keep(self, engagement: Engagement) -> None:
        """Bring the keys of an engagement up to date, and what it changes of the person's."""
        self._replace(engagement, keys_of_engagement(engagement, self._rules))
        self.keep_unmet(beneficiary_of(engagement))

    def keep_course(self, course: Course) -> None:
        for engagement in course:
            self.keep(engagement)

    def keep_person(self, person: Beneficiary) -> None:
        self._replace(person, keys_of_person(person, self._rules))

    def keep_unmet(self, person: Beneficiary) -> None:
        """Only whether she still waits to be met: what a unit can change of a person."""
        rest = tuple(key for key in person.catalogued if key[0] != "unmet")
        waits = tuple(("unmet", *key) for key in _unmet(person, self._rules))
        self._replace(person, (*rest, *waits))

    def _replace(self, thing: Engagement | Beneficiary, keys: tuple[Key, ...]) -> None:
        before = thing.catalogued
        if keys == before:
            return
        for name, leading, entry in set(before) - set(keys):
            self._tree[name][leading].remove(entry)
        for name, leading, entry in sorted(set(keys) - set(before)):
            index = self._tree[name]
            if leading not in index:
                index[leading] = OOTreeSet()
            index[leading].insert(entry)
        thing.catalogued = keys

    # asking

    def caseload(self, account: str) -> Iterator[tuple[str, str]]:
        """(due day, file number) of the running units of a referent, the most urgent first."""
        return (_pair(entry) for entry in self._entries("caseload", account))

    def running(self, structure: str, until: date | None = None) -> Iterator[tuple[str, str]]:
        """(due day, file number) of the running units of a structure, due until that day."""
        last = until.isoformat() + LAST if until else LAST
        return (_pair(entry) for entry in self._sharded("running", structure, last))

    def in_state(self, lot: str, structure: str, unit: str, state: str) -> Iterator[str]:
        return self._sharded("state", f"{lot}|{structure}|{unit}|{state}")

    def counts(self) -> dict[tuple[str, ...], int]:
        """How many units per (lot, structure, unit, state)."""
        tree = self._tree["state"]
        counted: Counter[tuple[str, ...]] = Counter()
        for where in tree:
            counted[tuple(where.split("|")[:-1])] += sum(1 for _ in tree[where])
        return dict(+counted)

    def closed_in(self, lot: str, structure: str, month: str) -> Iterator[tuple[str, str, str]]:
        """(unit, day, file number) closed in a month AAAA-MM: the frame of samples and periods."""
        for entry in self._sharded("closed", f"{lot}|{structure}|{month}"):
            unit, day, number = entry.split("|")
            yield unit, day, number

    def locate(self, number: str) -> tuple[str, str] | None:
        """The beneficiary and the course of a file number."""
        found = self._entries("number", _shard(number), f"{number}|", f"{number}|{LAST}")
        for entry in found:
            _, person, course = entry.split("|")
            return person, course
        return None

    def numbers(self) -> Iterator[str]:
        """Every file number ever given, in no useful order."""
        for leading in self._tree["number"]:
            for entry in self._entries("number", leading):
                yield entry.split("|", 1)[0]

    def ranks(self, order: str) -> Iterator[tuple[int, str]]:
        """(rank, file number) drawn on a purchase order."""
        for entry in self._sharded("order", order):
            rank, _, number = entry.partition("|")
            yield int(rank), number

    def waiting(self, agreement: str, lot: str, unit: str) -> Iterator[str]:
        """File numbers that wait for a purchase order, the oldest engagement first (R-019)."""
        for entry in self._entries("waiting", f"{agreement}|{lot}|{unit}"):
            yield _pair(entry)[1]

    def born_on(self, day: str) -> Iterator[str]:
        return self._entries("birth", day)

    def sounding_like(self, last: str, first: str) -> Iterator[str]:
        return self._entries("sound", f"{sound(last)}|{sound(first)}")

    def unmet(self, structure: str, since: date, until: date) -> Iterator[tuple[str, str]]:
        """(day asked, identifier) of those nobody met yet, who asked between two days (R-011)."""
        first, last = since.isoformat(), until.isoformat() + LAST
        return (_pair(entry) for entry in self._sharded("unmet", structure, last, first))

    def named(self, beginning: str) -> Iterator[str]:
        """Identifiers of persons whose last name begins so, whatever the accents (R-106)."""
        start = folded(beginning)
        for leading in self._tree["name"].keys(start[:2], start[:2] + LAST):
            for entry in self._entries("name", leading, start, start + LAST):
                yield entry.rsplit("|", 1)[-1]

    def _sharded(
        self, name: str, leading: str, last: str | None = None, first: str | None = None
    ) -> Iterator[str]:
        """The entries of all the shards of a leading key, in one order."""
        shards = (self._entries(name, f"{leading}|{shard}", first, last) for shard in SHARDS)
        return merge(*shards)

    def _entries(
        self, name: str, leading: str, first: str | None = None, last: str | None = None
    ) -> Iterator[str]:
        found = self._tree[name].get(leading)
        return iter(()) if found is None else iter(found.keys(first, last))


def _pair(entry: str) -> tuple[str, str]:
    first, _, second = entry.partition("|")
    return first, second


def contents(tree: Any) -> set[Key]:
    """Everything a catalog holds, to compare it with one that was just rebuilt."""
    return {
        (name, leading, entry)
        for name in tree
        for leading in tree[name]
        for entry in tree[name][leading]
    }


def expected(site: Site, rules: Rules) -> set[Key]:
    """Everything it should hold, computed from the data alone."""
    keys: set[Key] = set()
    for person in site.beneficiaries:
        keys.update(keys_of_person(person, rules))
        for engagement in person.engagements():
            keys.update(keys_of_engagement(engagement, rules))
    return keys
