"""How a person comes into her own space: her adviser invites her; a link, then a code."""

from datetime import timedelta
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.outbox import Message
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.announcing import EMAIL, contact_of, with_slots
from cep_docs.lifecycle.discretion import WORK_ADDRESS
from cep_docs.lifecycle.local_hours import told_in
from cep_docs.lifecycle.own_invitations import (
    Assured,
    invite,
    note_revoked,
    ready_to_invite,
    send_code,
    ways_to,
)
from cep_docs.signin.codes import NO_LINK, Answer, check_code, new_code
from cep_docs.signin.links import (
    OWN_SPACE,
    OWN_SPACE_FOR,
    Link,
    find_link,
    links_of,
    new_link,
    revoke_links_of,
)
from cep_docs.web.act_pages import about
from cep_docs.web.file_pages import shown_phone
from cep_docs.web.own_tree import DemonstrationPlace, OwnLinkPlace, OwnSpacePlace
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import ENTERED, PUBLIC
from cep_docs.web.tree import FilePlace

# What a link leads to.
AGAIN = "again"
# To give a second factor again, from inside: as long as a code lives, and a little more.
AGAIN_FOR, AGAIN_AT_ONCE = timedelta(minutes=15), 3
SHOWN_MESSAGES = 40
WRONG = "Ce code n'est pas le bon. Vérifier les six chiffres du dernier message reçu."
OVER = "Ce code ne sert plus : il a plus de dix minutes, ou il a déjà servi. En demander un autre."
OFTEN = (
    "Plusieurs codes viennent d'être demandés. Rien n'a changé. "
    "Attendre un quart d'heure, puis recommencer."
)


# What her adviser does.


@page(FilePlace, "acces-personnel", needs="consent person", template="own_space/inviting")
def access(place: FilePlace, request: Any) -> Shown:
    actor, tools, doors = request.identity.actor, request.tools, request.outside.doors
    known = [
        link
        for link in links_of(doors.links, place.thing.identifier, doors.now())
        if link.purpose == OWN_SPACE
    ]
    return about(
        place,
        request,
        ways=ways_to(place.thing, actor, tools),
        phone=shown_phone,
        links=[(link, told_in(actor.structure, link.until, tools)) for link in known],
        names={account.login: account.full_name for account in tools.site.accounts},
        work_address=WORK_ADDRESS,
    )


@act(
    FilePlace,
    "acces-personnel",
    needs="consent person",
    again=access,
    template="own_space/inviting",
)
def send_invitation(place: FilePlace, request: Any) -> HTTPSeeOther:
    """One link at a time: a new one takes the place of the others. Who asks never sees it."""
    person, actor, doors = place.thing, request.identity.actor, request.outside.doors
    answers = Said(request)
    said = Assured(answers.ticked("agrees"), answers.ticked("verified"))
    ready_to_invite(person, said, actor, request.tools)
    revoke_links_of(doors.links, person.identifier)
    token = new_link(
        doors.links, person.identifier, OWN_SPACE, actor.account, doors.now(), OWN_SPACE_FOR
    )
    link = f"{request.application_url}/acces/{token}"
    invite(person, said, link, actor, request.tools)
    return go(request, place, "acces-personnel", told="Invitation envoyée. Le lien vaut 7 jours.")


@act(FilePlace, "acces-personnel-retirer", needs="consent person")
def revoke(place: FilePlace, request: Any) -> HTTPSeeOther:
    doors, person = request.outside.doors, place.thing
    note_revoked(person, request.identity.actor, request.tools)
    revoke_links_of(doors.links, person.identifier)
    doors.visits.end_all(beneficiary=person.identifier)
    return go(request, place, "acces-personnel", told="Le lien ne mène plus nulle part.")


# What she does.


@page(OwnLinkPlace, needs=PUBLIC, template="own_space/link")
def arrive(place: OwnLinkPlace, request: Any) -> Shown:
    """Looking changes nothing: programs open the links of mails before people do."""
    return {"link": _link(place, request), "asked": "code" in request.GET}


