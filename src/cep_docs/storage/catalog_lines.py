"""Keys that say enough of what they lead to, to sort and to filter without opening it.

A list of files is drawn from them; whatever it shows is opened first, and decided on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.outbox import Notice
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.definitions.rules import Rules
from cep_docs.definitions.workflows import State
from cep_docs.storage.shards import shard
from cep_docs.values.names import folded

NEVER = "9999-12-31"
LAST = "\U0010ffff"
RUNS, ENDED = "0", "1"
# What a document waits for.
DRAFT, ADVISER, PERSON = "draft", "adviser", "beneficiary"
# Told to somebody else than those who read notices, or by the list of deadlines itself.
TOLD_ELSEWHERE = ("deadline_near",)
_LAST_SECOND = 9_999_999_999


@dataclass(frozen=True, slots=True)
class FileLine:
    """A unit, as its key tells it. `status` is that of the person when it was opened."""

    group: str
    due: str
    number: str
    unit: str
    state: str
    referent: str
    status: str
    name: str

    @property
    def runs(self) -> bool:
        return self.group == RUNS


@dataclass(frozen=True, slots=True)
class Span:
    """The lines due until a day, that one included; after a unit of a due day, that one left
    out."""

    until: str = ""
    after_due: str = ""
    after_number: str = ""

    def inside(self, group: str) -> tuple[str, str]:
        """The first and the last key there may be."""
        first = f"{group}|"
        if self.after_number:
            first = f"{group}|{self.after_due}|{self.after_number}|{LAST}"
        return first, f"{group}|{self.until}{LAST}"


WHOLE = Span()


def read_line(entry: str) -> FileLine:
    return FileLine(*entry.split("|", 7))


def line_of(engagement: Engagement, running: bool) -> str:
    """The running ones first, the most urgent first."""
    person = beneficiary_of(engagement)
    due = engagement.due_on.isoformat() if engagement.due_on else NEVER
    last = person.sheet.get("usual_name") or person.sheet.get("birth_name", "")
    said = (
        RUNS if running else ENDED,
        due,
        engagement.number,
        engagement.unit,
        engagement.state,
        course_of(engagement).referent,
        person.status_on(engagement.opened_on),
        f"{folded(last)} {folded(person.sheet.get('first_name', ''))}".strip(),
    )
    return "|".join(said)


def listed(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    """Under the place."""
    where = f"{engagement.structure}|{shard(engagement.number)}"
    yield where, line_of(engagement, running)


def followed(engagement: Engagement, running: bool) -> Iterator[tuple[str, str]]:
    """Under the referent, and whoever ever stood in for him: the day decides, not the key."""
    for account in _followers(engagement):
        yield account, line_of(engagement, running)


def documents(engagement: Engagement, rules: Rules, running: bool) -> Iterator[tuple[str, str]]:
    """Those of a running unit that wait: to be written, or for a signature, the oldest first."""
    if not running:
        return
    agreement = rules.agreements[engagement.agreement]
    for deliverable in engagement:
        state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
        waits, since = _waits(deliverable, state)
        if waits:
            day = since or (engagement.due_on.isoformat() if engagement.due_on else NEVER)
            for account in _followers(engagement):
                yield account, f"{waits}|{day}|{engagement.number}|{deliverable.__name__}"


def appointments(person: Beneficiary, rules: Rules) -> Iterator[tuple[str, str]]:
    """Under whoever receives her, and under the place."""
    for one in person.appointments:
        if not one["ended"]:
            entry = f"{one['on'].isoformat()}|{one['at']}|{person.identifier}|{one['key']}"
            yield f"by|{one['account']}", entry
            yield f"at|{one['structure']}", entry


def notices(notice: Notice) -> Iterator[tuple[str, str, str]]:
    """Those that nobody has done with, the last one first."""
    if notice.done_at is None and notice.about not in TOLD_ELSEWHERE:
        name = notice.__name__
        ago = _LAST_SECOND - int(notice.at.timestamp())
        yield "notice", f"{notice.role}|{notice.structure}|{shard(name)}", f"{ago:010d}|{name}"


def contacts(contact: LocalContact) -> Iterator[tuple[str, str, str]]:
    """Those who stayed without a name, by place and day, the last one first."""
    if not contact.became:
        ago = _LAST_SECOND - int(contact.at.timestamp())
        where = counted_where(contact.structure, contact.on)
        yield "contact", where, f"{ago:010d}|{contact.__name__}"


def counted_where(structure: str, on: date) -> str:
    return f"{structure}|{on.isoformat()}"


def calendars(account: Account) -> Iterator[tuple[str, str, str]]:
    if account.calendar:
        yield "calendar", shard(account.calendar), f"{account.calendar}|{account.login}"


def _followers(engagement: Engagement) -> list[str]:
    course = course_of(engagement)
    known = {course.referent, *(deputy["account"] for deputy in course.deputies)}
    return sorted(known - {""})


def _waits(deliverable: Deliverable, state: State) -> tuple[str, str]:
    """For what, and since which day; « » and « » when it waits for nothing."""
    if state.editable:
        return DRAFT, ""
    if state.concludes or state.stays:
        return "", ""
    version = deliverable.current
    if version is None or version.withdrawn_because:
        return "", ""
    signed = version.valid_signatures
    waits = next((who for who in (ADVISER, PERSON) if who not in signed), "")
    return waits, version.frozen_at.date().isoformat()
