"""The words that may stand after `requires:` of a service unit: what it takes to engage it."""

from collections.abc import Mapping
from datetime import date

from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.history import (
    base_of_deadline,
    concluded_on,
    continued_unit,
    other_accompaniments,
    other_units,
)
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.sheets import opening_faults
from cep_docs.values.months import add_months
from cep_docs.values.places import department_of_postcode


def sheet_due_at_opening_is_complete(move: Move) -> bool:
    return not opening_faults(move)


def status_in_perimeter(move: Move) -> bool:
    """An accompaniment goes on whatever the person has become in between (R-006)."""
    if not move.unit.statuses or continued_unit(move) is not None:
        return True
    return move.person.status_on(move.engagement.opened_on) in move.unit.statuses


def demanded_by_the_person(move: Move) -> bool:
    """Each engagement answers a demand of its own, made by the person (R-010)."""
    return bool(_demands_to_answer(move))


def opened_today_or_before(move: Move) -> bool:
    return move.engagement.opened_on <= move.today


def opened_after_the_demand(move: Move) -> bool:
    """Without any demand, that is what is missing: it is said once."""
    demands = _demands_to_answer(move)
    return not demands or any(day <= move.engagement.opened_on for day in demands)


def opened_after_the_previous_closing(move: Move) -> bool:
    return all(
        engagement.closed_on is None or engagement.closed_on <= move.engagement.opened_on
        for engagement in other_accompaniments(move)
    )


def not_backdated_too_far(move: Move) -> bool:
    return (move.today - move.engagement.opened_on).days <= move.agreement.limits.backdating_days


def not_followed_by_another_operator(move: Move) -> bool:
    said = move.engagement.declarations
    changes = (
        said.get("followed_elsewhere") == "yes" and said.get("change_of_operator", "").strip()
    )
    return (
        said.get("followed_elsewhere") == "no" or bool(changes) or continued_unit(move) is not None
    )


def lives_or_works_in_the_lot(move: Move) -> bool:
    """Without any place the unit may be engaged; the sheet stays incomplete. Another reason than
    those of the list is written out (R-008)."""
    places = departments_of(move.person.sheet)
    lot = move.agreement.lots[move.engagement.lot]
    said = move.engagement.declarations
    exception = said.get("place_exception", "")
    told = exception != OTHER_PLACE or said.get("place_reason", "").strip()
    justified = exception in PLACE_EXCEPTIONS and bool(told)
    return justified or not places or any(lot.serves(place) for place in places)


def no_other_accompaniment_is_open(move: Move) -> bool:
    return not any(
        move.tools.agreement_of(other).engagement.states[other.state].open
        for other in other_accompaniments(move)
    )


def follows_a_signed_project(move: Move) -> bool:
    """The wish for support is in the project, or was said later in a dated demand (R-027)."""
    project = continued_unit(move)
    if project is None or not _closed_on_a_signed_project(move, project):
        return False
    version = project.deliverable.current if project.deliverable else None
    wished = version is not None and version.content.get("continues") == "yes"
    return wished or any(
        demand["unit"] == move.engagement.unit
        and project.closed_on is not None
        and demand["on"] >= project.closed_on
        for demand in move.demands
    )


def the_time_of_the_course_is_not_over(move: Move) -> bool:
    """Time that counts from a unit that never was cannot be kept: it is over (R-025)."""
    limit = move.unit.time_limit
    base = base_of_deadline(move)
    if limit is None:
        return True
    return base is not None and move.engagement.opened_on <= add_months(base, limit.months)


def coming_back_soon_is_justified(move: Move) -> bool:
    """Coming back less than three months after an accompaniment is explained (R-034)."""
    if (
        continued_unit(move) is not None
        or move.engagement.declarations.get("return_motive", "").strip()
    ):
        return True
    return not any(
        engagement.closed_on is not None
        and move.engagement.opened_on
        < add_months(engagement.closed_on, move.agreement.limits.return_months)
        for engagement in other_units(move)
        if engagement.unit in move.unit.return_after
    )


def the_referent_is_active(move: Move) -> bool:
    login = move.given.referent or move.course.referent
    if login not in move.tools.site.accounts:
        return False
    account = move.tools.site.accounts[login]
    return "adviser" in account.roles and account.active_on(move.today)


# What these words share.

OTHER_PLACE = "other"
PLACE_EXCEPTIONS = ("mobility", "nearer_operator", OTHER_PLACE)


def departments_of(sheet: Mapping[str, str]) -> set[str]:
    """Where somebody lives and works; a postcode of no department is a place outside any lot."""
    places = {sheet["company_department"]} if sheet.get("company_department") else set()
    for name in ("postcode", "company_postcode"):
        if sheet.get(name):
            try:
                places.add(department_of_postcode(sheet[name]))
            except ValueError:
                places.add("")
    return places


def _demands_to_answer(move: Move) -> list[date]:
    """The days the person asked for this unit; a demand that was answered does not count twice."""
    unit = move.engagement.unit
    answered = [e.opened_on for e in other_units(move) if e.unit == unit]
    return [
        demand["on"]
        for demand in move.demands
        if (demand["unit"], demand["author"]) == (unit, "person")
        and all(demand["on"] > day for day in answered)
    ]


def _closed_on_a_signed_project(move: Move, project: Engagement) -> bool:
    agreement = move.tools.agreement_of(project)
    reason = agreement.closing.get(project.closed_because)
    voluntary = reason is not None and reason.voluntary
    return voluntary and concluded_on(project, agreement) is not None


WORDS = (
    sheet_due_at_opening_is_complete,
    status_in_perimeter,
    demanded_by_the_person,
    opened_today_or_before,
    opened_after_the_demand,
    opened_after_the_previous_closing,
    not_backdated_too_far,
    not_followed_by_another_operator,
    lives_or_works_in_the_lot,
    no_other_accompaniment_is_open,
    follows_a_signed_project,
    the_time_of_the_course_is_not_over,
    coming_back_soon_is_justified,
    the_referent_is_active,
)
