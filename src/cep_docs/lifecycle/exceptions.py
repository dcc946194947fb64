"""What was let pass or justified in a period: the list for the controller and France compétences
(R-004, R-008, R-021, R-027, R-034)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.local_time import local_day
from cep_docs.values.months import add_months

PLACES = {
    "mobility": "mobilité envisagée",
    "nearer_operator": "opérateur limitrophe plus proche",
    "other": "autre raison",
}


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One exception; `kind` is told in French, `code` is for programs. No name of the person."""

    number: str
    unit: str
    code: str
    kind: str
    motive: str
    by: str
    on: date

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def exceptions_between(
    since: date, until: date, actor: Actor, tools: Tools, structure: str = ""
) -> Iterator[Exceptional]:
    """Both days included, of the units this actor may list, in one structure if it is named; one
    person after the other, each let go of once it was looked at.

    An exception is of the day somebody made it: that of the override, or of the engagement."""
    for person in _people(structure, tools):
        for engagement in _real(person):
            if structure not in ("", engagement.structure):
                continue
            if not decide(tools, actor, "list", engagement).allowed:
                continue
            for exceptional in _exceptions_of(engagement, tools):
                if since <= exceptional.on <= until:
                    yield exceptional
        if person._p_jar is not None:
            person._p_jar.cacheGC()


def _people(structure: str, tools: Tools) -> Iterator[Beneficiary]:
    """Those of one structure are found without looking at the others."""
    known = tools.site.beneficiaries
    if not structure:
        return iter(known)
    return (known[identifier] for identifier in tools.catalog.received_in(structure))


def _exceptions_of(engagement: Engagement, tools: Tools) -> Iterator[Exceptional]:
    number, unit = engagement.number, engagement.unit
    zone = tools.agreement_of(engagement).lots[engagement.lot].time_zone
    words = tools.rules.words.conditions
    for made in engagement.overrides:
        word, day = made["condition"], local_day(made["at"], zone)
        rule = words[word].holds if word in words else word
        kind = f"dérogation à la règle « {rule} »"
        yield Exceptional(number, unit, word, kind, made["motive"], made["by"], day)
    by, day = engagement.opened_by, engagement.opened_on
    place = engagement.declarations.get("place_exception", "")
    if place in PLACES:
        kind, why = "résidence et emploi hors du lot", PLACES[place]
        if reason := engagement.declarations.get("place_reason", "").strip():
            why = f"{why} : {reason}"
        yield Exceptional(number, unit, "place_exception", kind, why, by, day)
    if _came_back_soon(engagement, tools):
        months = tools.agreement_of(engagement).limits.return_months
        kind = f"retour moins de {months} mois après la clôture d'un accompagnement"
        why = engagement.declarations.get("return_motive", "").strip()
        yield Exceptional(number, unit, "return_motive", kind, why, by, day)


def _came_back_soon(engagement: Engagement, tools: Tools) -> bool:
    """By the closings as they stand now; going on in the same course is no return (C-42)."""
    agreement = tools.agreement_of(engagement)
    unit, course = agreement.units[engagement.unit], course_of(engagement)
    others = [e for e in _real(beneficiary_of(engagement)) if e is not engagement]
    if any(other.unit in unit.continues and course_of(other) is course for other in others):
        return False
    return any(
        other.closed_on is not None
        and other.closed_on
        <= engagement.opened_on
        < add_months(other.closed_on, agreement.limits.return_months)
        for other in others
        if other.unit in unit.return_after
    )


def _real(person: Beneficiary) -> list[Engagement]:
    """A cancelled unit never was (R-042)."""
    return [engagement for engagement in person.engagements() if engagement.state != "cancelled"]
