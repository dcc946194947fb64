"""Two texts for one heading: what each says, what they make together, and which one stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.draft import Heading
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import FormField, Value
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.editing import name_of, time_of_place
from cep_docs.lifecycle.indexing import mark
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.differences import Piece, RowChange, row_changes, text_changes
from cep_docs.values.merging import merged_rows, merged_text

NOTHING_WAITS = (
    "Aucun de vos textes n'attend dans cette rubrique : le choix est déjà fait. Rien n'a été "
    "modifié ; l'historique de la rubrique garde tous les textes."
)


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """`mine` came too late: `theirs`, of `author`, stands. `pieces` or `rows` lead from his to
    mine. `together` is a proposal, with `clashes` passages that both wrote otherwise; None when
    the heading holds one answer only."""

    revision: int
    mine: Value
    theirs: Value
    author: str
    at: datetime | None
    pieces: Sequence[Piece]
    rows: Sequence[RowChange]
    together: Value | None
    clashes: int


def two_texts(
    deliverable: Deliverable, actor: Actor, field: FormField, tools: Tools
) -> TwoTexts | None:
    """The last text of the actor that waits beside the one that stands; None when none does."""
    require(tools, actor, "edit", deliverable)
    heading = deliverable.heading(field.name)
    waiting = [aside for aside in heading.asides if aside["author"] == actor.account]
    if not waiting:
        return None
    mine, theirs = waiting[-1]["value"], heading.value
    together, clashes = _together(heading, field, mine, waiting[-1]["seen"])
    texts, tables = [_text(of, field) for of in (theirs, mine)], [_rows(theirs), _rows(mine)]
    return TwoTexts(
        revision=heading.revision,
        mine=mine,
        theirs=theirs,
        author=name_of(heading.author, tools.site),
        at=time_of_place(heading.at, deliverable, tools) if heading.at else None,
        pieces=text_changes(*texts) if any(texts) else (),
        rows=row_changes(*tables) if any(tables) else (),
        together=together,
        clashes=clashes,
    )


def keep_mine(
    deliverable: Deliverable, actor: Actor, field: FormField, seen: int, tools: Tools
) -> Saved | Conflict:
    """His text goes into the past of the heading, and can be taken again there."""
    found = _waiting(deliverable, actor, field, tools)
    return save_field(deliverable, actor, field.name, found.mine, seen, tools)


def keep_both(
    deliverable: Deliverable, actor: Actor, field: FormField, seen: int, tools: Tools
) -> Saved | Conflict:
    """What the two make together, as it is proposed; both go into the past."""
    found = _waiting(deliverable, actor, field, tools)
    if found.together is None:
        raise NotPossible(
            "Cette rubrique n'a qu'une réponse : les deux ne peuvent pas y être ensemble. Rien "
            "n'a été modifié ; garder la vôtre ou prendre la sienne."
        )
    return save_field(deliverable, actor, field.name, found.together, seen, tools)


def take_theirs(deliverable: Deliverable, actor: Actor, field: FormField, tools: Tools) -> Saved:
    """What stands stays; the texts of the actor go into the past of the heading."""
    right = require(tools, actor, "edit", deliverable)
    _waiting(deliverable, actor, field, tools)
    heading = deliverable.heading_to_write(field.name)
    heading.take_back_asides(actor.account)
    mark(deliverable, tools, field.name)
    details = {"deliverable": deliverable.kind, "fields": field.name}
    record(engagement_of(deliverable), "edit", actor, right, tools, details)
    return Saved(heading.revision)


def _waiting(deliverable: Deliverable, actor: Actor, field: FormField, tools: Tools) -> TwoTexts:
    found = two_texts(deliverable, actor, field, tools)
    if found is None:
        raise NotPossible(NOTHING_WAITS)
    return found


def _together(
    heading: Heading, field: FormField, mine: Value, seen: int
) -> tuple[Value | None, int]:
    base, theirs = _base(heading, seen), heading.value
    if field.columns is not None and not isinstance(mine, str) and not isinstance(theirs, str):
        rows = merged_rows(_rows(base), mine, theirs)
        return rows.rows, rows.clashes
    if field.kind == "text" and isinstance(mine, str) and isinstance(theirs, str):
        text = merged_text(base if isinstance(base, str) else "", mine, theirs)
        return text.text, text.clashes
    return None, 0


def _base(heading: Heading, seen: int) -> Value:
    """What both were written from: the latest text that stood at the revision that was seen, or
    before it."""
    known = (earlier for earlier in heading.past() if 0 < earlier.revision <= seen)
    found = next(known, None)
    return found.value if found is not None else ""


def _text(value: Value, field: FormField) -> str:
    return field.choices.get(value, value) if isinstance(value, str) else ""


def _rows(value: Value) -> list[dict[str, str]]:
    return [] if isinstance(value, str) else value
