"""Where the copies of a version are, what comes next, when to remind (R-072, R-073)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cep_docs.access.actor import Actor
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
from cep_docs.lifecycle.editing import name_of
from cep_docs.lifecycle.paper_copies import LABELS, noting_move, require_paper, today_of
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.scan_checks import is_checked
from cep_docs.lifecycle.texts import standing_version
from cep_docs.lifecycle.tools import Tools

# What comes next, so that a page knows which form to show first.
PRINT, POST, WAIT, REMIND, SCAN, CHECK, KEEP, DONE, NOTHING = (
    "print",
    "post",
    "wait",
    "remind",
    "scan",
    "check",
    "keep",
    "done",
    "nothing",
)
SENTENCES = {
    PRINT: "Imprimer les deux exemplaires.",
    POST: "Poster les exemplaires, ou les faire signer ici.",
    WAIT: "Attendre le retour de l'exemplaire signé.",
    REMIND: "Relancer la personne : rien n'est revenu.",
    SCAN: "Numériser l'exemplaire reçu.",
    CHECK: "Contrôler la numérisation : signatures, mention, date.",
    KEEP: "Dire où l'original est rangé, et jusqu'à quand.",
    DONE: "Rien à faire : l'original est rangé, sa copie contrôlée.",
    NOTHING: "Rien à faire : ce document n'attend aucune signature sur papier.",
}


@dataclass(frozen=True, slots=True)
class StepTold:
    """`lacks` is what was missing on the paper, `flag` what was odd about its date."""

    label: str
    on: date
    by: str
    lacks: str
    dated_on: date | None
    flag: str


@dataclass(frozen=True, slots=True)
class Following:
    """`kept` without a place is an incomplete original (R-073). `remind_on`: the next reminder."""

    version: str
    steps: Sequence[StepTold]
    next: str
    sentence: str
    remind_on: date | None
    place: str
    kept_until: date | None
    scans: int
    may_print: bool
    may_edit: bool
    may_check: bool


def follow_paper(deliverable: Deliverable, actor: Actor, tools: Tools) -> Following:
    require_paper(deliverable, "view", actor, tools)
    version = deliverable.current
    paper = version.paper if version is not None else None
    kept = paper or PaperCopy()
    move = noting_move(deliverable, tools)
    editing = decide(tools, actor, "edit", Facet(deliverable, "paper")).allowed
    to_sign = move is not None and standing_version(deliverable) is not None
    # Whoever lacks but a recent second factor is asked for it when he checks.
    strong = replace(actor, strong=True)
    checks = move is None or decide(tools, strong, move.right, deliverable).allowed
    days = tools.agreement_of(engagement_of(deliverable)).limits.paper_reminder_days
    coming = what_next(kept, today_of(deliverable, tools), days)
    if coming in (PRINT, POST) and not to_sign:
        coming = SCAN if coming == POST and _signed_by_hand(version) else NOTHING
    return Following(
        version=version.__name__ if version is not None else "",
        steps=[_told(step, tools) for step in kept.steps],
        next=coming,
        sentence=SENTENCES[coming],
        remind_on=reminder_due(kept, days),
        place=kept.place,
        kept_until=kept.kept_until,
        scans=len(kept.scans),
        may_print=editing and to_sign,
        may_edit=editing and paper is not None,
        may_check=editing and checks and bool(kept.scans) and not is_checked(kept),
    )


def what_next(paper: PaperCopy, today: date, days: Sequence[int]) -> str:
    """The copies go round once more when something lacked on them."""
    told = [step["what"] for step in paper.steps if step["what"] != REMINDED]
    last = told[-1] if told else ""
    if last == CHECKED:
        return DONE if paper.place else KEEP
    if last == POSTED:
        due = reminder_due(paper, days)
        return REMIND if due is not None and due <= today else WAIT
    return {"": PRINT, LACKING: PRINT, PRINTED: POST, RECEIVED: SCAN, SCANNED: CHECK}[last]


def reminder_due(paper: PaperCopy, days: Sequence[int]) -> date | None:
    """The day of the next reminder, so many days after it was posted; None when nothing is
    awaited, or after the last one."""
    told = [step for step in paper.steps if step["what"] != REMINDED]
    if not told or told[-1]["what"] != POSTED:
        return None
    posted = told[-1]["on"]
    done = sum(1 for step in paper.steps if step["what"] == REMINDED and step["on"] >= posted)
    return posted + timedelta(days[done]) if done < len(days) else None


def _signed_by_hand(version: Version | None) -> bool:
    signatures = version.valid_signatures.values() if version is not None else ()
    return any(one["level"] == "paper" for one in signatures)


def _told(step: PaperStep, tools: Tools) -> StepTold:
    said = step["said"]
    return StepTold(
        label=LABELS[step["what"]],
        on=step["on"],
        by=name_of(step["by"], tools.site),
        lacks=said.get("lacks", ""),
        dated_on=date.fromisoformat(said["dated_on"]) if "dated_on" in said else None,
        flag=said.get("flag", ""),
    )
