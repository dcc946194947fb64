"""Somebody comes in: who she is, what she wants, where she is pointed, in one act (R-001)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Demand
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.other_operators import OtherOperator
from cep_docs.definitions.units import ServiceUnit
from cep_docs.errors import Invalid
from cep_docs.lifecycle.contacts import identify_contact
from cep_docs.lifecycle.engagements import Opening, engage
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.interactions import ON_SITE, Exchange, log_interaction
from cep_docs.lifecycle.persons import (
    NewPerson,
    possible_duplicates,
    record_demand,
    register_person,
)
from cep_docs.lifecycle.readiness import due_fields
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.meetings import last_structure

# What was said of a physical reception, which is offered to everybody.
OFFERS = {
    "accepted": "Proposé, la personne vient sur place",
    "declined": "Proposé, elle préfère rester à distance",
    "not_offered": "Non proposé",
}
WELCOMING = "orient"  # the right of the unit by which people are welcomed


@dataclass(frozen=True, slots=True)
class FirstContact:
    """What is said at the counter or on the phone: the codes of annexe 2, how she came, what she
    was offered."""

    mode: str
    codes: Mapping[str, str]
    offer: str = ""
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody who may be the same person; without a name for whoever may not know of her."""

    identifier: str
    name: str
    place: str
    readable: bool
    welcomable: bool


def welcoming_unit(agreement: Agreement) -> ServiceUnit | None:
    """The unit that points people the right way; not every agreement has one."""
    return next((unit for unit in agreement.units.values() if unit.right == WELCOMING), None)


def agreement_now(actor: Actor, tools: Tools) -> tuple[Agreement, date]:
    """The agreement under which a person who comes in now is welcomed, and the day it is."""
    day = tools.hour_in(actor.structure).date()
    return tools.rules.agreement_on(day), day


def welcome(new: NewPerson, said: FirstContact, actor: Actor, tools: Tools) -> Beneficiary:
    """A new file, and the unit that points her the right way, closed the same day (R-022)."""
    person = register_person(new, actor, tools)
    point_the_way(person, said, actor, tools)
    return person


def point_the_way(
    person: Beneficiary, said: FirstContact, actor: Actor, tools: Tools
) -> Engagement | None:
    """Engagement, exchange and closing in one, today (R-001, R-028); without such a unit in the
    agreement, her demand alone is written down (R-010, R-011)."""
    agreement, day = agreement_now(actor, tools)
    unit = welcoming_unit(agreement)
    if unit is None:
        wanted = next(name for name, one in agreement.units.items() if one.accompaniment)
        record_demand(person, _demand(wanted, said, day, actor, tools), actor, tools)
        return None
    opening = _opening(unit, said, day, actor, tools)
    _, faults = due_fields(person, opening, actor, tools)
    if faults:
        raise Invalid(faults)
    engagement = engage(person, opening, actor, tools)
    _note_exchange(engagement, said, actor, tools)
    return engagement


def give_a_name(
    key: str, new: NewPerson, said: FirstContact, actor: Actor, tools: Tools
) -> Beneficiary:
    """An anonymous contact of today becomes a first unit (R-002, C-30)."""
    agreement, day = agreement_now(actor, tools)
    unit = welcoming_unit(agreement)
    if unit is None:
        raise Invalid(
            {"contact": "Dans l'accord en vigueur, un contact anonyme ne reçoit pas de nom."}
        )
    opening = _opening(unit, said, day, actor, tools)
    person = identify_contact(key, new, opening, actor, tools)
    _note_exchange(person.engagements()[-1], said, actor, tools)
    return person


def contact_to_name(key: str, actor: Actor, tools: Tools) -> LocalContact | None:
    """An anonymous contact that may still be given a name today."""
    contact = tools.site.contacts.get(key)
    if contact is None or not decide(tools, actor, "create", contact).allowed:
        return None
    today = tools.hour_in(contact.structure).date()
    waits = contact.kind == "anonymous" and not contact.became and contact.on == today
    return contact if waits else None


def twins_of(sheet: Mapping[str, str], actor: Actor, tools: Tools) -> list[Twin]:
    """Who may be the same person (R-106): the same birth date, and names that sound alike."""
    if not all(sheet.get(name) for name in ("first_name", "birth_date")):
        return []
    people = (tools.site.beneficiaries[one] for one in possible_duplicates(sheet, tools))
    return [_twin(person, actor, tools) for person in people]


def operators_for(status: str, agreement: Agreement) -> list[OtherOperator]:
    """Those who receive people of this status first, or all of them (R-004)."""
    others = agreement.other_operators.values()
    return [one for one in others if status in one.statuses] or list(others)


def _twin(person: Beneficiary, actor: Actor, tools: Tools) -> Twin:
    file, place = Facet(person, "file"), last_structure(person)
    structures = tools.site.structures
    return Twin(
        identifier=person.identifier,
        name=name_of(person, actor, tools),
        place=structures[place].name if place in structures else "",
        readable=decide(tools, actor, "view", file).allowed,
        welcomable=decide(tools, actor, "orient", file).allowed,
    )


def _opening(
    unit: ServiceUnit, said: FirstContact, day: date, actor: Actor, tools: Tools
) -> Opening:
    codes = {name: code for name, code in said.codes.items() if code}
    if said.offer and said.offer not in OFFERS:
        raise Invalid({"offer": "Dire si un accueil sur place a été proposé, et la réponse."})
    return Opening(
        unit.name,
        actor.structure,
        day,
        sheet=codes,
        declarations={"reception_offer": said.offer} if said.offer else {},
        demand=_demand(unit.name, said, day, actor, tools),
    )


def _demand(unit: str, said: FirstContact, day: date, actor: Actor, tools: Tools) -> Demand:
    return {
        "unit": unit,
        "on": day,
        "channel": said.mode,
        "author": "person",
        "recorded_at": tools.now(),
        "recorded_by": actor.account,
    }


def _note_exchange(engagement: Engagement, said: FirstContact, actor: Actor, tools: Tools) -> None:
    """She came or called: what is at a distance, she asked for herself (R-012). Whoever may point
    somebody the right way in the file of a colleague may not write exchanges there."""
    if not decide(tools, actor, "log_interaction", engagement).allowed:
        return
    agreed = "" if said.mode in ON_SITE else "person_asked"
    exchange = Exchange(
        said.mode,
        at=f"{tools.hour_in(actor.structure):%H:%M}",
        minutes=said.minutes
        or tools.agreement_of(engagement).units[engagement.unit].estimated_minutes,
        remote_agreed_by=agreed,
    )
    log_interaction(engagement, exchange, actor, tools)
