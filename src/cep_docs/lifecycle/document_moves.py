"""What can be done with a document as it is: freeze it, take it back, and what each asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.workflows import Transition
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools

DATA_DUE = "sheet_due_at_closing_is_complete"


@dataclass(frozen=True, slots=True)
class DocumentMove:
    """`freezes`: a version comes out of it; `reopens`: the draft may be written in again;
    `motive`: one says why in writing; `asks_data`: those due at the closing are due with it."""

    name: str
    label: str
    to_state: str
    freezes: bool
    reopens: bool
    motive: bool
    asks_data: bool


def document_moves(deliverable: Deliverable, actor: Actor, tools: Tools) -> Sequence[DocumentMove]:
    """The acts that start from its state and that this actor may do; whether the conditions of
    each are met is told when it is done."""
    engagement = engagement_of(deliverable)
    workflow = tools.agreement_of(engagement).workflow_of(deliverable.kind)
    return [
        DocumentMove(
            name=move.name,
            label=move.label,
            to_state=workflow.states[move.to_state].label,
            freezes="freeze_version" in move.then,
            reopens=workflow.states[move.to_state].editable,
            motive=_motive(move, deliverable, tools),
            asks_data=DATA_DUE in move.requires,
        )
        for move in workflow.transitions.values()
        if not move.automatic
        and deliverable.state in move.from_states
        and move.concerns(engagement.unit)
        and decide(tools, actor, move.right, deliverable).allowed
    ]


def _motive(move: Transition, deliverable: Deliverable, tools: Tools) -> bool:
    version = deliverable.current
    revises = version is not None and not version.withdrawn_because
    return (
        tools.rules.access.actions[move.right].motive
        or "motive_is_given" in move.requires
        or (revises and "the_revision_is_motivated" in move.requires)
    )
