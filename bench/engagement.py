"""What an engagement and a reading cost, next to a bare commit of the same bytes.

The bare commit is made right after each, by the same house: a shared disk may be ten times
slower from one second to the next.
"""

import os
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path

from persistent.mapping import PersistentMapping

from bench.build import login, name_of, reopened
from bench.timing import seconds
from cep_docs.access.actor import Actor
from cep_docs.app import Application
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.instance import find
from tests.people import actor, opening, received

TIMES = 200
FIRST = 50  # before measuring: how many bytes and records it writes
REWRITTEN = 5  # records that are there already: the person, her journal, sets of the indexes


def run(folder: Path) -> dict[str, float]:
    """Ratios: an engagement, and opening a file with the line it leaves in the journal."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)
        who = application.write(lambda tools: actor(tools, login(0)))
        people = [
            application.write(lambda tools, i=i: _person(tools, i)) for i in range(FIRST + TIMES)
        ]
        numbers: list[str] = []
        engagements = [partial(_engage, application, person, who, numbers) for person in people]
        costs = ratios("engagement", application, folder, engagements)
        readings = [partial(_read, application, number, who) for number in numbers]
        return {**costs, **ratios("opening a file", application, folder, readings)}


def ratios(
    name: str, application: Application, folder: Path, works: list[Callable[[], object]]
) -> dict[str, float]:
    """Next to one record of the same bytes, and to as many records of the same bytes in all."""
    before, records = _size(folder), _records(application)
    for work in works[:FIRST]:
        work()
    size = (_size(folder) - before) // FIRST
    several = max(round((_records(application) - records) / FIRST), 1) + REWRITTEN
    _make_probes(application, several)
    times = [
        (
            seconds(work),
            seconds(lambda: _bare(application, size, 1)),
            seconds(lambda: _bare(application, size, several)),
        )
        for work in works[FIRST:]
    ]
    ours, one, many = (statistics.median(column) for column in zip(*times, strict=True))
    return {
        f"{name} / bare commit, 1 record": ours / one,
        f"{name} / bare commit, {several} records": ours / many,
    }


def _person(tools: Tools, index: int) -> str:
    name = name_of(10_000_000 + index)
    return received(tools, login(0), birth_name=name, birth_date="1959-01-01").identifier


def _engage(application: Application, identifier: str, who: Actor, numbers: list[str]) -> None:
    def work(tools: Tools) -> str:
        said = opening(tools, "UO1", login(0), given=Given(referent=login(0)))
        return engage(tools.site.beneficiaries[identifier], said, who, tools).number

    numbers.append(application.write(work))


def _read(application: Application, number: str, who: Actor) -> None:
    application.write(lambda tools: open_file(number, who, tools).number)


def _make_probes(application: Application, records: int) -> None:
    probes = [PersistentMapping() for _ in range(records)]
    application.write(lambda tools: setattr(tools.site, "probes", probes))


def _bare(application: Application, size: int, records: int) -> None:
    """A commit of that many bytes."""
    text = os.urandom(size // records // 2).hex()

    def work(tools: Tools) -> None:
        for probe in tools.site.probes[:records]:
            probe["text"] = text

    application.write(work)


def _records(application: Application) -> int:
    return len(application.house.db.storage)


def _size(folder: Path) -> int:
    return (folder / "data" / "Data.fs").stat().st_size
