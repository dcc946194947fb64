"""/nouveau: somebody comes in, in half a minute and without a mouse (R-001…R-004, R-106, C-30)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import Invalid
from cep_docs.lifecycle.contacts import count_contact, counted_today
from cep_docs.lifecycle.once import named_by
from cep_docs.lifecycle.persons import NewPerson
from cep_docs.lifecycle.welcoming import (
    OFFERS,
    FirstContact,
    agreement_now,
    contact_to_name,
    give_a_name,
    twins_of,
    welcome,
    welcoming_unit,
)
from cep_docs.web.act_pages import DONE_BEFORE, KEY, root_above
from cep_docs.web.counter_fields import (
    ON_SITE,
    SURE,
    arrival,
    codes_asked,
    codes_typed,
    person_typed,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import ContactPlace, FilePlace, FilesPlace, Place, WelcomePlace

SAME = (
    "Cette personne est peut-être déjà connue. Reprendre son dossier, ou confirmer plus bas qu'il "
    "s'agit d'une autre personne."
)
COUNTED = {
    "anonymous": "Contact anonyme compté. Rien n'en est transmis. Il peut encore recevoir un nom "
    "aujourd'hui.",
    "out_of_scope": "Contact hors périmètre compté. Rien n'en est transmis.",
}
NOT_OFFERED = (
    "L'accueil sur place n'a pas été proposé : il l'est à chaque personne (CCTP § 2.1.1)."
)
FORM = "welcome/counter"


@page(WelcomePlace, needs="create person", template=FORM)
def counter(place: WelcomePlace, request: Any) -> Shown:
    return _shown(request)


@act(WelcomePlace, needs="create person", again=counter, template=FORM)
def receive(place: WelcomePlace, request: Any) -> HTTPSeeOther:
    """Everything in one act; sent twice, there is one person."""
    tools, key = request.tools, Said(request, several=("distinct",)).text(KEY)
    if key in tools.site.beneficiaries:
        return _to_person(place, request, key, DONE_BEFORE)
    new, said = _arrived(request)
    person = welcome(new, said, request.identity.actor, named_by(key, tools))
    return _to_person(place, request, person.identifier, _told(said))


@act(WelcomePlace, "compter", needs="create contact", again=counter, template=FORM)
def count(place: WelcomePlace, request: Any) -> HTTPSeeOther:
    """Without a name (R-002), or outside of the service (R-001): what was typed of her is not
    kept, her codes are."""
    tools, actor = request.tools, request.identity.actor
    said = Said(request, several=("distinct",))
    key, kind = said.text(KEY), said.text("kind")
    if key not in tools.site.contacts:
        agreement, day = agreement_now(actor, tools)
        codes, faults = codes_typed(said, codes_asked(agreement, day))
        if faults:
            raise Invalid(faults)
        kept = {name: code for name, code in codes.items() if code}
        count_contact(kind, actor.structure, kept, actor, named_by(key, tools))
    if contact_to_name(key, actor, tools):
        return go(request, place, key, told=COUNTED["anonymous"])
    return go(request, place, told=COUNTED["out_of_scope"])


@act(WelcomePlace, "doublons", needs="create person")
def look_for_twins(place: WelcomePlace, request: Any) -> Response:
    """A piece of the page, fetched while one types. A form, so that no name is in an address."""
    request.given_up = True
    apart = request.POST.getall("distinct")
    shown = {"twins": _twins(request), "told_apart": apart, "looked": True}
    return render_to_response("welcome/twins.jinja2", shown, request)


@page(ContactPlace, needs="edit", template=FORM)
def counter_for_contact(place: ContactPlace, request: Any) -> Shown:
    known = contact_to_name(str(place.__name__), request.identity.actor, request.tools)
    return {**_shown(request, place.thing.sheet), "contact": place.thing, "nameable": bool(known)}


@act(ContactPlace, needs="edit", again=counter_for_contact, template=FORM)
def name_contact(place: ContactPlace, request: Any) -> HTTPSeeOther:
    tools, actor = request.tools, request.identity.actor
    if place.thing.became:
        return _to_person(place, request, place.thing.became, DONE_BEFORE)
    new, said = _arrived(request)
    person = give_a_name(str(place.__name__), new, said, actor, tools)
    return _to_person(place, request, person.identifier, _told(said))


def _shown(request: Any, known: dict[str, str] | None = None) -> Shown:
    tools, actor = request.tools, request.identity.actor
    agreement, day = agreement_now(actor, tools)
    structures = tools.site.structures
    place = structures[actor.structure].name if actor.structure in structures else ""
    return {
        "act": tools.new_id(),
        "codes": codes_asked(agreement, day, known),
        "service": welcoming_unit(agreement),
        "today": day,
        "structure": place,
        "contact": None,
        "nameable": False,
        "counted": counted_today(actor, tools),
        "unlikely": _unlikely(request, agreement),
        "twins": _twins(request) if request.method == "POST" else [],
        "looked": False,
        "told_apart": request.POST.getall("distinct") if request.method == "POST" else (),
    }


def _unlikely(request: Any, agreement: Agreement) -> bool:
    """Whether a birth date is possible but surprising: it is confirmed, not refused."""
    if "birth_date" not in request.faults:
        return False
    sheet, unreadable = person_typed(Said(request, several=("distinct",)))
    day = agreement_now(request.identity.actor, request.tools)[1]
    return not unreadable and "birth_date" in agreement.fields.doubts(sheet, day)


def _twins(request: Any) -> Any:
    sheet, unreadable = person_typed(Said(request, several=("distinct", SURE)))
    return [] if unreadable else twins_of(sheet, request.identity.actor, request.tools)


def _arrived(request: Any) -> tuple[NewPerson, FirstContact]:
    """What the screen says; homonyms are told apart one by one."""
    agreement, day = agreement_now(request.identity.actor, request.tools)
    new, said = arrival(request, agreement, day)
    twins = {twin.identifier for twin in _twins(request)}
    apart = twins & set(new.distinct_from)
    if twins - apart:
        raise Invalid({"distinct": SAME})
    return NewPerson(new.sheet, new.status, new.since, new.structure, sorted(apart)), said


def _told(said: FirstContact) -> str:
    offered = said.mode == ON_SITE or said.offer in set(OFFERS) - {"not_offered"}
    return "Accueil enregistré." if offered else f"Accueil enregistré. {NOT_OFFERED}"


def _to_person(place: Place, request: Any, identifier: str, told: str) -> HTTPSeeOther:
    files = FilesPlace(request.tools.site, "dossiers", root_above(place))
    file = FilePlace(request.tools.site.beneficiaries[identifier], identifier, files)
    return go(request, file, "accueilli", told=told)
