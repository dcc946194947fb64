"""Who is expected at the day of reference and in the days after it: the diary of each adviser."""

from datetime import date, timedelta
from itertools import islice
from random import Random

from cep_docs.access.actor import Actor, actor_of
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.site import beneficiary_of
from cep_docs.demo.playing import dice
from cep_docs.lifecycle.appointments import NewAppointment, make_appointment
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.calendars import METROPOLE, is_working_day

HOURS = ("09:00", "10:30", "14:00", "15:30", "17:00")
LENGTHS = (45, 60, 60, 75)
TODAY, LATER = 3, 6  # how many on the day itself, and in the days after
DAYS = 9


def keep_diaries(today: date, seed: int, tools: Tools) -> None:
    """The files that are most urgent are seen first; hours are drawn, the same every time."""
    for account in list(tools.site.accounts):
        if "adviser" in account.roles and account.disabled_on is None:
            rng = dice(f"{seed}/{account.login}/diary")
            people = _people(account.login, tools)
            for person, on, at in zip(people, *_moments(today, rng), strict=False):
                _expect(person, on, at, actor_of(account), rng, tools)


def _moments(today: date, rng: Random) -> tuple[list[date], list[str]]:
    hours = sorted(rng.sample(HOURS, rng.randint(1, TODAY)))
    days = [today + timedelta(days=n) for n in range(1, DAYS)]
    later = [day for day in days if is_working_day(day, METROPOLE)][:LATER]
    return [*[today] * len(hours), *later], [*hours, *(rng.choice(HOURS) for _ in later)]


def _people(login: str, tools: Tools) -> list[Beneficiary]:
    numbers = islice(tools.catalog.caseload(login), 4 * (TODAY + LATER))
    found = (beneficiary_of(engagement_numbered(number, tools)) for _, number in numbers)
    return list(dict.fromkeys(found))


def _expect(
    person: Beneficiary, on: date, at: str, actor: Actor, rng: Random, tools: Tools
) -> None:
    mode = "PRES" if rng.random() < 0.7 else rng.choice(("TEL", "VISIO"))
    length = rng.choice(LENGTHS)
    new = NewAppointment(on, at, length, mode, actor.structure, actor.account)
    make_appointment(person, new, actor, tools)
