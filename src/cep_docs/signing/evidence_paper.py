"""A proof that tells of paper: known by its schema, complete by what it holds (R-068, R-072).

It says what was seen on paper, not who held the pen: the paper alone bears the signature.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Evidence = Mapping[str, Any]
# The same keys as that of a signature in a file, which mean something else here.
PAPER_SCHEMA = "cep-docs/paper-signature-proof/1"
# What happens to the copies, in the words of the proof.
PAPER_EVENTS: Mapping[str, str] = {
    "printed": "Exemplaires imprimés",
    "posted": "Exemplaires postés",
    "reminded": "Rappel envoyé",
    "received": "Exemplaire signé reçu",
    "scanned": "Numérisation classée",
    "checked": "Numérisation contrôlée",
    "lacking": "Numérisation contrôlée, incomplète",
    "noted": "Signature sur papier constatée",
}
# Whoever signs before our eyes is posted nothing, and is reminded of nothing.
EXPECTED = ("printed", "received", "scanned", "checked", "noted")
SEEN_ON_PAPER: Mapping[str, str] = {
    "adviser": "la signature du conseiller",
    "representative": "la signature du représentant",
    "beneficiary": "la signature de la personne accompagnée",
}
LISTS = ("pages", "by_hand", "in_the_file")
PARTS: Mapping[str, Mapping[str, Any]] = {
    "scan": {"file": "", "sha256": "", "pages": ""},
    "check": {"at": "", "by": "", "signatures": [], "mention": "", "dated_on": "", "date": ""},
    "original": {"place": "", "kept_until": ""},
}
NO_CODES = "Les codes imprimés sur les pages n'ont pas été relevés."
NO_SCAN = "L'empreinte de la copie numérisée n'a pas été relevée."
NOT_ALL_PAGES = "La copie numérisée n'a pas toutes les pages imprimées."
NO_SIGNATURE = "Personne n'a contrôlé sur la copie : {}."
NO_MENTION = "Personne n'a contrôlé sur la copie : la mention « lu et approuvé »."
NO_DAY = "La date écrite à la main n'a pas été relevée."
NO_PLACE = "L'endroit où l'original est gardé n'est pas noté."


def is_on_paper(evidence: Evidence) -> bool:
    return evidence.get("schema") == PAPER_SCHEMA


def paper_in(evidence: Evidence) -> dict[str, Any]:
    """What it tells of the paper; a part that is not there is empty."""
    said = evidence.get("paper") or {}
    return {
        **{name: said.get(name) or [] for name in LISTS},
        **{name: {**empty, **(said.get(name) or {})} for name, empty in PARTS.items()},
    }


def lacking(evidence: Evidence) -> Iterator[str]:
    """What a proof on paper should hold and does not, whatever it says of itself; nothing of any
    other one."""
    if not is_on_paper(evidence):
        return
    paper = paper_in(evidence)
    happened = {event["what"] for event in evidence.get("events", ())}
    for what in EXPECTED:
        if what not in happened:
            yield f"Événement non relevé : {PAPER_EVENTS[what].lower()}."
    yield from _scan_lacks(paper["pages"], paper["scan"])
    yield from _check_lacks(paper["by_hand"], paper["check"])
    if not paper["original"]["place"]:
        yield NO_PLACE


def _scan_lacks(codes: Sequence[str], scan: Mapping[str, str]) -> Iterator[str]:
    if not codes:
        yield NO_CODES
    if not scan["sha256"]:
        yield NO_SCAN
    elif scan["pages"] != str(len(codes)):
        yield NOT_ALL_PAGES


def _check_lacks(by_hand: Sequence[str], check: Mapping[str, Any]) -> Iterator[str]:
    for role in by_hand or ("adviser", "beneficiary"):
        if role not in check["signatures"]:
            yield NO_SIGNATURE.format(SEEN_ON_PAPER.get(role, role))
    if check["mention"] != "seen":
        yield NO_MENTION
    if not check["dated_on"]:
        yield NO_DAY
