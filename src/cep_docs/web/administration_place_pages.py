"""One place of reception, one organisation of the grouping: described again, closed (R-017)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.errors import Invalid
from cep_docs.lifecycle.places import (
    PARTS,
    SaidOfPlace,
    close_structure,
    describe_organisation,
    describe_structure,
)
from cep_docs.values.calendars import ZONES
from cep_docs.web.administration_places_pages import PART_NAMES
from cep_docs.web.administration_tree import (
    AdministrationPlace,
    OrganisationPlace,
    StructurePlace,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.place import Place
from cep_docs.web.said import Said

PLACE, MEMBER = "administration/place", "administration/member"


@page(StructurePlace, needs="manage", template=PLACE)
def structure(place: StructurePlace, request: Any) -> Shown:
    known = place.thing
    return {
        "known": known,
        "here": f"/administration/implantations/{known.code}",
        "organisation": request.tools.site.organisations.get(known.organisation),
        "zones": [(zone, zone) for zone in ZONES],
        "today": request.tools.hour_in(known.code).date(),
    }


@act(StructurePlace, needs="manage", again=structure, template=PLACE)
def describe(place: StructurePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    new = SaidOfPlace(
        name=said.text("name"),
        postcode=said.text("postcode"),
        town=said.text("town"),
        address=said.text("address"),
        hours=said.text("hours"),
        holiday_zone=said.text("holiday_zone"),
        accessible=said.ticked("accessible"),
    )
    describe_structure(place.thing, new, request.identity.actor, request.tools)
    return _to_places(place, request, f"{new.name} : enregistré.")


@act(StructurePlace, "fermer", needs="manage", again=structure, template=PLACE)
def close(place: StructurePlace, request: Any) -> HTTPSeeOther:
    since = Said(request).day("closed_from")
    if since is None:
        raise Invalid({"closed_from": "Indiquer à partir de quel jour le lieu est fermé."})
    close_structure(place.thing, since, request.identity.actor, request.tools)
    told = f"{place.thing.name} ferme. Confier les dossiers en cours à un autre lieu."
    return _to_places(place, request, told)


@act(StructurePlace, "rouvrir", needs="manage", again=structure, template=PLACE)
def open_again(place: StructurePlace, request: Any) -> HTTPSeeOther:
    Said(request)
    close_structure(place.thing, None, request.identity.actor, request.tools)
    return _to_places(place, request, f"{place.thing.name} est ouvert.")


@page(OrganisationPlace, needs="manage", template=MEMBER)
def member(place: OrganisationPlace, request: Any) -> Shown:
    known = place.thing
    return {
        "known": known,
        "here": f"/administration/membres/{known.siren}",
        "parts": [(part, PART_NAMES[part]) for part in PARTS],
    }


@act(OrganisationPlace, needs="manage", again=member, template=MEMBER)
def describe_member(place: OrganisationPlace, request: Any) -> HTTPSeeOther:
    said, known = Said(request), place.thing
    name, part = said.text("name"), said.text("part")
    describe_organisation(known, name, part, request.identity.actor, request.tools)
    return _to_places(place, request, f"{name} : enregistré.")


def _to_places(place: Place, request: Any, told: str) -> HTTPSeeOther:
    at: Place | None = place
    while at is not None and not isinstance(at, AdministrationPlace):
        at = at.__parent__
    return go(request, at or place, "lieux", told=told)
