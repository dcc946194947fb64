"""What the pages of /signature share: what is signed, how far she is, what waits no more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import beneficiary_of
from cep_docs.lifecycle import displayed
from cep_docs.lifecycle.ceremony import Ceremony, Where, ceremony_of
from cep_docs.lifecycle.foreseeing import lacks_to_close
from cep_docs.lifecycle.local_hours import told_in
from cep_docs.lifecycle.own_space import follower_of
from cep_docs.lifecycle.signatories import REPRESENTATIVE, signs_as
from cep_docs.lifecycle.signatures import NO_NAME
from cep_docs.lifecycle.signer import ADVISERS_DEVICE, WAITS, state_of_request
from cep_docs.lifecycle.texts import label_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.web.signing_tree import CeremonyPlace
from cep_docs.web.signing_where import where_signed

HOME = "/signature"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs what, from where; of this request."""

    ceremony: Ceremony
    person: Beneficiary
    actor: Actor
    tools: Tools
    where: Where


def signer_in(place: CeremonyPlace, request: Any) -> Signer:
    """NotPossible or NotAllowed when nothing may be signed."""
    actor, tools = request.identity.actor, request.tools
    ceremony = ceremony_of(place.deliverable(actor), actor, tools)
    where = where_signed(request, ceremony.request)
    return Signer(ceremony, beneficiary_of(ceremony.deliverable), actor, tools, where)


def waiting(view: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Only while it waits for her; afterwards the page that says what became of it, so that what
    is sent twice is done once."""

    @wraps(view)
    def looked(place: CeremonyPlace, request: Any) -> Any:
        deliverable = place.deliverable(request.identity.actor)
        who = signs_as(request.identity.actor)
        if state_of_request(deliverable, request.tools, who).what != WAITS:
            return HTTPSeeOther(HOME)
        return view(place, request)

    return looked


def around(place: CeremonyPlace, request: Any) -> dict[str, Any]:
    """What every page of the ceremony shows: which document, how far she is, whom to ask."""
    signer = signer_in(place, request)
    asked = signer.ceremony.request
    return {
        "asked": asked,
        "label": label_of(signer.ceremony.deliverable, request.tools),
        "follower": follower_of(signer.person, request.tools),
        "next": next_step(signer.ceremony),
        "lacks": bool(lacks_to_close(signer.ceremony.deliverable, request.tools)),
        "on_screen": signer.where.device == ADVISERS_DEVICE,
        "words": displayed,
        "represented": represented(place, request),
    }


def represented(place: CeremonyPlace, request: Any) -> str:
    """The name of the person somebody signs with; nothing when she signs herself."""
    actor = request.identity.actor
    version = place.deliverable(actor).current
    if signs_as(actor) != REPRESENTATIVE or version is None:
        return ""
    return version.facts.get("beneficiary_name", "") or NO_NAME


def next_step(ceremony: Ceremony) -> str:
    """Where she goes on."""
    asked = ceremony.request
    return "lire" if not asked.read else "signer" if asked.mention else "mention"


def told_by(deliverable: Deliverable, instant: datetime, request: Any) -> datetime:
    """By the clock of the place where she is received."""
    return told_in(request.identity.actor.structure, instant, request.tools)
