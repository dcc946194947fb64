"""Accounts of the people who work with the platform."""

from collections.abc import Iterable
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.referents import hand_over_caseload
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def create_account(account: Account, actor: Actor, tools: Tools) -> Account:
    """A login is never given twice, not even after somebody left (R-131)."""
    right = require(tools, actor, "manage", account)
    if not account.login.isascii() or not account.login.replace(".", "").isalnum():
        raise Invalid(
            {"login": "L'identifiant se compose de lettres sans accent, de chiffres et de points."}
        )
    if account.login in tools.site.accounts:
        raise Invalid({"login": "Cet identifiant a déjà servi. En choisir un autre."})
    if account.structure and account.structure not in tools.site.structures:
        raise Invalid(
            {"structure": "Cette structure n'existe pas. Choisir une structure de la liste."}
        )
    _check_roles(account.roles, tools)
    tools.site.accounts.add(account.login, account)
    details: Details = {"thing": f"account {account.login}", "roles": ",".join(account.roles)}
    write(tools.site.journal, "create_account", actor, right, tools, details)
    return account


def set_roles(login: str, roles: Iterable[str], actor: Actor, tools: Tools) -> None:
    account = _account(login, tools)
    right = require(tools, actor, "manage", account)
    chosen = tuple(dict.fromkeys(roles))
    _check_roles(chosen, tools)
    account.roles = chosen
    details: Details = {"thing": f"account {login}", "roles": ",".join(chosen)}
    write(tools.site.journal, "set_roles", actor, right, tools, details)


def disable_account(
    login: str, successor: str, because: str, on: date, actor: Actor, tools: Tools
) -> int:
    """Somebody leaves: the files first, then the account (R-035, R-131)."""
    account = _account(login, tools)
    right = require(tools, actor, "manage", account)
    if account.disabled_on is not None:
        raise NotPossible("Ce compte est déjà désactivé. Rien n'a été changé.")
    followed = [number for _, number in tools.catalog.caseload(login)]
    if followed and successor in ("", login):
        raise NotPossible(
            f"Cette personne est le référent de {len(followed)} dossiers en cours. "
            "Indiquer qui les reprend, puis recommencer ; rien n'a été changé."
        )
    moved = hand_over_caseload(followed, successor, because, actor, right, tools)
    account.disabled_on, account.disabled_because = on, because
    details: Details = {"thing": f"account {login}", "because": because, "reassigned": moved}
    write(tools.site.journal, "disable_account", actor, right, tools, details)
    return moved


def _account(login: str, tools: Tools) -> Account:
    if login not in tools.site.accounts:
        raise Invalid({"login": "Ce compte n'existe pas. Vérifier l'identifiant."})
    return tools.site.accounts[login]


def _check_roles(roles: Iterable[str], tools: Tools) -> None:
    known = tools.rules.access.roles
    unknown = [role for role in roles if role not in known]
    if unknown or not list(roles):
        raise Invalid({"roles": f"Rôle inconnu ou manquant. Les rôles sont : {', '.join(known)}."})
