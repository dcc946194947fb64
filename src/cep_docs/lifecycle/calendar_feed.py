"""The calendar of an account, read by its own programs: file numbers, days and hours, no name.

Its address is a secret that stands for a password: only the digest is kept, it is shown once, and
its owner draws another one or takes it away (R-043).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from icalendar import Calendar, Event

from cep_docs.access.actor import Actor, actor_of
from cep_docs.content.account import Account
from cep_docs.content.facts import Appointment
from cep_docs.errors import NotPossible
from cep_docs.journal import Entry
from cep_docs.lifecycle.appointments import (
    Expected,
    begins_at,
    expected_between,
    last_number,
)
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import follows
from cep_docs.storage.catalog_lines import NEVER, RUNS

BEFORE, AFTER = timedelta(days=7), timedelta(days=180)
MOST = 500  # of each: nobody follows more
NOBODY = "0" * 64


@dataclass(frozen=True, slots=True)
class Due:
    """A running unit and its last day."""

    number: str
    unit: str
    due_on: date


def renew_calendar(login: str, secret: str, tools: Tools) -> None:
    """From now on the calendar is at this address, and at no other."""
    _set(login, digest_of(secret), "renew_calendar", tools)


def revoke_calendar(login: str, tools: Tools) -> None:
    """No address leads to it any more."""
    if not tools.site.accounts[login].calendar:
        raise NotPossible("Aucun agenda n'est ouvert. Rien n'a été changé.")
    _set(login, "", "revoke_calendar", tools)


def owner_of(secret: str, tools: Tools) -> Account | None:
    """Whose calendar it is; found by the digest, so that the time it takes tells nothing of the
    secret. Nobody's when the account is disabled, like an address that never was."""
    wanted = digest_of(secret)
    account = tools.site.accounts.get(tools.catalog.calendar_of(wanted))
    kept = account.calendar if account is not None else NOBODY
    if not hmac.compare_digest(kept, wanted) or account is None:
        return None
    return account if account.active_on(tools.hour_in(account.structure).date()) else None


def calendar_of(account: Account, tools: Tools) -> bytes:
    """All that it may list of its own: deadlines, and appointments of these months."""
    actor, now = actor_of(account), tools.now()
    calendar = Calendar()
    calendar.add("prodid", "-//cep_docs//agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Échéances et rendez-vous")
    for due in dues_of(actor, tools):
        calendar.add_component(_deadline(due, now))
    day = tools.hour_in(account.structure).date()
    coming = expected_between(day - BEFORE, day + AFTER, actor, tools, desk=False)
    for expected in islice(coming, MOST):
        calendar.add_component(_appointment(expected, actor, now, tools))
    written: bytes = calendar.to_ical()
    return written


def dues_of(actor: Actor, tools: Tools) -> list[Due]:
    """The running units that he follows now and may list, the most urgent first."""
    found = []
    for line in islice(tools.catalog.followed_by(actor.account, RUNS), MOST):
        unit = engagement_numbered(line.number, tools)
        if line.due == NEVER or unit.due_on is None or not follows(unit, actor, tools):
            continue
        if decide(tools, actor, "list", unit).allowed:
            found.append(Due(unit.number, unit.unit, unit.due_on))
    return found


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _set(login: str, digest: str, what: str, tools: Tools) -> None:
    account = tools.site.accounts[login]
    account.calendar = digest
    tools.catalog.keep_account(account)
    tools.site.journal.record(
        Entry(
            what=what,
            who=login,
            role=",".join(sorted(account.roles)),
            at=tools.now(),
            object=f"account {login}",
            details={},
        )
    )


def _deadline(due: Due, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"echeance-{due.number}@cep-docs")
    event.add("dtstamp", now)
    event.add("summary", f"échéance {due.unit} · {due.number}")
    event.add("dtstart", due.due_on)
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _appointment(expected: Expected, actor: Actor, now: datetime, tools: Tools) -> Event:
    said: Appointment = expected.appointment
    start = begins_at(said, tools).astimezone(UTC)
    number = last_number(expected.person, actor, tools)
    event = Event()
    event.add("uid", f"rendez-vous-{said['key']}@cep-docs")
    event.add("dtstamp", now)
    event.add("summary", " · ".join(filter(None, ["rendez-vous", number])))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=said["minutes"]))
    return event
