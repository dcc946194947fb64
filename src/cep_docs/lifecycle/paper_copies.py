"""A version on paper: printed to be signed by hand, posted, back again, kept (R-072, R-073)."""

from dataclasses import replace
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.decide import Decision
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.paper import (
    CHECKED,
    LACKING,
    POSTED,
    PRINTED,
    RECEIVED,
    REMINDED,
    SCANNED,
    PaperCopy,
    PaperStep,
)
from cep_docs.content.site import engagement_of
from cep_docs.definitions.mentions import MEDIATOR, MEDIATOR_CONTACT
from cep_docs.definitions.workflows import Transition
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.paper_pages import code_of as code_of
from cep_docs.lifecycle.paper_pages import deliverable_of
from cep_docs.lifecycle.papers import facts_of
from cep_docs.lifecycle.printing import PDF, paper_of, print_version
from cep_docs.lifecycle.proofs import prove_paper_again
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import NAME
from cep_docs.lifecycle.texts import label_of, standing_version
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.paper_codes import ReplySheet, count_pages
from cep_docs.rendering.paper_codes import print_to_sign as printed_to_sign
from cep_docs.values.dates import french_day

# What is noted by hand, in the words people read; scans and checks have acts of their own.
NOTED = {POSTED: "posté", REMINDED: "relancé", RECEIVED: "reçu"}
LABELS = {
    PRINTED: "imprimé",
    **NOTED,
    SCANNED: "numérisé",
    CHECKED: "contrôlé",
    LACKING: "incomplet",
}
LONGEST_PLACE = 120
NOTHING_TO_SIGN = (
    "Aucune version de ce document n'attend de signature. Rien n'a été imprimé. Le proposer "
    "d'abord à la signature."
)
NOT_PRINTED = (
    "Cette version n'a pas été imprimée pour être signée. Rien n'a été noté. L'imprimer d'abord."
)
WRONG_DAY = "Ce jour précède la dernière étape, ou il est dans l'avenir. Corriger la date."
NOT_THAT_STEP = "Cette étape ne se note pas ainsi. Rien n'a été changé."


def print_to_sign(deliverable: Deliverable, actor: Actor, tools: Tools) -> bytes:
    """Two copies with a code on every page, and the reply sheet; the stored PDF is not touched.
    Printed again, it is the same version, and it is noted again."""
    right = require_paper(deliverable, "edit", actor, tools)
    version = _to_sign(deliverable, tools)
    if PDF not in version.files:
        print_version(deliverable, version, actor, tools)
    if PDF not in version.files:
        raise NotPossible(NOTHING_TO_SIGN)
    pdf = paper_of(version).read()
    code = code_of(version, 1, count_pages(pdf))
    with_her = version.facts.get(NAME, "")
    sheet = replace(_sheet(deliverable, tools), with_her=with_her)
    printed = printed_to_sign(pdf, code, sheet)
    note(version, PRINTED, today_of(deliverable, tools), actor, tools)
    record(engagement_of(deliverable), "print_to_sign", actor, right, tools, about(version))
    return printed


def note_step(deliverable: Deliverable, what: str, on: date, actor: Actor, tools: Tools) -> None:
    """Posted, reminded or received, on that day."""
    right = require_paper(deliverable, "edit", actor, tools)
    version, paper = _printed(deliverable)
    if what not in NOTED:
        raise NotPossible(NOT_THAT_STEP)
    _require_day(paper, what, on, today_of(deliverable, tools))
    note(version, what, on, actor, tools)
    details: Details = {**about(version), "step": NOTED[what], "on": on.isoformat()}
    record(engagement_of(deliverable), "note_paper_step", actor, right, tools, details)


