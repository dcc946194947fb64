"""What every form about a person starts from: whose file it is, and a key so that a second
sending does nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.once import first_time
from cep_docs.lifecycle.who_reads import note_reading
from cep_docs.web.pages import Shown, Undo, go
from cep_docs.web.tree import FilePlace, Place

KEY = "acte"
DONE_BEFORE = "Ce formulaire était déjà enregistré : rien n'a été fait deux fois."


def about(place: Place, request: Any, **more: Any) -> Shown:
    """What the templates of acts/ show around a form; whoever opens one has read of the person."""
    person = beneficiary_of(place.thing)
    if request.method == "GET":
        visitor = request.identity
        visit = visitor.visit.begun_at.isoformat(timespec="seconds")
        note_reading(person, visit, visitor.actor, request.tools)
    return {
        "person": person,
        "person_name": name_of(person, request.identity.actor, request.tools) or "Dossier",
        "at_file": f"/dossiers/{person.identifier}",
        "act": request.tools.new_id(),
        **more,
    }


def about_unit(place: Place, request: Any, **more: Any) -> Shown:
    """The same for a form about one unit; the place is below it or is it."""
    unit = unit_of(place)
    agreement = request.tools.agreement_of(unit)
    return about(
        place,
        request,
        unit=unit,
        agreement=agreement,
        service=agreement.units[unit.unit],
        at_unit=f"/dossiers/{beneficiary_of(unit).identifier}/uo/{unit.number}",
        **more,
    )


def unit_of(place: Place) -> Engagement:
    at: Place | None = place
    while at is not None and not isinstance(at.thing, Engagement):
        at = at.__parent__
    if at is None:
        raise LookupError(type(place).__name__)
    engagement: Engagement = at.thing
    return engagement


def done_before(place: Place, request: Any) -> bool:
    """Whether this very form was already done; remembers it otherwise."""
    key = request.POST.get(KEY, "")
    return not first_time(beneficiary_of(place.thing), key if isinstance(key, str) else "")


def to_file(
    place: Place, request: Any, told: str, anchor: str = "", undo: Undo | None = None
) -> HTTPSeeOther:
    """Back to the page of the person."""
    at: Place | None = place
    while at is not None and not isinstance(at, FilePlace):
        at = at.__parent__
    return go(request, at or place, told=told, anchor=anchor, undo=undo)


def root_above(place: Place) -> Place:
    return place if place.__parent__ is None else root_above(place.__parent__)


def today_at(request: Any) -> date:
    """The day it is where the visitor works."""
    day: date = request.tools.hour_in(request.identity.actor.structure).date()
    return day


def agreement_today(request: Any) -> Agreement:
    agreement: Agreement = request.tools.rules.agreement_on(today_at(request))
    return agreement


def choices_of(agreement: Agreement, table: str, day: date) -> Sequence[tuple[str, str]]:
    """The codes of a table that are valid that day, with their labels."""
    found = agreement.tables[table]
    return [(code, found.label(code, day)) for code in found.codes_on(day)]


def colleagues(request: Any, *roles: str, structure: str = "") -> Sequence[tuple[str, str]]:
    """Who works here today with one of these roles, to be chosen from a list."""
    return sorted(
        (
            (account.login, account.full_name)
            for account in request.tools.site.accounts
            if set(roles) & set(account.roles)
            and account.active_on(today_at(request))
            and structure in ("", account.structure)
        ),
        key=lambda one: one[1],
    )


def latest(person: Beneficiary) -> Engagement | None:
    """Her last unit that was not cancelled."""
    return next((u for u in reversed(person.engagements()) if u.state != "cancelled"), None)
