"""Discretion: an address that others may read, a message that tells nothing by itself (R-124)."""

from cep_docs.lifecycle.tools import Tools
from cep_docs.values.names import folded

# Names that say too little of an employer to recognize him: « SA », « Les », « Cie ».
SHORTEST_NAME = 4

WORK_ADDRESS = (
    "Cette adresse semble être celle du travail. L'employeur pourrait apprendre que la personne "
    "se fait conseiller : lui demander une autre adresse, ou son accord."
)


def looks_like_work(email: str, employer: str, tools: Tools) -> bool:
    """Whether an address may be read at the place of work: one warns, one never refuses.

    A mailbox of a provider for private people is taken for hers, unless it bears the name of the
    employer or the word of a mailbox that several people read."""
    policy = tools.rules.discretion
    name, _, domain = email.strip().lower().rpartition("@")
    if not name or "." not in domain:
        return False
    if not policy.is_personal(domain):
        return True
    first = folded(name.replace("-", ".").replace("_", ".").split(".")[0])
    return first in policy.shared_mailboxes or _names(folded(name), employer)


def _names(address: str, employer: str) -> bool:
    """Whether what stands before the @ holds the name of the employer."""
    whole = folded(employer)
    return len(whole) >= SHORTEST_NAME and whole in address