def keep_original(
    deliverable: Deliverable, place: str, until: date | None, actor: Actor, tools: Tools
) -> None:
    """Where the original lies, and until when (R-073)."""
    right = require_paper(deliverable, "edit", actor, tools)
    version, paper = _printed(deliverable)
    place = " ".join(place.split())
    faults = {}
    if not 0 < len(place) <= LONGEST_PLACE:
        faults["place"] = "Dire où est l'original, en 120 signes au plus : armoire, boîte, site."
    if until is None or until <= today_of(deliverable, tools):
        faults["until"] = "Donner le dernier jour de sa conservation ; il est dans l'avenir."
    if faults:
        raise Invalid(faults)
    paper.place, paper.kept_until = place, until
    record(engagement_of(deliverable), "keep_original", actor, right, tools, about(version))
    prove_paper_again(version, actor, tools)


def today_of(deliverable: Deliverable, tools: Tools) -> date:
    engagement = engagement_of(deliverable)
    return tools.today(tools.agreement_of(engagement), engagement.lot)


def noting_move(deliverable: Deliverable, tools: Tools) -> Transition | None:
    """The transition by which signatures on paper are noted from here; its name is an affair of
    the workflow. None when they are noted already."""
    workflow = tools.agreement_of(engagement_of(deliverable)).workflow_of(deliverable.kind)
    for move in workflow.transitions.values():
        if "note_paper_signatures" in move.then and deliverable.state in move.from_states:
            return move
    return None


def require_paper(deliverable: Deliverable, action: str, actor: Actor, tools: Tools) -> Decision:
    return require(tools, actor, action, Facet(deliverable, "paper"))


def _to_sign(deliverable: Deliverable, tools: Tools) -> Version:
    version = standing_version(deliverable)
    if version is None or noting_move(deliverable, tools) is None:
        raise NotPossible(NOTHING_TO_SIGN)
    return version


def _printed(deliverable: Deliverable) -> tuple[Version, PaperCopy]:
    version = deliverable.current
    if version is None or version.paper is None:
        raise NotPossible(NOT_PRINTED)
    return version, version.paper


def _require_day(paper: PaperCopy, what: str, on: date, today: date) -> None:
    """In the order things happen; a reminder a day at most (R-074)."""
    before = [step["on"] for step in paper.steps]
    if not max(before, default=on) <= on <= today:
        raise Invalid({"on": WRONG_DAY})
    if what == REMINDED and not paper.left:
        raise NotPossible("Rien n'est parti par la poste. Noter d'abord l'envoi.")
    last = paper.last(REMINDED)
    if what == REMINDED and last is not None and last["on"] == on:
        raise NotPossible("Une relance est déjà notée ce jour-là : une par jour au plus (R-074).")


def _sheet(deliverable: Deliverable, tools: Tools) -> ReplySheet:
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    facts = dict.fromkeys(agreement.facts, "") | dict(facts_of(deliverable, tools))
    due = engagement.due_extended_on or engagement.due_on
    mediator = agreement.mentions[MEDIATOR].text
    called = [facts.get("referent_name", ""), facts.get("referent_contact", "")]
    to = [tools.site.operator.name, facts.get("structure_name", "")]
    return ReplySheet(
        operator=tools.site.operator.name,
        document=label_of(deliverable, tools),
        to=[*filter(None, to), *facts.get("return_address", "").splitlines()],
        before=f"À dater et à renvoyer avant le {french_day(due)}." if due else "",
        help=f"Une question ? {', '.join(filter(None, called))}" if any(called) else "",
        mediator=mediator.replace(f"{{{MEDIATOR_CONTACT}}}", facts[MEDIATOR_CONTACT]),
    )


def note(
    version: Version,
    what: str,
    on: date,
    actor: Actor,
    tools: Tools,
    said: dict[str, str] | None = None,
) -> None:
    paper = version.paper = version.paper or PaperCopy()
    known = {name: value for name, value in (said or {}).items() if value}
    step: PaperStep = {
        "what": what,
        "on": on,
        "by": actor.account,
        "at": tools.now(),
        "said": known,
    }
    paper.happened(step)


def about(version: Version) -> Details:
    return {"deliverable": deliverable_of(version).kind, "version": int(version.__name__)}
