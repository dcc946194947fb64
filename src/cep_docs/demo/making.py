"""Makes a demonstration: the instance, its operator, the lives group by group, the last night."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cep_docs.access.actor import actor_of
from cep_docs.app import Application, new_site
from cep_docs.content.site import Site
from cep_docs.definitions.rules import Rules
from cep_docs.demo.cast import CODE, STRUCTURES, cast_of, furnish
from cep_docs.demo.diary import keep_diaries
from cep_docs.demo.directory import import_invented_directory
from cep_docs.demo.lives import Stage, comes
from cep_docs.demo.ordering import NumbersAtHand, orders
from cep_docs.demo.ordinary import ordinary
from cep_docs.demo.people import OUTSIDE
from cep_docs.demo.playing import Clock, Life, Play, dice, instant, office_hour
from cep_docs.demo.scenes import SCENES, Scene
from cep_docs.demo.signing import PEOPLE_PER_SIGNATURE
from cep_docs.demo.together import work_together
from cep_docs.demo.words import Words, read_words
from cep_docs.errors import Invalid
from cep_docs.lifecycle.contacts import KINDS, count_contact
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.orders import NewOrder, register_order
from cep_docs.lifecycle.sealing import seal_the_journals
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.storage.house import House
from cep_docs.storage.instance import create
from cep_docs.values.dates import french_day

# Played together in one transaction, in the order of time: a usual demonstration is one group.
GROUP = 200
# The agreement of 2019 had ended six weeks before and its last units are due; that of 2024 begins.
REFERENCE_DAY = date(2024, 2, 8)
SEED = 2019
SHORTEST_STORY = timedelta(days=60)
PEOPLE_PER_CONTACT = 12
EVENING = 20 * 60
LATEST = 5  # days: no feast of the calendar is longer, so that everybody comes before the end

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for; equal plans make equal data."""

    size: int
    seed: int = SEED
    today: date = REFERENCE_DAY


@dataclass(frozen=True, slots=True)
class Made:
    """What was made, beside what the catalog counts."""

    plan: Plan
    tally: Counter[str]
    seal: str


def make_demo(folder: Path, plan: Plan, rules: Rules, tell: Tell) -> Made:
    """Make an instance that was not there, and fill it. A cut leaves the groups that were done."""
    _refuse_impossible_day(plan.today, rules)
    instance = create(folder, CODE, lambda: _site(plan.today), plan.today)
    make_authority(instance.folder, CODE)
    words, tally = read_words(), Counter[str]()
    scenes = list(_that_fit(plan.size))
    with instance.open() as house:
        maker = _Maker(house, instance.folder, rules, words, plan)
        house.write(maker.furnish)
        for start, casting in _groups(plan, scenes):
            tally += house.write(lambda c, s=start, g=casting: maker.play(c, s, g))  # type: ignore[misc]
            house.db.cacheMinimize()
            tell(min(start + GROUP, plan.size), plan.size)
        tally += _last_evening(house, rules, plan)
        return Made(plan, tally, _last_night(house, rules, plan))


def whole(plan: Plan) -> bool:
    """Whether every state has its own: enough people, at the day the scenes were counted for."""
    enough = sum(scene.people for scene in SCENES)
    return plan.size >= enough and plan.today == REFERENCE_DAY


@dataclass(frozen=True, slots=True)
class _Maker:
    """What the transactions of one demonstration share."""

    house: House
    folder: Path
    rules: Rules
    words: Words
    plan: Plan

    def furnish(self, connection: Any) -> None:
        clock = Clock(instant(self.plan.today, 0))
        furnish(self.plan.size, self.words, clock, self._tools(connection, clock, "cast"))

    def play(self, connection: Any, start: int, casting: "list[Scene | None]") -> Counter[str]:
        """The lives of one group, from the first day to the day of reference."""
        begins = instant(self.rules_begin, 0) + timedelta(days=2)
        clock = Clock(begins)
        tools = self._tools(connection, clock, str(start))
        play = Play(clock, self.plan.today)
        stage = Stage(tools, self.words, cast_of(tools), clock, play, Counter())
        if start == 0:
            notary = notary_of(self.folder, clock)
            signing = replace(tools, press=on_paper, notary=notary)
            most = min(self.plan.size, GROUP) // PEOPLE_PER_SIGNATURE
            stage = replace(stage, for_good=signing, signed_at_most=most)
            for at, order in orders(self.plan.size, self.plan.today, tools):
                play.enter(at, _registering(order, stage))
        for place, scene in enumerate(casting, start):
            rng = dice(f"{self.plan.seed}/{place}")
            if scene is None:
                self._ordinary(stage, rng)
            else:
                day = max(self.plan.today - timedelta(days=scene.days), self.rules_begin)
                play.enter(office_hour(day, rng), _scene(stage, rng, scene))
        play.run()
        return stage.tally

    @property
    def rules_begin(self) -> date:
        return min(one.valid_from for one in self.rules.agreements.values()) + timedelta(days=5)

    def _ordinary(self, stage: Stage, rng: Random) -> None:
        """More people came lately: that is what a caseload looks like."""
        span = (self.plan.today - self.rules_begin).days - LATEST
        ago = LATEST + int(span * rng.random() ** 2.2)
        day = self.plan.today - timedelta(days=ago)
        place = rng.choice([code for code, *_ in STRUCTURES])
        stage.play.enter(office_hour(day, rng), _life(stage, rng, place))
        if rng.randrange(PEOPLE_PER_CONTACT) == 0:
            stage.play.enter(office_hour(day, rng), _contact(stage, rng, place))

    def _tools(self, connection: Any, clock: Clock, name: str) -> Tools:
        application = Application(self.house, self.rules, clock, _ids(self.plan, name))
        numbers = NumbersAtHand(connection.root()["numbers"])
        return replace(application.tools(connection), numbers=numbers)


