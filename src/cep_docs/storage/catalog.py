"""Structured queries: small sets of composite keys, kept in the same transaction as the data.

`catalog_keys` says which keys an object has. A key has a leading part (an adviser, a structure…),
which chooses a set of its own, so that writers about different people do not meet, and an entry
that sorts inside that set. What an object is indexed under is kept on the object itself, so that
the old keys can be taken away.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from heapq import merge
from typing import Any

from BTrees.OOBTree import OOBTree, OOTreeSet

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.outbox import Notice
from cep_docs.content.site import Site, beneficiary_of, course_of
from cep_docs.definitions.rules import Rules
from cep_docs.storage.catalog_keys import (
    AROUND,
    INDEXES,
    LAST,
    OF_PERSONS,
    Key,
    is_listed_as_it_is,
    keys_of_account,
    keys_of_contact,
    keys_of_engagement,
    keys_of_notice,
    keys_of_person,
)
from cep_docs.storage.catalog_keys import last_names as last_names
from cep_docs.storage.catalog_lines import WHOLE, FileLine, Span, counted_where, read_line
from cep_docs.storage.shards import SHARDS, shard
from cep_docs.values.names import folded, sound

Catalogued = Engagement | Beneficiary | Notice | Account | LocalContact


def new_tree() -> OOBTree:
    """An empty catalog, for the root of the database."""
    return OOBTree({name: OOBTree() for name in INDEXES})


class Catalog:
    """The indexes of one database, seen in one transaction."""

    def __init__(self, tree: Any, rules: Rules) -> None:
        self._tree = tree
        self._rules = rules

    # keeping

    def keep(self, engagement: Engagement) -> None:
        """Bring the keys of an engagement up to date, and what it changes of the person's."""
        self._replace(engagement, keys_of_engagement(engagement, self._rules))
        self._keep_lines(course_of(engagement))
        self._keep_some(beneficiary_of(engagement), AROUND)

    def keep_course(self, course: Course) -> None:
        for engagement in course:
            self.keep(engagement)

    def _keep_lines(self, units: Iterable[Engagement]) -> None:
        """A referent or a name is said in the line of every unit it is about."""
        for unit in units:
            if unit.catalogued and not is_listed_as_it_is(unit, self._rules):
                self._replace(unit, keys_of_engagement(unit, self._rules))

    def keep_person(self, person: Beneficiary) -> None:
        """And her units, which are listed under her name."""
        self._replace(person, keys_of_person(person, self._rules))
        self._keep_lines(person.engagements())

    def keep_notice(self, notice: Notice) -> None:
        self._replace(notice, keys_of_notice(notice))

    def keep_contact(self, contact: LocalContact) -> None:
        self._replace(contact, keys_of_contact(contact))

    def keep_account(self, account: Account) -> None:
        self._replace(account, keys_of_account(account))

    def keep_unmet(self, person: Beneficiary) -> None:
        """Only whether she still waits to be met."""
        self._keep_some(person, ("unmet",))

    def _keep_some(self, person: Beneficiary, names: Collection[str]) -> None:
        rest = [key for key in person.catalogued if key[0] not in names]
        kept = ((name, *key) for name in names for key in OF_PERSONS[name](person, self._rules))
        order = list(OF_PERSONS)
        self._replace(person, tuple(sorted([*rest, *kept], key=lambda key: order.index(key[0]))))

    def _replace(self, thing: Catalogued, keys: tuple[Key, ...]) -> None:
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

    def followed_by(self, account: str, group: str, span: Span = WHOLE) -> Iterator[FileLine]:
        """The units of which he is, or was, referent or deputy, the most urgent first; `group`:
        those that run, or those that ended."""
        entries = self._entries("followed", account, *span.inside(group))
        return map(read_line, entries)

    def listed_in(self, structure: str, group: str, span: Span = WHOLE) -> Iterator[FileLine]:
        """The units of a place, in the same order."""
        first, last = span.inside(group)
        return map(read_line, self._sharded("listed", structure, last, first))

    def documents_of(self, account: str, waits: str) -> Iterator[tuple[str, str, str]]:
        """(day, file number, document) of those that wait so in the units he follows, or
        followed, the oldest first."""
        for entry in self._entries("document", account, f"{waits}|", f"{waits}|{LAST}"):
            _, day, number, name = entry.split("|")
            yield day, number, name

    def appointments(self, where: str, since: date, until: date) -> Iterator[tuple[str, str]]:
        """(identifier, key) of those who are expected between two days, in the order of the
        hours; `where` is « by|account » or « at|structure »."""
        first, last = since.isoformat(), until.isoformat() + LAST
        for entry in self._entries("appointment", where, first, last):
            _, _, identifier, key = entry.split("|")
            yield identifier, key

    def notices(self, role: str, structure: str) -> Iterator[tuple[str, str]]:
        """(what to sort by, name) of those that wait for a role in a structure, the last first."""
        return (_pair(entry) for entry in self._sharded("notice", f"{role}|{structure}"))

    def counted_on(self, structure: str, on: date) -> Iterator[str]:
        """Names of the contacts without a name of a place and a day, the last first (R-002)."""
        found = self._entries("contact", counted_where(structure, on))
        return (_pair(entry)[1] for entry in found)

    def calendar_of(self, digest: str) -> str:
        """The login whose calendar has that address; nothing when nobody's has."""
        entries = self._entries("calendar", shard(digest), f"{digest}|", f"{digest}|{LAST}")
        return next((_pair(entry)[1] for entry in entries), "")

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

    def closed_on(self, lot: str, structure: str, unit: str, day: date) -> Iterator[str]:
        """File numbers of that unit closed that day."""
        where = f"{lot}|{structure}|{day.isoformat()[:7]}"
        first = f"{unit}|{day.isoformat()}|"
        for entry in self._sharded("closed", where, first + LAST, first):
            yield entry.rpartition("|")[2]

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

    def is_involved(self, identifier: str, account: str) -> bool:
        """Whether `involving` names her; as quick in a large house as in a small one, as are the
        next two."""
        return self._has("involved", account, identifier)

    def is_received_in(self, identifier: str, structure: str) -> bool:
        return self._has("place", f"{structure}|{shard(identifier)}", identifier)

    def has_arrived(self, identifier: str) -> bool:
        return self._has("arrived", shard(identifier), identifier)

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

    def _has(self, name: str, leading: str, entry: str) -> bool:
        return entry in self._tree[name].get(leading, ())

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
    keys.update(key for notice in site.outbox for key in keys_of_notice(notice))
    keys.update(key for contact in site.contacts for key in keys_of_contact(contact))
    keys.update(key for account in site.accounts for key in keys_of_account(account))
    return keys
