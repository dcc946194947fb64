"""The hours of signatures follow each other: a clock that is wrong signs nothing.

A file whose hours contradict themselves would be refused by whoever verifies it, for ever.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from cep_docs.content.deliverable import Version
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.soundness import CLOCKS_DIFFER

Effect = Callable[[Move], None]
# Longer than any key or authority is waited for; shorter than the certificate of an act lives.
LONGEST_ACT = timedelta(minutes=30)

BEHIND = (
    "L'horloge du serveur est en retard sur ce qui est déjà enregistré pour ce document : la "
    "signature porterait une heure impossible. Rien n'a été signé, rien n'est perdu. Prévenir "
    "l'administrateur, qui mettra l'horloge à l'heure, puis recommencer."
)
JUMPED = (
    "L'heure du serveur a changé pendant la signature. Rien n'a été signé, rien n'est perdu. "
    "Recommencer ; si cela se répète, prévenir l'administrateur."
)


def refuse_an_earlier_hour(version: Version, tools: Tools) -> None:
    """Now comes after the version, and after every signature on it."""
    before = [version.frozen_at, *(one["at"] for one in version.signatures.values())]
    if tools.now() < max(before) - CLOCKS_DIFFER:
        raise NotPossible(BEHIND)


def at_one_hour(effect: Effect) -> Effect:
    """For what signs now: its certificates, its time-stamps and its proof share one hour."""

    @wraps(effect)
    def signed(move: Move) -> None:
        version, began = move.deliverable and move.deliverable.current, move.tools.now()
        if version is not None:
            refuse_an_earlier_hour(version, move.tools)
        effect(move)
        if not -CLOCKS_DIFFER <= move.tools.now() - began <= LONGEST_ACT:
            raise NotPossible(JUMPED)

    return signed
