"""What a person agreed to, told to her; she takes it back as easily as she gave it (R-176)."""

from dataclasses import dataclass
from datetime import date, timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.attachment import ASSESSMENT
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Consent, Mandate
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.announcing import WORKPLACE
from cep_docs.lifecycle.own_space import followed_in
from cep_docs.lifecycle.persons import revoke_consent
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

SUBJECTS = {
    "disability": "Garder au dossier votre situation de handicap",
    ASSESSMENT: "Garder la synthèse de votre bilan de compétences",
    "mediation": "Montrer votre dossier au médiateur",
    "handover": "Remettre votre dossier à un autre opérateur",
    WORKPLACE: "Vous écrire à une adresse de travail",
}
MANDATED = {
    "deliverable": "vos documents",
    "plan": "votre plan d'actions et la synthèse de vos compétences",
    "attachment": "vos pièces",
}
MANDATE = "mandate-"


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """`key` names it when she takes it back; `ended_on`: it is over, or taken back."""

    key: str
    label: str
    details: str
    given_on: date
    until: date | None
    ended_on: date | None


def own_consents(person: Beneficiary, actor: Actor, tools: Tools) -> list[OwnConsent]:
    """Those that run first, each kind as it was given."""
    require(tools, actor, "view", person)
    today = _today(person, tools)
    told = [_consent(said, tools) for said in person.consents]
    told += [_mandate(rank, said, today) for rank, said in enumerate(person.mandates)]
    return sorted(told, key=lambda one: (one.ended_on is not None, one.given_on))


def take_back_consent(person: Beneficiary, key: str, actor: Actor, tools: Tools) -> None:
    """From today on; what was given stays in the history."""
    today = _today(person, tools)
    if not key.startswith(MANDATE):
        revoke_consent(person, key, today, actor, tools)
        return
    right = require(tools, actor, "consent", person)
    rank = key.removeprefix(MANDATE)
    if not rank.isdecimal() or int(rank) >= len(person.mandates):
        raise NotPossible("Ce mandat n'existe pas. Rien n'a été changé.")
    mandate = person.mandates[int(rank)]
    if mandate["until"] < today:
        raise NotPossible("Ce mandat est déjà terminé. Rien n'a été changé.")
    # Both days of a mandate are included: it ended yesterday, so that nothing opens any more.
    ended: Mandate = {**mandate, "until": today - timedelta(days=1)}
    person.mandates = tuple(
        ended if place == int(rank) else said for place, said in enumerate(person.mandates)
    )
    details = {"scope": mandate["scope"], "on": today.isoformat()}
    record(person, "revoke_mandate", actor, right, tools, details)


def _consent(said: Consent, tools: Tools) -> OwnConsent:
    scopes = tools.rules.attachments.vault.scopes if said["subject"] == ASSESSMENT else {}
    return OwnConsent(
        key=said["subject"],
        label=SUBJECTS.get(said["subject"], said["subject"]),
        details=", ".join(scopes[one] for one in said["scope"].split() if one in scopes),
        given_on=said["given_on"],
        until=None,
        ended_on=said["revoked_on"],
    )


def _mandate(rank: int, said: Mandate, today: date) -> OwnConsent:
    return OwnConsent(
        key=f"{MANDATE}{rank}",
        label=f"Montrer à {said['third_party']}",
        details=", ".join(MANDATED.get(kind, kind) for kind in said["scope"].split()),
        given_on=said["given_on"],
        until=said["until"],
        ended_on=said["until"] if said["until"] < today else None,
    )


def _today(person: Beneficiary, tools: Tools) -> date:
    return tools.hour_in(followed_in(person)).date()
