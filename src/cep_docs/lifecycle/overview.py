"""A document at a glance: each heading, where it comes from, what lacks, the versions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.draft import Heading, Origin
from cep_docs.content.site import engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.form_field import FormField, Value
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.prefilling import is_stale
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.shared_fields import is_hers
from cep_docs.lifecycle.texts import DRAFT, may_read
from cep_docs.lifecycle.tools import Tools
from cep_docs.values import markup
from cep_docs.values.dates import french_day
from cep_docs.values.local_time import local_day

EXCERPT = 60


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """`asides`: how many texts wait beside it for their author to decide."""

    name: str
    label: str
    revision: int
    excerpt: str
    origin: str
    asides: int


@dataclass(frozen=True, slots=True)
class Overview:
    kind: str
    label: str
    state: str
    headings: Sequence[HeadingLine]
    gaps: Sequence[str]
    doubts: Sequence[str]
    versions: Sequence[str]

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def overview(deliverable: Deliverable, actor: Actor, tools: Tools) -> Overview:
    """The checklist of its form among others: each gap with its heading (R-044). Whoever may read
    its versions only is told which there are, and nothing of what is being written (R-122)."""
    require(tools, actor, "view", deliverable)
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    form = agreement.forms[deliverable.kind]
    reads = may_read(DRAFT, deliverable, actor, tools)
    fields, draft = (form.fields(), content_of(deliverable, tools)) if reads else ((), {})
    zone = agreement.lots[engagement.lot].time_zone
    return Overview(
        kind=deliverable.kind,
        label=form.label,
        state=agreement.workflow_of(deliverable.kind).states[deliverable.state].label,
        headings=[_line(deliverable, field, agreement, tools) for field in fields],
        gaps=[sentence for _, sentence in form.gaps(draft)] if reads else [],
        doubts=[sentence for _, sentence in form.doubts(draft)] if reads else [],
        versions=[_told(version, zone) for version in deliverable],
    )


def told_origin(origin: Origin, agreement: Agreement) -> str:
    """« État des lieux partagé, version 1, 3 février 2020 »: it is seen, not guessed (R-061)."""
    form = agreement.forms.get(origin["what"])
    what = form.label if form else origin["what"]
    version = f"version {origin['number']}" if origin["number"] else "brouillon"
    return f"{what}, {version}, {french_day(origin['on'])}"


def _line(
    deliverable: Deliverable, field: FormField, agreement: Agreement, tools: Tools
) -> HeadingLine:
    heading = deliverable.heading(field.name)
    lot = engagement_of(deliverable).lot
    today = tools.today(agreement, lot)
    origin = _origin(heading, agreement, lot)
    if is_stale(heading, deliverable, today, tools):
        origin += ", à relire : plus ancien que le délai"
    return HeadingLine(
        name=field.name,
        label=field.label,
        revision=heading.revision,
        excerpt=_excerpt(heading.value, field),
        origin=origin,
        asides=len(heading.asides),
    )


def _origin(heading: Heading, agreement: Agreement, lot: str) -> str:
    if heading.origin is not None:
        return told_origin(heading.origin, agreement)
    if heading.at is None or not is_hers(heading.author):
        return heading.author
    on = local_day(heading.at, agreement.lots[lot].time_zone)
    return f"bénéficiaire, {french_day(on)}"


def _excerpt(value: Value, field: FormField) -> str:
    if not isinstance(value, str):
        return f"{len(value)} ligne{'s' if len(value) > 1 else ''}"
    text = " ".join(markup.plain(field.choices.get(value, value)).split())
    return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…"


def _told(version: Version, zone: str) -> str:
    on = french_day(local_day(version.frozen_at, zone))
    said = [f"version {version.__name__} du {on}", f"empreinte {version.digest[:12]}"]
    if version.because:
        said.append(f"révision : {version.because}")
    if version.withdrawn_because:
        said.append(f"retirée : {version.withdrawn_because}")
    return ", ".join(said)
