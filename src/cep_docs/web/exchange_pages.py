"""Noting an exchange in three keys, and a workshop for several people (R-012, R-013, R-038)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.content.session import CollectiveSession
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Invalid
from cep_docs.lifecycle.caseload import caseload_of
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.interactions import ON_SITE, Exchange, hold_session, log_interaction
from cep_docs.lifecycle.once import named_by
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    KEY,
    about,
    choices_of,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace, WorkshopPlace

COLLECTIVE = "ATEL"
AGREED = (
    ("person_asked", "La personne l'a demandé"),
    ("person_accepted", "La personne l'a accepté"),
)


@page(FilePlace, "echange", needs="log_interaction file", template="acts/exchange")
def exchange(place: FilePlace, request: Any) -> Shown:
    units = _units(place.thing, request)
    unit = units[0] if units else None
    day = today_at(request)
    agreement = request.tools.agreement_of(unit) if unit else request.tools.rules.agreement_on(day)
    last = _last(place.thing)
    return about(
        place,
        request,
        units=[(one.number, f"{one.unit}, {one.number}") for one in units],
        modes=[one for one in choices_of(agreement, "mode_contact", day) if one[0] != COLLECTIVE],
        mode=last["mode"] if last and last["mode"] != COLLECTIVE else ON_SITE[0],
        agreed=last["remote_agreed_by"] if last else "",
        agreements=AGREED,
        on_site=ON_SITE,
        today=day,
    )


@act(FilePlace, "echange", needs="log_interaction file", again=exchange, template="acts/exchange")
def note_exchange(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    units = {unit.number: unit for unit in _units(place.thing, request)}
    number = said.text("unit") or next(iter(units), "")
    if number not in units:
        raise Invalid({"unit": "Choisir l'unité de cet échange. Rien n'a été enregistré."})
    mode = said.text("mode")
    remote = mode not in ON_SITE
    done = Exchange(
        mode,
        said.day("on"),
        said.text("at")[:5],
        said.whole("minutes") or 0,
        synchronous=not said.ticked("message"),
        place=said.text("place"),
        remote_agreed_by=said.text("remote_agreed_by") if remote else "",
        confidential_place=said.ticked("confidential_place"),
    )
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    log_interaction(units[number], done, request.identity.actor, request.tools)
    return to_file(place, request, "Échange noté.", anchor="historique")


@page(WorkshopPlace, needs="create session", template="acts/workshop")
def workshop(place: WorkshopPlace, request: Any) -> Shown:
    chosen = request.POST.getall("participants") if request.method == "POST" else []
    return {
        "act": request.tools.new_id(),
        "today": today_at(request),
        "people": _participants(request),
        "chosen": chosen,
        "at_file": "/aujourdhui",
    }


@act(WorkshopPlace, needs="create session", again=workshop, template="acts/workshop")
def hold_workshop(place: WorkshopPlace, request: Any) -> HTTPSeeOther:
    """One exchange in each file; no file names another participant (R-013)."""
    said, tools, actor = (
        Said(request, several=("participants",)),
        request.tools,
        request.identity.actor,
    )
    key, on = said.text(KEY), said.day("on") or today_at(request)
    if key in tools.site.sessions:
        return go(request, place, told=DONE_BEFORE)
    known = {number for number, _, _ in _participants(request)}
    numbers = [number for number in said.many("participants") if number in known]
    if len(numbers) < 2:
        raise Invalid({"participants": "Un atelier réunit au moins deux personnes. Les choisir."})
    session = CollectiveSession(said.text("title")[:120], on, actor.account, actor.structure)
    units = [engagement_numbered(number, tools) for number in numbers]
    hold_session(session, units, actor, named_by(key, tools))
    return go(request, place, told=f"Atelier enregistré dans {len(numbers)} dossiers.")


def _units(person: Beneficiary, request: Any) -> list[Engagement]:
    """Where an exchange may be written: those that run first, then the latest."""
    tools, actor = request.tools, request.identity.actor
    units = [
        unit
        for unit in reversed(person.engagements())
        if unit.state != "cancelled" and decide(tools, actor, "log_interaction", unit).allowed
    ]
    return sorted(units, key=lambda unit: unit.closed_on is not None)


def _last(person: Beneficiary) -> Any:
    """How they last spoke: most often, the next time is alike."""
    every = [one for unit in person.engagements() for one in unit.interactions]
    return max(every, key=lambda one: one["recorded_at"], default=None)


def _participants(request: Any) -> list[tuple[str, str, str]]:
    """The number, the name and the unit of each person of whom he may write that she came."""
    tools, actor = request.tools, request.identity.actor
    found = []
    for line in caseload_of(actor, tools):
        unit = engagement_numbered(line.number, tools)
        accompanies = tools.agreement_of(unit).units[unit.unit].accompaniment
        if accompanies and decide(tools, actor, "log_interaction", unit).allowed:
            found.append((unit.number, name_of(beneficiary_of(unit), actor, tools), unit.unit))
    return sorted(found, key=lambda one: one[1])
