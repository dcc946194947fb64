"""Engaging a service unit for a beneficiary."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.facts import Demand
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.units import ServiceUnit
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engine import do, require_conditions, settle
from cep_docs.lifecycle.move import NOTHING, Given, Move
from cep_docs.lifecycle.places import require_open
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said when a unit is engaged. `sheet` holds codes of annexe 2 § 2; `declarations`
    what the person declared (followed_elsewhere, place_exception, return_motive…)."""

    unit: str
    structure: str
    opened_on: date | None = None
    sheet: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    declarations: Mapping[str, str] = field(default_factory=dict)
    demand: Demand | None = None
    given: Given = NOTHING


def engage(person: Beneficiary, opening: Opening, actor: Actor, tools: Tools) -> Engagement:
    """Open a unit: right, conditions, then number, order, deadline, referent, deliverable."""
    agreement, engagement = _requested(opening, actor, tools)
    unit = agreement.units[opening.unit]
    right = require(tools, actor, unit.right, Facet(person, "file"))
    course, is_new = course_for(person, unit, tools)
    if is_new:
        course.__parent__ = person
    engagement.__parent__ = course
    transition = agreement.engagement.transitions["engage"]
    given = replace(opening.given, demand=opening.demand)
    move = Move(engagement, None, transition, actor, tools, given)
    require_conditions(
        move,
        (*transition.requires, *unit.requires),
        (*transition.overridable, *unit.overridable),
    )
    person.demands = move.demands
    if is_new:
        person.add(tools.new_id(), course)
    do(move, right)
    settle(engagement, tools)
    return engagement


def _requested(opening: Opening, actor: Actor, tools: Tools) -> tuple[Agreement, Engagement]:
    if opening.structure not in tools.site.structures:
        raise Invalid(
            {"structure": "Cette structure n'existe pas. Choisir une structure de la liste."}
        )
    lot = tools.site.structures[opening.structure].lot
    agreement = tools.rules.agreement_on(
        opening.opened_on or tools.hour_in(opening.structure).date()
    )
    if opening.unit not in agreement.units:
        known = ", ".join(agreement.units)
        raise Invalid({"unit": f"Cette unité n'existe pas dans l'accord en vigueur ({known})."})
    if lot not in agreement.lots:
        raise Invalid(
            {"structure": "Le lot de cette structure n'existe pas dans l'accord en vigueur."}
        )
    day = opening.opened_on or tools.today(agreement, lot)
    require_open(tools.site.structures[opening.structure], day)
    engagement = Engagement(agreement.name, opening.unit, day, agreement.engagement.starts_as)
    engagement.structure, engagement.lot = opening.structure, lot
    engagement.opened_by, engagement.recorded_at = actor.account, tools.now()
    engagement.sheet = dict(opening.sheet)
    engagement.declarations = dict(opening.declarations)
    return agreement, engagement


def course_for(person: Beneficiary, unit: ServiceUnit, tools: Tools) -> tuple[Course, bool]:
    """The person's latest course when the unit goes on with it, else a new one.

    A course is where its last accompaniment is: a first contact on the way changes nothing.
    """
    courses = list(person)
    running = [e for e in courses[-1] if e.state != "cancelled"] if courses else []
    accompanied = [e for e in running if tools.agreement_of(e).units[e.unit].accompaniment]
    last = (accompanied or running)[-1:]
    if last and last[0].unit in unit.follows:
        return courses[-1], False
    return Course(), True
