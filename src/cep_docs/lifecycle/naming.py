"""How those who act are named to somebody: « vous », a full name, the person, a program."""

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.lifecycle.signatories import ACCOUNT
from cep_docs.lifecycle.tools import Tools

YOU = "vous"
HERSELF = "la personne"
REPRESENTATIVE = "son représentant"


def named(account: str, person: Beneficiary, actor: Actor, tools: Tools) -> str:
    """A login that nobody has any more is told as it is: what was done stays somebody's."""
    if not account or account == actor.account:
        return YOU if account else ""
    if account == f"{ACCOUNT}{person.identifier}":
        return REPRESENTATIVE
    if account.rpartition(":")[2] == person.identifier:
        return HERSELF
    known = tools.site.accounts.get(account)
    if known is not None:
        return known.full_name
    role = tools.rules.access.roles.get(account)
    return role.label[:1].lower() + role.label[1:] if role is not None else account


def is_program(account: str, tools: Tools) -> bool:
    """Nobody did it: it happened by itself."""
    return account not in tools.site.accounts and account in tools.rules.access.roles


def role_labels(roles: str, tools: Tools) -> str:
    """« manager de structure », from the roles that a line of the journal keeps."""
    known = tools.rules.access.roles
    labels = [known[role].label for role in roles.split(",") if role in known]
    return ", ".join(label[:1].lower() + label[1:] for label in labels)
