"""What a manager looks after: each adviser's load, the files at risk, who waits to be met
(R-148, R-035, R-011). Nothing here grows with the files that are over."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.engagement import Engagement
from cep_docs.content.operator import Structure
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.lifecycle.first_meeting import NEWS, FirstMeeting, first_meeting
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.risks import (
    GRAVE,
    Risk,
    is_active_adviser,
    is_untouched,
    risk_codes,
    risks_of,
    signature_waited_since,
)
from cep_docs.lifecycle.tools import Tools

ADVISERS = 20  # on a page of the board
FILES = 25  # on a page of a list
# So many running units are looked at for one adviser, or for one page of files at risk: beyond,
# « more than » is said, or the next page goes on.
LOOKED_AT = 200
# What mends a risk, besides another referent.
MENDING = ("close_overdue", "edit", "log_interaction")


@dataclass(frozen=True, slots=True)
class Standing:
    """One adviser today. `more`: she has more files than were counted."""

    login: str
    name: str
    active: bool
    running: int
    at_risk: int
    grave: int
    untouched: int
    unsigned: int
    deputies: tuple[str, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class FileAtRisk:
    """`person` is her identifier, and `name` her name, for whoever may open her file; `allowed`
    are the acts that mend a risk and that the reader may do himself."""

    number: str
    unit: str
    due_on: date | None
    days_left: int | None
    referent: str
    referent_name: str
    risks: tuple[Risk, ...]
    person: str
    name: str
    allowed: frozenset[str]

    @property
    def grave(self) -> bool:
        return any(risk.grave for risk in self.risks)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who asked and whom nobody met yet."""

    person: str
    name: str
    meeting: FirstMeeting


@dataclass(frozen=True, slots=True)
class Page:
    """Some files at risk; `after` is where the next page goes on, empty when there is none."""

    files: tuple[FileAtRisk, ...]
    after: str


def advisers_of(structure: Structure, tools: Tools) -> list[Account]:
    """Those who advise there, and those who left files behind; by name."""
    own = (a for a in tools.site.accounts if a.structure == structure.code)
    return sorted(
        (a for a in own if is_active_adviser(a.login, tools) or _follows_somebody(a, tools)),
        key=lambda account: account.full_name,
    )


def standings(structure: Structure, actor: Actor, tools: Tools, first: int = 0) -> list[Standing]:
    """A page of the board, in the order of `advisers_of`."""
    accounts = advisers_of(structure, tools)[first : first + ADVISERS]
    return [_standing(account, actor, tools) for account in accounts]


def files_at_risk(
    structure: Structure,
    actor: Actor,
    tools: Tools,
    adviser: str = "",
    risk: str = "",
    after: str = "",
) -> Page:
    """Those of the structure, or of one adviser; the nearest deadline first."""
    looked, found = 0, []
    for due, number in _entries(structure, adviser, tools):
        here = f"{due}|{number}"
        if here <= after:
            continue
        looked += 1
        engagement = engagement_numbered(number, tools)
        if engagement.structure == structure.code:
            line = _at_risk(engagement, actor, tools)
            if line is not None and risk in ("", *(r.code for r in line.risks)):
                found.append(line)
        if looked == LOOKED_AT or len(found) == FILES:
            return Page(tuple(found), here)
    return Page(tuple(found), "")


def without_referent(structure: Structure, actor: Actor, tools: Tools) -> list[FileAtRisk]:
    """The red list (R-035): running files that nobody at work follows; the first ones of them."""
    gone = [a.login for a in tools.site.accounts if not is_active_adviser(a.login, tools)]
    numbers = (number for login in ("", *gone) for _, number in tools.catalog.caseload(login))
    units = (engagement_numbered(number, tools) for number in islice(numbers, LOOKED_AT))
    lines = (_at_risk(unit, actor, tools) for unit in units if unit.structure == structure.code)
    return list(islice((line for line in lines if line is not None and line.grave), FILES))


