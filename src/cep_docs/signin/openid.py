"""Coming in by the identity provider of the operator (OpenID Connect), for known accounts only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.site import Site
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.openid_flow import REFUSED, Fetch, Flow, Leaving, claims_in
from cep_docs.signin.openid_settings import OpenID
from cep_docs.storage.ledger import Ledger

RETURN = "/connexion/retour"
UNKNOWN = (
    "Cette identité n'est celle d'aucun compte ici. Rien n'a été modifié. Demander à "
    "l'administrateur de la relier à votre compte."
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is; `strong` when it asked for a second factor."""

    issuer: str
    subject: str
    strong: bool

    @property
    def known_as(self) -> str:
        return f"{self.issuer} {self.subject}"


class Provider:
    """The settings, the network, and what was asked for and not answered yet."""

    def __init__(self, settings: OpenID, fetch: Fetch, ledger: Ledger) -> None:
        self.settings = settings
        self._flow = Flow(settings, settings.address.rstrip("/") + RETURN, fetch)
        self._leaving = Leaving(ledger)

    def leave(self, browser: str, back: str, now: datetime) -> str:
        """The address to send this browser to; `back` is where it wants to go afterwards."""
        wants = {"scope": "openid"}
        if self.settings.acr:
            wants["acr_values"] = " ".join(self.settings.acr)
        return self._flow.leave(self._leaving, browser, back, now, wants)

    def come_back(
        self, browser: str, said: Mapping[str, str], now: datetime
    ) -> tuple[Identity, str]:
        """Who it is and where he wanted to go, or NotPossible; the answer serves once."""
        asked = self._leaving.back(said.get("state", ""), browser, now)
        answered = self._flow.redeem(asked, said, now)
        return _identity(answered.claims, self.settings), asked.back


def identity_in(token: str, keys: Any, nonce: str, settings: OpenID, now: datetime) -> Identity:
    """Whom this ID token names, when everything in it is as it must be; else NotPossible."""
    return _identity(claims_in(token, keys, nonce, settings, now), settings)


def _identity(claims: Mapping[str, Any], settings: OpenID) -> Identity:
    try:
        methods = {*claims.get("amr", ())}
    except TypeError as error:
        raise NotPossible(REFUSED) from error
    strong = claims.get("acr") in settings.acr or bool(methods & {*settings.amr})
    return Identity(settings.issuer, claims["sub"], strong)


def know_as(login: str, issuer: str, subject: str, actor: Actor, tools: Tools) -> None:
    """Link an account to somebody at the provider; whoever it was before is forgotten."""
    if login not in tools.site.accounts:
        raise Invalid({"login": "Ce compte n'existe pas. Vérifier l'identifiant."})
    account = tools.site.accounts[login]
    right = require(tools, actor, "manage", account)
    wanted = Identity(issuer, subject, strong=False).known_as
    if any(other.known_as == wanted for other in tools.site.accounts if other is not account):
        raise Invalid({"subject": "Cette identité est déjà celle d'un autre compte."})
    account.known_as = wanted
    details: Details = {"thing": f"account {login}"}
    write(tools.site.journal, "link_identity", actor, right, tools, details)


def account_of(identity: Identity, site: Site) -> Account:
    """The account that was linked to this identity; none is ever made here."""
    for account in site.accounts:
        if account.known_as == identity.known_as:
            return account
    raise NotPossible(UNKNOWN)
