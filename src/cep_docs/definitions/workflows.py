"""workflows/<agreement>/<workflow>.yaml: the states of a thing and the moves between them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cep_docs.definitions.reading import Items, Reader, Section
from cep_docs.definitions.vocabulary import Vocabulary

NOT_WORKFLOWS = ("agreement", "service_units")
FLAGS = ("open", "editable", "concludes", "stays")
TRANSITION_KEYS = (
    "source",
    "automatic",
    "on_demand",
    "right",
    "for",
    "reason",
    "requires",
    "overridable",
    "then",
)


@dataclass(frozen=True, slots=True)
class State:
    """`open`: the unit is running; `editable`: the draft may change; `concludes`: the
    deliverable has what its unit needs to close; `stays`: it outlives the closing as it is."""

    name: str
    label: str
    open: bool
    editable: bool
    concludes: bool
    stays: bool


@dataclass(frozen=True, slots=True)
class Transition:
    """`right`: the action of policies/access.yaml that lets somebody make it; its own name when
    nothing is said, and `settle` when it happens by itself."""

    name: str
    label: str
    source: str
    units: tuple[str, ...]
    from_states: tuple[str, ...]
    to_state: str
    requires: tuple[str, ...]
    overridable: tuple[str, ...]
    then: tuple[str, ...]
    reason: str
    automatic: bool
    on_demand: bool
    right: str

    def concerns(self, unit: str) -> bool:
        return not self.units or unit in self.units


@dataclass(frozen=True, slots=True)
class Workflow:
    name: str
    label: str
    source: str
    starts_as: str
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]

    def automatic_from(self, state: str, unit: str) -> Iterator[Transition]:
        """What happens by itself; a transition on demand waits for an effect to ask for it."""
        for transition in self.transitions.values():
            by_itself = transition.automatic and not transition.on_demand
            if by_itself and state in transition.from_states and transition.concerns(unit):
                yield transition


def load_workflows(
    reader: Reader, agreement: str, words: Vocabulary, units: Collection[str]
) -> dict[str, Workflow]:
    workflows = {}
    for path in reader.names(f"workflows/{agreement}/*.yaml"):
        name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
        if name not in NOT_WORKFLOWS:
            workflows[name] = _workflow(reader, reader.read(path), name, words, units)
    return workflows


def _workflow(
    reader: Reader, data: Section, name: str, words: Vocabulary, units: Collection[str]
) -> Workflow:
    reader.only(data, ["workflow", "label", "source", "starts_as", "states", "transitions"], [])
    if reader.text(data, "workflow", name) != name:
        reader.faults.at(
            data, "workflow", f"« workflow » doit valoir « {name} », comme le fichier."
        )
    states = {
        key: _state(reader, key, section)
        for key, section in reader.sections(reader.section(data, "states"))
    }
    transitions = {
        key: _transition(reader, key, section, words, units)
        for key, section in reader.sections(reader.section(data, "transitions"))
    }
    workflow = Workflow(
        name=name,
        label=reader.sentence(data, "label"),
        source=reader.sentence(data, "source"),
        starts_as=reader.text(data, "starts_as"),
        states=states,
        transitions=transitions,
    )
    _check_states(reader, data, workflow)
    return workflow


def _state(reader: Reader, name: str, section: Section) -> State:
    reader.only(section, ["label"], FLAGS)
    flags = {key: reader.yes(section, key) for key in FLAGS}
    return State(name, reader.sentence(section, "label"), **flags)


def _transition(
    reader: Reader, name: str, section: Section, words: Vocabulary, units: Collection[str]
) -> Transition:
    reader.only(section, ["label", "source", "from", "to"], TRANSITION_KEYS)
    return Transition(
        name=name,
        label=reader.sentence(section, "label"),
        source=reader.sentence(section, "source"),
        units=reader.words(section, "for", units),
        from_states=reader.words(section, "from", None),
        to_state=reader.text(section, "to"),
        requires=reader.words(section, "requires", words.conditions),
        overridable=reader.words(section, "overridable", words.conditions),
        then=reader.words(section, "then", words.effects),
        reason=reader.text(section, "reason"),
        automatic=reader.yes(section, "automatic"),
        on_demand=reader.yes(section, "on_demand"),
        right=reader.text(
            section, "right", "settle" if reader.yes(section, "automatic") else name
        ),
    )


def _check_states(reader: Reader, data: Section, workflow: Workflow) -> None:
    """Every state named exists, and every state that exists can be reached."""
    states = reader.section(data, "states")
    if workflow.starts_as not in workflow.states:
        reader.faults.at(data, "starts_as", f"état inconnu : « {workflow.starts_as} ».")
    for name, section in reader.sections(reader.section(data, "transitions")):
        _check_ends(reader, section, workflow, workflow.transitions[name])
    reached = _reachable(workflow)
    for state in workflow.states:
        if state not in reached:
            reader.faults.at(states, state, f"l'état « {state} » ne peut jamais être atteint.")


def _check_ends(
    reader: Reader, section: Section, workflow: Workflow, transition: Transition
) -> None:
    origins: Items = reader.items(section, "from")
    if "from" in section and not origins:
        reader.faults.at(section, "from", "« from » est vide : cela n'arrivera jamais.")
    for index, state in enumerate(transition.from_states):
        if state not in workflow.states:
            reader.faults.at(origins, index, f"état inconnu : « {state} ».")
    if "to" in section and transition.to_state not in workflow.states:
        reader.faults.at(section, "to", f"état inconnu : « {transition.to_state} ».")


def _reachable(workflow: Workflow) -> set[str]:
    reached = {workflow.starts_as}
    grows = True
    while grows:
        found = {
            transition.to_state
            for transition in workflow.transitions.values()
            if reached & set(transition.from_states)
        }
        grows = not found <= reached
        reached |= found
    return reached
