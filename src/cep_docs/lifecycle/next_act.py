"""What comes next in a person's file: the act, its last day, what happens by itself without it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.definitions.limits import Limits
from cep_docs.definitions.workflows import Transition, Workflow
from cep_docs.lifecycle.documents import DocumentLine, Gap
from cep_docs.lifecycle.history import concluded_on
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.prospects import Prospect
from cep_docs.lifecycle.rail import pressing
from cep_docs.lifecycle.sheets import closing_faults
from cep_docs.lifecycle.signatures import transition_with
from cep_docs.lifecycle.signing_state import ASK as TO_ASK
from cep_docs.lifecycle.signing_state import ASKED, MODES, running_request, stage_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import CONDITIONS
from cep_docs.values.dates import french_day
from cep_docs.values.local_time import local_day

# What the act is, so that a page knows where it is done.
WRITE, FREEZE, SIGN, ASK, WAIT, DATA, DECIDE, ENGAGE, FOLLOW = (
    "write",
    "freeze",
    "sign",
    "ask",
    "wait",
    "data",
    "decide",
    "engage",
    "follow",
)
# Said of the last day itself: « passé cette date » says it already.
TIME_IS_OVER = "extended_deadline_is_over"


@dataclass(frozen=True, slots=True)
class NextAct:
    """`title` says the act, `effect` what happens by itself without it, with its article; `lacks`
    what will be missing to close. `document` and `field` are where to write; `tone` how near."""

    kind: str
    title: str
    effect: str
    number: str
    unit: str
    document: str
    field: str
    due_on: date | None
    days_left: int | None
    tone: str
    lacks: Sequence[str]


def next_act(
    person: Beneficiary,
    documents: Sequence[DocumentLine],
    prospects: Sequence[Prospect],
    tools: Tools,
) -> NextAct:
    """Of the running unit that presses most; without any, what may be engaged."""
    running = [unit for unit in person.engagements() if _runs(unit, tools)]
    if not running:
        return _to_engage(prospects)
    unit = min(running, key=lambda unit: (unit.due_on or date.max, unit.opened_on))
    lines = [line for line in documents if line.number == unit.number and line.closes]
    kind, title, gaps = _of_the_unit(unit, lines[0] if lines else None, tools)
    today = tools.today(tools.agreement_of(unit), unit.lot)
    left = (unit.due_on - today).days if unit.due_on else None
    return NextAct(
        kind=kind,
        title=title,
        effect=effect_of(unit, tools),
        number=unit.number,
        unit=unit.unit,
        document=lines[0].name if lines else "",
        field=gaps[0].field if gaps else "",
        due_on=unit.due_on,
        days_left=left,
        tone=pressing(left),
        lacks=list(closing_faults(_move(unit, tools)).values()),
    )


def effect_of(unit: Engagement, tools: Tools) -> str:
    """The automatic transition that will be made once the time is over, as things stand now, in
    the words of its conditions (R-032)."""
    agreement = tools.agreement_of(unit)
    workflow = agreement.engagement
    for transition in workflow.automatic_from(unit.state, unit.unit):
        words = [word for word in transition.requires if word != TIME_IS_OVER]
        move = _move(unit, tools, transition)
        if TIME_IS_OVER in transition.requires and all(CONDITIONS[w](move) for w in words):
            return _foretold(unit, transition, words, workflow, tools)
    return _to_decide(agreement.limits) if _is_overdue(unit, tools) else ""


def steps_to_conclusion(workflow: Workflow, state: str) -> list[Transition]:
    """The shortest way by hand to a state that concludes; nothing when there is none."""
    ways: list[tuple[str, list[Transition]]] = [(state, [])]
    seen = {state}
    for here, way in ways:
        if workflow.states[here].concludes:
            return way
        for transition in workflow.transitions.values():
            by_hand = not transition.automatic and here in transition.from_states
            if by_hand and transition.to_state not in seen:
                seen.add(transition.to_state)
                ways.append((transition.to_state, [*way, transition]))
    return []


def _foretold(
    unit: Engagement,
    transition: Transition,
    words: Sequence[str],
    workflow: Workflow,
    tools: Tools,
) -> str:
    holds = [f"si {tools.rules.words.conditions[word].holds}" for word in words]
    becomes = workflow.states[transition.to_state].label
    conditions = f", {' et '.join(holds)}" if holds else ""
    return (
        f"Passé cette date{conditions}, l'unité {unit.unit} devient d'office « {becomes} » "
        f"({transition.source})."
    )


def _to_decide(limits: Limits) -> str:
    """Nothing happens by itself any more: somebody has so many days to decide (C-10)."""
    because = limits.because.get("decision_working_days", "")
    return (
        f"Une décision est attendue sous {limits.decision_working_days} jours ouvrés ({because})."
    )


def _of_the_unit(
    unit: Engagement, document: DocumentLine | None, tools: Tools
) -> tuple[str, str, Sequence[Gap]]:
    agreement = tools.agreement_of(unit)
    if concluded_on(unit, agreement) is not None:
        return DATA, f"{unit.unit} : compléter les données de clôture", ()
    if _is_overdue(unit, tools):
        state = agreement.engagement.states[unit.state].label
        return DECIDE, f"{unit.unit}, {state.lower()} : décider de la suite", ()
    if document is None:
        return FOLLOW, f"{unit.unit} : suivre l'accompagnement", ()
    lacking = document.asked - document.filled
    if lacking:
        word = "rubriques" if lacking > 1 else "rubrique"
        return WRITE, f"{document.label} : {lacking} {word} à remplir", document.gaps
    steps = steps_to_conclusion(agreement.workflow_of(document.name), document.state.name)
    if not steps:
        return FOLLOW, f"{unit.unit} : suivre l'accompagnement", ()
    kind, label = FREEZE, steps[0].label
    if not document.state.editable:
        kind, label = _of_the_signature(unit, document.name, label, tools)
    return kind, f"{document.label} : {label[:1].lower()}{label[1:]}", ()


def _of_the_signature(unit: Engagement, name: str, label: str, tools: Tools) -> tuple[str, str]:
    """Whose turn it is; `label` is said where nobody signs in the file."""
    deliverable: Deliverable = unit[name]
    stage, running = stage_of(deliverable, tools), running_request(deliverable, tools)
    if stage == ASKED and running is not None:
        zone = tools.agreement_of(unit).lots[unit.lot].time_zone
        day = french_day(local_day(running.asked_at, zone))
        how = MODES[running.mode].lower()
        return WAIT, f"signature demandée {how} le {day}, à recueillir"
    first = transition_with("sign_for_the_adviser", deliverable, tools)
    if first is not None:
        return SIGN, first.label
    return (ASK, "faire signer la personne") if stage == TO_ASK else (SIGN, label)


def _to_engage(prospects: Sequence[Prospect]) -> NextAct:
    open_now = [prospect for prospect in prospects if not prospect.refusals]
    until = next((prospect.until for prospect in open_now if prospect.until), None)
    title = "Aucune unité en cours"
    said = ", ".join(f"{p.unit.name} ({p.unit.label.lower()})" for p in open_now)
    effect = f"Peuvent être engagées à la demande de la personne : {said}." if said else ""
    return NextAct(ENGAGE, title, effect, "", "", "", "", until, None, pressing(None), ())


def _is_overdue(unit: Engagement, tools: Tools) -> bool:
    """Its time is over and it was not closed: somebody decides (C-10)."""
    workflow = tools.agreement_of(unit).engagement
    due = unit.due_extended_on
    over = due is not None and tools.today(tools.agreement_of(unit), unit.lot) > due
    return over and unit.state != workflow.transitions["engage"].to_state


def _runs(unit: Engagement, tools: Tools) -> bool:
    return tools.agreement_of(unit).engagement.states[unit.state].open


def _move(unit: Engagement, tools: Tools, transition: Transition | None = None) -> Move:
    workflow = tools.agreement_of(unit).engagement
    engage = workflow.transitions["engage"]
    return Move(unit, None, transition or engage, CLOCKWORK, tools, NOTHING)
