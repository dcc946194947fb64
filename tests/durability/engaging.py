"""A process that engages units for its share of the people, while others do the same."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cep_docs.app import Application, random_id
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.instance import find
from tests.people import RULES, actor, opening

# Midnight in Paris, between the 29th of February and the 1st of March.
MIDNIGHT = datetime(2020, 2, 29, 23, tzinfo=UTC)
ABANDONED = 50  # one engagement in so many fails once, after its number was given


class Fails(Exception):  # noqa: N818 - what the test makes happen
    """Somebody closed the window before saving."""


@dataclass
class Clock:
    """Reaches midnight when half of the work is done."""

    half: int
    done: int = 0

    def __call__(self) -> datetime:
        return MIDNIGHT + timedelta(seconds=self.done - self.half)


def main(folder: str, worker: int, workers: int) -> None:
    with find(Path(folder)).open() as house:
        with house.reading() as connection:
            people = sorted(connection.root()["site"].beneficiaries._children)[worker::workers]
        clock = Clock(len(people) // 2)
        application = Application(house, RULES, clock, random_id)
        who = application.write(lambda tools: actor(tools, "alice"))
        for person in people:
            engage_one(application, person, who, fails=clock.done % ABANDONED == worker)
            clock.done += 1


def engage_one(application, person, who, *, fails):
    def work(tools: Tools, failing: bool) -> None:
        engage(tools.site.beneficiaries[person], opening(tools, "UO0"), who, tools)
        if failing:
            raise Fails

    if fails:
        with suppress(Fails):
            application.write(lambda tools: work(tools, True))
    application.write(lambda tools: work(tools, False))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
