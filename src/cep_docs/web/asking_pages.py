"""An adviser has a document signed: he reads and signs first, then asks the person on site, at a
distance or on paper (R-065, R-069…R-072)."""

from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.content.site import beneficiary_of, engagement_of, errand_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.asking import (
    NO_LINK,
    Sending,
    ask_at_a_distance,
    ask_on_site,
    asked_reader,
    send_new_link,
    sign_first,
    take_back_demand,
)
from cep_docs.lifecycle.ceremony import SEEN
from cep_docs.lifecycle.discretion import WORK_ADDRESS
from cep_docs.lifecycle.displayed import to_the_adviser
from cep_docs.lifecycle.document_moves import document_moves
from cep_docs.lifecycle.foreseeing import lacks_to_close, require_nothing_lacks
from cep_docs.lifecycle.own_invitations import Assured, ready_to_invite, ways_to
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.signatories import (
    NAME,
    PERSON,
    REPRESENTATIVE,
    known_as,
    next_signatory,
    reader_if_any,
)
from cep_docs.lifecycle.signatures import level_offered
from cep_docs.lifecycle.signing_state import (
    FIRST,
    NOTHING,
    lives_until,
    running_request,
    standing_of,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.versions import read_document
from cep_docs.rendering.pdf_page import page_of
from cep_docs.signin.links import SIGN, SIGN_HERE, end_links_for, new_link, revoke_links_for
from cep_docs.values.dates import french_day
from cep_docs.web.document_head import head_of
from cep_docs.web.file_pages import shown_phone
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.signing_pages import hand_over
from cep_docs.web.signing_where import where_of
from cep_docs.web.tree import DocumentPlace

SIGNING, ASKING = "asking/sign", "asking/ask"
WAYS = (
    ("email", "Le lien par courriel, le code par SMS"),
    ("sms", "Le lien par SMS, le code par courriel"),
)


# He signs first.


def signing_form(place: DocumentPlace, request: Any) -> Shown:
    """Showing it is a reading, which is written down: only what was displayed can be signed."""
    actor, tools = request.identity.actor, request.tools
    standing = standing_of(place.thing, actor, tools)
    if not standing.version:
        raise NotPossible("Aucune version de ce document n'est proposée. Rien n'a été signé.")
    document = read_document(place.thing, standing.version, actor, tools)
    return {
        **head_of(place, request),
        "standing": standing,
        "page": page_of(document),
        "lacks": lacks_to_close(place.thing, tools),
        "meanings": to_the_adviser(level_offered(tools)),
        "digest": place.thing.current.digest if place.thing.current else "",
    }


@page(DocumentPlace, "signer", needs="sign", template=SIGNING)
def signing(place: DocumentPlace, request: Any) -> Any:
    standing = standing_of(place.thing, request.identity.actor, request.tools)
    if standing.stage != FIRST:
        return go(request, place, "faire-signer")
    return signing_form(place, request)


@act(DocumentPlace, "signer", needs="sign", again=signing_form, template=SIGNING)
def sign(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    """What he read is what he signs: the form says which text it stood under (SIG-04)."""
    version = place.thing.current
    if version is None or Said(request).text("digest") != version.digest:
        raise NotPossible(
            "Le document a changé depuis que cette page est ouverte. Rien n'a été signé. "
            "Le relire, puis signer."
        )
    sign_first(place.thing, request.identity.actor, request.tools, where_of(request))
    told = "Vous avez signé. Choisir maintenant comment la personne signe."
    return go(request, place, "faire-signer", told=told)


# Then he asks her.


@page(DocumentPlace, "faire-signer", needs="view", template=ASKING)
def asking(place: DocumentPlace, request: Any) -> Shown:
    """Where the signature stands, and the three ways to have it, all alike."""
    actor, tools, deliverable = request.identity.actor, request.tools, place.thing
    strong = replace(actor, strong=True)
    standing = standing_of(deliverable, actor, tools)
    person = beneficiary_of(deliverable)
    may = standing.stage not in (FIRST, NOTHING) and all(
        decide(tools, strong, action, thing).allowed
        for action, thing in (("sign", deliverable), ("consent", person))
    )
    lacks = lacks_to_close(deliverable, tools)
    asked_of = reader_if_any(person, standing.turn)
    until = lives_until(engagement_of(deliverable), tools).astimezone(_zone(deliverable, tools))
    return {
        **head_of(place, request),
        "standing": standing,
        "running": standing.request if running_request(deliverable, tools) else None,
        "may": may,
        "lacks": lacks,
        "may_sign": decide(tools, strong, "sign", deliverable).allowed,
        "ways": ways_to(asked_of, actor, tools) if may and asked_of else None,
        "noted": known_as(person),
        "him": known_as(person) if standing.turn == REPRESENTATIVE else None,
        "foreseen": deliverable.current.facts.get(NAME, "") if deliverable.current else "",
        "reopening": _reopening(deliverable, actor, tools) if standing.late else "",
        "until": until,
        "seen": list(SEEN.items()),
        "how": WAYS,
        "phone": shown_phone,
        "work_address": WORK_ADDRESS,
    }


@act(DocumentPlace, "sur-place", needs="sign", again=asking, template=ASKING)
def on_site(place: DocumentPlace, request: Any) -> Response:
    """He saw who she is; from now on the screen is hers (R-070). Who comes back to a demand that
    runs on site only hands the screen over again."""
    actor, tools, said = request.identity.actor, request.tools, Said(request)
    running = running_request(place.thing, tools)
    require_nothing_lacks(place.thing, tools)
    if running is None or running.mode != ON_SITE or not running.identified:
        ask_on_site(place.thing, said.text("seen"), actor, tools, where_of(request))
    _close_what_was_open(place.thing, request)
    return hand_over(request, place.thing)


@act(DocumentPlace, "a-distance", needs="sign", again=asking, template=ASKING)
def at_a_distance(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    """Neither the link nor the code is ever his to see (R-069)."""
    until = lives_until(engagement_of(place.thing), request.tools)
    sending = _sending(place.thing, until, request)
    asked = ask_at_a_distance(
        place.thing, sending, request.identity.actor, request.tools, where_of(request)
    )
    last = asked.until.astimezone(_zone(place.thing, request.tools)).date()
    told = f"Lien envoyé à la personne. Elle peut signer jusqu'au {french_day(last)}."
    return go(request, place, "faire-signer", told=told)


@act(DocumentPlace, "nouveau-lien", needs="sign", again=asking, template=ASKING)
def another_link(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    running = running_request(place.thing, request.tools)
    if running is None or running.mode != REMOTE:
        raise NotPossible(NO_LINK)
    sending = _sending(place.thing, running.until, request)
    send_new_link(place.thing, sending, request.identity.actor, request.tools, where_of(request))
    told = "Nouveau lien envoyé. L'ancien ne mène plus nulle part."
    return go(request, place, "faire-signer", told=told)


@act(DocumentPlace, "annuler-demande", needs="sign", again=asking, template=ASKING)
def take_back(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    Said(request)
    take_back_demand(place.thing, request.identity.actor, request.tools)
    _close_what_was_open(place.thing, request, tells=True)
    told = "Demande annulée : le lien ne dit plus que cela. Votre signature reste."
    return go(request, place, "faire-signer", told=told)


# What these pages share.


def _sending(deliverable: Deliverable, until: datetime, request: Any) -> Sending:
    """The way, and a link that is new: drawn only once her contact is right."""
    require_nothing_lacks(deliverable, request.tools)
    said, actor, doors = Said(request), request.identity.actor, request.outside.doors
    assured = Assured(said.ticked("agrees"), said.ticked("verified"))
    by, person, reader = said.text("by"), beneficiary_of(deliverable), asked_reader(deliverable)
    if by not in dict(WAYS):
        raise Invalid({"by": "Choisir comment le lien part."})
    ready_to_invite(reader, assured, actor, request.tools)
    _close_what_was_open(deliverable, request)
    errand, lives = _errand(deliverable), until - request.tools.now()
    purpose = f"{SIGN}{errand}"
    token = new_link(
        doors.links, person.identifier, purpose, actor.account, doors.now(), valid_for=lives
    )
    return Sending(by, assured, f"{request.application_url}/signer/{token}")


def _close_what_was_open(deliverable: Deliverable, request: Any, *, tells: bool = False) -> None:
    """Earlier links lead nowhere, and whoever came in by one is out: he must not go on under a
    demand that was made, and identified, otherwise. `tells`: those that were sent still say what
    became of the demand."""
    doors, person = request.outside.doors, beneficiary_of(deliverable).identifier
    for word, who in product((SIGN, SIGN_HERE), ("", REPRESENTATIVE)):
        errand = errand_of(deliverable, who)
        if not _has_signed(who or PERSON, deliverable):
            if tells and word == SIGN:
                end_links_for(doors.links, person, f"{word}{errand}", doors.now())
            else:
                revoke_links_for(doors.links, person, f"{word}{errand}")
    doors.visits.end_all(beneficiary=person)


def _reopening(deliverable: Deliverable, actor: Actor, tools: Tools) -> str:
    """The act by which he may take it back; nothing when he may not."""
    moves = document_moves(deliverable, actor, tools)
    return next((move.name for move in moves if move.reopens), "")


def _errand(deliverable: Deliverable) -> str:
    """That of the one whose turn it is: his link is of no use to anybody else."""
    version = deliverable.current
    turn = next_signatory(version) if version is not None else PERSON
    return errand_of(deliverable, "" if turn == PERSON else turn)


def _has_signed(signatory: str, deliverable: Deliverable) -> bool:
    """His link then only says so."""
    version = deliverable.current
    return version is not None and signatory in version.valid_signatures


def _zone(deliverable: Deliverable, tools: Tools) -> Any:
    engagement = engagement_of(deliverable)
    return tools.hour_in(engagement.structure).tzinfo
