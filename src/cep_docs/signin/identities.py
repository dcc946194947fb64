"""Providers of identities by which a person proves from afar that it is she who signs (R-067)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cep_docs.errors import NotPossible, Unusable
from cep_docs.lifecycle.identity_claims import Claimed
from cep_docs.signin.identity_settings import (
    RETURN,
    USED_NAME,
    Identities,
    IdentityProvider,
)
from cep_docs.signin.openid_flow import Answered, Asked, Fetch, Flow, Leaving
from cep_docs.storage.ledger import Ledger

LONGEST_CLAIM = 300
LOST = (
    "Ce retour ne mène à rien : il a déjà servi, il a plus de dix minutes, ou il vient d'un autre "
    "navigateur. Rien n'a été ouvert, rien n'a changé. Rouvrez le lien que vous avez reçu."
)
SILENT = (
    "{} ne répond pas, ou répond autrement que prévu. Rien n'a changé. Recevez un code à la "
    "place, ou recommencez plus tard."
)
NOT_CONFIRMED = (
    "{} n'a pas confirmé qui vous êtes. Rien n'a été ouvert, rien n'a changé. Recommencez, ou "
    "recevez un code à la place."
)


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody came back: from which provider, and with what she had left."""

    provider: IdentityProvider
    asked: Asked
    back: str


@dataclass(frozen=True, slots=True)
class Told:
    """Who the provider says it is, and how the proof tells that: its name, and how sure it is."""

    claimed: Claimed
    how: str


class IdentityProviders:
    """The settings, the network, and who left and did not come back yet."""

    def __init__(self, settings: Identities, fetch: Fetch, ledger: Ledger) -> None:
        returns = settings.address.rstrip("/") + RETURN
        self._providers = {one.name: one for one in settings.providers}
        self._flows = {one.name: Flow(one, returns, fetch) for one in settings.providers}
        self._leaving = Leaving(ledger, "identity ")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._providers)

    def leave(self, name: str, browser: str, back: str, now: datetime) -> str:
        """The address to send this browser to; `back` comes back with it, and with no other."""
        provider = self._providers[name]
        wants = {"scope": " ".join(("openid", *provider.scope))}
        if provider.levels:
            wants["acr_values"] = " ".join(provider.levels)
        try:
            kept = f"{name}\n{back}"
            return self._flows[name].leave(self._leaving, browser, kept, now, wants)
        except Unusable as error:
            raise NotPossible(SILENT.format(name)) from error

    def begun(self, browser: str, said: Mapping[str, str], now: datetime) -> Begun:
        """What this very browser had left for; it serves once."""
        try:
            asked = self._leaving.back(said.get("state", ""), browser, now)
        except NotPossible as error:
            raise NotPossible(LOST) from error
        name, _, back = asked.back.partition("\n")
        if name not in self._providers:
            raise NotPossible(LOST)
        return Begun(self._providers[name], asked, back)

    def told(self, begun: Begun, said: Mapping[str, str], now: datetime) -> Told:
        """Who it is, when the provider says so in a way that is believed; else NotPossible."""
        provider = begun.provider
        flow = self._flows[provider.name]
        try:
            answered = flow.redeem(begun.asked, said, now)
            claimed = _claimed(provider, answered, flow)
        except Unusable as error:
            raise NotPossible(SILENT.format(provider.name)) from error
        except NotPossible as error:
            raise NotPossible(NOT_CONFIRMED.format(provider.name)) from error
        return Told(claimed, f"{provider.name}, {_level(provider, answered)}")


def _claimed(provider: IdentityProvider, answered: Answered, flow: Flow) -> Claimed:
    """In the token, or beside it: providers differ."""
    wanted = {ours: theirs for ours, theirs in provider.claims.items() if ours != USED_NAME}
    said = answered.claims
    if not all(theirs in said for theirs in wanted.values()):
        said = {**flow.more(answered), **said}
    found = {ours: said.get(theirs, "") for ours, theirs in provider.claims.items()}
    if any(not isinstance(one, str) or len(one) > LONGEST_CLAIM for one in found.values()):
        raise NotPossible(NOT_CONFIRMED.format(provider.name))
    return Claimed(**found)


def _level(provider: IdentityProvider, answered: Answered) -> str:
    """In our words, and in those of the provider; one that the settings do not know is refused."""
    acr = answered.claims.get("acr")
    if not provider.levels:
        return "niveau non précisé"
    if not isinstance(acr, str) or acr not in provider.levels:
        raise NotPossible(NOT_CONFIRMED.format(provider.name))
    return f"niveau {provider.levels[acr]} ({acr})"
