"""What stands in the way of an engagement, known before anything is done (R-004, R-021, R-100)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.field import Field
from cep_docs.definitions.units import ServiceUnit
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engagements import Opening, course_for
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.sheets import (
    carried_sheet,
    closing_faults,
    opening_faults,
    person_sheet,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.words import CONDITIONS, DETAILS


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A condition that is not met, with its sentence; `overridable` by a manager with a motive."""

    word: str
    sentence: str
    overridable: bool


def obstacles(person: Beneficiary, opening: Opening, actor: Actor, tools: Tools) -> list[Obstacle]:
    """Every condition that would refuse this engagement now; nothing is changed."""
    move = trial(person, opening, actor, tools)
    transition, unit = move.transition, move.unit
    overridable = (*transition.overridable, *unit.overridable)
    return [
        Obstacle(word, _sentence(word, move), word in overridable)
        for word in (*transition.requires, *unit.requires, *overridable)
        if not CONDITIONS[word](move)
    ]


def due_fields(
    person: Beneficiary, opening: Opening, actor: Actor, tools: Tools
) -> tuple[list[Field], Mapping[str, str]]:
    """The fields due at this engagement that are missing or wrong, and why, by field."""
    move = trial(person, opening, actor, tools)
    faults = opening_faults(move)
    return [field for field in move.agreement.fields if field.name in faults], faults


def known_sheet(
    person: Beneficiary, opening: Opening, actor: Actor, tools: Tools
) -> dict[str, object]:
    """All that is known already of the person and, from the unit before, of this one."""
    move = trial(person, opening, actor, tools)
    return {**person_sheet(person, move.engagement.opened_on), **carried_sheet(move)}


def trial(person: Beneficiary, opening: Opening, actor: Actor, tools: Tools) -> Move:
    """The engagement as it would be made, attached to nobody's file."""
    if opening.structure not in tools.site.structures:
        raise Invalid({"structure": "Cette structure n'existe pas. En choisir une de la liste."})
    agreement, unit = _rules_of(opening, tools)
    lot = tools.site.structures[opening.structure].lot
    day = opening.opened_on or tools.today(agreement, lot)
    engagement = Engagement(agreement.name, unit.name, day, agreement.engagement.starts_as)
    engagement.structure, engagement.lot = opening.structure, lot
    engagement.sheet, engagement.declarations = dict(opening.sheet), dict(opening.declarations)
    course, is_new = course_for(person, unit, tools)
    if is_new:
        course.__parent__ = person
    engagement.__parent__ = course
    given = replace(opening.given, demand=opening.demand)
    transition = agreement.engagement.transitions["engage"]
    return Move(engagement, None, transition, actor, tools, given)


def _rules_of(opening: Opening, tools: Tools) -> tuple[Agreement, ServiceUnit]:
    day = opening.opened_on or tools.hour_in(opening.structure).date()
    agreement = tools.rules.agreement_on(day)
    if opening.unit not in agreement.units:
        raise Invalid({"unit": "Cette unité n'existe pas dans l'accord en vigueur ce jour-là."})
    return agreement, agreement.units[opening.unit]


def _sentence(word: str, move: Move) -> str:
    sentence = move.tools.rules.words.conditions[word].otherwise
    details = DETAILS[word](move) if word in DETAILS else []
    said = " ".join([sentence, *details])
    return said[:1].upper() + said[1:]


def due_at_closing(
    engagement: Engagement, actor: Actor, tools: Tools
) -> tuple[list[Field], Mapping[str, str]]:
    """The fields due at the closing of a unit that are missing or wrong, and why, by field."""
    agreement = tools.agreement_of(engagement)
    transition = agreement.engagement.transitions["engage"]
    faults = closing_faults(Move(engagement, None, transition, actor, tools, NOTHING))
    return [field for field in agreement.fields if field.name in faults], faults
