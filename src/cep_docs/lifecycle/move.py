"""One transition being made: what conditions look at and effects work on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.facts import Demand
from cep_docs.content.site import beneficiary_of, course_of
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.units import ServiceUnit
from cep_docs.definitions.workflows import Transition
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import parse_day


@dataclass(frozen=True, slots=True)
class Given:
    """What the actor says with the act: a day, a motive, a closing reason, a referent, the demand
    it answers; `overrides` holds a motive for each condition a manager lets pass."""

    on: date | None = None
    motive: str = ""
    reason: str = ""
    referent: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    demand: Demand | None = None


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Move:
    engagement: Engagement
    deliverable: Deliverable | None
    transition: Transition
    actor: Actor
    tools: Tools
    given: Given

    @property
    def agreement(self) -> Agreement:
        return self.tools.agreement_of(self.engagement)

    @property
    def unit(self) -> ServiceUnit:
        return self.agreement.units[self.engagement.unit]

    @property
    def today(self) -> date:
        return self.tools.today(self.agreement, self.engagement.lot)

    @property
    def day(self) -> date:
        """The day the act bears: today unless said otherwise."""
        return self.given.on or self.today

    @property
    def course(self) -> Course:
        return course_of(self.engagement)

    @property
    def person(self) -> Beneficiary:
        return beneficiary_of(self.engagement)

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Hers, and the one that is said with the act: it is kept only if the act is possible."""
        said = () if self.given.demand is None else (self.given.demand,)
        return (*self.person.demands, *said)


def day_written(move: Move) -> date:
    """The day that stands on the paper: in the trace itself, or said when the act is noted."""
    written = str(move.deliverable.draft.get("dated_on", "")) if move.deliverable else ""
    return parse_day(written.strip()) if written.strip() else move.day
