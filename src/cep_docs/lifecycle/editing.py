"""A document as whoever writes in it sees it: each heading with what it says, where it comes
from, what it lacks, and what waits beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.draft import Heading
from cep_docs.content.site import Site, engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form import Form, FormSection
from cep_docs.definitions.form_field import FormField, Value
from cep_docs.errors import NotFound
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.overview import told_origin
from cep_docs.lifecycle.prefilling import is_stale
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.texts import DRAFT, may_read
from cep_docs.lifecycle.tools import Tools

VOID, PARTIAL, COMPLETE = "void", "partial", "complete"
PERSON = "La personne"


@dataclass(frozen=True, slots=True)
class EditedField:
    """`author` and `at`: who wrote there last, by name, and when by the clock of the place.
    `origin`: where the text was taken over from (R-061). `waits`: a text of the reader is kept
    beside this one, until he decides. `past`: there are earlier texts."""

    field: FormField
    value: Value
    revision: int
    author: str
    at: datetime | None
    origin: str
    stale: bool
    gaps: Sequence[str]
    doubts: Sequence[str]
    waits: bool
    past: bool

    @property
    def name(self) -> str:
        return self.field.name

    @property
    def asked(self) -> bool:
        return self.field.required or bool(self.value)

    @property
    def filled(self) -> bool:
        return bool(self.value) and not self.gaps


@dataclass(frozen=True, slots=True)
class EditedPart:
    name: str
    label: str
    number: int
    fields: Sequence[EditedField]

    @property
    def asked(self) -> int:
        return sum(of.asked for of in self.fields)

    @property
    def filled(self) -> int:
        return sum(of.asked and of.filled for of in self.fields)

    @property
    def remarks(self) -> int:
        """What deserves a look and stops nothing, and texts that wait for a decision."""
        return sum(len(of.doubts) + of.stale + of.waits for of in self.fields)

    @property
    def state(self) -> str:
        if not any(of.value for of in self.fields):
            return VOID
        return PARTIAL if any(of.gaps for of in self.fields) else COMPLETE


@dataclass(frozen=True, slots=True)
class EditedDocument:
    """`editable`: it may be written in, and by this reader."""

    form: Form
    state: str
    editable: bool
    parts: Sequence[EditedPart]

    def fields(self) -> list[EditedField]:
        return [of for part in self.parts for of in part.fields]

    @property
    def complete(self) -> int:
        return sum(part.state == COMPLETE for part in self.parts)

    @property
    def revisions(self) -> Mapping[str, int]:
        return {of.name: of.revision for of in self.fields()}


def edited_document(deliverable: Deliverable, actor: Actor, tools: Tools) -> EditedDocument:
    """The draft; NotFound for whoever may read its versions only."""
    if not may_read(DRAFT, deliverable, actor, tools):
        raise NotFound(NOT_FOUND)
    agreement = tools.agreement_of(engagement_of(deliverable))
    form = agreement.forms[deliverable.kind]
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    may_write = decide(tools, actor, "edit", deliverable).allowed
    content = content_of(deliverable, tools)
    reading = _Reading(deliverable, actor, agreement, tools, content)
    gaps, doubts = _by_field(form.gaps(content)), _by_field(form.doubts(content))
    parts = [
        EditedPart(
            part.name,
            part.label,
            number,
            [
                reading.field(of, gaps.get(of.name, ()), doubts.get(of.name, ()))
                for of in part.fields
            ],
        )
        for number, part in numbered_parts(form, content)
    ]
    return EditedDocument(form, state.label, state.editable and may_write, parts)


def numbered_parts(form: Form, content: Mapping[str, Value]) -> list[tuple[int, FormSection]]:
    """The parts people write in, in the order of the paper."""
    written = [part for part in form.parts(content) if part.fields]
    return list(enumerate(written, 1))


def name_of(login: str, site: Site) -> str:
    """How somebody is called in a page; the person herself is not named there."""
    if login.startswith("beneficiary:"):
        return PERSON
    account = site.accounts.get(login) if login else None
    return account.full_name if account else login


def time_of_place(at: datetime, deliverable: Deliverable, tools: Tools) -> datetime:
    """An instant by the clock of the lot."""
    engagement = engagement_of(deliverable)
    return at.astimezone(ZoneInfo(tools.agreement_of(engagement).lots[engagement.lot].time_zone))


@dataclass(frozen=True, slots=True)
class _Reading:
    deliverable: Deliverable
    actor: Actor
    agreement: Agreement
    tools: Tools
    content: Mapping[str, Value]

    def field(self, field: FormField, gaps: Sequence[str], doubts: Sequence[str]) -> EditedField:
        heading = self.deliverable.heading(field.name)
        return EditedField(
            field=field,
            value=self.content.get(field.name, ""),
            revision=heading.revision,
            author=name_of(heading.author, self.tools.site),
            at=time_of_place(heading.at, self.deliverable, self.tools) if heading.at else None,
            origin=told_origin(heading.origin, self.agreement) if heading.origin else "",
            stale=self._stale(heading),
            gaps=gaps,
            doubts=doubts,
            waits=any(aside["author"] == self.actor.account for aside in heading.asides),
            past=heading.before is not None,
        )

    def _stale(self, heading: Heading) -> bool:
        lot = engagement_of(self.deliverable).lot
        today = self.tools.today(self.agreement, lot)
        return is_stale(heading, self.deliverable, today, self.tools)


def _by_field(said: Sequence[tuple[FormField, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, sentence in said:
        found.setdefault(field.name, []).append(sentence)
    return found
