"""Coming in by the identity provider of the operator (OpenID Connect), for known accounts only.

What comes back is believed when it was asked for by this browser, once, and when the token is
signed with a key of the provider, for us, now (AUT-09).
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.site import Site
from cep_docs.errors import Invalid, NotPossible, Unusable
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.openid_settings import OpenID
from cep_docs.storage.attempts import digest_of
from cep_docs.storage.ledger import Ledger

# Signatures with a public half only: neither « none » nor a secret shared with the provider.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
ASKED_FOR = timedelta(minutes=10)
LEEWAY = 60
RETURN = "/connexion/retour"
DISCOVERY = "/.well-known/openid-configuration"
REFUSED = (
    "L'identité annoncée n'a pas pu être vérifiée. Rien n'a été modifié. Recommencer depuis la "
    "page de connexion ; si cela se répète, prévenir l'administrateur."
)
UNKNOWN = (
    "Cette identité n'est celle d'aucun compte ici. Rien n'a été modifié. Demander à "
    "l'administrateur de la relier à votre compte."
)
TABLES = (
    "create table if not exists cep_flows (state text primary key, browser text, nonce text, "
    "verifier text, back text, until double precision)",
)

Fetch = Callable[[str, Mapping[str, str], str | None], Any]
"""An address, headers, and what is sent when it is a POST: the JSON that is answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one browser went to the provider with, until it comes back."""

    nonce: str
    verifier: str
    back: str


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
        self._fetch = fetch
        self._ledger = ledger
        ledger.prepare(TABLES)

    def leave(self, browser: str, back: str, now: datetime) -> str:
        """The address to send this browser to; `back` is where it wants to go afterwards."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._ledger.work() as ask:
            ask("delete from cep_flows where until < ?", now.timestamp())
            ask(
                "insert into cep_flows values (?, ?, ?, ?, ?, ?)",
                digest_of(state),
                digest_of(browser),
                nonce,
                verifier,
                back,
                (now + ASKED_FOR).timestamp(),
            )
        address: str = prepare_grant_uri(
            self._about()["authorization_endpoint"],
            client_id=self.settings.client_id,
            response_type="code",
            redirect_uri=self._return,
            scope="openid",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            **({"acr_values": " ".join(self.settings.acr)} if self.settings.acr else {}),
        )
        return address

    def come_back(
        self, browser: str, said: Mapping[str, str], now: datetime
    ) -> tuple[Identity, str]:
        """Who it is and where he wanted to go, or NotPossible; the answer serves once."""
        asked = self._asked(browser, said.get("state", ""), now)
        about = self._about()
        if said.get("iss", self.settings.issuer) != self.settings.issuer or not said.get("code"):
            raise NotPossible(REFUSED)
        tokens = self._redeem(about["token_endpoint"], said["code"], asked.verifier)
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise NotPossible(REFUSED)
        keys = self._fetch(about["jwks_uri"], {}, None)
        return identity_in(token, keys, asked.nonce, self.settings, now), asked.back

    @property
    def _return(self) -> str:
        return self.settings.address.rstrip("/") + RETURN

    def _about(self) -> dict[str, str]:
        about = self._fetch(self.settings.issuer.rstrip("/") + DISCOVERY, {}, None)
        if not isinstance(about, dict) or about.get("issuer") != self.settings.issuer:
            raise Unusable(
                "Le fournisseur d'identité ne répond pas sous le nom écrit dans openid.yaml. "
                "Rien n'a été modifié. Entrer par mot de passe, et prévenir l'administrateur."
            )
        return about

    def _asked(self, browser: str, state: str, now: datetime) -> Asked:
        """Taken out of the list: whatever comes of it, this state serves once."""
        with self._ledger.work() as ask:
            rows = ask(
                "delete from cep_flows where state = ? returning browser, nonce, verifier, back, "
                "until",
                digest_of(state),
            )
        if not rows or rows[0][0] != digest_of(browser) or rows[0][4] < now.timestamp():
            raise NotPossible(REFUSED)
        return Asked(*rows[0][1:4])

    def _redeem(self, endpoint: str, code: str, verifier: str) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code", redirect_uri=self._return, code=code, code_verifier=verifier
        )
        auth = ClientAuth(self.settings.client_id, self.settings.client_secret)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        uri, headers, body = auth.prepare("POST", endpoint, headers, body)
        answer = self._fetch(uri, headers, body)
        return answer if isinstance(answer, dict) else {}


def identity_in(token: str, keys: Any, nonce: str, settings: OpenID, now: datetime) -> Identity:
    """Whom this ID token names, when everything in it is as it must be; else NotPossible."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": settings.issuer},
                "aud": {"essential": True, "value": settings.client_id},
            },
            params={"client_id": settings.client_id, "nonce": nonce},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotPossible(REFUSED) from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        raise NotPossible(REFUSED)
    methods = {*claims.get("amr", ())}
    strong = claims.get("acr") in settings.acr or bool(methods & {*settings.amr})
    return Identity(settings.issuer, subject, strong)


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