@act(OwnLinkPlace, "code", needs=PUBLIC)
def ask_code(place: OwnLinkPlace, request: Any) -> HTTPSeeOther:
    """By the way the link did not come."""
    doors, person = request.outside.doors, _person(place, request)
    send_code(person, new_code(doors.links, place.__name__, doors.now()), request.tools)
    return HTTPSeeOther(f"/acces/{place.__name__}?code=1")


@act(OwnLinkPlace, needs=PUBLIC, again=arrive, template="own_space/link")
def enter(place: OwnLinkPlace, request: Any) -> HTTPSeeOther:
    """The count of wrong codes is kept outside of this transaction. Nothing is written in it
    when the code is right, so that it is never judged twice."""
    doors, link = request.outside.doors, _link(place, request)
    if link is None:
        raise NotPossible(NO_LINK)
    judged = check_code(doors.links, place.__name__, Said(request).text("code"), doors.now())
    if judged is Answer.REVOKED:
        raise NotPossible(NO_LINK)
    if judged is not Answer.RIGHT:
        raise Invalid({"code": WRONG if judged is Answer.WRONG else OVER})
    doors.enter(request, beneficiary=link.beneficiary, strong=True)
    return HTTPSeeOther("/mon-espace/emporter" if link.purpose == AGAIN else "/mon-espace")


@act(OwnSpacePlace, "code", needs=ENTERED)
def ask_again(place: OwnSpacePlace, request: Any) -> HTTPSeeOther:
    """What leaves the house asks for a recent code: a short link, known to this browser only."""
    doors, actor, tools = request.outside.doors, request.identity.actor, request.tools
    person = place.herself(actor)
    known = links_of(doors.links, person.identifier, doors.now())
    if sum(link.purpose == AGAIN for link in known) >= AGAIN_AT_ONCE:
        raise NotPossible(OFTEN)
    token = new_link(doors.links, person.identifier, AGAIN, actor.account, doors.now(), AGAIN_FOR)
    send_code(person, new_code(doors.links, token, doors.now()), tools)
    return HTTPSeeOther(f"/acces/{token}?code=1")


# Where nothing is ever sent.


@page(DemonstrationPlace, "messages", needs=PUBLIC, template="own_space/messages")
def messages(place: DemonstrationPlace, request: Any) -> Shown | HTTPSeeOther:
    """What a demonstration would have sent; anywhere else there is nothing to see."""
    if request.tools.site.demo_day is None:
        return HTTPSeeOther("/")
    sent = list(request.tools.site.messages)[-SHOWN_MESSAGES:]
    shown = [_as_received(message, request) for message in reversed(sent)]
    return {"messages": shown, "phone": shown_phone}


def _as_received(message: Message, request: Any) -> Shown:
    """A link that is drawn when a message leaves was never drawn here: it leads to the door."""
    person = request.tools.site.beneficiaries.get(message.beneficiary)
    return {
        "to": contact_of(person, message.channel) if person else "",
        "by_mail": message.channel == EMAIL,
        "subject": message.subject,
        "text": with_slots(message.text, {"link": f"{request.application_url}/mon-espace"}),
        "at": told_in("", message.at, request.tools),
    }


def _link(place: OwnLinkPlace, request: Any) -> Link | None:
    """As long as it lives, and the person is there."""
    doors = request.outside.doors
    link = find_link(doors.links, place.__name__, doors.now())
    if link is None or link.beneficiary not in request.tools.site.beneficiaries:
        return None
    return link if link.purpose in (OWN_SPACE, AGAIN) else None


def _person(place: OwnLinkPlace, request: Any) -> Beneficiary:
    link = _link(place, request)
    if link is None:
        raise NotPossible(NO_LINK)
    found: Beneficiary = request.tools.site.beneficiaries[link.beneficiary]
    return found
