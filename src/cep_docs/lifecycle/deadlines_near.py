"""Deadlines that are near in the units somebody follows, and what each of them still lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.risks import was_written_in
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import (
    Subject,
    follows,
    form_of,
    missing_in,
    subject_of,
)
from cep_docs.storage.catalog_lines import ADVISER, RUNS, Span

# Days left: from here on it is told, and from here on in red.
NEAR, GRAVE = 21, 7
NAMED = 2
# What the button of a line does.
COMPLETE, WRITE, FREEZE, SIGN, LOOK = "complete", "write", "freeze", "sign", ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """`lacks` says what is missing before the signature; `document` and `heading` are where it is,
    nothing when it is nowhere."""

    subject: Subject
    due_on: date
    days_left: int
    lacks: str
    act: str
    document: str
    heading: str

    @property
    def grave(self) -> bool:
        return self.days_left <= GRAVE


def deadlines_near(actor: Actor, tools: Tools) -> Iterator[Deadline]:
    """The most urgent first, those that are over before all."""
    today = tools.hour_in(actor.structure).date()
    until = (today + timedelta(days=NEAR)).isoformat()
    for line in tools.catalog.followed_by(actor.account, RUNS, Span(until)):
        engagement = engagement_numbered(line.number, tools)
        if engagement.due_on is None or not follows(engagement, actor, tools):
            continue
        if decide(tools, actor, "list", engagement).allowed:
            yield _deadline(engagement, engagement.due_on, actor, tools)


def _deadline(engagement: Engagement, due: date, actor: Actor, tools: Tools) -> Deadline:
    agreement = tools.agreement_of(engagement)
    left = (due - tools.today(agreement, engagement.lot)).days
    subject, document = subject_of(engagement, actor, tools), engagement.deliverable
    if document is None or not decide(tools, actor, "view", document).allowed:
        return Deadline(subject, due, left, "", LOOK, "", "")
    lacks, act, heading = _lacking(document, engagement, actor, tools)
    return Deadline(subject, due, left, lacks, act, document.__name__, heading)


def _lacking(
    document: Deliverable, engagement: Engagement, actor: Actor, tools: Tools
) -> tuple[str, str, str]:
    """What lacks, what to do about it, at which heading."""
    state = tools.agreement_of(engagement).workflow_of(document.kind).states[document.state]
    if not state.editable:
        return _unsigned(document), SIGN, ""
    missing = missing_in(document, engagement, tools)
    if not form_of(document, engagement, tools).signatories and not was_written_in(document):
        first = missing.headings[0] if missing.headings else ""
        return f"« {missing.label} » : rien n'est encore écrit.", WRITE, first
    if not missing.labels:
        return "Toutes les rubriques sont remplies : reste à proposer à la signature.", FREEZE, ""
    return _named(missing.labels), COMPLETE, missing.headings[0]


def _unsigned(document: Deliverable) -> str:
    version = document.current
    signed = version.valid_signatures if version is not None else {}
    if ADVISER not in signed:
        return "Il manque la signature du conseiller, puis celle de la personne."
    return "Il manque la signature de la personne."


def _named(labels: tuple[str, ...]) -> str:
    """« Il manque « Calendrier » et 2 autres rubriques. »"""
    first = [f"« {label} »" for label in labels[:NAMED]]
    rest = len(labels) - NAMED
    if rest > 0:
        more = f"{rest} autre{'s' if rest > 1 else ''} rubrique{'s' if rest > 1 else ''}"
        return f"Il manque {', '.join(first)} et {more}."
    return f"Il manque {' et '.join(first)}."
