"""The units that could be engaged now for a person, and what stands against each of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.units import ServiceUnit
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engagements import course_for
from cep_docs.lifecycle.history import base_of_deadline, continued_unit
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import CONDITIONS
from cep_docs.values.deadlines import deadline

# What the form of the act asks: it stands against nothing before somebody has answered.
SAID_WITH_THE_ACT = frozenset(
    {
        "sheet_due_at_opening_is_complete",
        "demanded_by_the_person",
        "opened_today_or_before",
        "opened_after_the_demand",
        "opened_after_the_previous_closing",
        "not_backdated_too_far",
        "not_followed_by_another_operator",
        "lives_or_works_in_the_lot",
        "coming_back_soon_is_justified",
        "the_referent_is_active",
        "closing_reason_fits_the_unit",
        "closing_day_is_possible",
        "motive_is_given",
    }
)


@dataclass(frozen=True, slots=True)
class Prospect:
    """`until`: the last day it may run, where it goes on with the time of a running course;
    `passable`: a manager may let it pass, with a motive."""

    unit: ServiceUnit
    until: date | None
    refusals: Sequence[str]
    passable: bool


def prospects_of(person: Beneficiary, actor: Actor, tools: Tools) -> list[Prospect]:
    """One for each unit of the agreement in force where this actor works."""
    try:
        agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    except Invalid:
        return []
    units = person.engagements()
    structure = actor.structure or (units[-1].structure if units else "")
    place = tools.site.structures.get(structure)
    if place is None or place.lot not in agreement.lots:
        return []
    asked = replace(actor, structure=structure)
    return [_prospect(person, unit, agreement, asked, tools) for unit in agreement.units.values()]


def refusals_of(move: Move, words: Sequence[str]) -> list[str]:
    """The sentence of each condition that is not met, those answered with the act left out."""
    known = move.tools.rules.words.conditions
    return [
        known[word].otherwise
        for word in words
        if word not in SAID_WITH_THE_ACT and not CONDITIONS[word](move)
    ]


def _prospect(
    person: Beneficiary, unit: ServiceUnit, agreement: Agreement, actor: Actor, tools: Tools
) -> Prospect:
    move = _imagined(person, unit, agreement, actor, tools)
    transition = move.transition
    firm = refusals_of(move, (*transition.requires, *unit.requires))
    passable = refusals_of(move, (*transition.overridable, *unit.overridable))
    return Prospect(
        unit=unit,
        until=_until(move, bool(firm or passable)),
        refusals=(*firm, *passable),
        passable=bool(passable) and not firm,
    )


def _imagined(
    person: Beneficiary, unit: ServiceUnit, agreement: Agreement, actor: Actor, tools: Tools
) -> Move:
    """The unit as it would be engaged today; it is put nowhere."""
    lot = tools.site.structures[actor.structure].lot
    workflow = agreement.engagement
    day = tools.today(agreement, lot)
    engagement = Engagement(agreement.name, unit.name, day, workflow.starts_as)
    engagement.structure, engagement.lot = actor.structure, lot
    course, is_new = course_for(person, unit, tools)
    if is_new:
        course.__parent__ = person
    engagement.__parent__ = course
    return Move(engagement, None, workflow.transitions["engage"], actor, tools, NOTHING)


def _until(move: Move, refused: bool) -> date | None:
    """While the unit it would continue still runs, or nothing stands against it any more."""
    limit, before = move.unit.time_limit, continued_unit(move)
    if limit is None or before is None or limit.counted_from == move.engagement.unit:
        return None
    if any(unit.unit == move.engagement.unit for unit in move.course):
        return None
    base = base_of_deadline(move)
    running = move.tools.agreement_of(before).engagement.states[before.state].open
    if base is None or (refused and not running):
        return None
    zone = move.tools.holiday_zone(move.engagement.structure)
    last = deadline(base, limit.months, zone).strict
    return last if last >= move.today else None
