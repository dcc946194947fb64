"""A file that somebody holds: whether it is one of ours, and whether another one replaced it.

What the file says of itself only tells where to look; its digest decides. Whoever holds no file
of ours learns nothing here, not even whether a number exists (R-078).
"""

from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import NotFound
from cep_docs.lifecycle.printing import RENEWED, SIGNED
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.signatories import next_signatory
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.verdict import PROOF, Verdict

# Before the name of who signed: the kind of a file that proves his signature.
PROOFS = "proof_"
# What is said of a file in the end.
AUTHENTIC, INCOMPLETE, INTACT, UNKNOWN, REFUSED = CONCLUSIONS = (
    "authentic",
    "incomplete",
    "intact",
    "unknown",
    "refused",
)
# How a file that is authentic stands among the others; the first that holds is said first.
REPLACED, WITHDRAWN, FOLLOWED, CURRENT = STANDINGS = (
    "replaced",
    "withdrawn",
    "followed",
    "current",
)


@dataclass(frozen=True, slots=True)
class Known:
    """Where a file stands among the versions of its document. `final`: all signed it, or it
    proves a signature; `replaced_by` the number of a later version that all signed, 0 when there
    is none; `followed_on`: when a newer file of the same version was made, that proves more."""

    version: int
    final: bool
    withdrawn: bool = False
    replaced_by: int = 0
    replaced_on: date | None = None
    followed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`recorded`: the records of the operator were looked at too."""

    word: str
    verdict: Verdict
    known: Known | None = None
    recorded: bool = False

    @property
    def proof(self) -> bool:
        return self.verdict.kind == PROOF

    @property
    def standing(self) -> str:
        """One of STANDINGS, for what is authentic and in the records; otherwise nothing."""
        if self.known is None or self.word != AUTHENTIC:
            return ""
        if self.known.replaced_by:
            return REPLACED
        if self.known.withdrawn:
            return WITHDRAWN
        return FOLLOWED if self.known.followed_on else CURRENT

    @property
    def counts(self) -> bool:
        """Authentic, of a version that nothing replaced: what it says can be relied upon today."""
        return self.word == AUTHENTIC and self.standing in ("", CURRENT, FOLLOWED)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is no better than it is."""
        return () if self.word == AUTHENTIC else self.verdict.reasons


def conclude_by_itself(verdict: Verdict) -> Conclusion:
    """Where there are no records: by what the file proves."""
    word = AUTHENTIC if verdict.authentic else INTACT if verdict.intact else REFUSED
    return Conclusion(word, verdict)


def conclude(verdict: Verdict, tools: Tools) -> Conclusion:
    """By the records first: another digest is another file, however well it is signed."""
    known = known_file(verdict, tools)
    if known is None:
        word = REFUSED if verdict.signers and not verdict.authentic else UNKNOWN
    elif not known.final:
        word = INCOMPLETE
    else:
        # What nobody outside vouches for any more, a newer file of ours does: it begins with it.
        kept = verdict.authentic or (verdict.intact and known.followed_on is not None)
        word = AUTHENTIC if kept else REFUSED
    return Conclusion(word, verdict, known, recorded=True)


def known_file(verdict: Verdict, tools: Tools) -> Known | None:
    """The version these very bytes belong to; None when they belong to none."""
    try:
        unit = engagement_numbered(verdict.claim.number, tools)
    except NotFound:
        return None
    for document in unit:
        for version in document:
            for kind, file in version.files.items():
                if file.sha256 == verdict.sha256:
                    return _known(document, version, kind)
    return None


def is_final(kind: str) -> bool:
    """Whether a file is signed by all, or proves a signature: it will not be signed again."""
    return kind == SIGNED or kind.startswith((RENEWED, PROOFS))


def newest_of(version: Version, kind: str) -> StoredFile:
    """The file that tells the same as this one, and proves most: the last that was added."""
    family = _family(version, kind)
    return [file for one, file in version.files.items() if _family(version, one) == family][-1]


def _family(version: Version, kind: str) -> str:
    if kind == SIGNED or kind.startswith(RENEWED):
        return SIGNED
    whose = (f"{PROOFS}{role}" for role in version.signatures)
    return next((one for one in whose if kind == one or kind.startswith(f"{one}_")), kind)


def _known(deliverable: Deliverable, version: Version, kind: str) -> Known:
    number, newest = int(version.__name__), newest_of(version, kind)
    later = [one for one in deliverable if int(one.__name__) > number and not next_signatory(one)]
    last = max(later, key=lambda one: int(one.__name__), default=None)
    return Known(
        version=number,
        final=is_final(kind),
        withdrawn=bool(version.withdrawn_because),
        replaced_by=int(last.__name__) if last is not None else 0,
        replaced_on=_signed_at(last).date() if last is not None else None,
        followed_on=newest.added_at.date() if newest is not version.files[kind] else None,
    )


def _signed_at(version: Version) -> datetime:
    return max(signature["at"] for signature in version.signatures.values())
