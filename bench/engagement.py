"""What an engagement and a reading cost, next to a bare commit of the same bytes."""

import os
import statistics
import time
from pathlib import Path

from persistent.mapping import PersistentMapping

from bench.build import login, name_of, reopened
from bench.timing import median
from cep_docs.app import Application
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.instance import find
from tests.people import actor, opening, received

TIMES = 200


def run(folder: Path) -> dict[str, float]:
    """Ratios: an engagement, and opening a file with the line it leaves in the journal."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)
        engaged, engaged_bytes, numbers = _engagements(application, folder)
        opened, opened_bytes = _readings(application, folder, numbers)
        return {
            "engagement / bare commit": engaged / _bare(application, engaged_bytes),
            "opening a file / bare commit": opened / _bare(application, opened_bytes),
        }


def _engagements(application: Application, folder: Path) -> tuple[float, int, list[str]]:
    who = application.write(lambda tools: actor(tools, login(0)))
    people = [application.write(lambda tools, i=i: _person(tools, i)) for i in range(TIMES)]
    times, numbers, before = [], [], _size(folder)
    for identifier in people:
        start = time.perf_counter()
        numbers.append(
            application.write(
                lambda tools, identifier=identifier: (
                    engage(
                        tools.site.beneficiaries[identifier],
                        opening(tools, "UO1", login(0), given=Given(referent=login(0))),
                        who,
                        tools,
                    ).number
                )
            )
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times), (_size(folder) - before) // TIMES, numbers


def _person(tools: Tools, index: int) -> str:
    name = name_of(10_000_000 + index)
    return received(tools, login(0), birth_name=name, birth_date="1959-01-01").identifier


def _readings(application: Application, folder: Path, numbers: list[str]) -> tuple[float, int]:
    who = application.write(lambda tools: actor(tools, login(0)))
    waiting, before = iter(numbers), _size(folder)

    def read() -> None:
        number = next(waiting)
        application.write(lambda tools: open_file(number, who, tools).number)

    taken = median(read, len(numbers))
    return taken, (_size(folder) - before) // len(numbers)


def _bare(application: Application, size: int) -> float:
    """A commit of one record of that many bytes, by the same connection and storage."""
    application.write(lambda tools: setattr(tools.site, "probe", PersistentMapping()))

    def commit() -> None:
        text = os.urandom(size // 2).hex()
        application.write(lambda tools: tools.site.probe.update(text=text))

    return median(commit, TIMES)


def _size(folder: Path) -> int:
    return (folder / "data" / "Data.fs").stat().st_size
