"""The decision."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing, above, kind_of
from cep_docs.access.predicates import PREDICATES
from cep_docs.access.question import Question
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.definitions.access_policy import Cell, Policy, Prohibition
from cep_docs.errors import NotAllowed, NotFound

Holds = Callable[[str], bool]

NOT_FOUND = (
    "Cet élément n'existe pas, ou n'est pas ouvert à votre compte. Rien n'a été modifié. "
    "Vérifier le numéro, ou s'adresser au manager de la structure."
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, by which rule, and why; `motive`: whoever does it writes down why."""

    allowed: bool
    rule: str
    because: str
    motive: bool = False


NO_RULE = Decision(
    False, "", "aucune règle ne l'ouvre à votre rôle dans cette situation (CCTP annexe 1, R-122)"
)


def decide(policy: Policy, actor: Actor, action: str, thing: Thing, at: datetime) -> Decision:
    """`at` is in the time of the place, for the days of deputies and mandates to be its days."""
    question = Question(actor, thing, at)
    return verdict(
        policy, actor.roles, action, kind_of(thing), lambda word: PREDICATES[word](question)
    )


def require(policy: Policy, actor: Actor, action: str, thing: Thing, at: datetime) -> Decision:
    """The decision when it is yes; who may not know of the thing is told that there is none."""
    decision = decide(policy, actor, action, thing, at)
    if decision.allowed:
        return decision
    if not _may_know_of(policy, actor, thing, at):
        raise NotFound(NOT_FOUND)
    doing = policy.actions[action].label if action in policy.actions else action
    raise NotAllowed(
        f"« {doing[:1].upper()}{doing[1:]} » ne vous est pas permis ici : {decision.because}. "
        "Rien n'a été modifié. S'adresser au référent ou au manager de la structure."
    )


def verdict(
    policy: Policy, roles: Collection[str], action: str, kind: str, holds: Holds
) -> Decision:
    """The decision, whatever tells if a word holds: prohibitions first, then rules that add."""
    places = [(role, action, kind) for role in sorted(roles)]
    cells = [policy.table[place] for place in places if place in policy.table]
    for cell in cells:
        for barrier in cell.personal:
            if _stops(barrier, holds):
                return Decision(False, barrier.id, barrier.because)
    decision = NO_RULE
    for cell in cells:
        decision = _of_one_role(cell, holds)
        if decision.allowed:
            return Decision(True, decision.rule, decision.because, policy.actions[action].motive)
    return decision


def _of_one_role(cell: Cell, holds: Holds) -> Decision:
    for barrier in cell.forbidden:
        if _stops(barrier, holds):
            return Decision(False, barrier.id, barrier.because)
    for rule in cell.rules:
        if all(map(holds, rule.conditions)):
            return Decision(True, rule.id, rule.because)
    return NO_RULE


def _stops(barrier: Prohibition, holds: Holds) -> bool:
    return all(map(holds, barrier.conditions)) and not any(map(holds, barrier.unless))


def _may_know_of(policy: Policy, actor: Actor, thing: Thing, at: datetime) -> bool:
    """What is about to be made outside any file hides nobody."""
    if isinstance(thing, Facet) and above(thing, Beneficiary) is None:
        return True
    return any(decide(policy, actor, action, thing, at).allowed for action in ("view", "list"))
