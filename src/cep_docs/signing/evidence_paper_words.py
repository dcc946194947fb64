"""The words in which the proof of a signature on paper speaks to people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cep_docs.signing import evidence_words as words
from cep_docs.signing.evidence_paper import is_on_paper, lacking, paper_in
from cep_docs.values.dates import french_day

Evidence = Mapping[str, Any]

LEVEL = "Signature sur papier"
WHAT = "Ce qui a été mis sur papier"
WHO = "De qui est cette signature, et ce que nous n'en savons pas"
SEEN = "Ce qui a été vu sur le papier"
PAGES = "Les pages et leurs codes"
ORIGINAL = "L'original, et sa copie"
UNREADABLE = "unreadable"
NOT_KNOWN = (
    "Cette preuve dit ce qui a été vu sur le papier, pas qui tenait la plume. Seul l'original sur "
    "papier porte la signature ; sa numérisation est marquée « copie » et n'en tient pas lieu "
    "(Cour de cassation, 13 mars 2024 : l'image d'une signature n'est pas une signature "
    "électronique)."
)
SEALED = (
    "Ce dossier de preuve porte le cachet électronique de l'opérateur : le moindre changement se "
    "voit."
)
NOT_SEEN = "pas encore contrôlée sur une copie"
NOBODY = "Personne ne l'a vérifiée ici : le nom est celui qui est imprimé à côté de la signature."
WHICH = (
    "Chaque page imprimée porte un code : dossier, document, version, début de l'empreinte du "
    "PDF, page, nombre de pages, exemplaire. Voici ceux de l'exemplaire à renvoyer (2) ; "
    "l'exemplaire gardé (1) ne s'en distingue que par le dernier chiffre."
)
NOT_KEPT = (
    "Il n'est pas encore noté où l'original est gardé. Quand il l'est, cette preuve est faite de "
    "nouveau et le dit."
)
COPY = (
    "La copie numérisée est marquée « copie » et sert à retrouver le papier ; dans le doute, "
    "c'est l'original que l'on examine."
)
NO_CODES = "Les codes des pages n'ont pas été relevés."
CHECKED_SCAN = (
    "5. La copie numérisée, et le PDF mis sur papier : leurs empreintes sont écrites plus haut. "
    "Seul l'original peut être expertisé.",
    ["sha256sum copie.pdf document.pdf"],
)


def in_short(evidence: Evidence) -> list[str]:
    """What a reader in a hurry has to know of any proof, in sentences."""
    if not is_on_paper(evidence):
        return words.in_short(evidence)
    signer, document = evidence["signer"], evidence["document"]
    role = words.ROLES.get(signer["role"], signer["role"])
    who = f"{signer['name']} ({role})" if signer["name"] else role
    lacks = " ".join(evidence["missing"] or lacking(evidence))
    return [
        f"{LEVEL} de « {document['label']} », version {document['version']} du dossier "
        f"n° {document['file_number']} : {who}, {_dated(evidence)}.",
        NOT_KNOWN,
        SEALED,
        f"Preuve incomplète. {lacks}"
        if lacks
        else "Preuve complète : rien de ce qui devait être relevé ne manque.",
    ]


def scan_of(evidence: Evidence) -> str:
    """The digest of the copy; nothing where there is none."""
    return str(paper_in(evidence)["scan"]["sha256"]) if is_on_paper(evidence) else ""


def document_facts(evidence: Evidence) -> list[tuple[str, str]]:
    document = evidence["document"]
    frozen = words.moment(document["frozen_at"], evidence)
    return [
        ("Document", document["label"]),
        ("Dossier", document["file_number"]),
        ("Version", f"{document['version']}, figée le {frozen}"),
        ("Empreinte du texte (SHA-256)", document["text_sha256"]),
        ("Empreinte du PDF imprimé", document["printed_sha256"]),
        ("Empreinte du PDF mis sur papier", document["before_sha256"]),
    ]


def signer_facts(evidence: Evidence) -> list[tuple[str, str]]:
    signer = evidence["signer"]
    role = words.ROLES.get(signer["role"], signer["role"])
    return [
        ("Nom imprimé", signer["name"]),
        ("Qualité", signer.get("as") or role),
        ("Pour", signer.get("for", "")),
        ("Identifiant", signer["identifier"]),
        ("Identité", NOBODY),
        ("Niveau d'assurance", LEVEL),
        ("Règles suivies", ", ".join(evidence["policies"].values())),
    ]


def check_facts(evidence: Evidence) -> list[tuple[str, str]]:
    paper = paper_in(evidence)
    check, scan = paper["check"], paper["scan"]
    by = words.BY.get(check["by"], "")
    checked = f"le {words.moment(check['at'], evidence)}, {by}" if check["at"] else NOT_SEEN
    counted = f"{scan['pages']} numérisées, {len(paper['pages'])} imprimées"
    mention = "« lu et approuvé », vue" if check["mention"] else NOT_SEEN
    return [
        ("Copie contrôlée", checked),
        ("Signatures vues", _roles(check["signatures"]) or NOT_SEEN),
        ("Signé dans le fichier", _in_the_file(paper["in_the_file"])),
        ("Mention écrite à la main", mention),
        ("Date écrite à la main", _day_by_hand(check)),
        ("Pages", counted if scan["pages"] else ""),
        ("Copie numérisée", scan["file"]),
        ("Empreinte de la copie (SHA-256)", scan["sha256"]),
    ]


def pages(evidence: Evidence) -> tuple[str, Sequence[str]]:
    codes = paper_in(evidence)["pages"]
    return (WHICH, codes) if codes else (NO_CODES, ())


def original(evidence: Evidence) -> list[str]:
    kept = paper_in(evidence)["original"]
    until = f", jusqu'au {_day(kept['kept_until'])}" if kept["kept_until"] else ""
    place = f"L'original est gardé : {kept['place']}{until}." if kept["place"] else NOT_KEPT
    return [place, COPY]


def how_to_check(*, stamped: bool) -> list[tuple[str, list[str]]]:
    """There is no signed PDF to compare: the copy, and what was printed."""
    return [
        CHECKED_SCAN if says.startswith("5.") else (says, commands)
        for says, commands in words.how_to_check(stamped=stamped)
    ]


def _dated(evidence: Evidence) -> str:
    check = paper_in(evidence)["check"]
    if check["dated_on"] and check["date"] != UNREADABLE:
        return f"datée à la main du {_day(check['dated_on'])}"
    return f"notée au {words.moment(evidence['signature']['signed_at'], evidence).split(' à ')[0]}"


def _day_by_hand(check: Mapping[str, str]) -> str:
    if not check["dated_on"]:
        return NOT_SEEN
    day = _day(check["dated_on"])
    if check["date"] == UNREADABLE:
        return f"illisible : le jour de réception, {day}, en tient lieu"
    return day


def _roles(roles: Sequence[str]) -> str:
    return ", ".join(words.ROLES.get(one, one) for one in roles)


def _in_the_file(roles: Sequence[str]) -> str:
    return f"{_roles(roles)} : sa preuve est un autre dossier" if roles else ""


def _day(iso: str) -> str:
    return french_day(date.fromisoformat(iso))
