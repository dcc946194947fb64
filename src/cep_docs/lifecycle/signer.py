"""The person who signs, around the steps of the ceremony: where her request stands, her other
choices, the screen that is handed over to her, the copy she takes away."""

from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE, SigningRequest
from cep_docs.content.site import engagement_of, split_errand
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.ceremony import (
    IDENTITY_FIRST,
    NOBODY_ASKED,
    OVER,
    READ_FIRST,
    Ceremony,
    Where,
    hour_of,
    note_step,
)
from cep_docs.lifecycle.own_space import followed_in
from cep_docs.lifecycle.printing import paper_of, print_version
from cep_docs.lifecycle.proofs import prove_delivery
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import ACCOUNT, PERSON, REPRESENTATIVE
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools

WAITS, SIGNED, DECLINED = "waits", "signed", "declined"
WITHDRAWN, EXPIRED, TO_PAPER = "withdrawn", "expired", "paper"
# His own device; or one that looks like it, from an address that many share.
ADVISERS_DEVICE, LIKE_ADVISERS = "adviser", "like_adviser"
# Before the identifier of the person, where no account of staff is.
SIGNERS = ("beneficiary:", ACCOUNT)
DEVICE = "device"
MENTION_FIRST = "Écrire d'abord « lu et approuvé »."
NOT_THE_SAME = (
    "Le document a changé depuis que cette page est ouverte. Rien n'a été enregistré. Le relire, "
    "puis confirmer."
)
OWN_DEVICE = (
    "Cet appareil est celui d'un conseiller. Rien n'a été signé. À distance, on signe depuis son "
    "propre téléphone ou ordinateur ; sur place, le conseiller vous confie son écran."
)
PHONE_ON_SITE = "Continuer sur le téléphone se fait sur place, avec votre conseiller."


@dataclass(frozen=True, slots=True)
class RequestState:
    """Where a request stands; `at` is when it came to that, when that is known."""

    what: str
    at: datetime | None = None
    mode: str = ""


def signer_of(person: Beneficiary, errand: str) -> Actor:
    """She herself, or who signs with her, let in for one document."""
    document, signatory = split_errand(errand)
    role = REPRESENTATIVE if signatory == REPRESENTATIVE else PERSON
    return Actor(
        f"{role}:{person.identifier}",
        frozenset({role}),
        structure=followed_in(person),
        beneficiary=person.identifier,
        strong=True,
        only=document,
    )


def state_of_request(
    deliverable: Deliverable, tools: Tools, signatory: str = PERSON
) -> RequestState:
    """That of one signatory. It says nothing of the document, nor of whose it is: whoever holds
    the link may know."""
    version = deliverable.current
    asked = requests_to(signatory, deliverable)
    if version is None or not asked:
        return RequestState(WITHDRAWN)
    request = asked[-1]
    signature = version.valid_signatures.get(signatory)
    if signature is not None:
        return RequestState(SIGNED, signature["at"], request.mode)
    if request.ended:
        what = request.ended if request.ended in (DECLINED, EXPIRED, TO_PAPER) else WITHDRAWN
        return RequestState(what, hour_of(request, _EVENTS.get(what, "")), request.mode)
    if request.until <= tools.now():
        return RequestState(EXPIRED, request.until, request.mode)
    return RequestState(WAITS, request.until, request.mode)


_EVENTS = {DECLINED: "declined", TO_PAPER: "paper_asked", WITHDRAWN: "withdrawn"}


def requests_to(signatory: str, deliverable: Deliverable) -> list[SigningRequest]:
    version = deliverable.current
    return [one for one in version.requests if one.signatory == signatory] if version else []


def last_request(deliverable: Deliverable) -> SigningRequest:
    """The one that runs, or how the last one ended."""
    version = deliverable.current
    if version is None or not version.requests:
        raise NotPossible(NOBODY_ASKED)
    return version.requests[-1]


def may_sign_here(request: SigningRequest) -> None:
    """Everything before her signature was done, or NotPossible with the step that lacks first."""
    for done, lacking in (
        (request.identified, IDENTITY_FIRST),
        (request.read, READ_FIRST),
        (request.mention, MENTION_FIRST),
    ):
        if not done:
            raise NotPossible(lacking)


def is_the_advisers(request: SigningRequest, where: Where) -> bool:
    """Whether somebody who works here did something for this request from the same place."""
    return bool(where.address) and any(
        (event["address"], event["browser"]) == (where.address, where.browser)
        and not event["by"].startswith(SIGNERS)
        for event in request.events
    )


def hand_screen(
    deliverable: Deliverable, actor: Actor, tools: Tools, where: Where
) -> SigningRequest:
    """On site, once her identity was seen: from now on the screen is hers (R-070)."""
    require(tools, actor, "sign", deliverable)
    request = last_request(deliverable)
    if actor.beneficiary or not request.runs or request.mode != ON_SITE:
        raise NotPossible(NOBODY_ASKED)
    if request.until <= tools.now():
        raise NotPossible(OVER)
    if not request.identified:
        raise NotPossible("Noter d'abord la pièce d'identité que vous avez vue.")
    version = deliverable.current
    if version is not None:
        here = Ceremony(deliverable, version, request)
        note_step(here, "handed_over", actor, tools, where, {DEVICE: ADVISERS_DEVICE})
    return request


def prefer_paper(ceremony: Ceremony, actor: Actor, tools: Tools, where: Where) -> None:
    """She would rather sign by hand: the request is over, her adviser is told (R-072)."""
    note_step(ceremony, "paper_asked", actor, tools, where)
    ceremony.request.end(TO_PAPER)
    unit = engagement_of(ceremony.deliverable)
    tell_about(unit, "adviser", "paper_wanted", tools)
    right = require(tools, actor, "sign", ceremony.deliverable)
    record(unit, "ask_for_paper", actor, right, tools, {"deliverable": ceremony.deliverable.kind})


def take_copy(deliverable: Deliverable, actor: Actor, tools: Tools, where: Where) -> bytes:
    """Her copy, right after she signed; that she has it is written down (R-056)."""
    version = deliverable.current
    if version is None or PERSON not in version.valid_signatures:
        raise NotPossible("Ce document n'est pas signé. Rien n'a été changé.")
    right = require(tools, actor, "download", version)
    if not version.files:
        print_version(deliverable, version, actor, tools)
    data = paper_of(version).read()
    if version.requests and hour_of(version.requests[-1], "delivered") is None:
        note_step(
            Ceremony(deliverable, version, version.requests[-1]), "delivered", actor, tools, where
        )
        prove_delivery(version, actor, tools)
    details: Details = {"deliverable": deliverable.kind, "version": int(version.__name__)}
    record(engagement_of(deliverable), "download", actor, right, tools, details)
    return data
