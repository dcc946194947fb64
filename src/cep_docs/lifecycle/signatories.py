"""Who signs a version, one after the other: the adviser, her representative where the version
foresees one, the person last (R-065, R-075, R-079)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.folder import above
from cep_docs.content.representative import Representative
from cep_docs.content.signing import SigningRequest
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.tools import Tools

ADVISER, REPRESENTATIVE, PERSON = "adviser", "representative", "beneficiary"
LEGAL, CURATOR = "legal", "curator"
KINDS = {LEGAL: "représentant légal", CURATOR: "curateur"}
# Under these words a version keeps who signs with her.
NAME, KIND = "representative_name", "representative_kind"
# The effect by which each one signs, after a demand.
SIGNED_BY = {REPRESENTATIVE: "sign_for_the_representative", PERSON: "sign_for_the_person"}
CHANGED = (
    "La version nomme un autre représentant que la fiche. Rien n'a été demandé. "
    "Reprendre le document en brouillon, puis le proposer de nouveau."
)
SAME_CONTACT = (
    "La personne et son représentant ont la même adresse et le même téléphone : l'un pourrait "
    "signer à la place de l'autre. Rien n'a été envoyé. Corriger l'un des deux avec eux, ou faire "
    "signer sur place ou sur papier."
)
# Before the identifier of the person: the representative has no account.
ACCOUNT = "representative:"


def signatories_of(version: Version) -> tuple[str, ...]:
    """In the order in which they sign. What was frozen before stays as it was frozen."""
    if version.facts.get(NAME):
        return (ADVISER, REPRESENTATIVE, PERSON)
    return (ADVISER, PERSON)


def next_signatory(version: Version) -> str:
    """Who has not signed yet, and whose turn it is; nothing when all did."""
    signed = version.valid_signatures
    return next((who for who in signatories_of(version) if who not in signed), "")


def asked_next(version: Version) -> str:
    """Who is asked now, the adviser having signed; NotPossible when the version names somebody
    who does not represent her any more."""
    signatory = next_signatory(version)
    if signatory == REPRESENTATIVE and not is_the_one(version):
        raise NotPossible(CHANGED)
    return signatory


def is_asked(request: SigningRequest, version: Version, actor: Actor) -> bool:
    """Whether this demand is for him: never hers for him, nor his for her."""
    if request.signatory != signs_as(actor):
        return False
    return request.signatory != REPRESENTATIVE or is_the_one(version)


def foresees_him(version: Version | None) -> bool:
    return version is not None and REPRESENTATIVE in signatories_of(version)


def waits_for_him(version: Version | None) -> bool:
    """He is foreseen and did not sign yet."""
    return (
        version is not None
        and foresees_him(version)
        and REPRESENTATIVE not in version.valid_signatures
    )


def signs_as(actor: Actor) -> str:
    """In which role somebody who was let in signs."""
    return REPRESENTATIVE if REPRESENTATIVE in actor.roles else PERSON


def represents(actor: Actor, person: Beneficiary) -> bool:
    return signs_as(actor) == REPRESENTATIVE and actor.beneficiary == person.identifier != ""


@dataclass(frozen=True, slots=True)
class KnownAs:
    """Her representative, in words."""

    name: str
    kind: str


def known_as(person: Beneficiary) -> KnownAs | None:
    noted = person.representative
    return KnownAs(full_name(noted), KINDS[noted.kind]) if noted is not None else None


def full_name(representative: Representative) -> str:
    names = (representative.sheet.get(name, "") for name in ("first_name", "last_name"))
    return " ".join(filter(None, names))


def representative_facts(deliverable: Deliverable, agreement: Agreement) -> Mapping[str, str]:
    """What a version will say of him, where its form has a place for his signature: elsewhere he
    is nobody's business."""
    noted = beneficiary_of(deliverable).representative
    form = agreement.forms[deliverable.kind]
    if noted is None or all(one.role != REPRESENTATIVE for one in form.signatories):
        return {}
    return {NAME: full_name(noted), KIND: KINDS[noted.kind]}


def is_the_one(version: Version) -> bool:
    """Whether the version names the representative, or nobody, as her sheet does now."""
    noted = beneficiary_of(version).representative
    said = (full_name(noted), KINDS[noted.kind]) if noted is not None else ("", "")
    return said == (version.facts.get(NAME, ""), version.facts.get(KIND, ""))


def is_late(version: Version, tools: Tools) -> bool:
    """Whether her sheet names another representative than this version, where its form has a
    place for him: he was noted, or is not any more, since it was frozen."""
    deliverable = above(version, Deliverable)
    if deliverable is None:
        return False
    form = tools.agreement_of(engagement_of(version)).forms[deliverable.kind]
    return any(one.role == REPRESENTATIVE for one in form.signatories) and not is_the_one(version)


def reader_if_any(person: Beneficiary, signatory: str) -> Beneficiary | Representative | None:
    """To whom a link goes, and his code, while there is somebody."""
    return person if signatory != REPRESENTATIVE else person.representative


def reader_for(person: Beneficiary, signatory: str) -> Beneficiary | Representative:
    """The same; NotPossible when nobody represents her any more, or when link and code would both
    reach the other one of the two who sign."""
    reader = reader_if_any(person, signatory)
    if reader is None:
        raise NotPossible(CHANGED)
    if len(shared_ways(person)) > 1:
        raise NotPossible(SAME_CONTACT)
    return reader


def shared_ways(person: Beneficiary, sheet: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The ways by which what is for one of them would reach the other; `sheet` is that of a
    representative who is about to be noted."""
    if sheet is None:
        sheet = person.representative.sheet if person.representative is not None else {}
    own = person.sheet
    shared = {
        "email": sheet.get("email", "").casefold() == own.get("email", "").casefold(),
        "phone": last_digits(sheet.get("phone", "")) == last_digits(own.get("phone", "")),
    }
    return tuple(way for way, same in shared.items() if same and sheet.get(way))


def last_digits(phone: str) -> str:
    """The last nine: with or without +33."""
    return re.sub(r"\D", "", phone)[-9:]
