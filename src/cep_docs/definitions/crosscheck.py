"""What one rule file says of another must hold: checked once all of them are read."""

from collections.abc import Mapping
from itertools import pairwise

from cep_docs.definitions.access_policy import Policy
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.reading import Reader, Section
from cep_docs.definitions.units import ServiceUnit
from cep_docs.definitions.vocabulary import PATH, Vocabulary
from cep_docs.definitions.workflows import Transition, Workflow

ENGAGEMENT = "engagement"
# The states and transitions that the program knows by their names.
NAMED_STATES = {"unit": ("cancelled",), "deliverable": ("set_aside",)}
NAMED_TRANSITIONS = {"unit": ("engage",), "deliverable": ()}


def crosscheck(
    reader: Reader, words: Vocabulary, agreements: Mapping[str, Agreement], access: Policy
) -> None:
    quiet = reader.quietly()  # the faults of the files themselves are already told
    for agreement in agreements.values():
        _check_units(reader, quiet, agreement, access)
        for workflow in agreement.workflows.values():
            _check_workflow(reader, quiet, agreement, workflow, access)
    _check_validity(reader, quiet, agreements)
    _check_every_word_is_used(reader, quiet, words, agreements)


def _check_units(reader: Reader, quiet: Reader, agreement: Agreement, access: Policy) -> None:
    data = quiet.read(f"workflows/{agreement.name}/service_units.yaml")
    statuses = agreement.tables.get("statut")
    for name, unit in agreement.units.items():
        section = quiet.section(data, name)
        listed = quiet.items(section, "statuses")
        for index, code in enumerate(unit.statuses):
            if statuses is None or code not in statuses:
                sentence = f"le code « {code} » n'est pas dans la table « statut »."
                reader.faults.at(listed, index, sentence)
        _check_documents(reader, quiet, section, agreement, unit)
        _check_right(reader, section, unit.right, "file", access)
    if ENGAGEMENT not in agreement.workflows:
        reader.faults.at(data, None, "le fichier engagement.yaml manque à côté de celui-ci.")


def _check_documents(
    reader: Reader, quiet: Reader, section: Section, agreement: Agreement, unit: ServiceUnit
) -> None:
    if unit.deliverable and unit.deliverable not in agreement.workflows:
        sentence = f"le livrable « {unit.deliverable} » n'a pas de fichier dans ce dossier."
        reader.faults.at(section, "deliverable", sentence)
    if unit.deliverable and unit.deliverable not in agreement.forms:
        sentence = f"le livrable « {unit.deliverable} » n'a pas de trame dans templates/."
        reader.faults.at(section, "deliverable", sentence)
    for index, kind in enumerate(unit.also):
        if kind not in agreement.forms:
            sentence = f"le document « {kind} » n'a pas de trame dans templates/."
            reader.faults.at(quiet.items(section, "also"), index, sentence)


def _check_workflow(
    reader: Reader, quiet: Reader, agreement: Agreement, workflow: Workflow, access: Policy
) -> None:
    data = quiet.read(f"workflows/{agreement.name}/{workflow.name}.yaml")
    kind = "file" if workflow.name == ENGAGEMENT else "deliverable"
    for name, section in quiet.sections(quiet.section(data, "transitions")):
        transition = workflow.transitions[name]
        if transition.reason:
            _check_reason(reader, section, agreement, transition)
        if name != "engage" and not transition.on_demand:
            _check_right(reader, section, transition.right, kind, access)
    _check_names(reader, quiet, data, workflow)


def _check_right(reader: Reader, section: Section, right: str, kind: str, access: Policy) -> None:
    granted = any(
        (role, right, kind) in access.table and access.table[role, right, kind].rules
        for role in access.roles
    )
    if not granted:
        key = "right" if "right" in section else None
        sentence = f"le droit « {right} » n'est donné à personne (policies/access.yaml)."
        reader.faults.at(section, key, sentence)


def _check_reason(
    reader: Reader, section: Section, agreement: Agreement, transition: Transition
) -> None:
    reason = agreement.closing.get(transition.reason)
    if reason is None:
        sentence = f"le motif « {transition.reason} » n'est pas dans closing.yaml."
        reader.faults.at(section, "reason", sentence)
        return
    for unit in transition.units or agreement.units:
        if unit not in reason.units:
            sentence = f"le motif « {reason.code} » n'est pas prévu pour {unit} (closing.yaml)."
            reader.faults.at(section, "reason", sentence)


def _check_names(reader: Reader, quiet: Reader, data: Section, workflow: Workflow) -> None:
    """What the program asks of any workflow: some names, and a state that matters."""
    is_unit = workflow.name == ENGAGEMENT
    kind = "unit" if is_unit else "deliverable"
    states, transitions = quiet.section(data, "states"), quiet.section(data, "transitions")
    for part, what, names, known in (
        (states, "l'état", NAMED_STATES[kind], workflow.states),
        (transitions, "la transition", NAMED_TRANSITIONS[kind], workflow.transitions),
    ):
        for name in names:
            if name not in known:
                sentence = f"{what} « {name} » manque : le programme en a besoin."
                reader.faults.at(part, None, sentence)
    flags = ("open",) if is_unit else ("concludes", "stays")
    if not any(getattr(state, flag) for state in workflow.states.values() for flag in flags):
        reader.faults.at(states, None, f"aucun état n'a « {' » ou « '.join(flags)}: yes ».")


def _check_validity(reader: Reader, quiet: Reader, agreements: Mapping[str, Agreement]) -> None:
    """On any day one agreement at most is in force (R-129)."""
    ordered = sorted(agreements.values(), key=lambda agreement: agreement.valid_from)
    for agreement in ordered:
        data = quiet.read(f"workflows/{agreement.name}/agreement.yaml")
        if agreement.valid_to < agreement.valid_from:
            reader.faults.at(data, "valid_to", "« valid_to » précède « valid_from ».")
    for before, after in pairwise(ordered):
        if after.valid_from <= before.valid_to:
            data = quiet.read(f"workflows/{after.name}/agreement.yaml")
            sentence = f"cet accord commence avant la fin de « {before.name} »."
            reader.faults.at(data, "valid_from", sentence)


def _check_every_word_is_used(
    reader: Reader, quiet: Reader, words: Vocabulary, agreements: Mapping[str, Agreement]
) -> None:
    """A word nobody uses is a rule somebody believes in."""
    used: set[str] = set()
    for agreement in agreements.values():
        for unit in agreement.units.values():
            used.update(unit.requires, unit.overridable)
        for workflow in agreement.workflows.values():
            for move in workflow.transitions.values():
                used.update(move.requires, move.overridable, move.then)
    data = quiet.read(PATH)
    for group, known in (("conditions", words.conditions), ("effects", words.effects)):
        for word in known:
            if word not in used:
                sentence = f"« {word} » n'est employé par aucun fichier."
                reader.faults.at(quiet.section(data, group), word, sentence)
