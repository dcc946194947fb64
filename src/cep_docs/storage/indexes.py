"""Compares the indexes with the data they were drawn from, and draws them again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from BTrees.OOBTree import OOTreeSet

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.content.site import Site
from cep_docs.definitions.rules import Rules
from cep_docs.storage.catalog import new_tree
from cep_docs.storage.catalog_keys import (
    Key,
    keys_of_account,
    keys_of_contact,
    keys_of_engagement,
    keys_of_notice,
    keys_of_person,
)

# The memory is looked after, and the progress told, once per so many people.
STRIDE = 200

Progress = Callable[[int, int], None]
Thing = Beneficiary | Engagement | Notice | Account | LocalContact


@dataclass(slots=True)
class IndexReport:
    """How many keys there should be, and per index how many are missing or of nobody."""

    keys: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    foreign: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        return not self.missing and not self.foreign


def compare(site: Site, rules: Rules, progress: Progress) -> IndexReport:
    """Look every key up; what nobody claims is counted by what is left over."""
    report = IndexReport()
    found: dict[str, int] = dict.fromkeys(site.catalog, 0)
    for _, keys in _things(site, rules, progress):
        for name, leading, entry in keys:
            report.keys += 1
            index = site.catalog[name]
            if leading in index and entry in index[leading]:
                found[name] += 1
            else:
                report.missing[name] = report.missing.get(name, 0) + 1
    for name, index in site.catalog.items():
        held = sum(1 for leading in index for _ in index[leading])
        if held > found[name]:
            report.foreign[name] = held - found[name]
    return report


def rebuild(site: Site, rules: Rules, progress: Progress) -> int:
    """Draw all the indexes again from the data alone; how many keys they hold."""
    tree, count = new_tree(), 0
    for thing, keys in _things(site, rules, progress):
        for name, leading, entry in keys:
            index = tree[name]
            if leading not in index:
                index[leading] = OOTreeSet()
            index[leading].insert(entry)
            count += 1
        if thing.catalogued != keys:
            thing.catalogued = keys
    site.catalog = tree
    return count


def _things(
    site: Site, rules: Rules, progress: Progress
) -> Iterator[tuple[Thing, tuple[Key, ...]]]:
    connection: Any = site._p_jar
    done = 0
    for account in site.accounts:
        yield account, keys_of_account(account)
    for notice in site.outbox:
        yield notice, keys_of_notice(notice)
    for contact in site.contacts:
        yield contact, keys_of_contact(contact)
    for person in site.beneficiaries:
        yield person, keys_of_person(person, rules)
        for engagement in person.engagements():
            yield engagement, keys_of_engagement(engagement, rules)
        done += 1
        if done % STRIDE == 0:
            progress(done, 0)
            if connection is not None:
                connection.cacheGC()
    progress(done, done)
