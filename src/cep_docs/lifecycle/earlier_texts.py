"""The earlier texts of a heading: each can be read and taken again (R-054)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.definitions.form_field import Value
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.editing import name_of, time_of_place
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class EarlierText:
    """`number` counts from the oldest, so that it stays the same as new ones come."""

    number: int
    value: Value
    author: str
    at: datetime | None


def earlier_texts(
    deliverable: Deliverable, actor: Actor, name: str, tools: Tools
) -> Sequence[EarlierText]:
    """The latest first. Whoever may only read the document does not look behind it."""
    require(tools, actor, "edit", deliverable)
    past = list(deliverable.heading(name).past())
    return [
        EarlierText(
            number=len(past) - index,
            value=earlier.value,
            author=name_of(earlier.author, tools.site),
            at=time_of_place(earlier.at, deliverable, tools) if earlier.at else None,
        )
        for index, earlier in enumerate(past)
    ]


def take_again(
    deliverable: Deliverable, actor: Actor, name: str, number: int, seen: int, tools: Tools
) -> Saved | Conflict:
    """Make the heading say again what it said; what it says now goes into its past."""
    texts = earlier_texts(deliverable, actor, name, tools)
    found = next((text for text in texts if text.number == number), None)
    if found is None:
        raise NotPossible("Ce texte n'est pas dans l'historique. Rien n'a été modifié.")
    return save_field(deliverable, actor, name, found.value, seen, tools)
