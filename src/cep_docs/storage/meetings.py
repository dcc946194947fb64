"""When somebody first asked for an accompaniment and was first met: the index of those who wait
is drawn from it (R-011)."""

from collections.abc import Iterator
from datetime import date

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.definitions.rules import Rules

# The code of the table « aiguillage » that promises an appointment in this house.
APPOINTMENT_HERE = "CEP_INT"


def asked_on(person: Beneficiary, rules: Rules) -> date | None:
    """The first day she was promised an appointment here, or asked: nothing sets it again.

    Somebody who only ever asked to be pointed the right way, and was sent elsewhere, waits for
    nobody here."""
    promised = [
        engagement.opened_on
        for engagement in _real(person)
        if engagement.sheet.get("orientation") == APPOINTMENT_HERE
    ]
    accompaniments = _names_of_accompaniments(rules)
    if not promised and not any(d["unit"] in accompaniments for d in person.demands):
        return None
    return min([*promised, *(demand["on"] for demand in person.demands)])


def met_on(person: Beneficiary, rules: Rules) -> date | None:
    """The first exchange of two people, in a unit that accompanies her; a message that waits for
    an answer, or one who did not come, is none."""
    days = [
        interaction["on"]
        for engagement in _real(person)
        if _accompanies(engagement, rules)
        for interaction in engagement.interactions
        if interaction["synchronous"]
    ]
    return min(days, default=None)


def still_waits(person: Beneficiary, rules: Rules) -> bool:
    """She asked, was never met, and no accompaniment ended without that."""
    if asked_on(person, rules) is None or met_on(person, rules) is not None:
        return False
    return not any(e.closings for e in _real(person) if _accompanies(e, rules))


def last_structure(person: Beneficiary) -> str:
    """Where her last unit was engaged; nowhere yet for somebody who only asked."""
    places = [engagement.structure for engagement in _real(person)]
    return places[-1] if places else ""


def _real(person: Beneficiary) -> Iterator[Engagement]:
    """A cancelled unit never was (R-042)."""
    return (e for e in person.engagements() if e.state != "cancelled")


def _accompanies(engagement: Engagement, rules: Rules) -> bool:
    return rules.agreements[engagement.agreement].units[engagement.unit].accompaniment


def _names_of_accompaniments(rules: Rules) -> set[str]:
    return {
        name
        for agreement in rules.agreements.values()
        for name, unit in agreement.units.items()
        if unit.accompaniment
    }
