"""The versions of a document beside its draft: who may read which, and what changed between two.

A version is asked about as it is; a draft as a document of which there is no version yet.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet, Thing, kind_of
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.form_field import Content
from cep_docs.errors import NotFound
from cep_docs.lifecycle.comparing import NOW, HeadingChange, compare_contents, words_of
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.signing_state import level_of
from cep_docs.lifecycle.texts import DRAFT, may_read
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.document import Document

WITHDRAWN, SIGNED, SIGNED_ONCE, STANDING, REPLACED = (
    "retirée",
    "signée",
    "signée par le conseiller",
    "figée",
    "remplacée",
)


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`because`: why it was written or withdrawn, for those who may read it; `signed_on`: who,
    which day, how sure we are of it."""

    number: str
    at: datetime
    author: str
    digest: str
    state: str
    because: str
    withdrawn_because: str
    signed_on: Sequence[tuple[str, date, str]]
    readable: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`same_as`: the number of the latest version when the draft says nothing else."""

    at: datetime | None
    author: str
    written: bool
    same_as: str
    editable: bool
    may_edit: bool
    readable: bool


@dataclass(frozen=True, slots=True)
class VersionHistory:
    """The latest version first."""

    label: str
    state: str
    draft: DraftLine
    versions: Sequence[VersionLine]

    @property
    def sides(self) -> list[str]:
        """What can be compared, the oldest first, the draft last."""
        numbers = [line.number for line in reversed(self.versions) if line.readable]
        return [*numbers, *([NOW] if self.draft.readable and self.draft.written else [])]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A heading that says the same on both sides, in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """`same`: the headings where nothing changed; blank ones are left out."""

    changes: Sequence[HeadingChange]
    same: Sequence[Unchanged]


def thing_of(deliverable: Deliverable, which: str) -> Thing:
    """What a right to read is asked about: a version, or a draft as if nothing was frozen."""
    if which == NOW:
        return Facet(engagement_of(deliverable), kind_of(deliverable))
    if which not in deliverable:
        raise KeyError(which)
    return deliverable[which]


def least_open(deliverable: Deliverable, *sides: str) -> Thing:
    """Whoever may read this one may read the others: a draft opens to fewer people than a version
    that was withdrawn, that one to fewer than a version nobody signed."""
    found = {which: thing_of(deliverable, which) for which in sides}
    return found[min(found, key=lambda which: _openness(deliverable, which))]


def history_of(deliverable: Deliverable, actor: Actor, tools: Tools) -> VersionHistory:
    """Whoever opens the list asks for the right to list."""
    agreement = tools.agreement_of(engagement_of(deliverable))
    return VersionHistory(
        label=agreement.forms[deliverable.kind].label,
        state=agreement.workflow_of(deliverable.kind).states[deliverable.state].label,
        draft=_draft_line(deliverable, actor, tools),
        versions=[
            _version_line(deliverable, version, actor, tools)
            for version in reversed(list(deliverable))
        ],
    )


def read_document(deliverable: Deliverable, which: str, actor: Actor, tools: Tools) -> Document:
    """What a version or the draft says, to be shown; written down as every reading is (R-122)."""
    version = _readable(deliverable, which, actor, tools)
    _record(deliverable, which, actor, tools)
    return document_of(deliverable, version, tools)


def compare_versions(
    deliverable: Deliverable, one: str, other: str, actor: Actor, tools: Tools
) -> Comparison:
    """What the second says otherwise than the first, heading by heading (R-050, R-054)."""
    sides = [_content(deliverable, which, actor, tools) for which in (one, other)]
    for which in (one, other):
        _record(deliverable, which, actor, tools)
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    changes = compare_contents(sides[0], sides[1], form)
    changed = {change.name for change in changes}
    same = [
        Unchanged(field.name, field.label, words_of(sides[1].get(field.name, ""), field))
        for field in form.fields()
        if field.name not in changed and sides[1].get(field.name)
    ]
    return Comparison(changes, same)


def open_draft(deliverable: Deliverable, actor: Actor, tools: Tools) -> str:
    """A draft is looked at as it would be printed: written down, as every reading is. Returns the
    key of its paper: the same for drafts that print the same."""
    document = document_of(deliverable, _readable(deliverable, NOW, actor, tools), tools)
    _record(deliverable, NOW, actor, tools)
    return paper_key(document)


def paper_key(document: Document) -> str:
    """The digest of everything that is printed."""
    said = [
        document.form.name,
        document.form.edition,
        [document.version, document.digest],
        dict(document.content),
        dict(document.facts),
        document.day.isoformat(),
        sorted(document.adaptations),
        [[of.title, *of.says, *(list(row) for row in of.rows)] for of in document.annexes],
        hashlib.sha256(document.logo).hexdigest(),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _openness(deliverable: Deliverable, which: str) -> int:
    if which == NOW:
        return 0
    version = deliverable[which]
    return 1 if version.withdrawn_because else 2 + ("beneficiary" in version.signatures)


def _readable(deliverable: Deliverable, which: str, actor: Actor, tools: Tools) -> Version | None:
    """None stands for the draft; NotFound for what he may not know of."""
    if which == NOW:
        if not may_read(DRAFT, deliverable, actor, tools):
            raise NotFound(NOT_FOUND)
        return None
    if which not in deliverable:
        raise NotFound(NOT_FOUND)
    require(tools, actor, "view", deliverable[which])
    return deliverable[which]


def _content(deliverable: Deliverable, which: str, actor: Actor, tools: Tools) -> Content:
    version = _readable(deliverable, which, actor, tools)
    return deliverable.draft if version is None else version.content


def _record(deliverable: Deliverable, which: str, actor: Actor, tools: Tools) -> None:
    """By the right that `_readable` asked for."""
    right = decide(tools, actor, "view", thing_of(deliverable, which))
    details: Details = {"deliverable": deliverable.kind, "version": which}
    record(engagement_of(deliverable), "view", actor, right, tools, details)


def _draft_line(deliverable: Deliverable, actor: Actor, tools: Tools) -> DraftLine:
    headings = deliverable.headings.values() if deliverable.headings else ()
    last = max((kept for kept in headings if kept.at), key=lambda kept: kept.at, default=None)
    current, draft = deliverable.current, deliverable.draft
    agreement = tools.agreement_of(engagement_of(deliverable))
    same = current is not None and _same_words(current, deliverable, tools)
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    return DraftLine(
        at=_local(last.at, deliverable, tools) if last is not None else None,
        author=_named(last.author, deliverable, actor, tools) if last is not None else "",
        written=bool(draft),
        same_as=current.__name__ if current is not None and same else "",
        editable=state.editable,
        may_edit=state.editable and decide(tools, actor, "edit", deliverable).allowed,
        readable=may_read(DRAFT, deliverable, actor, tools),
    )


def _same_words(version: Version, deliverable: Deliverable, tools: Tools) -> bool:
    """Whatever the tables that the program fills said since."""
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    computed = {field.name for field in form.fields() if field.computed}
    sides = [
        {name: value for name, value in content.items() if name not in computed and value}
        for content in (version.content, form.applicable(deliverable.draft))
    ]
    return sides[0] == sides[1]


def _version_line(
    deliverable: Deliverable, version: Version, actor: Actor, tools: Tools
) -> VersionLine:
    readable = decide(tools, actor, "view", version).allowed
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    labels = {of.role: of.label for of in form.signatories}
    return VersionLine(
        number=version.__name__,
        at=_local(version.frozen_at, deliverable, tools),
        author=_named(version.author, deliverable, actor, tools),
        digest=version.digest[:12],
        state=_state(deliverable, version),
        because=version.because if readable else "",
        withdrawn_because=version.withdrawn_because if readable else "",
        signed_on=[
            (
                labels.get(role, role),
                _local(signature["at"], deliverable, tools).date(),
                level_of(signature),
            )
            for role, signature in version.valid_signatures.items()
        ],
        readable=readable,
    )


def _state(deliverable: Deliverable, version: Version) -> str:
    if version.withdrawn_because:
        return WITHDRAWN
    if "beneficiary" in version.valid_signatures:
        return SIGNED
    if version is not deliverable.current:
        return REPLACED
    return SIGNED_ONCE if version.valid_signatures else STANDING


def _local(at: datetime, deliverable: Deliverable, tools: Tools) -> datetime:
    engagement = engagement_of(deliverable)
    zone = tools.agreement_of(engagement).lots[engagement.lot].time_zone
    return at.astimezone(ZoneInfo(zone))


def _named(account: str, deliverable: Deliverable, actor: Actor, tools: Tools) -> str:
    return named(account, beneficiary_of(deliverable), actor, tools)
