"""Inviting a person to her own space: a link by one way, a code by another one (R-067, R-124)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Consent
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.announcing import (
    EMAIL,
    SMS,
    WORKPLACE,
    Reader,
    is_doubtful,
    is_of_staff,
    last_digits,
    put_in_outbox,
)
from cep_docs.lifecycle.discretion import looks_like_work
from cep_docs.lifecycle.persons import record_consent
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

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
# The same, said to the person herself.
CONTACT_OF_STAFF = (
    "Votre fiche porte l'adresse ou le numéro d'une personne de la maison : aucun code n'a été "
    "envoyé. Rien n'a changé. Le dire à votre conseiller, qui corrigera avec vous."
)
NO_CONTACT = (
    "Votre fiche n'a pas de quoi vous envoyer un code par un autre moyen que ce lien. Rien n'a "
    "été envoyé. Le dire à votre conseiller ; vous pouvez aussi signer sur place ou sur papier."
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
    not agree to it; `changed`: one of them is new since less than a day; `doubtful`: those by
    which something did not arrive."""

    email: str
    phone: str
    work: bool
    changed: bool
    doubtful: tuple[str, ...] = ()

    @property
    def lacking(self) -> bool:
        return not (self.email and self.phone)


def ways_to(person: Reader, actor: Actor, tools: Tools) -> Ways:
    """How she can be invited, as her sheet stands."""
    require(tools, actor, "consent", beneficiary_of(person))
    return _ways(person, tools.hour_in(actor.structure).date(), tools)


def can_be_reached(person: Reader, today: date, tools: Tools) -> bool:
    """Whether a program may write to her: nothing of her contact asks for somebody's word."""
    ways = _ways(person, today, tools)
    return not (
        ways.lacking or ways.work or ways.changed or is_of_staff(ways.email, ways.phone, tools)
    )


def _ways(person: Reader, today: date, tools: Tools) -> Ways:
    email, phone = _address(person), last_digits(person.sheet.get("phone", ""))
    agreed = isinstance(person, Beneficiary) and person.consents_to(WORKPLACE, today)
    return Ways(
        email=email,
        phone=person.sheet.get("phone", "") if phone else "",
        work=looks_like_work(email, "", tools) and not agreed,
        changed=_changed_lately(person, tools),
        doubtful=tuple(way for way in (EMAIL, SMS) if is_doubtful(person, way)),
    )


@dataclass(frozen=True, slots=True)
class Assured:
    """What the adviser says of her contact. `agrees`: she accepts this address though others may
    read it; `verified`: what is new was checked with her."""

    agrees: bool = False
    verified: bool = False


def ready_to_invite(person: Reader, said: Assured, actor: Actor, tools: Tools) -> Ways:
    """Where the link and the code will go, or why they will not."""
    ways = ways_to(person, actor, tools)
    if ways.lacking:
        raise NotPossible(NO_WAY)
    if is_of_staff(ways.email, ways.phone, tools):
        raise NotPossible(STAFF_CONTACT)
    if ways.work and not said.agrees:
        raise Invalid({"agrees": ASK_WORKPLACE})
    if ways.changed and not said.verified:
        raise Invalid({"verified": ASK_VERIFIED})
    return ways


def reach(person: Reader, said: Assured, actor: Actor, tools: Tools) -> Ways:
    """Where something will be sent to her; what she agrees to with it is written down."""
    ways = ready_to_invite(person, said, actor, tools)
    if ways.work and isinstance(person, Beneficiary):
        record_consent(person, _consent(actor, tools), actor, tools)
    return ways


def invite(person: Beneficiary, said: Assured, link: str, actor: Actor, tools: Tools) -> None:
    """Put the link on its way; what she agreed to is written down with it."""
    right = require(tools, actor, "consent", person)
    ways = reach(person, said, actor, tools)
    put_in_outbox(person, "invitation", EMAIL, {"link": link}, tools)
    details: Details = {"changed_lately": ways.changed, "workplace": ways.work}
    record(person, "invite", actor, right, tools, details)


def check_contact(person: Reader, channel: str, tools: Tools) -> bool:
    """Whether her contact is new since less than a day, just before a code leaves by this way.

    Refused when it has become that of somebody who works here: it would be his code (SIG-10)."""
    ways = _ways(person, tools.now().date(), tools)
    if not (ways.phone if channel == SMS else ways.email):
        raise NotPossible(NO_CONTACT)
    if is_of_staff(ways.email, ways.phone, tools):
        raise NotPossible(CONTACT_OF_STAFF)
    return ways.changed


def send_code(person: Reader, code: str, tools: Tools, channel: str = SMS) -> None:
    """By the way the link did not come: links come by mail, unless it was told otherwise."""
    put_in_outbox(person, "code", channel, {"code": code}, tools)


def note_revoked(person: Beneficiary, actor: Actor, tools: Tools) -> None:
    """Her link was taken back; the journal says by whom."""
    right = require(tools, actor, "consent", person)
    record(person, "revoke_invitation", actor, right, tools)


def _address(person: Reader) -> str:
    said = person.sheet.get("email", "")
    return said if "@" in said else ""


def _changed_lately(person: Reader, tools: Tools) -> bool:
    since = tools.now() - RECENTLY
    noted = "edit_sheet" if isinstance(person, Beneficiary) else "note_representative"
    return any(
        line["what"] == noted
        and datetime.fromisoformat(line["at"]) > since
        and {"email", "phone"} & set(str(line["details"].get("fields", "")).split(","))
        for line in beneficiary_of(person).journal.recent(LINES_LOOKED_AT)
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
