"""What the proof of a signature on paper tells, as data: the copies, the scan, what was seen on it
by whom, where the original lies (R-068, R-072, R-073).

It has the keys of any other proof. Nobody saw who held the pen: nothing in it says so.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cep_docs.content.deliverable import Version
from cep_docs.content.paper import CHECKED, LACKING, PaperCopy, PaperStep
from cep_docs.lifecycle.naming import is_program
from cep_docs.lifecycle.paper_pages import code_of
from cep_docs.lifecycle.printing import PDF, paper_of
from cep_docs.lifecycle.proof_facts import ADVISER, Proven, evidence_of
from cep_docs.lifecycle.signatories import signatories_of
from cep_docs.rendering.paper_codes import count_pages
from cep_docs.signing.evidence import instant
from cep_docs.signing.evidence_paper import PAPER_EVENTS, PAPER_SCHEMA, lacking

# The level of such a signature, and its mode.
ON_PAPER = "paper"
# Beside the names of those who sign: what else was seen on the paper.
MENTION = "mention"
NOTED = "noted"
# What is told of a step beside its day.
TOLD = ("file", "lacks")
LAW = "Code civil, article 1367 ; Cour de cassation, 13 mars 2024 (image d'une signature)"


def paper_evidence(proven: Proven) -> dict[str, Any]:
    """That of any signature, but for what a file alone can tell."""
    told = evidence_of(proven)
    version = proven.version
    said = {
        **told,
        "schema": PAPER_SCHEMA,
        "signer": _signer(proven, told["signer"]),
        "document": {**told["document"], "before_sha256": _put_on_paper(version)},
        "identity": {"mode": ON_PAPER, "factor": "", "at": "", "checked_by": ""},
        "events": sorted([*told["events"], *_events(proven)], key=_hour),
        "texts": [],
        "mention": {"text": "", "entered": "", "at": "", "strokes": ""},
        "consent": {"at": "", "by": "signing_by_hand"},
        "signature": {**told["signature"], "format": ON_PAPER, "field": "", "certificates": []},
        "delivery": {"available_at": "", "delivered_at": "", "follows_sha256": proven.follows},
        "policies": {**told["policies"], "law": LAW},
        "paper": _paper(proven),
    }
    missing = list(lacking(said))
    return {**said, "missing": missing, "state": "incomplete" if missing else "complete"}


def _signer(proven: Proven, signer: Mapping[str, str]) -> dict[str, str]:
    """The adviser whose name is printed; whoever noted that he signed may be somebody else."""
    name = proven.version.facts.get(f"{proven.signatory}_name", "")
    if proven.signatory != ADVISER or signer["name"] == name:
        return dict(signer)
    return {**signer, "name": name, "identifier": ""}


def _put_on_paper(version: Version) -> str:
    return paper_of(version).sha256 if PDF in version.files else ""


def _paper(proven: Proven) -> dict[str, Any]:
    version = proven.version
    paper = version.paper or PaperCopy()
    signed = version.signatures
    signatories = [one for one in signatories_of(version) if one in signed]
    return {
        "pages": _codes(version),
        "by_hand": [one for one in signatories if signed[one]["level"] == ON_PAPER],
        "in_the_file": [one for one in signatories if signed[one]["level"] != ON_PAPER],
        "scan": _scan(version, paper),
        "check": _check(proven, paper),
        "original": {
            "place": paper.place,
            "kept_until": paper.kept_until.isoformat() if paper.kept_until else "",
        },
    }


def _codes(version: Version) -> list[str]:
    """Those of the copy that was to come back; the last sign alone is another on the other one."""
    if PDF not in version.files or version.paper is None:
        return []
    pages = count_pages(version.files[PDF].read())
    return [str(code_of(version, page, pages)) for page in range(1, pages + 1)]


def _scan(version: Version, paper: PaperCopy) -> dict[str, str]:
    """The one that was looked at last; a copy, whatever it shows."""
    checked = _last_check(paper)
    kind = checked["said"].get("file", "") if checked else next(reversed(paper.scans), "")
    if kind not in version.files:
        return {"file": "", "sha256": "", "pages": ""}
    file = version.files[kind]
    return {"file": kind, "sha256": file.sha256, "pages": str(count_pages(file.read()))}


def _check(proven: Proven, paper: PaperCopy) -> dict[str, Any]:
    checked = _last_check(paper)
    said = checked["said"] if checked else {}
    seen = said.get("seen", "").split()
    return {
        "at": instant(checked["at"]) if checked else "",
        "by": _by(checked["by"], proven) if checked else "",
        "signatures": [one for one in seen if one != MENTION],
        "mention": "seen" if MENTION in seen else "",
        "dated_on": said.get("dated_on", ""),
        "date": said.get("flag", "") or ("read" if "dated_on" in said else ""),
    }


def _last_check(paper: PaperCopy) -> PaperStep | None:
    found = [step for step in paper.steps if step["what"] in (CHECKED, LACKING)]
    return found[-1] if found else None


def _events(proven: Proven) -> Iterator[dict[str, Any]]:
    """When each was noted; the day it happened stands beside."""
    paper = proven.version.paper or PaperCopy()
    for step in paper.steps:
        known = {key: said for key, said in step["said"].items() if key in TOLD}
        known["on"] = step["on"].isoformat()
        yield _event(step["what"], step["at"], step["by"], known, proven)
    yield _noting(proven)


def _noting(proven: Proven) -> dict[str, Any]:
    """Whoever noted it made the first proof, in the same act; the day is that of the signature."""
    first = proven.version.files.get(f"proof_{proven.signatory}")
    at, by = proven.tools.now(), proven.noted_by
    if first is not None:
        at, by = first.added_at, first.added_by
    zone = ZoneInfo(proven.agreement.lots[proven.engagement.lot].time_zone)
    on = proven.version.signatures[proven.signatory]["at"].astimezone(zone).date()
    return _event(NOTED, at, by, {"on": on.isoformat()}, proven)


def _event(
    what: str, at: datetime, account: str, said: Mapping[str, str], proven: Proven
) -> dict[str, Any]:
    return {
        "at": instant(at),
        "what": what,
        "label": PAPER_EVENTS[what],
        "by": _by(account, proven),
        "address": "",
        "browser": "",
        "said": dict(said),
    }


def _by(login: str, proven: Proven) -> str:
    """The adviser who is printed on the paper; a colleague is not named."""
    account = proven.tools.site.accounts.get(login)
    name = proven.version.facts.get(f"{ADVISER}_name", "")
    if account is not None and account.full_name == name:
        return ADVISER
    return "program" if is_program(login, proven.tools) else "colleague"


def _hour(event: Mapping[str, Any]) -> str:
    return str(event["at"])
