"""The documents of a person's file, each on one line: its state, what lacks, who touched it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form import FormSection
from cep_docs.definitions.form_field import Content, FormField
from cep_docs.definitions.workflows import State
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.signing_state import stage_of, weakest_level
from cep_docs.lifecycle.tools import Tools

# What can be done with a document at this stage, by whoever may: it says which button it has.
WRITE, REREAD, OPEN, PRINTED, NOTHING = "write", "reread", "look", "printed", ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A heading that is blank, or not right yet; `part` is where it stands in the form."""

    field: str
    label: str
    part: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Part:
    label: str
    done: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """`asked` and `filled` count headings, while it is written; `closes`: its unit waits for it;
    `signed`: people sign it; `level` is how sure we are of the weaker of its signatures, in
    words; `stage` whose turn it is to sign, `his` whether he may. `gaps` and `parts` are for
    whoever may read it."""

    number: str
    unit: str
    name: str
    label: str
    state: State
    asked: int
    filled: int
    gaps: Sequence[Gap]
    parts: Sequence[Part]
    version: int
    changed_at: datetime | None
    changed_by: str
    offer: str
    closes: bool
    signed: bool
    level: str = ""
    stage: str = ""
    his: bool = False

    @property
    def complete(self) -> bool:
        return self.filled == self.asked


def documents_of(person: Beneficiary, actor: Actor, tools: Tools) -> list[DocumentLine]:
    """Those this actor may know of, the latest unit first."""
    return [
        _line(deliverable, engagement, actor, tools)
        for engagement in reversed(person.engagements())
        for deliverable in engagement
        if _may(actor, "list", deliverable, tools) or _may(actor, "view", deliverable, tools)
    ]


def _line(
    deliverable: Deliverable, engagement: Engagement, actor: Actor, tools: Tools
) -> DocumentLine:
    agreement = tools.agreement_of(engagement)
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    asked, gaps, parts = _progress(deliverable, state, agreement, tools)
    at, by = _last_change(deliverable)
    zone = ZoneInfo(agreement.lots[engagement.lot].time_zone)
    reads = _may(actor, "view", deliverable, tools)
    return DocumentLine(
        number=engagement.number,
        unit=engagement.unit,
        name=deliverable.kind,
        label=agreement.forms[deliverable.kind].label,
        state=state,
        asked=asked,
        filled=asked - len(gaps),
        gaps=gaps if reads else (),
        parts=parts if reads else (),
        version=len(deliverable),
        changed_at=at.astimezone(zone) if at else None,
        changed_by=named(by, beneficiary_of(engagement), actor, tools),
        offer=_offer(deliverable, state, reads, actor, tools),
        closes=deliverable is engagement.deliverable,
        signed=bool(agreement.forms[deliverable.kind].signatories),
        level=weakest_level(deliverable),
        stage=stage_of(deliverable, tools) if reads else NOTHING,
        his=_may(replace(actor, strong=True), "sign", deliverable, tools),
    )


def _offer(deliverable: Deliverable, state: State, reads: bool, actor: Actor, tools: Tools) -> str:
    if not reads:
        return NOTHING
    if state.editable and _may(actor, "edit", deliverable, tools):
        return WRITE
    version = deliverable.current
    if version is None or version.withdrawn_because or state.editable:
        return OPEN
    if state.concludes or state.stays:
        return PRINTED if "pdf" in version.files else OPEN
    return REREAD


def _progress(
    deliverable: Deliverable, state: State, agreement: Agreement, tools: Tools
) -> tuple[int, Sequence[Gap], Sequence[Part]]:
    """A frozen document lacks nothing: it is not measured any more."""
    if not state.editable:
        return 0, (), ()
    form = agreement.forms[deliverable.kind]
    content = content_of(deliverable, tools)
    parts = [part for part in form.sections if part.fields and part.applies(content)]
    gaps: dict[str, Gap] = {}
    for part, field in _headings(parts):
        if field.gaps(part.block, content):
            gaps[field.name] = Gap(field.name, field.label, part.label, _blank(field, content))
    counted = sum(1 for _, field in _headings(parts) if field.required or field.name in content)
    done = [
        Part(part.label, not any(field.name in gaps for field in part.fields)) for part in parts
    ]
    return counted, tuple(gaps.values()), tuple(done)


def _headings(parts: Sequence[FormSection]) -> Iterator[tuple[FormSection, FormField]]:
    for part in parts:
        yield from ((part, field) for field in part.fields)


def _blank(field: FormField, content: Content) -> bool:
    value = content.get(field.name, "")
    return not (value.strip() if isinstance(value, str) else value)


def _last_change(deliverable: Deliverable) -> tuple[datetime | None, str]:
    """A heading written, a version frozen, a signature: whatever came last, and by whom."""
    headings = deliverable.headings.values() if deliverable.headings else ()
    changes = [(kept.at, kept.author) for kept in headings if kept.at is not None]
    version = deliverable.current
    if version is not None:
        changes.append((version.frozen_at, version.author))
        changes += [(s["at"], s["account"]) for s in version.signatures.values()]
    return sorted(changes, key=lambda change: change[0])[-1] if changes else (None, "")


def _may(actor: Actor, action: str, deliverable: Deliverable, tools: Tools) -> bool:
    return decide(tools, actor, action, deliverable).allowed