def _site(today: date) -> Site:
    site = new_site(CODE)
    site.demo_day = today
    return site


def _groups(plan: Plan, scenes: list[Scene]) -> "Iterator[tuple[int, list[Scene | None]]]":
    """Who is in each group: the scenes in the first one, ordinary lives for the rest."""
    extra = sum(scene.people - 1 for scene in scenes)
    for start in range(0, plan.size, GROUP):
        places: list[Scene | None] = [None] * (min(GROUP, plan.size - start))
        if start == 0:
            places = [*scenes, *places[len(scenes) + extra :]]
        yield start, places


def _that_fit(size: int) -> Iterator[Scene]:
    room = min(size, GROUP)
    for scene in SCENES:
        room -= scene.people
        if room < 0:
            return
        yield scene


def _scene(stage: Stage, rng: Random, scene: Scene) -> Life:
    structure, referent = scene.with_whom
    yield from scene.play(comes(stage, rng, structure, referent, scene.status))


def _life(stage: Stage, rng: Random, place: str) -> Life:
    referent = rng.choice(stage.cast.advisers[place])
    status = rng.choice(OUTSIDE) if rng.random() < 0.04 else ""
    yield from ordinary(comes(stage, rng, place, referent, status))


def _contact(stage: Stage, rng: Random, place: str) -> Life:
    """Somebody who gives no name, or whom the service does not concern."""
    login = stage.cast.welcomers.get(place) or rng.choice(stage.cast.advisers[place])
    kind = rng.choice(KINDS)
    actor = actor_of(stage.tools.site.accounts[login])
    count_contact(kind, place, {}, actor, stage.tools)
    stage.tally[f"contacts_{kind}"] += 1
    yield from ()


def _registering(order: NewOrder, stage: Stage) -> Life:
    controller = stage.tools.site.accounts[stage.cast.controller]
    register_order(order, actor_of(controller), stage.tools)
    yield from ()


def _last_evening(house: House, rules: Rules, plan: Plan) -> Counter[str]:
    """When the doors are closed: the directory of the region, then what is written together."""
    clock = Clock(instant(plan.today - timedelta(days=1), EVENING))
    application = Application(house, rules, clock, _ids(plan, "evening"))
    application.write(import_invented_directory)
    return application.write(work_together)


def _last_night(house: House, rules: Rules, plan: Plan) -> str:
    """The night before the day of reference: who is expected, warnings, orders for those who
    wait, the seal."""
    clock = Clock(instant(plan.today, 2 * 60))
    application = Application(house, rules, clock, _ids(plan, "night"))
    application.write(lambda tools: keep_diaries(plan.today, plan.seed, tools))
    spend_night(application.write, lambda done, total: None)
    return application.write(seal_the_journals)


def _ids(plan: Plan, name: str) -> Callable[[], str]:
    drawn = dice(f"{plan.seed}/{name}/ids")
    return lambda: f"{drawn.getrandbits(80):020x}"


def _refuse_impossible_day(today: date, rules: Rules) -> None:
    first = min(one.valid_from for one in rules.agreements.values()) + SHORTEST_STORY
    last = max(one.valid_to for one in rules.agreements.values())
    if not first <= today <= last:
        raise Invalid(
            {
                "today": f"Le jour de la démonstration va du {french_day(first)} au "
                f"{french_day(last)}, le temps des accords-cadres. Rien n'a été créé."
            }
        )
