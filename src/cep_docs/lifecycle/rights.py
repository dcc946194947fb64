"""Asking for a right at the hour of the place where the actor works."""

from cep_docs.access.actor import Actor
from cep_docs.access.decide import Decision
from cep_docs.access.decide import decide as _decide
from cep_docs.access.decide import require as _require
from cep_docs.access.kinds import Thing
from cep_docs.lifecycle.tools import Tools


def require(tools: Tools, actor: Actor, action: str, thing: Thing) -> Decision:
    """The rule that allows it, or NotAllowed, or NotFound when the thing is not his to know."""
    return _require(tools.rules.access, actor, action, thing, tools.hour_in(actor.structure))


def decide(tools: Tools, actor: Actor, action: str, thing: Thing) -> Decision:
    return _decide(tools.rules.access, actor, action, thing, tools.hour_in(actor.structure))
