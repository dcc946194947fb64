"""Makes transitions: looks at the conditions, does the effects, writes the journal."""

from collections.abc import Iterable

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.access.decide import Decision
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Override
from cep_docs.content.site import engagement_of
from cep_docs.definitions.workflows import Transition, Workflow
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.indexing import mark
from cep_docs.lifecycle.move import NOTHING, Given, Move
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import CONDITIONS, DETAILS, EFFECTS


def move_engagement(
    engagement: Engagement, name: str, actor: Actor, tools: Tools, given: Given = NOTHING
) -> None:
    """Make a transition of a unit, then every automatic one it makes possible."""
    transition = _by_hand(tools.agreement_of(engagement).engagement, name)
    right = require(tools, actor, transition.right, engagement)
    _make(Move(engagement, None, transition, actor, tools, given), right)
    settle(engagement, tools)


def move_deliverable(
    deliverable: Deliverable, name: str, actor: Actor, tools: Tools, given: Given = NOTHING
) -> None:
    """Make a transition of a deliverable, then every automatic one of its unit."""
    engagement = engagement_of(deliverable)
    workflow = tools.agreement_of(engagement).workflow_of(deliverable.kind)
    transition = _by_hand(workflow, name)
    right = require(tools, actor, transition.right, deliverable)
    _make(Move(engagement, deliverable, transition, actor, tools, given), right)
    settle(engagement, tools)


def settle(engagement: Engagement, tools: Tools) -> list[str]:
    """Make the automatic transitions whose conditions are met; called every night as well."""
    made: list[str] = []
    workflow = tools.agreement_of(engagement).engagement
    while move := _next_automatic(engagement, workflow, tools):
        right = require(tools, CLOCKWORK, move.transition.right, engagement)
        _make(move, right)
        made.append(move.transition.name)
    tools.catalog.keep(engagement)
    return made


def require_conditions(move: Move, words: Iterable[str], overridable: Iterable[str]) -> None:
    """Raise NotPossible with the sentences of every condition that is not met, not the first.

    What a manager lets pass, with a motive, is noted and listed (R-004, R-021, R-027)."""
    let_pass = [word for word in _unmet(move, overridable) if _motive(move, word)]
    refused = [word for word in _unmet(move, (*words, *overridable)) if word not in let_pass]
    if refused:
        said = " ".join(_refusal(move, word) for word in refused)
        raise NotPossible(f"« {move.transition.label} » n'est pas possible : {said}")
    if let_pass:
        require(move.tools, move.actor, "override", Facet(move.person, "file"))
    move.engagement.overrides += tuple(_override(move, word) for word in let_pass)


def _unmet(move: Move, words: Iterable[str]) -> list[str]:
    return [word for word in words if not CONDITIONS[word](move)]


def _motive(move: Move, word: str) -> str:
    return move.given.overrides.get(word, "").strip()


def _override(move: Move, word: str) -> Override:
    return {
        "condition": word,
        "motive": _motive(move, word),
        "by": move.actor.account,
        "at": move.tools.now(),
    }


def _refusal(move: Move, word: str) -> str:
    sentence = move.tools.rules.words.conditions[word].otherwise
    return " ".join([sentence, *DETAILS.get(word, _no_details)(move)])


def _no_details(move: Move) -> list[str]:
    return []


def do(move: Move, right: Decision) -> None:
    """The effects, the new state, the journal: everything but the questions."""
    for word in move.transition.then:
        EFFECTS[word](move)
    target = move.deliverable if move.deliverable is not None else move.engagement
    target.state = move.transition.to_state
    mark(target, move.tools)
    said = {
        "state": move.transition.to_state,
        "deliverable": move.deliverable.kind if move.deliverable is not None else "",
        "motive": move.given.motive,
    }
    details = {key: value for key, value in said.items() if value}
    record(move.engagement, move.transition.name, move.actor, right, move.tools, details)


def _make(move: Move, right: Decision) -> None:
    target = move.deliverable if move.deliverable is not None else move.engagement
    concerned = move.transition.concerns(move.engagement.unit)
    if not concerned or target.state not in move.transition.from_states:
        raise NotPossible(
            f"« {move.transition.label} » n'est pas possible à ce stade. "
            "Rouvrir la page pour voir où en est le dossier ; rien n'a été changé."
        )
    require_conditions(move, move.transition.requires, move.transition.overridable)
    do(move, right)


def _by_hand(workflow: Workflow, name: str) -> Transition:
    transition = workflow.transitions.get(name)
    if transition is None or transition.automatic or name == "engage":
        raise NotPossible("Cet acte n'existe pas pour ce dossier. Rien n'a été changé.")
    return transition


def _next_automatic(engagement: Engagement, workflow: Workflow, tools: Tools) -> Move | None:
    for transition in workflow.automatic_from(engagement.state, engagement.unit):
        move = Move(engagement, None, transition, CLOCKWORK, tools, NOTHING)
        if all(CONDITIONS[word](move) for word in transition.requires):
            return move
    return None
