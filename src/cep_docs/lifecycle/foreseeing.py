"""What the signature that closes a unit will lack, known before it is asked of anybody.

There is no second list: these are the requirements of the workflow itself, of which those about
the closing can be looked at ahead; the others are met on the way to it (R-029, R-074, R-100).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.workflows import Transition
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.closing_conditions import WORDS
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.signing_state import stage_of
from cep_docs.lifecycle.tasks import tell_once
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import CONDITIONS, DETAILS

ABOUT_CLOSING = frozenset(word.__name__ for word in WORDS)
NOTICE = "signature_lacks"
REFUSED = (
    "Rien n'est demandé à la personne : sa signature clôt l'unité, et il manque de quoi la clore. "
)


@dataclass(frozen=True, slots=True)
class Lack:
    """A requirement that is not met yet: its sentence, and each gap by its name."""

    word: str
    sentence: str
    gaps: Sequence[str]


def lacks_to_close(deliverable: Deliverable, tools: Tools) -> tuple[Lack, ...]:
    """What would refuse the last signature if it were given now; nothing when none is awaited."""
    if not stage_of(deliverable, tools):
        return ()
    found: dict[str, Lack] = {}
    for transition in _last_acts(deliverable, tools):
        move = Move(engagement_of(deliverable), deliverable, transition, CLOCKWORK, tools, NOTHING)
        for word in transition.requires:
            if word in ABOUT_CLOSING and word not in found and not CONDITIONS[word](move):
                found[word] = _lack(word, move)
    return tuple(found.values())


def require_nothing_lacks(deliverable: Deliverable, tools: Tools) -> None:
    """Nobody is asked for a signature that would be refused."""
    lacks = lacks_to_close(deliverable, tools)
    if lacks:
        said = (" ".join([one.sentence, *one.gaps]) for one in lacks)
        raise NotPossible(REFUSED + " ".join(said))


def tell_what_lacks(deliverable: Deliverable, tools: Tools) -> bool:
    """Whether something does: her adviser then has it among his tasks, once."""
    if not lacks_to_close(deliverable, tools):
        return False
    tell_once(engagement_of(deliverable), "adviser", NOTICE, tools)
    return True


def _last_acts(deliverable: Deliverable, tools: Tools) -> list[Transition]:
    """Those by hand that give the document what its unit needs to close, from where it stands."""
    workflow = tools.agreement_of(engagement_of(deliverable)).workflow_of(deliverable.kind)
    return [
        transition
        for transition in workflow.transitions.values()
        if not transition.automatic
        and workflow.states[transition.to_state].concludes
        and deliverable.state in transition.from_states
    ]


def _lack(word: str, move: Move) -> Lack:
    said = move.tools.rules.words.conditions[word].otherwise
    gaps = tuple(DETAILS[word](move)) if word in DETAILS else ()
    return Lack(word, said[:1].upper() + said[1:], gaps)
