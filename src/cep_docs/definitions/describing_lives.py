"""The life of an engaged unit and of each deliverable, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.access_policy import Policy
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_units import conditions, holders, reason_label
from cep_docs.definitions.describing_words import bullets, heading, listed, table, titled
from cep_docs.definitions.vocabulary import Vocabulary
from cep_docs.definitions.workflows import State, Transition, Workflow

ENGAGEMENT = "engagement"


def lives(agreement: Agreement, words: Vocabulary, access: Policy) -> Iterator[str]:
    """That of the unit first, then those of its deliverables."""
    ordered = [agreement.engagement]
    ordered += [w for name, w in agreement.workflows.items() if name != ENGAGEMENT]
    for workflow in ordered:
        yield from heading(3, f"Vie : {workflow.label}")
        yield f"Source : {workflow.source}."
        yield ""
        yield from table(
            ("État", "Nom dans les fichiers", "Ce qu'il veut dire"),
            (
                (state.label, f"`{state.name}`", _meaning(workflow, state))
                for state in workflow.states.values()
            ),
        )
        for transition in workflow.transitions.values():
            yield from heading(4, f"{transition.label} (`{transition.name}`)")
            yield from bullets(_facts(agreement, workflow, transition, access))
            yield from conditions(transition, words, access)
            yield from titled("Effets", (words.effects[word] for word in transition.then))


def _meaning(workflow: Workflow, state: State) -> str:
    said = {
        "état de départ": state.name == workflow.starts_as,
        "l'unité est en cours": state.open,
        "le brouillon se modifie": state.editable,
        "le livrable permet de clore l'unité": state.concludes,
        "la clôture de l'unité n'y change rien": state.stays,
    }
    return ", ".join(text for text, holds in said.items() if holds)


def _facts(
    agreement: Agreement, workflow: Workflow, transition: Transition, access: Policy
) -> Iterator[str]:
    origins = [f"« {workflow.states[name].label} »" for name in transition.from_states]
    yield f"De {listed(origins, 'ou')} à « {workflow.states[transition.to_state].label} »."
    if transition.units:
        yield f"Unités : {listed(transition.units)} seulement."
    yield f"Qui : {_who(workflow, transition, access)}."
    if transition.reason:
        label = reason_label(agreement, transition.reason)
        yield f"Motif de clôture : {label} (`{transition.reason}`)."
    yield f"Source : {transition.source}."


def _who(workflow: Workflow, transition: Transition, access: Policy) -> str:
    is_unit = workflow.name == ENGAGEMENT
    if is_unit and transition.name == "engage":
        return "selon l'unité, voir plus haut"
    if transition.automatic and transition.on_demand:
        return "le programme, quand un autre acte l'entraîne"
    if transition.automatic:
        return "le programme, dès que les conditions sont réunies, et chaque nuit"
    return holders(access, transition.right, "file" if is_unit else "deliverable")
