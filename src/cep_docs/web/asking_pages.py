"""An adviser has a document signed: he reads and signs first, one or several, then asks the person
on site, at a distance or on paper (R-065, R-069…R-072, R-081)."""

from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.content.site import beneficiary_of, engagement_of, errand_of
from cep_docs.errors import CepDocsError, Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.asking import (
    MOST_AT_ONCE,
    NO_LINK,
    Sending,
    ask_at_a_distance,
    ask_on_site,
    send_new_link,
    sign_first,
    sign_one_of_several,
    take_back_demand,
    to_sign_first,
)
from cep_docs.lifecycle.ceremony import SEEN
from cep_docs.lifecycle.discretion import WORK_ADDRESS
from cep_docs.lifecycle.displayed import to_the_adviser
from cep_docs.lifecycle.own_invitations import Assured, ready_to_invite, ways_to
from cep_docs.lifecycle.rights import decide
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
from cep_docs.lifecycle.waiting_documents import to_sign
from cep_docs.rendering.pdf_page import page_of
from cep_docs.signin.links import SIGN, SIGN_HERE, new_link, revoke_links_for
from cep_docs.values.dates import french_day
from cep_docs.web.document_head import head_of
from cep_docs.web.file_pages import shown_phone
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import STAFF
from cep_docs.web.signing_pages import hand_over
from cep_docs.web.signing_where import where_of
from cep_docs.web.tree import DocumentPlace, RootPlace

SIGNING, ASKING, SEVERAL = "asking/sign", "asking/ask", "asking/to_sign"
WAITING = 50  # documents on one page
TICKED = "ticked"
NOTHING_TICKED = "Cocher au moins un document que vous avez lu. Rien n'a été signé."
TOO_MANY = f"Cocher {MOST_AT_ONCE} documents au plus à la fois. Rien n'a été signé."
NOT_THAT_ONE = "Le document du dossier {number} n'a pas été trouvé : il n'est pas signé."
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


# Several at once.


@page(RootPlace, "a-signer", needs=STAFF, template=SEVERAL)
def waiting(place: RootPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    first = _whole(request.GET.get("debut", ""))
    found = list(islice(to_sign(actor, tools), first, first + WAITING + 1))
    his = islice(to_sign_first(actor, tools), first + WAITING)
    return {
        "lines": found[:WAITING],
        "first": first,
        "next": first + WAITING if len(found) > WAITING else 0,
        "follows": "adviser" in actor.roles,
        "his": {_key(one.line.subject.number, one.line.document): one.displayed for one in his},
        "strong": actor.strong,
        "key": _key,
        "most": MOST_AT_ONCE,
        "scans": decide(
            tools, actor, "create", place["numerisation"].seen_by(actor, "paper")
        ).allowed,
    }


@act(RootPlace, "a-signer", needs=STAFF, again=waiting, template=SEVERAL)
def sign_several(place: RootPlace, request: Any) -> HTTPSeeOther:
    """Each in a transaction of its own: what is signed stays signed, whatever comes after."""
    ticked = list(dict.fromkeys(Said(request, several=(TICKED,)).many(TICKED)))
    if not ticked or len(ticked) > MOST_AT_ONCE:
        raise Invalid({TICKED: TOO_MANY if ticked else NOTHING_TICKED})
    actor = request.identity.actor
    refused = [said for said in (_refusal(name, actor, request) for name in ticked) if said]
    signed = len(ticked) - len(refused)
    told = f"{signed} document{'s' if signed > 1 else ''} signé{'s' if signed > 1 else ''}."
    if refused:
        raise NotPossible(" ".join([told, *refused]))
    return go(request, place, "a-signer", told=told)


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
    until = lives_until(engagement_of(deliverable), tools).astimezone(_zone(deliverable, tools))
    return {
        **head_of(place, request),
        "standing": standing,
        "running": standing.request if running_request(deliverable, tools) else None,
        "may": may,
        "may_sign": decide(tools, strong, "sign", deliverable).allowed,
        "ways": ways_to(person, actor, tools) if may else None,
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
    _close_what_was_open(place.thing, request)
    told = "Demande annulée : le lien ne mène plus nulle part. Votre signature reste."
    return go(request, place, "faire-signer", told=told)


# What these pages share.


def _sending(deliverable: Deliverable, until: datetime, request: Any) -> Sending:
    """The way, and a link that is new: drawn only once her contact is right."""
    said, actor, doors = Said(request), request.identity.actor, request.outside.doors
    assured = Assured(said.ticked("agrees"), said.ticked("verified"))
    by, person = said.text("by"), beneficiary_of(deliverable)
    if by not in dict(WAYS):
        raise Invalid({"by": "Choisir comment le lien part."})
    ready_to_invite(person, assured, actor, request.tools)
    _close_what_was_open(deliverable, request)
    purpose, lives = f"{SIGN}{errand_of(deliverable)}", until - request.tools.now()
    token = new_link(
        doors.links, person.identifier, purpose, actor.account, doors.now(), valid_for=lives
    )
    return Sending(by, assured, f"{request.application_url}/signer/{token}")


def _close_what_was_open(deliverable: Deliverable, request: Any) -> None:
    """Earlier links lead nowhere, and whoever came in by one is out: he must not go on under a
    demand that was made, and identified, otherwise."""
    doors, person = request.outside.doors, beneficiary_of(deliverable).identifier
    for word in (SIGN, SIGN_HERE):
        revoke_links_for(doors.links, person, f"{word}{errand_of(deliverable)}")
    doors.visits.end_all(beneficiary=person)


def _refusal(ticked: str, actor: Actor, request: Any) -> str:
    """What stood in the way of one of several; nothing when it is signed. A request that runs
    again because of somebody else does not sign twice."""
    number, _, name = ticked.partition("_")
    try:
        where = where_of(request)
        request.application.write(
            lambda tools: sign_one_of_several(number, name, actor, tools, where)
        )
    except (NotAllowed, NotFound, KeyError):
        if not actor.strong:
            raise
        return NOT_THAT_ONE.format(number=number)
    except CepDocsError as error:
        return str(error) if number in str(error) else f"Dossier {number} : {error}"
    return ""


def _key(number: str, name: str) -> str:
    return f"{number}_{name}"


def _zone(deliverable: Deliverable, tools: Tools) -> Any:
    engagement = engagement_of(deliverable)
    return tools.hour_in(engagement.structure).tzinfo


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
