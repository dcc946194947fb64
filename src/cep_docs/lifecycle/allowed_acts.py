"""What somebody may do now with the units of a person; and why not, with its article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet, Thing
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.definitions.workflows import Transition, Workflow
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.prospects import Prospect, prospects_of, refusals_of
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools

# Acts on a whole course, and on the file: the action of policies/access.yaml.
ON_A_COURSE = ("reassign", "add_deputy")
ON_THE_FILE = ("grant_expert", "break_glass")


@dataclass(frozen=True, slots=True)
class Act:
    """`name` is the transition, or the action of policies/access.yaml; `number` and `unit` say of
    which unit, if of one. `allowed`: the rules of access open it to this actor, else `because`
    says why not and `open_to` to whom they do. `refusals`: what stands against it now, with its
    article; `passable`: a manager may let that pass, with a motive."""

    name: str
    label: str
    number: str
    unit: str
    source: str
    allowed: bool
    because: str
    open_to: Sequence[str]
    refusals: Sequence[str]
    passable: bool = False

    @property
    def possible(self) -> bool:
        return self.allowed and not self.refusals


def acts_possible(
    person: Beneficiary,
    actor: Actor,
    tools: Tools,
    prospects: Sequence[Prospect] | None = None,
) -> list[Act]:
    """Every act on the units of a person, possible or not: engaging the next one first."""
    known = prospects_of(person, actor, tools) if prospects is None else prospects
    acts = [_engaging(person, prospect, actor, tools) for prospect in known]
    for unit in reversed(person.engagements()):
        acts += _on_the_unit(unit, actor, tools)
    courses = list(person)[-1:]
    acts += [_plain(name, course, actor, tools) for course in courses for name in ON_A_COURSE]
    file = Facet(person, "file")
    return acts + [_plain(name, file, actor, tools) for name in ON_THE_FILE]


def _engaging(person: Beneficiary, prospect: Prospect, actor: Actor, tools: Tools) -> Act:
    unit = prospect.unit
    right = decide(tools, actor, unit.right, Facet(person, "file"))
    passes = decide(tools, actor, "override", Facet(person, "file")).allowed
    return Act(
        name="engage",
        label=unit.label,
        number="",
        unit=unit.name,
        source=unit.source,
        allowed=right.allowed,
        because="" if right.allowed else right.because,
        open_to=() if right.allowed else _open_to(unit.right, tools),
        refusals=() if prospect.passable and passes else prospect.refusals,
        passable=prospect.passable,
    )


def _on_the_unit(unit: Engagement, actor: Actor, tools: Tools) -> Iterator[Act]:
    workflow = tools.agreement_of(unit).engagement
    for transition in workflow.transitions.values():
        by_hand = not transition.automatic and transition.name != "engage"
        if not (by_hand and transition.concerns(unit.unit)):
            continue
        right = decide(tools, actor, transition.right, unit)
        yield Act(
            name=transition.name,
            label=transition.label,
            number=unit.number,
            unit=unit.unit,
            source=transition.source,
            allowed=right.allowed,
            because="" if right.allowed else right.because,
            open_to=() if right.allowed else _open_to(transition.right, tools),
            refusals=_refusals(unit, transition, workflow, actor, tools),
        )


def _refusals(
    unit: Engagement, transition: Transition, workflow: Workflow, actor: Actor, tools: Tools
) -> list[str]:
    if unit.state not in transition.from_states:
        states = workflow.states
        wanted = " ou ".join(f"« {states[name].label} »" for name in transition.from_states)
        here = states[unit.state].label
        return [f"l'unité est « {here} » ; cet acte se fait sur une unité {wanted}."]
    return refusals_of(Move(unit, None, transition, actor, tools, NOTHING), transition.requires)


def _plain(name: str, thing: Course | Thing, actor: Actor, tools: Tools) -> Act:
    right = decide(tools, actor, name, thing)
    label = tools.rules.access.actions[name].label
    return Act(
        name=name,
        label=label[:1].upper() + label[1:],
        number="",
        unit="",
        source="",
        allowed=right.allowed,
        because="" if right.allowed else right.because,
        open_to=() if right.allowed else _open_to(name, tools),
        refusals=(),
    )


def _open_to(action: str, tools: Tools) -> list[str]:
    """The roles that some rule lets do it: whom to ask."""
    policy = tools.rules.access
    return [
        policy.roles[role].label
        for role in policy.roles
        if (cell := policy.table.get((role, action, "file"))) is not None and cell.rules
    ]
