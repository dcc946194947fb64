"""Inviting a person to her own space: a link by one way, a code by another one (R-067, R-124)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Consent
from cep_docs.content.outbox import Message
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.discretion import looks_like_work
from cep_docs.lifecycle.persons import record_consent
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

# The consent to be written to at an address that may be that of her work.
WORKPLACE = "workplace_address"
EMAIL, SMS = "email", "sms"
RECENTLY = timedelta(days=1)
# Further back than this nobody looks: a file with so many lines in a day has other troubles.
LINES_LOOKED_AT = 60

NO_WAY = (
    "Il faut une adresse mail et un numéro de téléphone : le lien part par l'une, le code par "
    "l'autre. Rien n'a été envoyé. Compléter la fiche avec la personne."
)
STAFF_CONTACT = (
    "Cette adresse ou ce numéro est celui d'un compte de la maison : la personne n'y recevrait "
    "rien elle-même. Rien n'a été envoyé. Corriger la fiche avec elle."
)
ASK_WORKPLACE = (
    "Cette adresse semble être celle du travail. Cocher la case si la personne est d'accord, "
    "ou écrire une autre adresse dans sa fiche."
)
ASK_VERIFIED = (
    "Ses coordonnées ont changé depuis moins d'un jour. Vérifier de vive voix que ce sont bien "
    "les siennes, puis cocher la case."
)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the link and the code go. `work`: the address may be read at her work, and she did
    not agree to it; `changed`: one of them is new since less than a day."""

    email: str
    phone: str
    work: bool
    changed: bool

    @property
    def lacking(self) -> bool:
        return not (self.email and self.phone)


def ways_to(person: Beneficiary, actor: Actor, tools: Tools) -> Ways:
    """How she can be invited, as her sheet stands."""
    require(tools, actor, "consent", person)
    email, phone = _address(person), _digits(person.sheet.get("phone", ""))
    today = tools.hour_in(actor.structure).date()
    agreed = person.consents_to(WORKPLACE, today)
    return Ways(
        email=email,
        phone=person.sheet.get("phone", "") if phone else "",
        work=looks_like_work(email, "", tools) and not agreed,
        changed=_changed_lately(person, tools),
    )


@dataclass(frozen=True, slots=True)
class Assured:
    """What the adviser says of her contact. `agrees`: she accepts this address though others may
    read it; `verified`: what is new was checked with her."""

    agrees: bool = False
    verified: bool = False


def ready_to_invite(person: Beneficiary, said: Assured, actor: Actor, tools: Tools) -> Ways:
    """Where the link and the code will go, or why they will not."""
    ways = ways_to(person, actor, tools)
    if ways.lacking:
        raise NotPossible(NO_WAY)
    if _is_of_staff(ways, tools):
        raise NotPossible(STAFF_CONTACT)
    if ways.work and not said.agrees:
        raise Invalid({"agrees": ASK_WORKPLACE})
    if ways.changed and not said.verified:
        raise Invalid({"verified": ASK_VERIFIED})
    return ways


def invite(person: Beneficiary, said: Assured, link: str, actor: Actor, tools: Tools) -> None:
    """Put the link on its way; what she agreed to is written down with it."""
    right = require(tools, actor, "consent", person)
    ways = ready_to_invite(person, said, actor, tools)
    if ways.work:
        record_consent(person, _consent(actor, tools), actor, tools)
    _put_in_outbox(person, "invitation", EMAIL, {"link": link}, tools)
    details: Details = {"changed_lately": ways.changed, "workplace": ways.work}
    record(person, "invite", actor, right, tools, details)


def send_code(person: Beneficiary, code: str, tools: Tools) -> None:
    """By the way the link did not come."""
    _put_in_outbox(person, "code", SMS, {"code": code}, tools)


def note_revoked(person: Beneficiary, actor: Actor, tools: Tools) -> None:
    """Her link was taken back; the journal says by whom."""
    right = require(tools, actor, "consent", person)
    record(person, "revoke_invitation", actor, right, tools)


def _put_in_outbox(
    person: Beneficiary, about: str, channel: str, slots: Mapping[str, str], tools: Tools
) -> None:
    """What the policy says, with a subject that tells nothing. Secrets are written into it in a
    demonstration only, where nothing is ever sent."""
    said = tools.rules.discretion.messages[about]
    message = Message(person.identifier, about, channel, tools.now())
    message.subject = said.subject
    message.text = said.text
    if tools.site.demo_day is not None:
        for name, value in slots.items():
            message.text = message.text.replace(f"{{{name}}}", value)
    (number,) = tools.numbers.take([("message", None)])
    tools.site.messages.add(f"{number:010}", message)


def _address(person: Beneficiary) -> str:
    said = person.sheet.get("email", "")
    return said if "@" in said else ""


def _digits(phone: str) -> str:
    """The last nine: with or without +33."""
    return re.sub(r"\D", "", phone)[-9:]


def _is_of_staff(ways: Ways, tools: Tools) -> bool:
    """Nobody who works here receives what is for her (SIG-10)."""

    def same(account: Account) -> bool:
        phone = _digits(account.phone)
        return account.email.lower() == ways.email.lower() or (
            bool(phone) and phone == _digits(ways.phone)
        )

    return any(map(same, tools.site.accounts))


def _changed_lately(person: Beneficiary, tools: Tools) -> bool:
    since = tools.now() - RECENTLY
    return any(
        line["what"] == "edit_sheet"
        and datetime.fromisoformat(line["at"]) > since
        and {"email", "phone"} & set(str(line["details"].get("fields", "")).split(","))
        for line in person.journal.recent(LINES_LOOKED_AT)
    )


def _consent(actor: Actor, tools: Tools) -> Consent:
    return {
        "subject": WORKPLACE,
        "scope": "",
        "given_on": tools.hour_in(actor.structure).date(),
        "channel": "PRES",
        "recorded_by": actor.account,
        "revoked_on": None,
    }
