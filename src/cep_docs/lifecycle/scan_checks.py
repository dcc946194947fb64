"""What came back on paper: its scan is kept as a copy, and looked at by somebody (R-072, R-073).

What is checked closes the unit at the day written by hand; the paper stays the original.
"""

from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.decide import Decision
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.paper import CHECKED, LACKING, RECEIVED, SCANNED, PaperCopy
from cep_docs.content.site import engagement_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.paper_copies import about, note, noting_move, require_paper, today_of
from cep_docs.lifecycle.paper_evidence import MENTION
from cep_docs.lifecycle.proofs import prove_paper_again
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import ADVISER, PERSON, REPRESENTATIVE, signatories_of
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools

# The flag of a day that could not be read: the day of reception counts instead.
UNREADABLE = "unreadable"
# What lacks on the paper, in the words people read.
NO_ADVISER, NO_REPRESENTATIVE, NO_PERSON, NO_MENTION = (
    "la signature du conseiller",
    "la signature de son représentant",
    "la signature de la personne",
    "la mention « lu et approuvé »",
)

NOT_SCANNED = (
    "Aucune numérisation de cette version n'est classée. Rien n'a été noté. Numériser d'abord "
    "l'exemplaire signé."
)
CHECKED_ALREADY = "Cette numérisation est déjà contrôlée. Rien n'a été changé."
NO_DAY = "Écrire la date portée à la main, ou dire qu'elle est illisible."
IN_THE_FUTURE = "Cette date est dans l'avenir. La relire sur la page."


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw on the scan. `dated_on` is the day written by hand; `unreadable` when
    there is one that nobody can read."""

    adviser: bool
    person: bool
    mention: bool
    dated_on: date | None = None
    unreadable: bool = False
    representative: bool = False


def keep_scan(deliverable: Deliverable, copy: bytes, actor: Actor, tools: Tools) -> str:
    """A file of the version, beside those that were filed before; the paper is back."""
    right = require_paper(deliverable, "edit", actor, tools)
    version = deliverable.current
    if version is None:
        raise NotPossible(NOT_SCANNED)
    paper = version.paper = version.paper or PaperCopy()
    kind = f"scan-{len(paper.scans) + 1}"
    name = f"{engagement_of(deliverable).number}_{deliverable.kind}_v{version.__name__}_{kind}.pdf"
    file = tools.store(copy, name, "application/pdf", actor.account)
    version.add_file(kind, file)
    paper.scans = (*paper.scans, kind)
    today = today_of(deliverable, tools)
    if RECEIVED not in [step["what"] for step in paper.this_time]:
        note(version, RECEIVED, today, actor, tools)
    note(version, SCANNED, today, actor, tools, {"file": kind})
    details: Details = {**about(version), "sha256": file.sha256}
    record(engagement_of(deliverable), "file_scan", actor, right, tools, details)
    return kind


def open_scan(deliverable: Deliverable, actor: Actor, tools: Tools) -> bytes:
    """The last scan that was filed, to be looked at; journaled as every reading."""
    require_paper(deliverable, "view", actor, tools)
    right = require(tools, actor, "view", deliverable.current or deliverable)
    version, kind = _last_scan(deliverable.current)
    details: Details = {**about(version), "file": kind}
    record(engagement_of(deliverable), "view", actor, right, tools, details)
    return version.files[kind].read()


def ready_to_check(deliverable: Deliverable, actor: Actor, tools: Tools) -> Decision:
    """The right to say what stands on the paper, before its form is shown."""
    move = noting_move(deliverable, tools)
    if move is None:
        return require_paper(deliverable, "edit", actor, tools)
    return require(tools, actor, move.right, deliverable)


def check_scan(
    deliverable: Deliverable, seen: Seen, actor: Actor, tools: Tools
) -> tuple[str, ...]:
    """What lacks on the paper; when nothing does, the signatures are noted at the day written by
    hand, and that closes the unit. Whoever checks engages himself: he gave a second factor."""
    version = deliverable.current
    _, kind = _last_scan(version)
    paper = version.paper if version is not None else None
    if version is None or paper is None or is_checked(paper):
        raise NotPossible(CHECKED_ALREADY)
    right, move = ready_to_check(deliverable, actor, tools), noting_move(deliverable, tools)
    lacks = _lacking(version, seen)
    day = None if lacks else _day_of(paper, seen, today_of(deliverable, tools))
    said = {"file": kind, "lacks": ", ".join(lacks), "seen": " ".join(_marks(seen))}
    if day is not None:
        paper.dated_on = day
        said |= {"dated_on": day.isoformat(), "flag": UNREADABLE if seen.unreadable else ""}
    what = LACKING if lacks else CHECKED
    note(version, what, today_of(deliverable, tools), actor, tools, said)
    details: Details = {**about(version), "complete": not lacks}
    record(engagement_of(deliverable), "check_scan", actor, right, tools, details)
    if lacks:
        tell_about(engagement_of(deliverable), "adviser", "paper_lacking", tools)
    elif move is not None:
        move_deliverable(deliverable, move.name, actor, tools, Given(on=day))
    if move is None:
        prove_paper_again(version, actor, tools)
    return lacks


def is_checked(paper: PaperCopy) -> bool:
    """The last scan was looked at, whatever was seen."""
    told = [step["what"] for step in paper.steps if step["what"] in (SCANNED, CHECKED, LACKING)]
    return bool(told) and told[-1] != SCANNED


def _last_scan(version: Version | None) -> tuple[Version, str]:
    if version is None or version.paper is None or not version.paper.scans:
        raise NotPossible(NOT_SCANNED)
    return version, version.paper.scans[-1]


def _marks(seen: Seen) -> list[str]:
    """What was there on the paper: whose signatures, and the mention."""
    marks = {
        ADVISER: seen.adviser,
        REPRESENTATIVE: seen.representative,
        PERSON: seen.person,
        MENTION: seen.mention,
    }
    return [mark for mark, there in marks.items() if there]


def _lacking(version: Version, seen: Seen) -> tuple[str, ...]:
    """The adviser may have signed in the file before it was printed, and her representative."""
    signed, foreseen = version.valid_signatures, signatories_of(version)
    by_him = seen.representative or REPRESENTATIVE in signed or REPRESENTATIVE not in foreseen
    marks = {
        NO_ADVISER: seen.adviser or ADVISER in signed,
        NO_REPRESENTATIVE: by_him,
        NO_PERSON: seen.person,
        NO_MENTION: seen.mention,
    }
    return tuple(word for word, there in marks.items() if not there)


def _day_of(paper: PaperCopy, seen: Seen, today: date) -> date:
    """The day written by hand; that of reception when nobody can read it (R-033)."""
    received = paper.last(RECEIVED)
    if seen.unreadable:
        return received["on"] if received is not None else today
    if seen.dated_on is None:
        raise Invalid({"dated_on": NO_DAY})
    if seen.dated_on > today:
        raise Invalid({"dated_on": IN_THE_FUTURE})
    return seen.dated_on
