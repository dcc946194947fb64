"""How many units there are, by place, kind and state: for those who steer the contract (R-136)."""

from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Counts:
    """The units of one kind in one place; `states` in the order of `states_counted`. A cancelled
    unit never was: it is not in the `total` (R-042)."""

    structure: str
    unit: str
    states: tuple[int, ...]
    total: int


def states_counted(tools: Tools) -> Mapping[str, str]:
    """The states of units and their names, as workflows have them, but the one they begin in."""
    found: dict[str, str] = {}
    for agreement in tools.rules.agreements.values():
        workflow = agreement.engagement
        for state in workflow.states.values():
            if state.name != workflow.starts_as:
                found.setdefault(state.name, state.label)
    return found


def counts_of_house(actor: Actor, tools: Tools) -> list[Counts]:
    """Of every place, by its name."""
    require(tools, actor, "list", Facet(tools.site, "indicators"))
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (_, code, unit, state), number in tools.catalog.counts().items():
        place = tools.site.structures.get(code)
        states = found.setdefault((place.name if place else code, unit), {})
        states[state] = states.get(state, 0) + number
    return [
        Counts(
            structure,
            unit,
            tuple(states.get(state, 0) for state in states_counted(tools)),
            sum(number for state, number in states.items() if state != "cancelled"),
        )
        for (structure, unit), states in sorted(found.items())
    ]
