"""Documents that wait, in the units that somebody follows: to be written, or to be signed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.definitions.form import Form
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.risks import was_written_in
from cep_docs.lifecycle.signatories import REPRESENTATIVE, next_signatory
from cep_docs.lifecycle.signing_state import running_request
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog_lines import ADVISER, DRAFT, PERSON
from cep_docs.values.local_time import local_day

SIGNATURES = (ADVISER, PERSON)
PREPARE, READ, NOTHING = "prepare", "read", ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose document it is: `person` is her identifier, `name` her name for whoever may know it;
    `open`: her file may be opened."""

    person: str
    name: str
    number: str
    unit: str
    open: bool


@dataclass(frozen=True, slots=True)
class ToSign:
    """A frozen version; `waits` is adviser or beneficiary. `may` is what can be done with it:
    prepare the signature, read it, or nothing but know that it waits. `asked`: the day she was
    asked to sign, while that runs; `his`: her representative is next (R-079)."""

    subject: Subject
    document: str
    label: str
    version: str
    waits: str
    since: date
    may: str
    asked: date | None = None
    his: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """What a document lacks: `headings` and `labels`, in the order of the form."""

    document: str
    label: str
    headings: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unfinished:
    subject: Subject
    missing: Missing


def to_sign(actor: Actor, tools: Tools) -> Iterator[ToSign]:
    """The oldest first: an adviser sees those of the people he follows; whoever works in a place
    without following anybody, those of the place that he may list."""
    own = "adviser" in actor.roles
    found = (
        tools.catalog.documents_of(account, waits)
        for account in _accounts(own, actor, tools)
        for waits in SIGNATURES
    )
    seen = set()
    for _, number, name in merge(*found):
        engagement = engagement_numbered(number, tools)
        deliverable = engagement[name]
        if (number, name) in seen or (own and not follows(engagement, actor, tools)):
            continue
        seen.add((number, name))
        if decide(tools, actor, "list", deliverable).allowed:
            yield _to_sign(deliverable, engagement, actor, tools)


def unfinished(
    actor: Actor, tools: Tools, but: Collection[tuple[str, str]] = ()
) -> Iterator[Unfinished]:
    """The drafts of the people he follows in which somebody has begun to write, the most urgent
    first; `but`: (file number, document) of those that are told elsewhere."""
    for _, number, name in tools.catalog.documents_of(actor.account, DRAFT):
        engagement = engagement_numbered(number, tools)
        deliverable = engagement[name]
        if (number, name) in but or not follows(engagement, actor, tools):
            continue
        may = decide(tools, actor, "edit", deliverable).allowed
        if may and was_written_in(deliverable):
            missing = missing_in(deliverable, engagement, tools)
            yield Unfinished(subject_of(engagement, actor, tools), missing)


def missing_in(deliverable: Deliverable, engagement: Engagement, tools: Tools) -> Missing:
    form = form_of(deliverable, engagement, tools)
    gaps = {field.name: field.label for field, _ in form.gaps(content_of(deliverable, tools))}
    return Missing(deliverable.__name__, form.label, tuple(gaps), tuple(gaps.values()))


def form_of(deliverable: Deliverable, engagement: Engagement, tools: Tools) -> Form:
    return tools.agreement_of(engagement).forms[deliverable.kind]


def follows(engagement: Engagement, actor: Actor, tools: Tools) -> bool:
    """Whether he is the referent now, or stands in for him today."""
    now: datetime = tools.hour_in(actor.structure)
    course = course_of(engagement)
    return actor.account in {course.referent_at(now), *course.deputies_on(now.date())}


def subject_of(engagement: Engagement, actor: Actor, tools: Tools) -> Subject:
    person = beneficiary_of(engagement)
    return Subject(
        person.identifier,
        name_of(person, actor, tools),
        engagement.number,
        engagement.unit,
        decide(tools, actor, "list", Facet(person, "file")).allowed,
    )


def _accounts(own: bool, actor: Actor, tools: Tools) -> list[str]:
    if own:
        return [actor.account]
    return [
        account.login
        for account in tools.site.accounts
        if actor.structure and account.structure == actor.structure and "adviser" in account.roles
    ]


def _to_sign(
    deliverable: Deliverable, engagement: Engagement, actor: Actor, tools: Tools
) -> ToSign:
    version = deliverable[str(len(deliverable))]
    signed = version.valid_signatures
    zone = tools.agreement_of(engagement).lots[engagement.lot].time_zone
    running = running_request(deliverable, tools)
    return ToSign(
        subject_of(engagement, actor, tools),
        deliverable.__name__,
        form_of(deliverable, engagement, tools).label,
        version.__name__,
        ADVISER if ADVISER not in signed else PERSON,
        local_day(version.frozen_at, zone),
        _may(deliverable, actor, tools),
        local_day(running.asked_at, zone) if running is not None else None,
        next_signatory(version) == REPRESENTATIVE,
    )


def _may(deliverable: Deliverable, actor: Actor, tools: Tools) -> str:
    """Whoever proposed it has it signed; signing itself asks who he is once more."""
    if decide(tools, actor, "take_back", deliverable).allowed:
        return PREPARE
    return READ if decide(tools, actor, "view", deliverable).allowed else NOTHING
