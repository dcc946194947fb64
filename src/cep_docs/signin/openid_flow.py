"""To a provider of identities and back (OpenID Connect): for staff, and for who signs from afar.

What comes back is believed when it was asked for by this browser, once, and when the token is
signed with a key of the provider, for us, now (AUT-09).
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cep_docs.errors import NotPossible, Unusable
from cep_docs.storage.attempts import digest_of
from cep_docs.storage.ledger import Ledger

# Signatures with a public half only: neither « none » nor a secret shared with the provider.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
ASKED_FOR = timedelta(minutes=10)
LEEWAY = 60
DISCOVERY = "/.well-known/openid-configuration"
REFUSED = (
    "L'identité annoncée n'a pas pu être vérifiée. Rien n'a été modifié. Recommencer depuis la "
    "page de connexion ; si cela se répète, prévenir l'administrateur."
)
OTHER_NAME = (
    "Le fournisseur d'identité ne répond pas sous le nom écrit dans les réglages. Rien n'a été "
    "modifié. Entrer d'une autre façon, et prévenir l'administrateur."
)
TABLES = (
    "create table if not exists cep_flows (state text primary key, browser text, nonce text, "
    "verifier text, back text, until double precision)",
)

Fetch = Callable[[str, Mapping[str, str], str | None], Any]
"""An address, headers, and what is sent when it is a POST: the JSON that is answered, or the text
of a signed token."""


class Client(Protocol):
    """Whom we ask, and as whom."""

    @property
    def issuer(self) -> str: ...

    @property
    def client_id(self) -> str: ...

    @property
    def client_secret(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What one browser went to a provider with, until it comes back."""

    nonce: str
    verifier: str
    back: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the token says, and the word that opens what else the provider may tell."""

    claims: Mapping[str, Any]
    access: str


class Leaving:
    """Who left and did not come back yet. `purpose` keeps those apart that come back by another
    door."""

    def __init__(self, ledger: Ledger, purpose: str = "") -> None:
        self._ledger = ledger
        self._purpose = purpose
        ledger.prepare(TABLES)

    def note(self, state: str, browser: str, asked: Asked, now: datetime) -> None:
        with self._ledger.work() as ask:
            ask("delete from cep_flows where until < ?", now.timestamp())
            ask(
                "insert into cep_flows values (?, ?, ?, ?, ?, ?)",
                self._key(state),
                digest_of(browser),
                asked.nonce,
                asked.verifier,
                asked.back,
                (now + ASKED_FOR).timestamp(),
            )

    def back(self, state: str, browser: str, now: datetime) -> Asked:
        """Taken out of the list: whatever comes of it, this state serves once."""
        with self._ledger.work() as ask:
            rows = ask(
                "delete from cep_flows where state = ? returning browser, nonce, verifier, back, "
                "until",
                self._key(state),
            )
        if not rows or rows[0][0] != digest_of(browser) or rows[0][4] < now.timestamp():
            raise NotPossible(REFUSED)
        return Asked(*rows[0][1:4])

    def _key(self, state: str) -> str:
        return digest_of(f"{self._purpose}{state}")


class Flow:
    """The exchange with one provider, which sends back to the address `returns`."""

    def __init__(self, client: Client, returns: str, fetch: Fetch) -> None:
        self.client = client
        self._returns = returns
        self._fetch = fetch

    def leave(
        self,
        leaving: Leaving,
        browser: str,
        back: str,
        now: datetime,
        wants: Mapping[str, str],
    ) -> str:
        """The address to send this browser to; `back` is where it wants to go afterwards."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        there = self._about()["authorization_endpoint"]
        leaving.note(state, browser, Asked(nonce, verifier, back), now)
        address: str = prepare_grant_uri(
            there,
            client_id=self.client.client_id,
            response_type="code",
            redirect_uri=self._returns,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
            **wants,
        )
        return address

    def redeem(self, asked: Asked, said: Mapping[str, str], now: datetime) -> Answered:
        """What the provider says of whom it sent back, or NotPossible."""
        about = self._about()
        if said.get("iss", self.client.issuer) != self.client.issuer or not said.get("code"):
            raise NotPossible(REFUSED)
        tokens = self._tokens(about["token_endpoint"], said["code"], asked.verifier)
        token, access = tokens.get("id_token"), tokens.get("access_token")
        if not isinstance(token, str):
            raise NotPossible(REFUSED)
        keys = self._fetch(about["jwks_uri"], {}, None)
        claims = claims_in(token, keys, asked.nonce, self.client, now)
        return Answered(claims, access if isinstance(access, str) else "")

    def more(self, answered: Answered) -> Mapping[str, Any]:
        """What else the provider tells of the same person, signed or as plain JSON."""
        about = self._about()
        if not answered.access or "userinfo_endpoint" not in about:
            return {}
        bearer = {"Authorization": f"Bearer {answered.access}"}
        told = self._fetch(about["userinfo_endpoint"], bearer, None)
        if isinstance(told, str):
            told = _signed(told, self._fetch(about["jwks_uri"], {}, None), self.client)
        if not isinstance(told, dict) or told.get("sub") != answered.claims["sub"]:
            raise NotPossible(REFUSED)
        return told

    def _about(self) -> dict[str, str]:
        about = self._fetch(self.client.issuer.rstrip("/") + DISCOVERY, {}, None)
        if not isinstance(about, dict) or about.get("issuer") != self.client.issuer:
            raise Unusable(OTHER_NAME)
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(about.get(name), str) for name in needed):
            raise Unusable(OTHER_NAME)
        return about

    def _tokens(self, endpoint: str, code: str, verifier: str) -> dict[str, Any]:
        body = prepare_token_request(
            "authorization_code", redirect_uri=self._returns, code=code, code_verifier=verifier
        )
        auth = ClientAuth(self.client.client_id, self.client.client_secret)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        uri, headers, body = auth.prepare("POST", endpoint, headers, body)
        answer = self._fetch(uri, headers, body)
        return answer if isinstance(answer, dict) else {}


def claims_in(
    token: str, keys: Any, nonce: str, client: Client, now: datetime
) -> Mapping[str, Any]:
    """What this ID token says, when everything in it is as it must be; else NotPossible."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        claims = CodeIDToken(
            read.claims,
            read.header,
            options={
                "iss": {"essential": True, "value": client.issuer},
                "aud": {"essential": True, "value": client.client_id},
            },
            params={"client_id": client.client_id, "nonce": nonce},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotPossible(REFUSED) from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject or len(subject) > 255:
        raise NotPossible(REFUSED)
    return dict(claims)


def _signed(token: str, keys: Any, client: Client) -> Mapping[str, Any]:
    """A signed answer is for us and from them, or it is none."""
    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
        claims = dict(read.claims)
        audience = claims.get("aud")
        for_us = audience if isinstance(audience, list) else [audience]
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotPossible(REFUSED) from error
    if claims.get("iss") != client.issuer or client.client_id not in for_us:
        raise NotPossible(REFUSED)
    return claims
