"""/signer/<lien>: the state of a link, and the code that lets her in to sign (R-067, R-071).

Looking changes nothing and names nobody: programs open the links of mails before people do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import split_errand
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.lifecycle.announcing import EMAIL, SMS, Reader
from cep_docs.lifecycle.ceremony import (
    Ceremony,
    Where,
    ceremony_of,
    hour_of,
    note_identified,
    note_step,
)
from cep_docs.lifecycle.foreseeing import tell_what_lacks
from cep_docs.lifecycle.local_hours import told_in
from cep_docs.lifecycle.own_invitations import check_contact, send_code
from cep_docs.lifecycle.own_space import followed_in, own_deliverable
from cep_docs.lifecycle.refused_attempts import (
    ON_HIS_DEVICE,
    TO_OUR_CONTACT,
    WITH_HER_LINK,
)
from cep_docs.lifecycle.signatories import PERSON, reader_for
from cep_docs.lifecycle.signer import (
    EXPIRED,
    WAITS,
    RequestState,
    signer_of,
    state_of_request,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.codes import (
    LOCKED,
    NO_LINK,
    Answer,
    check_code,
    give_back,
    locked_until,
    new_code,
)
from cep_docs.signin.links import TELLS_FOR, Link, find_link, revoke_link
from cep_docs.web.identity_offered import providers_for
from cep_docs.web.own_entering_pages import OVER, WRONG
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC
from cep_docs.web.signing_tree import SigningLinkPlace
from cep_docs.web.signing_watch import write_down
from cep_docs.web.signing_where import refuse_the_advisers, where_signed

# The way of a code is the other one than that of the link; and how the proof tells it.
OTHER_WAY = {EMAIL: SMS, SMS: EMAIL}
BY_CODE = {
    SMS: "code à usage unique reçu par SMS",
    EMAIL: "code à usage unique reçu par courriel",
}
NOT_FOR_STAFF = (
    "Ce lien est personnel : seule la personne qui l'a reçu peut l'ouvrir. Rien n'a été ouvert, "
    "rien n'a changé. Pour signer sur place, l'écran se confie depuis la page du document."
)
NOT_WAITING = "Ce lien n'attend plus de signature. Rien n'a changé. Recharger la page."


@dataclass(frozen=True, slots=True)
class Found:
    link: Link
    person: Beneficiary
    deliverable: Deliverable

    @property
    def signatory(self) -> str:
        """Whom it was made for; it is of no use to the other one who signs."""
        return split_errand(self.link.errand)[1] or PERSON

    @property
    def reader(self) -> Reader:
        return reader_for(self.person, self.signatory)


@page(SigningLinkPlace, needs=PUBLIC, template="signing/link")
def arrive(place: SigningLinkPlace, request: Any) -> Shown:
    """The state of the link, for as long as it lives; an unknown one teaches nothing."""
    if _is_staff(request):
        _note_staff(place, request)
        return {"staff": True, "state": None, "here": False, "asked": False, "locked": None}
    doors, found = request.outside.doors, _find(place, request, request.tools, TELLS_FOR)
    state = _state(found, request) if found else None
    locked = locked_until(doors.links, place.__name__, doors.now()) if found else None

    def told(instant: Any) -> Any:
        structure = followed_in(found.person) if found else ""
        return told_in(structure, instant, request.tools) if instant else None

    return {
        "staff": False,
        "state": state,
        "at": told(state.at) if state else None,
        "here": bool(found and found.link.is_here),
        "asked": "code" in request.GET and not request.view_name,
        "providers": providers_for(found.link, found.deliverable, request) if found else (),
        "locked": told(locked),
    }


@act(SigningLinkPlace, "code", needs=PUBLIC, again=arrive, template="signing/link")
def ask_code(place: SigningLinkPlace, request: Any) -> HTTPSeeOther:
    """Her first step; the code goes by the way the link did not come."""
    doors = request.outside.doors
    found, ceremony = waiting_at(place, request, request.tools)
    if found.link.is_here:
        raise NotPossible(NOT_WAITING)
    where = where_signed(request, ceremony.request)
    refuse_here(request, found, ceremony, where)
    actor = signer_of(found.person, found.link.errand)
    channel = _channel(ceremony)
    try:
        changed = check_contact(found.reader, channel, request.tools)
    except NotPossible:
        _note(TO_OUR_CONTACT, found, ceremony.request.asked_by, request)
        raise
    code = new_code(doors.links, place.__name__, doors.now())
    if hour_of(ceremony.request, "opened") is None:
        note_step(ceremony, "opened", actor, request.tools, where)
    send_code(found.reader, code, request.tools, channel)
    said = {"by": channel, **({"contact": "changed_lately"} if changed else {})}
    note_step(ceremony, "code_sent", actor, request.tools, where, said)
    return HTTPSeeOther(f"/signer/{place.__name__}?code=1")


@act(SigningLinkPlace, needs=PUBLIC, again=arrive, template="signing/link")
def enter(place: SigningLinkPlace, request: Any) -> HTTPSeeOther:
    """The code was judged outside of this transaction, once: what follows has its own, which may
    run again."""
    doors = request.outside.doors
    found, ceremony = waiting_at(place, request, request.tools)
    where = where_signed(request, ceremony.request)
    refuse_here(request, found, ceremony, where)
    if found.link.is_here:
        raise NotPossible(NOT_WAITING)
    typed = Said(request).text("code")
    judged = check_code(doors.links, place.__name__, typed, doors.now(), locks=True)
    if judged in (Answer.REVOKED, Answer.LOCKED):
        raise NotPossible(NO_LINK if judged is Answer.REVOKED else LOCKED)
    if judged is not Answer.RIGHT:
        raise Invalid({"code": WRONG if judged is Answer.WRONG else OVER})

    def identified(ceremony: Ceremony, tools: Tools) -> None:
        actor = signer_of(found.person, found.link.errand)
        note_identified(ceremony, BY_CODE[_channel(ceremony)], actor, tools, where)

    try:
        return let_in(
            request, found, lambda tools: waiting_at(place, request, tools)[1], identified
        )
    except Exception:  # a full disk, somebody else's work: she was not let in
        give_back(doors.links, place.__name__, typed, doors.now())
        raise


@act(SigningLinkPlace, "ici", needs=PUBLIC, again=arrive, template="signing/link")
def go_on_here(place: SigningLinkPlace, request: Any) -> HTTPSeeOther:
    """Her own phone, beside the screen where her adviser saw who she is: it serves once."""
    doors = request.outside.doors
    found, ceremony = waiting_at(place, request, request.tools)
    if not found.link.is_here or ceremony.request.mode != ON_SITE:
        raise NotPossible(NOT_WAITING)
    where = where_signed(request, ceremony.request)

    def moved(ceremony: Ceremony, tools: Tools) -> None:
        actor = signer_of(found.person, found.link.errand)
        note_step(ceremony, "on_phone", actor, tools, where)

    if not revoke_link(doors.links, place.__name__):  # another phone was faster
        raise NotPossible(NO_LINK)
    return let_in(request, found, lambda tools: _ceremony(_found(found.link, tools), tools), moved)


def let_in(
    request: Any,
    found: Found,
    in_this_transaction: Callable[[Tools], Ceremony],
    note: Callable[[Ceremony, Tools], None],
) -> HTTPSeeOther:
    def write(tools: Tools) -> None:
        ceremony = in_this_transaction(tools)
        note(ceremony, tools)
        tell_what_lacks(ceremony.deliverable, tools)

    request.application.write(write)
    request.outside.doors.enter(
        request,
        beneficiary=found.link.beneficiary,
        strong=True,
        errand=found.link.errand,
    )
    return HTTPSeeOther("/signature")


def _channel(ceremony: Ceremony) -> str:
    sent = (e["said"].get("by", "") for e in ceremony.request.events if e["what"] == "link_sent")
    return OTHER_WAY.get([EMAIL, *sent][-1], SMS)


def _is_staff(request: Any) -> bool:
    """Half of a sign-in counts as well: it is one of theirs."""
    visit = request.outside.doors.visit_of(request)
    return visit is not None and bool(visit.account)


def refuse_here(request: Any, found: Found, ceremony: Ceremony, where: Where) -> None:
    try:
        refuse_the_advisers(request, ceremony.request, where)
    except NotPossible:
        _note(ON_HIS_DEVICE, found, ceremony.request.asked_by, request)
        raise


def _note_staff(place: SigningLinkPlace, request: Any) -> None:
    """A link that is none teaches nothing to the journal either."""
    found = _find(place, request, request.tools)
    if found is not None:
        _note(WITH_HER_LINK, found, request.outside.doors.visit_of(request).account, request)


def _note(what: str, found: Found, login: str, request: Any) -> None:
    def document_in(tools: Tools) -> Deliverable | None:
        again = _found(found.link, tools)
        return again.deliverable if again is not None else None

    write_down(what, found.link, login, request, document_in)


def waiting_at(place: SigningLinkPlace, request: Any, tools: Tools) -> tuple[Found, Ceremony]:
    """What the link leads to while it may be signed; refused the same way for any link to whoever
    works here."""
    if _is_staff(request):
        raise NotPossible(NOT_FOR_STAFF)
    found = _find(place, request, tools)
    if found is None:
        raise NotPossible(NO_LINK)
    return found, _ceremony(found, tools)


def _ceremony(found: Found | None, tools: Tools) -> Ceremony:
    if found is None or state_of_request(found.deliverable, tools, found.signatory).what != WAITS:
        raise NotPossible(NOT_WAITING)
    actor = signer_of(found.person, found.link.errand)
    return ceremony_of(found.deliverable, actor, tools)


def _state(found: Found, request: Any) -> RequestState | None:
    """That of the request; a link may end before it. One that was shown on a screen tells nothing
    after its time."""
    state = state_of_request(found.deliverable, request.tools, found.signatory)
    over = found.link.until <= request.outside.doors.now()
    if over and found.link.is_here:
        return None
    return RequestState(EXPIRED, found.link.until) if over and state.what == WAITS else state


def _find(
    place: SigningLinkPlace, request: Any, tools: Tools, tells_for: timedelta = timedelta()
) -> Found | None:
    """As long as the link lives, and what it leads to is there."""
    doors = request.outside.doors
    link = find_link(doors.links, place.__name__, doors.now(), tells_for)
    return _found(link, tools) if link is not None else None


def _found(link: Link, tools: Tools) -> Found | None:
    if not link.errand or link.beneficiary not in tools.site.beneficiaries:
        return None
    person = tools.site.beneficiaries[link.beneficiary]
    document, _ = split_errand(link.errand)
    number, _, name = document.partition("_")
    try:
        return Found(link, person, own_deliverable(person, number, name))
    except NotFound:
        return None
