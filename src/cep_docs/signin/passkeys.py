"""Passkeys: what a browser is asked, and the judgement of what it answers (WebAuthn)."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import webauthn
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cep_docs.content.account import Account, Credentials
from cep_docs.content.facts import Passkey
from cep_docs.content.site import Site
from cep_docs.errors import Invalid
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.counter import Counter
from cep_docs.signin.events import happened
from cep_docs.signin.invitations import own_credentials
from cep_docs.signin.limits import of_address

VALID_FOR = timedelta(minutes=10)
KEPT_FOR = VALID_FOR * 2
LONGEST = 20_000
LONGEST_LABEL = 60
UNREADABLE = "Cette clé d'accès n'a pas été reconnue ici. Recommencer, ou entrer autrement."
TOO_LATE = "La demande était trop ancienne. Recharger la page, puis recommencer."
ALREADY = "Cette clé d'accès est déjà celle d'un compte. En choisir une autre."


@dataclass(frozen=True, slots=True)
class Ground:
    """Where it takes place: the name and the origin of the site, and what challenges are drawn
    from: they belong to one browser and one purpose, for ten minutes, once."""

    host: str
    origin: str
    key: bytes

    def challenge(self, now: datetime) -> bytes:
        start = secrets.token_bytes(16) + int(now.timestamp()).to_bytes(8, "big")
        return start + self._proof(start)

    def is_ours(self, challenge: bytes, now: datetime) -> bool:
        start, proof = challenge[:24], challenge[24:]
        age = now.timestamp() - int.from_bytes(start[16:], "big")
        fresh = -1 <= age <= VALID_FOR.total_seconds()
        return fresh and hmac.compare_digest(proof, self._proof(start))

    def _proof(self, start: bytes) -> bytes:
        said = b"passkey " + self.host.encode() + start
        return hmac.new(self.key, said, hashlib.sha256).digest()


def to_give(ground: Ground, known: Iterable[Passkey], now: datetime) -> str:
    """What a browser is asked, as JSON: one of these keys, or any it has for us."""
    options = webauthn.generate_authentication_options(
        rp_id=ground.host,
        challenge=ground.challenge(now),
        allow_credentials=_descriptors(ground, known),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return webauthn.options_to_json(options)


def handle_of(account: Account, drawn_from: bytes) -> bytes:
    """What passkeys name the account by: it says nothing of who it is."""
    own = account.credentials
    return bytes.fromhex(own.handle) if own and own.handle else drawn_from


def to_make(ground: Ground, account: Account, handle: bytes, now: datetime) -> str:
    own = account.credentials or Credentials()
    options = webauthn.generate_registration_options(
        rp_id=ground.host,
        rp_name="cep_docs",
        user_name=account.login,
        user_display_name=account.full_name,
        user_id=handle,
        challenge=ground.challenge(now),
        exclude_credentials=_descriptors(ground, own.passkeys),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def made(ground: Ground, answer: str, label: str, counter: Counter) -> Passkey:
    """The new key, or Invalid."""
    challenge = _challenge_in(answer, ground, counter.now)
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=ground.host,
            expected_origin=ground.origin,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Invalid({"": UNREADABLE}) from error
    spent = f"passkey {challenge.hex()}"
    if not counter.attempts.spend(spent, counter.now, counter.now + KEPT_FOR):
        raise Invalid({"": TOO_LATE})
    return Passkey(
        id=bytes_to_base64url(verified.credential_id),
        key=verified.credential_public_key,
        count=verified.sign_count,
        host=ground.host,
        label=label.strip()[:LONGEST_LABEL] or "Clé d'accès",
        added_at=counter.now,
    )


def keep_passkey(login: str, new: Passkey, handle: str, tools: Tools) -> None:
    if owner_of(new["id"], tools.site) is not None:
        raise Invalid({"": ALREADY})
    account = tools.site.accounts[login]
    own = own_credentials(account)
    own.passkeys, own.handle = (*own.passkeys, new), own.handle or handle
    happened("add_factor", account, tools, {"factor": "passkey"})


@dataclass(frozen=True, slots=True)
class Given:
    """A passkey that was given: whose, and whether the device made sure who holds it; then it
    stands for both factors."""

    login: str
    key: str
    count: int
    verified: bool
    challenge: str


def given(ground: Ground, answer: str, site: Site, counter: Counter) -> Given:
    """Whose key this is, or Invalid; counted when it is wrong."""
    attempt = counter.enter(of_address(counter.address, counter.office))
    one = _judged(ground, answer, site, counter.now)
    if not counter.attempts.spend(f"passkey {one.challenge}", counter.now, counter.now + KEPT_FOR):
        raise Invalid({"": TOO_LATE})
    counter.attempts.forgive(attempt)
    counter.write(lambda tools: _count_on(one, tools))
    return one


def _judged(ground: Ground, answer: str, site: Site, now: datetime) -> Given:
    challenge = _challenge_in(answer, ground, now)
    identifier = str(_parsed(answer).get("id", ""))
    account = owner_of(identifier, site)
    known = _of(account, identifier) if account else None
    if account is None or known is None or known["host"] != ground.host:
        raise Invalid({"": UNREADABLE})
    try:
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=ground.host,
            expected_origin=ground.origin,
            credential_public_key=known["key"],
            credential_current_sign_count=known["count"],
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Invalid({"": UNREADABLE}) from error
    return Given(
        account.login,
        identifier,
        verified.new_sign_count,
        verified.user_verified,
        challenge.hex(),
    )


def _count_on(one: Given, tools: Tools) -> None:
    """A copy of the key would count from where the original stood: it is told apart by this."""
    own = own_credentials(tools.site.accounts[one.login])
    own.passkeys = tuple(
        Passkey(**{**key, "count": one.count}) if key["id"] == one.key else key
        for key in own.passkeys
    )


def owner_of(identifier: str, site: Site) -> Account | None:
    for account in site.accounts:
        if _of(account, identifier) is not None:
            return account
    return None


def _of(account: Account, identifier: str) -> Passkey | None:
    own = account.credentials
    keys = own.passkeys if own else ()
    return next((key for key in keys if key["id"] == identifier), None)


def _descriptors(ground: Ground, keys: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=webauthn.base64url_to_bytes(key["id"]))
        for key in keys
        if key["host"] == ground.host
    ]


def _parsed(answer: str) -> dict[str, object]:
    try:
        said = json.loads(answer) if len(answer) <= LONGEST else None
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Invalid({"": UNREADABLE})
    return said


def _challenge_in(answer: str, ground: Ground, now: datetime) -> bytes:
    """The challenge that was answered: only one of ours, made for this browser, not long ago."""
    response = _parsed(answer).get("response")
    try:
        data = webauthn.base64url_to_bytes(response["clientDataJSON"])  # type: ignore[index]
        challenge = webauthn.base64url_to_bytes(json.loads(data)["challenge"])
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid({"": UNREADABLE}) from error
    if not ground.is_ours(challenge, now):
        raise Invalid({"": TOO_LATE})
    return challenge
