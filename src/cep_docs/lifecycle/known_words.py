"""What was found of a file that somebody holds, in French: the same words on the page and in the
command."""

from collections.abc import Iterator

from cep_docs.lifecycle.known_files import (
    AUTHENTIC,
    CURRENT,
    FOLLOWED,
    INCOMPLETE,
    INTACT,
    REFUSED,
    REPLACED,
    UNKNOWN,
    WITHDRAWN,
    Conclusion,
    Known,
)
from cep_docs.values.dates import french_day

LABELS = {
    AUTHENTIC: "Authentique",
    INCOMPLETE: "Incomplet",
    INTACT: "Intact",
    UNKNOWN: "Inconnu",
    REFUSED: "Non authentique",
}
BUT = {
    REPLACED: "remplacé par la version {version} du {day}",
    WITHDRAWN: "retiré",
    FOLLOWED: "un fichier plus récent existe",
}
BUT_OF_PROOF = {
    REPLACED: "d'une version remplacée par la version {version} du {day}",
    WITHDRAWN: "d'une version retirée",
    FOLLOWED: "une preuve plus récente existe",
}
SENTENCES = {
    AUTHENTIC: "Ce document a été signé comme il le dit, et n'a pas changé depuis.",
    INCOMPLETE: "C'est un document de cet opérateur, que tous n'ont pas encore signé.",
    INTACT: "Rien n'a changé depuis les signatures, mais l'autorité qui en répond n'est pas "
    "connue ici.",
    UNKNOWN: "Ce fichier n'est pas, tel quel, un document de cet opérateur.",
    REFUSED: "Ne pas se fier à ce fichier. Demander l'original à qui l'a remis.",
}
SENTENCES_OF_PROOF = {
    **SENTENCES,
    AUTHENTIC: "Cette preuve d'une signature a été scellée par l'opérateur, et n'a pas changé "
    "depuis.",
    INTACT: "Rien n'a changé dans cette preuve depuis qu'elle a été scellée, mais l'autorité qui "
    "en répond n'est pas connue ici.",
}
LAST = "Aucune version plus récente n'est signée par tous."
GONE = "Cette version a été retirée : ses signatures ne comptent plus."
RENEWED_SINCE = (
    "Ce sont les mêmes signatures ; le fichier du {day}, qui commence par celui-ci, se vérifiera "
    "plus longtemps."
)
COMPLETED = "La preuve du {day} dit tout ce que dit celle-ci, et ce qui a suivi."
LACKING = "Cette preuve dit elle-même qu'elle est incomplète."


def label_of(found: Conclusion) -> str:
    """« Authentique, mais remplacé par la version 3 du 5 mars 2024 »."""
    words = BUT_OF_PROOF if found.proof else BUT
    if found.known is None or found.standing not in words:
        return LABELS[found.word]
    day = _day(found.known)
    but = words[found.standing].format(version=found.known.replaced_by, day=day)
    return f"{LABELS[found.word]}, mais {but}"


def sentence_of(found: Conclusion) -> str:
    return (SENTENCES_OF_PROOF if found.proof else SENTENCES)[found.word]


def said_of(found: Conclusion) -> Iterator[str]:
    """What else there is to know: what a proof proves, what the records say."""
    attested = found.verdict.attested
    if attested is not None:
        yield attested.told
        if not attested.complete:
            yield LACKING
    if found.known is not None:
        yield from _of_records(found, found.known)


def _of_records(found: Conclusion, known: Known) -> Iterator[str]:
    if not found.proof:
        yield f"C'est la version {known.version} de ce document, telle qu'elle est gardée."
    if found.standing == CURRENT:
        yield LAST
    if known.withdrawn:
        yield GONE
    if known.replaced_by:
        yield f"La version {known.replaced_by}, signée le {_day(known)}, la remplace."
    if known.followed_on and found.word == AUTHENTIC:
        more = COMPLETED if found.proof else RENEWED_SINCE
        yield more.format(day=french_day(known.followed_on))


def _day(known: Known) -> str:
    return french_day(known.replaced_on) if known.replaced_on else ""
