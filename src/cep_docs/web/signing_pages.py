"""/signature: the four steps of the person who signs, her other choices, and the end of it."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import beneficiary_of, errand_of
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.announcing import copy_goes_to
from cep_docs.lifecycle.ceremony import (
    DRAWN,
    READ_FIRST,
    TYPED,
    decline,
    note_read,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.foreseeing import tell_what_lacks
from cep_docs.lifecycle.once import first_time
from cep_docs.lifecycle.own_space import follower_of
from cep_docs.lifecycle.printing import SIGNED, paper_of
from cep_docs.lifecycle.signatories import PERSON, signs_as
from cep_docs.lifecycle.signatures import LEVELS, level_offered
from cep_docs.lifecycle.signer import (
    ADVISERS_DEVICE,
    NOT_THE_SAME,
    PHONE_ON_SITE,
    WAITS,
    hand_screen,
    last_request,
    may_sign_here,
    prefer_paper,
    state_of_request,
)
from cep_docs.lifecycle.signing_state import proven_by
from cep_docs.lifecycle.texts import label_of
from cep_docs.lifecycle.versions import read_document
from cep_docs.rendering.ink_lines import ink_picture
from cep_docs.rendering.pdf_page import page_of
from cep_docs.signin.factors import as_qr
from cep_docs.signin.links import HERE_FOR, SIGN_HERE, new_link, revoke_links_for
from cep_docs.values.ink import parse_ink
from cep_docs.web.act_pages import KEY
from cep_docs.web.assets import as_data
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import ENTERED
from cep_docs.web.signing_frame import (
    HOME,
    Signer,
    around,
    represented,
    signer_in,
    told_by,
    waiting,
)
from cep_docs.web.signing_tree import CeremonyPlace
from cep_docs.web.signing_where import where_of, where_signed


def hand_over(request: Any, deliverable: Deliverable) -> HTTPSeeOther:
    """The adviser's visit ends in this browser, and hers begins, for this document (R-070).

    Nothing of his is left: neither his cookie, nor pages, nor what his scripts had kept."""
    asked = hand_screen(deliverable, request.identity.actor, request.tools, where_of(request))
    request.outside.doors.enter(
        request,
        beneficiary=beneficiary_of(deliverable).identifier,
        strong=True,
        errand=errand_of(deliverable, "" if asked.signatory == PERSON else asked.signatory),
    )
    going = HTTPSeeOther(HOME)
    going.headers["Clear-Site-Data"] = '"cache", "storage"'
    return going


# First: who she is, and how far she has come; in the end, what became of it.


@page(CeremonyPlace, needs=ENTERED, template="signing/home")
def home(place: CeremonyPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    deliverable = place.deliverable(actor)
    who = signs_as(actor)
    state = state_of_request(deliverable, tools, who)
    if state.what == WAITS:
        return {**around(place, request), "state": state}
    version = deliverable.current
    signature = version.valid_signatures.get(who) if version else None
    asked = last_request(deliverable) if version and version.requests else None
    return {
        "state": state,
        "label": label_of(deliverable, tools),
        "follower": follower_of(beneficiary_of(deliverable), tools),
        "at": told_by(deliverable, state.at, request) if state.at else None,
        "level": LEVELS.get(signature["level"], "") if signature else "",
        "proven": proven_by(signature) if signature else "",
        "on_screen": asked is not None and where_signed(request, asked).device == ADVISERS_DEVICE,
        "represented": represented(place, request),
        "sealed": version is not None and SIGNED in version.files,
        "copy_to": copy_goes_to(beneficiary_of(deliverable), tools),
    }


# Second: to read.


def reading_form(place: CeremonyPlace, request: Any) -> Shown:
    signer = signer_in(place, request)
    version = signer.ceremony.version
    document = read_document(
        signer.ceremony.deliverable, version.__name__, signer.actor, signer.tools
    )
    return {
        **around(place, request),
        "sheet": page_of(document),
        "digest": version.digest,
    }


@page(CeremonyPlace, "lire", needs=ENTERED, template="signing/read")
@waiting
def reading(place: CeremonyPlace, request: Any) -> Any:
    return reading_form(place, request)


@act(CeremonyPlace, "lire", needs=ENTERED, again=reading_form, template="signing/read")
@waiting
def read(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    """What she read is what will be signed: the form says which text it stood under (SIG-04)."""
    signer = signer_in(place, request)
    if Said(request).text("digest") != signer.ceremony.version.digest:
        raise NotPossible(NOT_THE_SAME)
    note_read(signer.ceremony, signer.actor, signer.tools, signer.where)
    return go(request, place, "mention")


# Third: to write « lu et approuvé ».


def mention_form(place: CeremonyPlace, request: Any) -> Shown:
    """`again`: what was written before may be written once more, until the signature."""
    return {
        **around(place, request),
        "drawing": _drawing(place, request),
        "again": "encore" in request.GET or bool(request.faults),
    }


@page(CeremonyPlace, "mention", needs=ENTERED, template="signing/mention")
@waiting
def mentioning(place: CeremonyPlace, request: Any) -> Any:
    if not signer_in(place, request).ceremony.request.read:
        return go(request, place, told=READ_FIRST)
    return mention_form(place, request)


@act(CeremonyPlace, "mention", needs=ENTERED, again=mention_form, template="signing/mention")
@waiting
def mention(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    signer, said = signer_in(place, request), Said(request)
    entered = DRAWN if said.text("entered") == DRAWN else TYPED
    written = said.text("strokes" if entered == DRAWN else "mention")
    write_mention(signer.ceremony, written, entered, signer.actor, signer.tools, signer.where)
    return go(request, place, "signer")


# Fourth: to sign; beside it, her other choices.


def choices_form(place: CeremonyPlace, request: Any) -> Shown:
    """`act`: what is sent twice from this page is done once."""
    return {**around(place, request), "act": request.tools.new_id()}


def signing_form(place: CeremonyPlace, request: Any) -> Shown:
    version = signer_in(place, request).ceremony.version
    return {
        **choices_form(place, request),
        "drawing": _drawing(place, request),
        "level": level_offered(request.tools),
        "digest": paper_of(version).sha256 if version.files else version.digest,
    }


@page(CeremonyPlace, "signer", needs=ENTERED, template="signing/sign")
@waiting
def signing(place: CeremonyPlace, request: Any) -> Any:
    try:
        may_sign_here(signer_in(place, request).ceremony.request)
    except NotPossible as first:
        return go(request, place, told=str(first))
    return signing_form(place, request)


@act(CeremonyPlace, "signer", needs=ENTERED, again=signing_form, template="signing/sign")
@waiting
def sign(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    signer = signer_in(place, request)
    may_sign_here(signer.ceremony.request)
    if tell_what_lacks(signer.ceremony.deliverable, signer.tools):
        return HTTPSeeOther(HOME)
    if _first_time(request, signer):
        sign_now(signer.ceremony, signer.actor, signer.tools, signer.where)
    return HTTPSeeOther(HOME)


@page(CeremonyPlace, "choix", needs=ENTERED, template="signing/choices")
@waiting
def choosing(place: CeremonyPlace, request: Any) -> Any:
    """Not to sign, or on paper: at any time."""
    return choices_form(place, request)


@act(CeremonyPlace, "refuser", needs=ENTERED, again=choices_form, template="signing/choices")
@waiting
def refuse(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    signer, said = signer_in(place, request), Said(request)
    if _first_time(request, signer):
        because = said.text("because")
        decline(signer.ceremony, because, signer.actor, signer.tools, signer.where)
    return HTTPSeeOther(HOME)


@act(CeremonyPlace, "papier", needs=ENTERED, again=choices_form, template="signing/choices")
@waiting
def on_paper(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    signer = signer_in(place, request)
    if _first_time(request, signer):
        prefer_paper(signer.ceremony, signer.actor, signer.tools, signer.where)
    return HTTPSeeOther(HOME)


# The screen, and the phone.


@act(CeremonyPlace, "telephone", needs=ENTERED, again=choices_form, template="signing/choices")
@waiting
def on_her_phone(place: CeremonyPlace, request: Any) -> Response:
    """A link that is shown here and nowhere else: the one before leads nowhere any more."""
    signer, doors = signer_in(place, request), request.outside.doors
    if signer.ceremony.request.mode != ON_SITE:
        raise NotPossible(PHONE_ON_SITE)
    person, purpose = signer.person.identifier, f"{SIGN_HERE}{request.identity.visit.errand}"
    revoke_links_for(doors.links, person, purpose)
    token = new_link(
        doors.links, person, purpose, signer.actor.account, doors.now(), valid_for=HERE_FOR
    )
    address = f"{request.application_url}/signer/{token}"
    shown = {**around(place, request), "picture": as_data(as_qr(address), "image/svg+xml")}
    return render_to_response("signing/phone.jinja2", shown, request)


@act(CeremonyPlace, "rendre", needs=ENTERED)
def give_back(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    """The screen goes back to whoever works here, who signs in again."""
    request.outside.doors.leave(request)
    return HTTPSeeOther("/connexion")


@act(CeremonyPlace, "quitter", needs=ENTERED)
def leave(place: CeremonyPlace, request: Any) -> HTTPSeeOther:
    request.outside.doors.leave(request)
    return HTTPSeeOther("/au-revoir")


def _drawing(place: CeremonyPlace, request: Any) -> str:
    """The mention as she drew it, as a picture inside the page; empty when it was typed."""
    strokes = signer_in(place, request).ceremony.request.strokes
    picture = ink_picture(parse_ink(strokes)).encode() if strokes else b""
    return as_data(picture, "image/svg+xml") if picture else ""


def _first_time(request: Any, signer: Signer) -> bool:
    return first_time(signer.person, Said(request).text(KEY))
