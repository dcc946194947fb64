"""The data of a unit, the services that complete it, and the documents opened beside its own
(R-061, R-086, R-100)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import PLANS, Facet
from cep_docs.content.facts import ComplementaryService
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.field import Field
from cep_docs.errors import Invalid
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.readiness import due_at_closing
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.unit_sheets import add_service, edit_unit_sheet, self_prescriptions
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about_unit,
    choices_of,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.confirmations import require_confirmations, ticks_shown
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.sheet_fields import (
    answers,
    asked,
    changed,
    editable,
    require_unchanged,
    revision_of,
)
from cep_docs.web.tree import UnitPlace

DATA, SERVICES, DOCUMENT = "acts/unit_data", "acts/services", "acts/document"
SERVICE_TABLE = "prestation_complementaire"
PRESCRIPTIONS = {
    "self": "auto-prescription : organisme du groupement",
    "subcontracted": "sous-traitant du groupement, compté à part",
    "elsewhere": "organisme extérieur au groupement",
}


@page(UnitPlace, "donnees", needs="edit", template=DATA)
def unit_data(place: UnitPlace, request: Any) -> Shown:
    """Everything the closing waits for, of the unit and of the person, wherever it is kept."""
    unit, agreement = place.thing, request.tools.agreement_of(place.thing)
    person, day = beneficiary_of(unit), unit.opened_on
    _, waited = due_at_closing(unit, request.identity.actor, request.tools)
    hers, of_unit = _hers(place, request), _fields(place, request)
    here = {field.name for field in (*hers, *of_unit)}
    typed = answers(request, hers) if request.method == "POST" else {}
    return about_unit(
        place,
        request,
        hers=asked(hers, person.sheet, agreement, day, waited),
        questions=asked(of_unit, unit.sheet, agreement, day, waited),
        waited=waited,
        elsewhere={name: said for name, said in waited.items() if name not in here},
        ticks=ticks_shown(typed, agreement, request),
        begins_at=next((field.name for field in (*hers, *of_unit) if field.name in waited), ""),
        revision=revision_of(unit.sheet),
    )


@act(UnitPlace, "donnees", needs="edit", again=unit_data, template=DATA)
def write_unit_data(place: UnitPlace, request: Any) -> HTTPSeeOther:
    unit, actor, tools = place.thing, request.identity.actor, request.tools
    person, hers = beneficiary_of(unit), answers(request, _hers(place, request))
    new = changed(answers(request, _fields(place, request)), unit.sheet)
    of_her = {name: str(value) for name, value in changed(hers, person.sheet).items()}
    if not new and not of_her:
        return to_file(place, request, "Aucun changement : la fiche est comme elle était.")
    if of_her:
        require_confirmations(of_her, tools.agreement_of(unit), request)
        edit_sheet(person, of_her, actor, tools)
    if new:
        require_unchanged(request, unit.sheet)
        edit_unit_sheet(unit, new, actor, tools)
    return to_file(place, request, f"Données de {unit.unit} enregistrées.")


@page(UnitPlace, "prestations", needs="edit", template=SERVICES)
def unit_services(place: UnitPlace, request: Any) -> Shown:
    unit, agreement = place.thing, request.tools.agreement_of(place.thing)
    table = agreement.tables.get(SERVICE_TABLE)
    kinds = self_prescriptions(unit, request.tools.site)
    return about_unit(
        place,
        request,
        lines=[
            (one, table.label(one["code"], unit.opened_on), PRESCRIPTIONS[kind])
            for one, kind in zip(unit.services, kinds, strict=True)
            if table
        ],
        codes=choices_of(agreement, SERVICE_TABLE, today_at(request)) if table else [],
    )


@act(UnitPlace, "prestations", needs="edit", again=unit_services, template=SERVICES)
def note_service(place: UnitPlace, request: Any) -> HTTPSeeOther:
    """Who provides says whether it is self-prescription: computed, never typed (R-084)."""
    said, agreement = Said(request), request.tools.agreement_of(place.thing)
    if done_before(place, request):
        return go(request, place, "prestations", told=DONE_BEFORE)
    if SERVICE_TABLE not in agreement.tables or not said.text("code"):
        raise Invalid({"code": "Choisir la prestation."})
    service: ComplementaryService = {
        "code": said.text("code"),
        "provider_siren": said.text("provider_siren"),
        "provider_name": said.text("provider_name")[:300],
        "funding": said.text("funding")[:300],
        "starts_on": said.day("starts_on"),
        "ends_on": said.day("ends_on"),
        "expectations": said.long_text("expectations").strip()[:5000],
        "course_continues": said.ticked("course_continues"),
    }
    if service["starts_on"] and service["ends_on"] and service["ends_on"] < service["starts_on"]:
        raise Invalid({"ends_on": "La fin précède le début. Corriger l'une des deux dates."})
    kind = add_service(place.thing, service, request.identity.actor, request.tools)
    told = f"Prestation notée, {PRESCRIPTIONS[kind]}."
    return go(request, place, "prestations", told=told)


@page(UnitPlace, "document", needs="create plan", template=DOCUMENT)
def other_documents(place: UnitPlace, request: Any) -> Shown:
    unit, tools, actor = place.thing, request.tools, request.identity.actor
    agreement = tools.agreement_of(unit)
    kinds = [
        (kind, agreement.forms[kind].label, kind in unit)
        for kind in agreement.units[unit.unit].also
        if kind in agreement.forms
        and decide(tools, actor, "create", Facet(unit, _facet(kind))).allowed
    ]
    return about_unit(place, request, kinds=kinds)


@act(UnitPlace, "document", needs="create plan", again=other_documents, template=DOCUMENT)
def open_other_document(place: UnitPlace, request: Any) -> HTTPSeeOther:
    """Opened twice, it is the same document."""
    kind = Said(request).text("kind")
    if not kind:
        raise Invalid({"kind": "Choisir le document à ouvrir."})
    opened = open_document(place.thing, kind, request.identity.actor, request.tools)
    return go(request, place, "documents", str(opened.__name__))


def _fields(place: UnitPlace, request: Any) -> list[Field]:
    agreement = request.tools.agreement_of(place.thing)
    return editable(agreement.fields.sheet_of(place.thing.unit))


def _hers(place: UnitPlace, request: Any) -> list[Field]:
    """What her own sheet lacks for this closing; what somebody filled since is asked no more."""
    tools, actor = request.tools, request.identity.actor
    agreement = tools.agreement_of(place.thing)
    missing, _ = due_at_closing(place.thing, actor, tools)
    writes = decide(tools, actor, "edit", beneficiary_of(place.thing)).allowed
    hers = [field for field in missing if field in agreement.fields.person and writes]
    return editable(hers, hidden=("status",))


def _facet(kind: str) -> str:
    return "plan" if kind in PLANS else "deliverable"
