"""What one invented person and those who receive her do, each act by its step of lifecycle/."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from cep_docs.access.actor import Actor, actor_of
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Course, Engagement
from cep_docs.definitions.form_field import Content
from cep_docs.demo.cast import Cast
from cep_docs.demo.people import OUTSIDE, Guest, invented
from cep_docs.demo.playing import Clock, Play, StoryEnds, instant, office_hour
from cep_docs.demo.words import Words
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engagements import Opening, engage
from cep_docs.lifecycle.engine import move_deliverable, move_engagement, settle
from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.move import NOTHING, Given
from cep_docs.lifecycle.persons import NewPerson, possible_duplicates, register_person
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.unit_sheets import edit_unit_sheet

REMOTE = ("TEL", "VISIO", "MAIL")


@dataclass(frozen=True, slots=True)
class Stage:
    """What all the lives of a group share; `for_good` are tools that print and sign, at most so
    many documents."""

    tools: Tools
    words: Words
    cast: Cast
    clock: Clock
    play: Play
    tally: Counter[str]
    for_good: Tools | None = None
    signed_at_most: int = 0


@dataclass(slots=True)
class Person:
    """One life: her file as it stands, who receives her, and the dice she is played with."""

    stage: Stage
    rng: Random
    structure: str
    referent: str
    guest: Guest
    declarations: Mapping[str, str] = field(default_factory=lambda: {"followed_elsewhere": "no"})
    _file: Beneficiary | None = None
    _unit: Engagement | None = None

    # what she is

    @property
    def file(self) -> Beneficiary:
        if self._file is None:
            raise LookupError("she is not registered yet")
        return self._file

    @property
    def unit(self) -> Engagement:
        """The unit engaged last."""
        if self._unit is None:
            raise StoryEnds
        return self._unit

    @property
    def course(self) -> Course:
        return list(self.file)[-1]

    @property
    def deliverable(self) -> Deliverable:
        found = self.unit.deliverable
        if found is None:
            raise LookupError("this unit has no deliverable")
        return found

    @property
    def today(self) -> date:
        return self.stage.clock.local.date()

    @property
    def manager(self) -> str:
        return self.stage.cast.managers[self.structure]

    @property
    def runs(self) -> bool:
        """Whether the unit is still open: the night may have closed it since."""
        agreement = self.stage.tools.agreement_of(self.unit)
        return agreement.engagement.states[self.unit.state].open

    @property
    def is_outside(self) -> bool:
        return self.guest.status in OUTSIDE

    def offers(self, unit: str) -> bool:
        """Whether the agreement in force today has that unit."""
        return self._offered(unit, self.today)

    def actor(self, login: str = "") -> Actor:
        return actor_of(self.stage.tools.site.accounts[login or self.referent])

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    # when she goes on

    def later(self, low: int, high: int) -> datetime:
        """An hour of the office so many days from now."""
        found = office_hour(self.today + timedelta(days=self.rng.randint(low, high)), self.rng)
        return found if found > self.stage.clock.now else self.soon()

    def soon(self, minutes: int = 20) -> datetime:
        return self.stage.clock.now + timedelta(minutes=minutes)

    # what is done

    def registers(self, by: str, ago: int = 0) -> None:
        """She is known from now on; a homonym born the same day is told apart."""
        tools, guest = self.stage.tools, self.guest
        since = self.today - timedelta(days=ago)
        new = NewPerson(guest.sheet, guest.status, since, self.structure)
        try:
            self._file = register_person(new, self.actor(by), tools)
        except NotPossible:
            new = replace(new, distinct_from=possible_duplicates(guest.sheet, tools))
            self._file = register_person(new, self.actor(by), tools)
            self.stage.tally["homonyms"] += 1

    def engages(self, unit: str, by: str = "", given: Given = NOTHING, ago: int = 0) -> None:
        """She asks for a unit and gets it, so many days ago when it is entered late;
        the story ends when the agreement of that day does not have it."""
        day = self.today - timedelta(days=ago)
        if not self._offered(unit, day):
            raise StoryEnds
        referent = "" if unit == "UO0" else (given.referent or self.referent)
        opening = Opening(
            unit,
            self.structure,
            day,
            sheet=self._codes(unit),
            declarations=self.declarations,
            demand={
                "unit": unit,
                "on": day,
                "channel": "PRES",
                "author": "person",
                "recorded_at": self.stage.clock.now,
                "recorded_by": by or self.referent,
            },
            given=replace(given, referent=referent),
        )
        self._unit = engage(self.file, opening, self.actor(by), self.stage.tools)
        self._watch()

    def meets(self, by: str = "", mode: str = "") -> None:
        chosen = mode or ("PRES" if self.chance(0.7) else self.rng.choice(REMOTE))
        agreed = "" if chosen == "PRES" else "person_asked"
        minutes = self.rng.choice((10, 15)) if self.unit.unit == "UO0" else self._length()
        hour = f"{self.stage.clock.local:%H:%M}"
        exchange = Exchange(
            chosen,
            at=hour,
            minutes=minutes,
            synchronous=chosen != "MAIL",
            remote_agreed_by=agreed,
        )
        log_interaction(self.unit, exchange, self.actor(by), self.stage.tools)

    def writes(self, content: Content, by: str = "") -> None:
        save_draft(self.deliverable, self.actor(by), content, self.stage.tools)

    def fills(self, changes: Mapping[str, str | tuple[str, ...]]) -> None:
        edit_unit_sheet(self.unit, changes, self.actor(), self.stage.tools)

    def document(self, name: str, by: str = "", given: Given = NOTHING) -> None:
        """A transition of her deliverable."""
        move_deliverable(self.deliverable, name, self.actor(by), self.stage.tools, given)

    def moves(self, name: str, by: str = "", given: Given = NOTHING) -> None:
        """A transition of her unit."""
        move_engagement(self.unit, name, self.actor(by), self.stage.tools, given)

    # what this module needs

    def _codes(self, unit: str) -> dict[str, str | tuple[str, ...]]:
        codes: dict[str, str | tuple[str, ...]] = dict(self.guest.unit_sheet)
        if unit == "UO0":
            elsewhere = self.rng.choice(("OP_PE", "OP_APEC", "SANS", "HORS"))
            codes["orientation"] = elsewhere if self.is_outside else "CEP_INT"
        return codes

    def _offered(self, unit: str, day: date) -> bool:
        return unit in self.stage.tools.rules.agreement_on(day).units

    def _length(self) -> int:
        return self.rng.choice((30, 45, 60, 60, 75, 90))

    def _watch(self) -> None:
        """The night after the extended deadline looks at the unit, as `cep-docs night` does."""
        due = self.unit.due_extended_on
        if due is not None:
            at = instant(due + timedelta(days=1), 2 * 60)
            self.stage.play.enter(at, _night(self.unit, self.stage.tools))


def comes(stage: Stage, rng: Random, structure: str, referent: str, status: str = "") -> Person:
    """Somebody pushes the door today."""
    guest = invented(stage.words, structure, stage.clock.local.date(), rng, status)
    return Person(stage, rng, structure, referent, guest)


def _night(unit: Engagement, tools: Tools) -> Iterator[datetime]:
    settle(unit, tools)
    yield from ()
