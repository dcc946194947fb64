"""Who may read a person's file and who did; and writing down that somebody opened it (R-122)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from cep_docs.access.actor import Actor, actor_of
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.lifecycle.naming import named, role_labels
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools

# The lines of a journal that say that somebody looked, and changed nothing.
READINGS = ("view", "look_at_attachment", "open_attachment")
# A page that is opened again within this time, in the same visit, is the same reading.
ONE_READING = timedelta(hours=1)
MOST = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """`because`: what the rules say it is for; `until`: the last instant of a dated access."""

    name: str
    because: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Readers:
    may_edit: Sequence[Reader]
    may_read: Sequence[Reader]


@dataclass(frozen=True, slots=True)
class Reading:
    """`because`: the motive that was written, or the rule that opened the file."""

    at: datetime
    name: str
    roles: str
    what: str
    because: str


def readers_of(person: Beneficiary, actor: Actor, tools: Tools) -> Readers:
    """Those who follow the person, those to whom it was opened, the managers of the place: each
    is asked about as if he had just signed in."""
    edit: list[Reader] = []
    read: list[Reader] = []
    for account in _concerned(person, tools):
        them = replace(actor_of(tools.site.accounts[account]), strong=True)
        file = Facet(person, "file")
        editing, viewing = (decide(tools, them, a, file) for a in ("edit", "view"))
        if editing.allowed or viewing.allowed:
            name = named(account, person, actor, tools)
            until = _until(person, account, tools.now())
            because = (editing if editing.allowed else viewing).because
            (edit if editing.allowed else read).append(Reader(name, because, until))
    return Readers(edit, read)


def readings_of(person: Beneficiary, actor: Actor, tools: Tools) -> list[Reading]:
    """The latest readings, the newest first, for whoever may know who looked."""
    require(tools, actor, "read_journal", Facet(person, "access_journal"))
    lines = (line for line in person.journal.backwards() if line["what"] in READINGS)
    return [_reading(line, person, actor, tools) for line in islice(lines, MOST)]


def readings_this_month(person: Beneficiary, actor: Actor, tools: Tools) -> int | None:
    """How many; None for whoever may not know who looked."""
    if not decide(tools, actor, "read_journal", Facet(person, "access_journal")).allowed:
        return None
    today = tools.hour_in(actor.structure)
    first = today.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    read = [line["who"] for line in _since(person, first) if line["what"] in READINGS]
    return len([who for who in read if who.removeprefix("beneficiary:") != person.identifier])


def note_reading(person: Beneficiary, visit: str, actor: Actor, tools: Tools) -> bool:
    """One line for one reading of one person: a page opened again within the hour, in the same
    visit, is the same reading. The journal itself remembers it. Whoever only sees that there is
    a file reads nothing of it."""
    file = Facet(person, "file")
    rights = [decide(tools, actor, "view", thing) for thing in (file, person)]
    right = next((right for right in rights if right.allowed), None)
    if right is None:
        return False
    for line in _since(person, tools.now() - ONE_READING):
        same = (line["what"], line["who"], line["details"].get("visit"))
        if same == ("view", actor.account, visit):
            return False
    record(person, "view", actor, right, tools, {"visit": visit})
    return True


def because_of(line: dict[str, Any], person: Beneficiary, tools: Tools) -> str:
    """Why somebody read: what he wrote when he broke the glass, else what his right is for."""
    at = datetime.fromisoformat(line["at"])
    for grant in person.grants:
        own = grant["account"] == line["who"] and grant["kind"] == "break_glass"
        if own and grant["since"] <= at < grant["until"]:
            return grant["because"]
    rules = (rule.because for rule in tools.rules.access.rules if rule.id == line["rule"])
    return next(rules, "")


def _reading(line: dict[str, Any], person: Beneficiary, actor: Actor, tools: Tools) -> Reading:
    return Reading(
        at=datetime.fromisoformat(line["at"]).astimezone(tools.hour_in(actor.structure).tzinfo),
        name=named(line["who"], person, actor, tools),
        roles=role_labels(line["role"], tools),
        what=line["what"],
        because=because_of(line, person, tools),
    )


def _since(person: Beneficiary, first: datetime) -> Iterator[dict[str, Any]]:
    for line in person.journal.backwards():
        if datetime.fromisoformat(line["at"]) < first:
            return
        yield line


def _concerned(person: Beneficiary, tools: Tools) -> list[str]:
    """In the order people think of them, each once, only those who still have an account."""
    today, now = tools.hour_in("").date(), tools.now()
    found = [course.referent for course in reversed(list(person))]
    found += [who for course in person for who in sorted(_deputies(course.deputies, today))]
    found += [
        grant["account"] for grant in person.grants if grant["since"] <= now < grant["until"]
    ]
    places = {unit.structure for unit in person.engagements()}
    found += [
        account.login
        for account in tools.site.accounts
        if "manager" in account.roles and account.structure in places
    ]
    return [login for login in dict.fromkeys(found) if login in tools.site.accounts]


def _deputies(deputies: Sequence[Any], today: date) -> set[str]:
    """Also those who stand in soon or did lately: `decide` says whose days these are."""
    return {deputy["account"] for deputy in deputies if deputy["until"] >= today}


def _until(person: Beneficiary, account: str, now: datetime) -> datetime | None:
    return max(
        (
            grant["until"]
            for grant in person.grants
            if grant["account"] == account and grant["since"] <= now < grant["until"]
        ),
        default=None,
    )