def who_wait(structure: Structure, actor: Actor, tools: Tools) -> list[Waiting]:
    """Those who asked long enough ago to worry, and whom nobody met (R-011); the longest wait
    first."""
    today = tools.hour_in(structure.code).date()
    entries = tools.catalog.unmet(structure.code, today - NEWS, today)
    found = (_waiting(identifier, actor, tools) for _, identifier in islice(entries, LOOKED_AT))
    return list(islice((one for one in found if one is not None), FILES))


def line_of(engagement: Engagement, actor: Actor, tools: Tools) -> FileAtRisk | None:
    """A running unit as lists show it, with its risks if any; None to whoever may not list it."""
    if not decide(tools, actor, "list", engagement).allowed:
        return None
    agreement, due = tools.agreement_of(engagement), engagement.due_on
    today = tools.today(agreement, engagement.lot)
    person = beneficiary_of(engagement)
    opens = decide(tools, actor, "view", person).allowed
    return FileAtRisk(
        number=engagement.number,
        unit=engagement.unit,
        due_on=due,
        days_left=None if due is None else (due - today).days,
        referent=course_of(engagement).referent,
        referent_name=full_name(course_of(engagement).referent, tools),
        risks=risks_of(engagement, tools),
        person=person.identifier if opens else "",
        name=name_of(person, actor, tools) if opens else "",
        allowed=frozenset(a for a in MENDING if decide(tools, actor, a, engagement).allowed),
    )


def full_name(login: str, tools: Tools) -> str:
    """A login that nobody has is told as it is."""
    account = tools.site.accounts.get(login)
    return account.full_name if account else login


def _at_risk(engagement: Engagement, actor: Actor, tools: Tools) -> FileAtRisk | None:
    line = line_of(engagement, actor, tools)
    return line if line is not None and line.risks else None


def _entries(structure: Structure, adviser: str, tools: Tools) -> Iterator[tuple[str, str]]:
    if adviser:
        return tools.catalog.caseload(adviser)
    return tools.catalog.running(structure.code)


def _follows_somebody(account: Account, tools: Tools) -> bool:
    return next(tools.catalog.caseload(account.login), None) is not None


def _standing(account: Account, actor: Actor, tools: Tools) -> Standing:
    numbers = [n for _, n in islice(tools.catalog.caseload(account.login), LOOKED_AT + 1)]
    counted: Counter[str] = Counter()
    deputies: dict[str, None] = {}
    today = tools.hour_in(account.structure).date()
    for number in numbers[:LOOKED_AT]:
        engagement = engagement_numbered(number, tools)
        if not decide(tools, actor, "list", engagement).allowed:
            continue
        risks = risk_codes(engagement, tools)
        counted["running"] += 1
        counted["at_risk"] += bool(risks)
        counted["grave"] += any(code in GRAVE for code in risks)
        counted["untouched"] += is_untouched(engagement, tools)
        counted["unsigned"] += signature_waited_since(engagement, tools) is not None
        deputies.update(_deputies(engagement, today, tools))
    return Standing(
        login=account.login,
        name=account.full_name,
        active=is_active_adviser(account.login, tools),
        running=counted["running"],
        at_risk=counted["at_risk"],
        grave=counted["grave"],
        untouched=counted["untouched"],
        unsigned=counted["unsigned"],
        deputies=tuple(deputies),
        more=len(numbers) > LOOKED_AT,
    )


def _deputies(engagement: Engagement, today: date, tools: Tools) -> dict[str, None]:
    """The names of those who stand in for the referent today."""
    accounts = tools.site.accounts
    logins = sorted(course_of(engagement).deputies_on(today))
    return {accounts[login].full_name: None for login in logins if login in accounts}


def _waiting(identifier: str, actor: Actor, tools: Tools) -> Waiting | None:
    person = tools.site.beneficiaries[identifier]
    meeting = first_meeting(person, tools)
    if meeting is None or not decide(tools, actor, "view", person).allowed:
        return None
    alerts = tools.rules.agreement_on(meeting.asked_on).limits.first_meeting_alert_days
    if not meeting.late and not (alerts and meeting.working_days >= min(alerts)):
        return None
    return Waiting(identifier, name_of(person, actor, tools), meeting)
