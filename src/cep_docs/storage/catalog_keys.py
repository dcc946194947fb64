"""Which keys of the catalog an engagement or a person has: each index is one line of OF_…."""

from collections.abc import Callable, Iterator, Mapping

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.definitions.rules import Rules
from cep_docs.storage.catalog_lines import LAST as LAST
from cep_docs.storage.catalog_lines import (
    NEVER,
    appointments,
    calendars,
    contacts,
    documents,
    followed,
    listed,
    notices,
)
from cep_docs.storage.meetings import asked_on, last_structure, still_waits
from cep_docs.storage.shards import shard
from cep_docs.values.names import folded, sound

Key = tuple[str, str, str]


def _due(engagement: Engagement) -> str:
    return engagement.due_on.isoformat() if engagement.due_on else NEVER


def _caseload(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if running:
        yield course_of(engagement).referent, f"{_due(engagement)}|{engagement.number}"


def _running(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if running:
        where = f"{engagement.structure}|{shard(engagement.number)}"
        yield where, f"{_due(engagement)}|{engagement.number}"


def _state(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    where = f"{engagement.lot}|{engagement.structure}|{engagement.unit}|{engagement.state}"
    yield f"{where}|{shard(engagement.number)}", engagement.number


def _closed(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    if engagement.closed_on is not None:
        day = engagement.closed_on.isoformat()
        where = f"{engagement.lot}|{engagement.structure}|{day[:7]}"
        yield f"{where}|{shard(engagement.number)}", f"{engagement.unit}|{day}|{engagement.number}"


def _number(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    place = f"{beneficiary_of(engagement).__name__}|{course_of(engagement).__name__}"
    yield shard(engagement.number), f"{engagement.number}|{place}"


def _order(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    order, _, rank = engagement.order_line.rpartition("-")
    if order:
        yield f"{order}|{shard(rank)}", f"{rank}|{engagement.number}"


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
        where = f"{last_structure(person)}|{shard(person.identifier)}"
        yield where, f"{asked.isoformat()}|{person.identifier}"


def _involved(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    """Accounts, and third parties, that a rule may let read because of what is written here; it
    stays with the rules whether they may, and when."""
    known = {grant["account"] for grant in person.grants}
    known |= {mandate["third_party"] for mandate in person.mandates}
    known |= {start["account"] for course in person for start in course.starts}
    known |= {deputy["account"] for course in person for deputy in course.deputies}
    known |= {unit.opened_by for unit in person.engagements()}
    for account in sorted(known - {""}):
        yield account, person.identifier


def _place(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    for structure in sorted({unit.structure for unit in person.engagements()}):
        yield f"{structure}|{shard(person.identifier)}", person.identifier


def _arrived(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    if not person.engagements():
        yield shard(person.identifier), person.identifier


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
    "listed": listed,
    "followed": followed,
}
OF_PERSONS: Mapping[str, Callable[[Beneficiary, Rules], Iterator[tuple[str, str]]]] = {
    "birth": _birth,
    "sound": _sound,
    "name": _name,
    "involved": _involved,
    "place": _place,
    "arrived": _arrived,
    "unmet": _unmet,
    "appointment": appointments,
}
INDEXES = (*OF_ENGAGEMENTS, "document", *OF_PERSONS, "notice", "calendar", "contact")
# Of a person's keys, those that her units and courses can change.
AROUND = ("involved", "place", "arrived", "unmet")


def is_listed_as_it_is(engagement: Engagement, rules: Rules) -> bool:
    """Whether its line still says what is known of it, and of the person."""
    keys = listed(engagement, _runs(engagement, rules))
    return all(("listed", *key) in engagement.catalogued for key in keys)


def _runs(engagement: Engagement, rules: Rules) -> bool:
    return rules.agreements[engagement.agreement].engagement.states[engagement.state].open


def keys_of_engagement(engagement: Engagement, rules: Rules) -> tuple[Key, ...]:
    running = _runs(engagement, rules)
    keys = tuple(
        (name, *key) for name, keys in OF_ENGAGEMENTS.items() for key in keys(engagement, running)
    )
    waiting = documents(engagement, rules, running)
    return (*keys, *(("document", *key) for key in waiting))


def keys_of_person(person: Beneficiary, rules: Rules) -> tuple[Key, ...]:
    return tuple((name, *key) for name, keys in OF_PERSONS.items() for key in keys(person, rules))


def keys_of_notice(notice: Notice) -> tuple[Key, ...]:
    return tuple(notices(notice))


def keys_of_account(account: Account) -> tuple[Key, ...]:
    return tuple(calendars(account))


def keys_of_contact(contact: LocalContact) -> tuple[Key, ...]:
    return tuple(contacts(contact))
