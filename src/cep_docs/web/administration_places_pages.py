"""The operator and its logo, the organisations of its grouping, the places of reception."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.content.operator import Organisation, Structure
from cep_docs.errors import Invalid
from cep_docs.lifecycle.places import (
    PARTS,
    declare_organisation,
    declare_structure,
    describe_operator,
    set_logo,
)
from cep_docs.lifecycle.rights import decide
from cep_docs.values.calendars import ZONES
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import act, go, page
from cep_docs.web.said import Said

PLACES = "administration/places"
PART_NAMES = {"lead": "mandataire", "partner": "co-traitant", "subcontractor": "sous-traitant"}


@page(AdministrationPlace, "lieux", needs="view structure", template=PLACES)
def places(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    tools, site = request.tools, place.thing
    today = tools.hour_in("").date()
    agreement = tools.rules.agreement_on(today)
    table = agreement.tables["lot"]
    return {
        "known": site.operator,
        "organisations": list(site.organisations),
        "structures": sorted(site.structures, key=lambda one: (one.lot, one.name)),
        "parts": [(part, PART_NAMES[part]) for part in PARTS],
        "part_names": PART_NAMES,
        "lots": [(code, f"{code} {table.label(code, today)}") for code in agreement.lots],
        "zones": [(zone, zone) for zone in ZONES],
        "zone_of": tools.holiday_zone,
        "manages": decide(
            tools, request.identity.actor, "manage", place.facet("structure")
        ).allowed,
    }


@page(AdministrationPlace, "logo", needs="view structure", template=PLACES)
def logo(place: AdministrationPlace, request: Any) -> Response:
    """As it is on documents. Nothing in it may run, even looked at alone."""
    data = place.thing.operator.logo
    if not data:
        return HTTPSeeOther("/administration/lieux")
    kind = "image/png" if data.startswith(b"\x89PNG") else "image/svg+xml"
    response = Response(body=data, content_type=kind, charset=None)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@act(AdministrationPlace, "titulaire", needs="manage structure", again=places, template=PLACES)
def describe(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    said = Said(request, several=("lots",))
    if not said.text("name"):
        raise Invalid({"name": "Indiquer le nom du titulaire."})
    describe_operator(said.text("name"), said.many("lots"), request.identity.actor, request.tools)
    return go(request, place, "lieux", told="Titulaire enregistré.")


@act(AdministrationPlace, "logo", needs="manage structure", again=places, template=PLACES)
def change_logo(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    file = Said(request).file("logo")
    if file is None:
        raise Invalid({"logo": "Choisir un fichier : une image SVG ou PNG de 200 Ko au plus."})
    set_logo(file[1], request.identity.actor, request.tools)
    told = "Logo enregistré ; les documents déjà établis gardent le leur."
    return go(request, place, "lieux", told=told)


@act(AdministrationPlace, "organisation", needs="manage structure", again=places, template=PLACES)
def new_organisation(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    if not said.text("organisation_name"):
        raise Invalid({"organisation_name": "Indiquer son nom."})
    new = Organisation(said.text("siren"), said.text("organisation_name"), said.text("part"))
    known = declare_organisation(new, request.identity.actor, request.tools)
    return go(request, place, "lieux", told=f"{known.name} fait partie du groupement.")


@act(AdministrationPlace, "lieu", needs="manage structure", again=places, template=PLACES)
def new_structure(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    missing = {
        name: "Ce champ est nécessaire."
        for name in ("code", "structure_name")
        if not said.text(name)
    }
    if missing:
        raise Invalid(missing)
    new = Structure(
        said.text("code"),
        said.text("structure_name"),
        said.text("organisation"),
        said.text("lot"),
        said.text("postcode"),
    )
    new.town, new.address = said.text("town"), said.text("address")
    new.hours, new.holiday_zone = said.text("hours"), said.text("holiday_zone")
    new.accessible = said.ticked("accessible")
    declare_structure(new, request.identity.actor, request.tools)
    return go(request, place, "lieux", told=f"Lieu d'accueil {new.name} déclaré.")
