"""Writing the draft of a deliverable, heading by heading: nobody's words are lost (R-054)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND, Decision
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.draft import Heading, Origin
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import Value
from cep_docs.definitions.forms import Form
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.lifecycle.indexing import mark
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

# A stretch of writing is one entry of the past and one line of the journal, unless words go.
STRETCH = timedelta(minutes=10)
FEW_SIGNS = 15


@dataclass(frozen=True, slots=True)
class Saved:
    """`revision` is what the next writing of this heading has to have seen."""

    revision: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else wrote there since. `theirs` stands; `mine` is kept beside it, until its author
    decides: he saves what is to stand, having seen `revision`."""

    revision: int
    theirs: Value
    mine: Value
    author: str
    at: datetime | None


def save_field(
    deliverable: Deliverable, actor: Actor, name: str, value: object, seen: int, tools: Tools
) -> Saved | Conflict:
    """Put a text in a heading, if nobody wrote there since the revision that was `seen`.

    The person writes where she was invited to, and nowhere else (R-062)."""
    right = _may_write(deliverable, actor, tools, asked=name)
    stored = _stored(deliverable, {name: value}, tools)[name]
    heading = deliverable.heading(name)
    if stored == heading.value:
        return Saved(heading.revision)
    if seen != heading.revision:
        return _kept_aside(deliverable, actor, name, stored, seen, tools)
    return Saved(_write(deliverable, actor, right, {name: stored}, tools)[name].revision)


def save_draft(
    deliverable: Deliverable, actor: Actor, content: Mapping[str, object], tools: Tools
) -> None:
    """Put these texts in their headings, whatever stood there; the others stay as they are."""
    right = _may_write(deliverable, actor, tools)
    stored = _stored(deliverable, content, tools)
    _write(deliverable, actor, right, _changed(deliverable, stored), tools)


def restore(deliverable: Deliverable, actor: Actor, number: str, tools: Tools) -> dict[str, str]:
    """Make the draft say what a version says; what it said before is in the past of each heading.

    Returns what could not be restored, and why: a heading that today's form does not have, or not
    in that shape. It stays in the version."""
    right = _may_write(deliverable, actor, tools)
    if number not in deliverable:
        raise NotPossible("Cette version n'existe pas. Rien n'a été changé.")
    then, form = deliverable[number].content, _form(deliverable, tools)
    left_out = form.check(then)
    wanted = {field.name: then.get(field.name, "") for field in form.fields()}
    kept = {name: value for name, value in wanted.items() if name not in left_out}
    changed = _changed(deliverable, form.stored_form(kept))
    engagement = engagement_of(deliverable)
    today = tools.today(tools.agreement_of(engagement), engagement.lot)
    origin: Origin = {"what": deliverable.kind, "number": number, "on": today}
    for heading in _write(deliverable, actor, right, changed, tools).values():
        heading.origin = origin if heading.value else None
    return left_out


def _may_write(deliverable: Deliverable, actor: Actor, tools: Tools, asked: str = "") -> Decision:
    answers = bool(actor.beneficiary and asked)
    right = require(tools, actor, "answer" if answers else "edit", deliverable)
    if answers and asked not in {invitation["field"] for invitation in deliverable.asked}:
        raise NotFound(NOT_FOUND)
    agreement = tools.agreement_of(engagement_of(deliverable))
    if not agreement.workflow_of(deliverable.kind).states[deliverable.state].editable:
        raise NotPossible(
            "Ce livrable n'est plus modifiable. Rien n'a été perdu ; "
            "le reprendre en brouillon pour le changer."
        )
    return right


def _stored(
    deliverable: Deliverable, content: Mapping[str, object], tools: Tools
) -> dict[str, Value]:
    form = _form(deliverable, tools)
    if messages := form.check(content):
        raise Invalid(messages)
    return form.stored_form(content)


def _write(
    deliverable: Deliverable,
    actor: Actor,
    right: Decision,
    content: Mapping[str, Value],
    tools: Tools,
) -> dict[str, Heading]:
    now = tools.now()
    written, begun = {}, []
    for name, value in content.items():
        heading = deliverable.heading_to_write(name)
        keep = _begins_a_stretch(heading, value, actor.account, now)
        heading.write(value, actor.account, now, keep)
        heading.take_back_asides(actor.account)
        written[name] = heading
        if keep:
            begun.append(name)
    if written:
        mark(deliverable, tools, *written)
    if begun:
        details = {"deliverable": deliverable.kind, "fields": ",".join(sorted(begun))}
        record(engagement_of(deliverable), "edit", actor, right, tools, details)
    return written


def _kept_aside(
    deliverable: Deliverable, actor: Actor, name: str, mine: Value, seen: int, tools: Tools
) -> Conflict:
    now = tools.now()
    heading = deliverable.heading_to_write(name)
    own = [aside for aside in heading.asides if aside["author"] == actor.account]
    going_on = own[-1] if own and not _words_go(own[-1]["value"], mine) else None
    heading.set_aside({"value": mine, "author": actor.account, "at": now, "seen": seen}, going_on)
    return Conflict(heading.revision, heading.value, mine, heading.author, heading.at)


def _begins_a_stretch(heading: Heading, value: Value, author: str, now: datetime) -> bool:
    """The same author goes on with the same text; what he takes away is a few signs."""
    if heading.author != author or heading.since is None or heading.asides:
        return True
    if not now - STRETCH < heading.since <= now:
        return True
    return _words_go(heading.value, value)


def _words_go(before: Value, value: Value) -> bool:
    if isinstance(before, str) and isinstance(value, str):
        gone = _signs_gone(before, value)
        return gone > FEW_SIGNS or 2 * gone > len(before)
    return before not in ("", []) and not _only_grows(before, value)


def _signs_gone(before: str, after: str) -> int:
    """How many signs of the first text are not in the second, but for its two ends."""
    shortest = min(len(before), len(after))
    head = next((i for i in range(shortest) if before[i] != after[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if before[-1 - i] != after[-1 - i]), rest)
    return len(before) - head - tail


def _only_grows(before: Value, after: Value) -> bool:
    """Rows of a table: nothing that was written in one of them is gone."""
    if isinstance(before, str) or isinstance(after, str) or len(after) < len(before):
        return False
    pairs = zip(before, after, strict=False)
    return all(_signs_gone(old[key], new.get(key, "")) == 0 for old, new in pairs for key in old)


def _changed(deliverable: Deliverable, content: Mapping[str, Value]) -> dict[str, Value]:
    standing = {name: deliverable.heading(name).value for name in content}
    return {name: value for name, value in content.items() if value != standing[name]}


def _form(deliverable: Deliverable, tools: Tools) -> Form:
    return tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
