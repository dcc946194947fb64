"""Headings of a draft that the person fills in herself, where her adviser invites her (R-062)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.facts import Asked
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import FormField, Value
from cep_docs.definitions.workflows import State
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools

HERSELF = "beneficiary:"


@dataclass(frozen=True, slots=True)
class SharedHeading:
    """A heading as the person sees it. `hers`: she wrote what stands there; `aside` is her text
    that came too late, beside what somebody else had written meanwhile."""

    field: FormField
    value: Value
    revision: int
    hers: bool
    at: datetime | None
    aside: Value | None


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """`number` is that of the unit; `headings` are those she was invited to fill in."""

    deliverable: Deliverable
    number: str
    label: str
    headings: tuple[SharedHeading, ...]

    @property
    def to_answer(self) -> int:
        return sum(not heading.value for heading in self.headings)


def fields_to_offer(deliverable: Deliverable, tools: Tools) -> list[FormField]:
    """Those one can answer in plain words: no table, nothing that the program works out."""
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    return [field for field in form.fields() if field.columns is None]


def invite_to_answer(
    deliverable: Deliverable, names: Collection[str], actor: Actor, tools: Tools
) -> None:
    """Open exactly these headings to the person; the others are closed to her again. What she
    wrote stays."""
    right = require(tools, actor, "edit", deliverable)
    if not _state(deliverable, tools).editable:
        raise NotPossible(
            "Ce document n'est plus un brouillon. Rien n'a été changé ; "
            "le reprendre en brouillon pour que la personne puisse le compléter."
        )
    offered = [field.name for field in fields_to_offer(deliverable, tools)]
    if set(names) - set(offered):
        raise Invalid({"names": "Une de ces rubriques ne peut pas être ouverte à la personne."})
    known = {invitation["field"]: invitation for invitation in deliverable.asked}
    new: Asked
    wanted = []
    for name in offered:
        if name in names:
            new = {"field": name, "by": actor.account, "at": tools.now()}
            wanted.append(known.get(name, new))
    if tuple(wanted) == deliverable.asked:
        return
    deliverable.asked = tuple(wanted)
    said = ",".join(invitation["field"] for invitation in wanted)
    details: Details = {"deliverable": deliverable.kind, "fields": said}
    record(engagement_of(deliverable), "invite_to_answer", actor, right, tools, details)


def shared_documents(person: Beneficiary, actor: Actor, tools: Tools) -> list[SharedDocument]:
    """The drafts she may complete, the latest unit first."""
    return [
        shared_document(deliverable, actor, tools)
        for unit in reversed(person.engagements())
        for deliverable in unit
        if is_open_to(deliverable, actor, tools)
    ]


def is_open_to(deliverable: Deliverable, actor: Actor, tools: Tools) -> bool:
    """Whether there is something in it for the person to answer now."""
    return (
        _state(deliverable, tools).editable and decide(tools, actor, "answer", deliverable).allowed
    )


def shared_document(deliverable: Deliverable, actor: Actor, tools: Tools) -> SharedDocument:
    require(tools, actor, "answer", deliverable)
    unit = engagement_of(deliverable)
    form = tools.agreement_of(unit).forms[deliverable.kind]
    return SharedDocument(
        deliverable, unit.number, form.label, tuple(_headings(deliverable, actor, tools))
    )


def answer(
    deliverable: Deliverable, actor: Actor, name: str, value: str, seen: int, tools: Tools
) -> Saved | Conflict:
    """Her words in a heading that is open to her; conflicts are kept as those of advisers are."""
    require(tools, actor, "answer", deliverable)
    return save_field(deliverable, actor, name, value, seen, tools)


def is_hers(author: str) -> bool:
    """Whether a text of a draft was written by the person herself."""
    return author.startswith(HERSELF)


def _headings(deliverable: Deliverable, actor: Actor, tools: Tools) -> Iterator[SharedHeading]:
    asked = {invitation["field"] for invitation in deliverable.asked}
    for field in fields_to_offer(deliverable, tools):
        if field.name in asked:
            heading = deliverable.heading(field.name)
            asides = [kept for kept in heading.asides if kept["author"] == actor.account]
            yield SharedHeading(
                field=field,
                value=heading.value,
                revision=heading.revision,
                hers=heading.author == actor.account,
                at=heading.at,
                aside=asides[-1]["value"] if asides else None,
            )


def _state(deliverable: Deliverable, tools: Tools) -> State:
    agreement = tools.agreement_of(engagement_of(deliverable))
    return agreement.workflow_of(deliverable.kind).states[deliverable.state]
