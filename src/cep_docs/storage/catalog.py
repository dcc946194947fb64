"""Structured queries: small sets of composite keys, kept in the same transaction as the data.

`catalog_keys` says which keys an object has. A key has a leading part (an adviser, a structure…),
which chooses a set of its own, so that writers about different people do not meet, and an entry
that sorts inside that set. What an object is indexed under is kept on the object itself, so that
the old keys can be taken away.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from heapq import merge
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.site import Site, beneficiary_of
from cep_docs.definitions.rules import Rules
from cep_docs.storage.catalog_keys import (
    AROUND,
    LAST,
    OF_ENGAGEMENTS,
    OF_PERSONS,
    SHARDS,
    Key,
    keys_of_engagement,
    keys_of_person,
    shard,
)
from cep_docs.storage.catalog_keys import last_names as last_names
from cep_docs.values.names import folded, sound


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
        self._keep_some(beneficiary_of(engagement), AROUND)

    def keep_course(self, course: Course) -> None:
        for engagement in course:
            self.keep(engagement)

    def keep_person(self, person: Beneficiary) -> None:
        self._replace(person, keys_of_person(person, self._rules))

    def keep_unmet(self, person: Beneficiary) -> None:
        """Only whether she still waits to be met."""
        self._keep_some(person, ("unmet",))

    def _keep_some(self, person: Beneficiary, names: Collection[str]) -> None:
        rest = [key for key in person.catalogued if key[0] not in names]
        kept = ((name, *key) for name in names for key in OF_PERSONS[name](person, self._rules))
        order = list(OF_PERSONS)
        self._replace(person, tuple(sorted([*rest, *kept], key=lambda key: order.index(key[0]))))

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
        found = self._entries("number", shard(number), f"{number}|", f"{number}|{LAST}")
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

    def involving(self, account: str) -> Iterator[str]:
        """Identifiers of those in whose files this account, or third party, is named."""
        return self._entries("involved", account)

    def received_in(self, structure: str) -> Iterator[str]:
        """Identifiers of those who have, or had, a unit in this structure; in no useful order."""
        for part in SHARDS:
            yield from self._entries("place", f"{structure}|{part}")

    def arrived(self) -> Iterator[str]:
        """Identifiers of those who have no unit yet; in no useful order."""
        for part in SHARDS:
            yield from self._entries("arrived", part)

    def unmet(self, structure: str, since: date, until: date) -> Iterator[tuple[str, str]]:
        """(day asked, identifier) of those nobody met yet, who asked between two days (R-011)."""
        first, last = since.isoformat(), until.isoformat() + LAST
        return (_pair(entry) for entry in self._sharded("unmet", structure, last, first))

    def named(self, beginning: str, first: str = "") -> Iterator[str]:
        """Identifiers of persons whose last name begins so, and their first name with `first`,
        whatever the accents (R-106)."""
        start, rest = folded(beginning), folded(first)
        for leading in self._tree["name"].keys(start[:2], start[:2] + LAST):
            for entry in self._entries("name", leading, start, start + LAST):
                _, first_name, _, identifier = entry.split("|")
                if first_name.startswith(rest):
                    yield identifier

    def _sharded(
        self, name: str, leading: str, last: str | None = None, first: str | None = None
    ) -> Iterator[str]:
        """The entries of all the shards of a leading key, in one order."""
        shards = (self._entries(name, f"{leading}|{part}", first, last) for part in SHARDS)
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
