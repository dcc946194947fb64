"""A file that somebody holds: whether it is one of ours, and whether another one replaced it.

What the file says of itself only tells where to look; its digest decides. Whoever holds no file
of ours learns nothing here, not even whether a number exists (R-078).
"""

from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Engagement
from cep_docs.errors import NotFound
from cep_docs.lifecycle.printing import RENEWED, SIGNED
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.verdict import Verdict

# What is said of a file in the end.
AUTHENTIC, INCOMPLETE, INTACT, UNKNOWN, REFUSED = CONCLUSIONS = (
    "authentic",
    "incomplete",
    "intact",
    "unknown",
    "refused",
)
LABELS = {
    AUTHENTIC: "Authentique",
    INCOMPLETE: "Incomplet",
    INTACT: "Intact",
    UNKNOWN: "Inconnu",
    REFUSED: "Non authentique",
}
SENTENCES = {
    AUTHENTIC: "Ce document a été signé comme il le dit, et n'a pas changé depuis.",
    INCOMPLETE: "C'est un document de cet opérateur, que tous n'ont pas encore signé.",
    INTACT: "Rien n'a changé depuis les signatures, mais l'autorité qui en répond n'est pas "
    "connue ici.",
    UNKNOWN: "Ce fichier n'est pas, tel quel, un document de cet opérateur.",
    REFUSED: "Ne pas se fier à ce fichier. Demander l'original à qui l'a remis.",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Where a file stands among the versions of its document. `final`: all signed it;
    `replaced_by` the number of a later version that all signed, 0 when there is none."""

    version: int
    final: bool
    withdrawn: bool = False
    replaced_by: int = 0
    replaced_on: date | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """`recorded`: the records of the operator were looked at too."""

    word: str
    verdict: Verdict
    known: Known | None = None
    recorded: bool = False

    @property
    def label(self) -> str:
        return LABELS[self.word]

    @property
    def sentence(self) -> str:
        return SENTENCES[self.word]

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
        word = AUTHENTIC if verdict.authentic else REFUSED
    return Conclusion(word, verdict, known, recorded=True)


def known_file(verdict: Verdict, tools: Tools) -> Known | None:
    """The version these very bytes belong to; None when they belong to none."""
    try:
        unit = engagement_numbered(verdict.claim.number, tools)
    except NotFound:
        return None
    for deliverable, version in _versions(unit):
        for kind, file in version.files.items():
            if file.sha256 == verdict.sha256:
                return _known(deliverable, version, kind)
    return None


def _versions(unit: Engagement) -> list[tuple[Deliverable, Version]]:
    return [(document, version) for document in unit for version in document]


def _known(deliverable: Deliverable, version: Version, kind: str) -> Known:
    number = int(version.__name__)
    later = [
        one
        for one in deliverable
        if int(one.__name__) > number and SIGNED in one.files and not one.withdrawn_because
    ]
    last = max(later, key=lambda one: int(one.__name__), default=None)
    return Known(
        version=number,
        final=kind == SIGNED or kind.startswith(RENEWED),
        withdrawn=bool(version.withdrawn_because),
        replaced_by=int(last.__name__) if last is not None else 0,
        replaced_on=_signed_at(last).date() if last is not None else None,
    )


def _signed_at(version: Version) -> datetime:
    return max(signature["at"] for signature in version.signatures.values())
