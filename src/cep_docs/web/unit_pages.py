"""How a unit ends: closed, closed for abandon, rectified, cancelled (R-029…R-033, R-042, C-14)."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of
from cep_docs.definitions.closing import NEEDS, TABLE, ClosingReason
from cep_docs.definitions.field import Field
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engine import move_engagement
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.readiness import due_at_closing
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.sheets import unit_sheet
from cep_docs.lifecycle.unit_sheets import edit_unit_sheet
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about_unit,
    agreement_today,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.confirmations import require_confirmations, ticks_shown
from cep_docs.web.pages import Shown, Undo, act, page
from cep_docs.web.said import Said
from cep_docs.web.sheet_fields import answers, asked, changed, editable, several_codes
from cep_docs.web.tree import UnitPlace

CLOSE, ABANDON = "acts/close", "acts/abandon"
RECTIFY, CANCEL = "acts/rectify", "acts/cancel"
WHOLE = ("reason", "on", "motive")
MISSING = {
    "reason": "Choisir le motif de clôture.",
    "on": "Indiquer le jour de la clôture.",
    "motive": "Dire pourquoi, en une phrase.",
}


@page(UnitPlace, "clore", needs="close", template=CLOSE)
def closing(place: UnitPlace, request: Any) -> Shown:
    """What annexe 2 still wants is asked here, so that nothing has to be looked for (C-14)."""
    unit, agreement = place.thing, request.tools.agreement_of(place.thing)
    person = beneficiary_of(unit)
    hers, of_unit, others = _lacking(unit, request)
    sheet = {**person.sheet, **unit_sheet(unit)}
    typed = answers(request, hers) if request.method == "POST" else {}
    return about_unit(
        place,
        request,
        reasons=_reasons(unit, request),
        today=today_at(request),
        hers=asked(hers, sheet, agreement, unit.opened_on),
        of_unit=asked(of_unit, sheet, agreement, unit.opened_on),
        others=others,
        ticks=ticks_shown(typed, agreement, request),
    )


@act(UnitPlace, "clore", needs="close", again=closing, template=CLOSE)
def close(place: UnitPlace, request: Any) -> HTTPSeeOther:
    unit = place.thing
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    given = _given(request, WHOLE)
    _complete(unit, request)
    move_engagement(unit, "close", request.identity.actor, request.tools, given)
    told = f"{unit.unit} close. Une erreur se rectifie, par le manager."
    return to_file(place, request, told, undo=_to_rectify(place, request))


@page(UnitPlace, "abandon", needs="close_overdue", template=ABANDON)
def abandoning(place: UnitPlace, request: Any) -> Shown:
    return about_unit(place, request)


@act(UnitPlace, "abandon", needs="close_overdue", again=abandoning, template=ABANDON)
def abandon(place: UnitPlace, request: Any) -> HTTPSeeOther:
    return _moved(place, request, "confirm_abandon", "{} close pour abandon.")


@page(UnitPlace, "rectifier", needs="rectify", template=RECTIFY)
def rectifying(place: UnitPlace, request: Any) -> Shown:
    unit = place.thing
    table = request.tools.agreement_of(unit).tables[TABLE]
    told = [(one, table.label(one["reason"], one["on"])) for one in reversed(unit.closings)]
    return about_unit(place, request, reasons=_reasons(unit, request), history=told)


@act(UnitPlace, "rectifier", needs="rectify", again=rectifying, template=RECTIFY)
def rectify(place: UnitPlace, request: Any) -> HTTPSeeOther:
    """The earlier closing stays in the file; the last one counts (R-033)."""
    return _moved(
        place, request, "rectify", "Clôture de {} rectifiée. L'ancienne reste au dossier."
    )


@page(UnitPlace, "annuler", needs="cancel", template=CANCEL)
def cancelling(place: UnitPlace, request: Any) -> Shown:
    return about_unit(place, request)


@act(UnitPlace, "annuler", needs="cancel", again=cancelling, template=CANCEL)
def cancel(place: UnitPlace, request: Any) -> HTTPSeeOther:
    return _moved(place, request, "cancel", "{} annulée. Son numéro reste consommé.")


def _moved(
    place: UnitPlace, request: Any, name: str, told: str, wanted: Sequence[str] = ("motive",)
) -> HTTPSeeOther:
    """A transition by hand, with its motive and, where it has them, its day and reason."""
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    given = _given(request, wanted)
    move_engagement(place.thing, name, request.identity.actor, request.tools, given)
    undo = _to_rectify(place, request) if place.thing.closings and name != "cancel" else None
    return to_file(place, request, told.format(place.thing.unit), undo=undo)


def _to_rectify(place: UnitPlace, request: Any) -> Undo | None:
    """A closing is rectified by whom the rules name (R-033)."""
    right = decide(request.tools, request.identity.actor, "rectify", place.thing)
    return (place, "rectifier", "Rectifier") if right.allowed else None


def _given(request: Any, wanted: Sequence[str]) -> Given:
    """What is said with the act; what was left empty is told beside its field."""
    said = Said(request, several=several_codes(request))
    given = Given(said.day("on"), said.text("motive"), said.text("reason"))
    told = {"on": given.on, "motive": given.motive, "reason": given.reason}
    missing = {name: MISSING[name] for name in wanted if not told[name]}
    if missing:
        raise Invalid(missing)
    return given


def _reasons(unit: Engagement, request: Any) -> list[tuple[str, str]]:
    """Those that this actor may say of this unit, each with what it takes."""
    agreement, roles = request.tools.agreement_of(unit), request.identity.actor.roles
    table = agreement.tables[TABLE]
    return [
        (code, table.label(code, unit.opened_on) + _taking(reason, unit.unit))
        for code, reason in agreement.closing.items()
        if any(reason.fits(unit.unit, role) for role in roles)
    ]


def _taking(reason: ClosingReason, unit: str) -> str:
    needs = [NEEDS[need] for need in reason.needs[unit]]
    return f" (il faut {', '.join(needs)})" if needs else ""


def _lacking(unit: Engagement, request: Any) -> tuple[list[Field], list[Field], list[str]]:
    """Fields of hers and of the unit that are due and can be typed here; the rest as sentences."""
    tools, actor, agreement = request.tools, request.identity.actor, agreement_today(request)
    person, rules = beneficiary_of(unit), tools.agreement_of(unit).fields
    missing, faults = due_at_closing(unit, actor, tools)
    may_person = decide(tools, actor, "edit", person).allowed and rules is agreement.fields
    may_unit = decide(tools, actor, "edit", Facet(unit, "file")).allowed
    typed = editable(missing, hidden=("status",))
    hers = [field for field in typed if field in rules.person and may_person]
    of_unit = [field for field in typed if field in rules.engagement and may_unit]
    shown = {field.name for field in (*hers, *of_unit)}
    return hers, of_unit, [text for name, text in faults.items() if name not in shown]


def _complete(unit: Engagement, request: Any) -> None:
    """What was missing and is typed here is kept, then the unit is closed, or neither is."""
    tools, actor, person = request.tools, request.identity.actor, beneficiary_of(unit)
    hers, of_unit, _ = _lacking(unit, request)
    new = {name: str(text) for name, text in changed(answers(request, hers), person.sheet).items()}
    if new:
        require_confirmations(new, agreement_today(request), request)
        edit_sheet(person, new, actor, tools)
    more = changed(answers(request, of_unit), unit.sheet)
    if more:
        edit_unit_sheet(unit, more, actor, tools)
