"""Engaging a unit: what is missing is asked here, what stands in the way is said with its article
and with what to do (R-004…R-008, R-010, R-021, R-027, R-034, R-100)."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.definitions.field import Field
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engagements import Opening, engage
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.opening_conditions import OTHER_PLACE
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.readiness import Obstacle, due_fields, known_sheet, obstacles
from cep_docs.lifecycle.referents import referent_now
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.welcoming import operators_for
from cep_docs.storage.meetings import last_structure
from cep_docs.values.dates import french_day
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    agreement_today,
    choices_of,
    colleagues,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.confirmations import require_confirmations, ticks_shown
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.sheet_fields import answers, asked, changed, editable
from cep_docs.web.tree import FilePlace

FORM = "acts/engage"
PLACE_EXCEPTIONS = (
    ("mobility", "Elle envisage de s'y installer"),
    ("nearer_operator", "Notre accueil est le plus proche de chez elle"),
    ("other", "Autre raison, écrite ci-après"),
)
DECLARED = (
    "followed_elsewhere",
    "change_of_operator",
    "place_exception",
    "place_reason",
    "return_motive",
)
FOLLOWED = (("no", "Non, par aucun autre opérateur du CEP"), ("yes", "Oui, et elle en change"))
# What the form itself may answer: the field where the sentence of the condition stands.
ANSWERED_BY = {
    "not_followed_by_another_operator": "followed_elsewhere",
    "lives_or_works_in_the_lot": "place_exception",
    "coming_back_soon_is_justified": "return_motive",
    "demanded_by_the_person": "demand_on",
    "opened_after_the_demand": "demand_on",
    "opened_today_or_before": "opened_on",
    "opened_after_the_previous_closing": "opened_on",
    "not_backdated_too_far": "opened_on",
    "the_referent_is_active": "referent",
}
SAID_BY_HER = (
    "demanded_by_the_person",
    "not_followed_by_another_operator",
    "lives_or_works_in_the_lot",
    "coming_back_soon_is_justified",
)
PERIMETER = "status_in_perimeter"
ASKING = ("sheet_due_at_opening_is_complete", *ANSWERED_BY)


@page(FilePlace, "engager", needs="engage file", template=FORM)
def choose_unit(place: FilePlace, request: Any) -> Shown:
    """The unit of the address, or the first that nothing stands against."""
    person, agreement, day = place.thing, agreement_today(request), today_at(request)
    units = [unit for unit in agreement.units.values() if unit.right == "engage"]
    tried = {unit.name: _tried(person, unit.name, request) for unit in units}
    free = [name for name, found in tried.items() if not _stopping(found)]
    wanted = request.POST.get("unit") or request.GET.get("unite", "")
    name = wanted if wanted in tried else next(iter([*free, *tried]))
    stops = _stopping(tried[name])
    return about(
        place,
        request,
        units=units,
        unit_asked=agreement.units[name],
        words={one.word for one in tried[name]},
        she_says=bool({one.word for one in tried[name]} & set(SAID_BY_HER)),
        stops=stops,
        overrides=decide(
            request.tools, request.identity.actor, "override", Facet(person, "file")
        ).allowed,
        operators=operators_for(person.status_on(day), agreement) if _outside(stops) else [],
        today=day,
        channels=choices_of(agreement, "mode_contact", day),
        exceptions=PLACE_EXCEPTIONS,
        followed=FOLLOWED,
        advisers=colleagues(request, "adviser"),
        referent=_usual_referent(person, request),
        **_questions(person, name, request),
    )


@act(FilePlace, "engager", needs="engage file", again=choose_unit, template=FORM)
def engage_unit(place: FilePlace, request: Any) -> HTTPSeeOther:
    person, tools, actor = place.thing, request.tools, request.identity.actor
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    opening = _said(person, request)
    _complete_sheet(person, opening, request)
    _require_answers(person, opening, request)
    unit = engage(person, opening, actor, tools)
    due = f", échéance le {french_day(unit.due_on)}" if unit.due_on else ""
    waits = "" if unit.order_line else " En attente de bon de commande : le contrôleur est averti."
    return to_file(place, request, f"{unit.unit} engagée{due}.{waits}")


def _tried(person: Beneficiary, name: str, request: Any) -> list[Obstacle]:
    """What stands against it today, before anything is said."""
    given = Given(referent=_usual_referent(person, request))
    opening = Opening(name, _structure(person, request), today_at(request), given=given)
    return obstacles(person, opening, request.identity.actor, request.tools)


def _stopping(found: list[Obstacle]) -> list[Obstacle]:
    """Those to which nothing that is typed here is an answer."""
    return [one for one in found if one.word not in ASKING]


def _outside(found: list[Obstacle]) -> bool:
    return any(one.word == PERIMETER for one in found)


def _structure(person: Beneficiary, request: Any) -> str:
    structures = request.tools.site.structures
    places = (request.identity.actor.structure, last_structure(person))
    return next((place for place in places if place in structures), "")


def _usual_referent(person: Beneficiary, request: Any) -> str:
    """Who follows her already; otherwise the adviser who engages."""
    actor = request.identity.actor
    return referent_now(person) or (actor.account if "adviser" in actor.roles else "")


def _questions(person: Beneficiary, name: str, request: Any) -> Mapping[str, Any]:
    """The fields due that are not known yet, hers and those of the unit."""
    agreement, day = agreement_today(request), today_at(request)
    opening = Opening(name, _structure(person, request), day)
    sheet = known_sheet(person, opening, request.identity.actor, request.tools)
    lacks, of_unit = _asked_fields(person, name, request)
    names = [field.name for field in (*lacks, *of_unit)]
    typed = answers(request, lacks) if request.method == "POST" else {}
    return {
        "hers": asked(lacks, sheet, agreement, day, [field.name for field in lacks]),
        "of_unit": asked(of_unit, sheet, agreement, day, [field.name for field in of_unit]),
        "ticks": ticks_shown(typed, agreement, request),
        "begins_at": next(iter(names), "opened_on"),
    }


def _asked_fields(person: Beneficiary, name: str, request: Any) -> tuple[list[Field], list[Field]]:
    agreement, tools, actor = agreement_today(request), request.tools, request.identity.actor
    opening = Opening(name, _structure(person, request), today_at(request))
    missing, _ = due_fields(person, opening, actor, tools)
    writes = decide(tools, actor, "edit", person).allowed
    hers = [field for field in missing if field in agreement.fields.person and writes]
    of_unit = [
        field for field in agreement.fields.sheet_of(name) if field.due_at(name, "engagement")
    ]
    return editable(hers, hidden=("status",)), editable(of_unit)


def _said(person: Beneficiary, request: Any) -> Opening:
    said, agreement = Said(request), agreement_today(request)
    name = said.text("unit")
    if name not in agreement.units:
        raise Invalid({"unit": "Choisir l'unité à engager."})
    _, of_unit = _asked_fields(person, name, request)
    declared = {key: text for key in DECLARED if (text := said.text(key))}
    if declared.get("place_exception") != OTHER_PLACE:
        declared.pop("place_reason", "")
    prefix = "override_"
    motives = {
        key.removeprefix(prefix): said.text(key) for key in request.POST if key.startswith(prefix)
    }
    given = Given(
        referent=said.text("referent") or _usual_referent(person, request), overrides=motives
    )
    return Opening(
        name,
        _structure(person, request),
        said.day("opened_on") or today_at(request),
        sheet={key: value for key, value in answers(request, of_unit).items() if value},
        declarations=declared,
        demand=_demand(name, said, request),
        given=given,
    )


def _demand(name: str, said: Said, request: Any) -> Any:
    """Said with the act when it was not said before (R-010)."""
    on = said.day("demand_on")
    if on is None:
        return None
    agreement = agreement_today(request)
    channel = said.text("demand_channel")
    if channel not in dict(choices_of(agreement, "mode_contact", today_at(request))):
        raise Invalid({"demand_channel": "Dire comment la demande est venue."})
    return {
        "unit": name,
        "on": on,
        "channel": channel,
        "author": "person",
        "recorded_at": request.tools.now(),
        "recorded_by": request.identity.actor.account,
    }


def _complete_sheet(person: Beneficiary, opening: Opening, request: Any) -> None:
    """What was missing and is typed here goes into her sheet, once."""
    hers, _ = _asked_fields(person, opening.unit, request)
    answered = answers(request, hers)
    new = {name: str(value) for name, value in changed(answered, person.sheet).items()}
    if new:
        require_confirmations(new, agreement_today(request), request)
        edit_sheet(person, new, request.identity.actor, request.tools)


def _require_answers(person: Beneficiary, opening: Opening, request: Any) -> None:
    """A sentence at each field; what no field answers, the step itself refuses."""
    tools, actor = request.tools, request.identity.actor
    _, faults = due_fields(person, opening, actor, tools)
    messages = dict(faults)
    for one in obstacles(person, opening, actor, tools):
        passed = one.overridable and opening.given.overrides.get(one.word, "")
        if one.word in ANSWERED_BY and not passed:
            messages[ANSWERED_BY[one.word]] = one.sentence
    another = opening.declarations.get("place_exception") == OTHER_PLACE
    if another and "place_exception" in messages:
        del messages["place_exception"]
        messages["place_reason"] = "Écrire cette autre raison : elle est exportée avec l'unité."
    if messages:
        raise Invalid(messages)
