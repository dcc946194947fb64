"""The running files of an adviser, the most urgent first."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Line:
    """One running unit; no name, so that the list may stay on a screen."""

    number: str
    unit: str
    state: str
    due_on: date | None
    days_left: int | None

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def caseload_of(actor: Actor, tools: Tools) -> Iterator[Line]:
    """Only what the actor may list: an index is never the right to see what it finds."""
    for _, number in tools.catalog.caseload(actor.account):
        engagement = engagement_numbered(number, tools)
        if not decide(tools, actor, "list", engagement).allowed:
            continue
        agreement = tools.agreement_of(engagement)
        due = engagement.due_on
        today = tools.today(agreement, engagement.lot)
        yield Line(
            number=number,
            unit=engagement.unit,
            state=agreement.engagement.states[engagement.state].label,
            due_on=due,
            days_left=None if due is None else (due - today).days,
        )
