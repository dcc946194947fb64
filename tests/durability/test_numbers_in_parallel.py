"""Scenario 14: engagements by four processes over a month boundary; R-018, R-019, I1, I2."""

import os
import socket
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.definitions.reading import Reader
from cep_docs.lifecycle.drawing import numbers_in_use
from cep_docs.storage.catalog import Catalog, contents, expected
from cep_docs.storage.instance import create
from cep_docs.storage.serve import serving
from cep_docs.values.file_number import FileNumber
from tests.durability.engaging import ABANDONED, MIDNIGHT
from tests.people import RULES, Clock, furnish, order, received

FOLDER = Path(__file__).parent.parent / "scenarios"
(STORY,) = (told for told in Reader(FOLDER).read("numbers.yaml").values() if "processes" in told)
WORKERS = int(STORY["processes"])
# All of them where a change is let in or not; a few elsewhere.
FEW = 600
CI = bool(os.environ.get("CI"))
ENGAGEMENTS = int(os.environ.get("CEP_ENGAGEMENTS", STORY["engagements"] if CI else FEW))
COMMAND = [sys.executable, "-m", "tests.durability.engaging"]
BATCH = 50


@pytest.fixture
def served(tmp_path):
    """A house with people who wait, served to other processes."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    uri = f"zeo://127.0.0.1:{port}"
    instance = create(tmp_path / "i", "4G", lambda: new_site("4G"), date(2020, 1, 2), uri)
    with instance.local().open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(_furnish)
        for start in range(0, ENGAGEMENTS, BATCH):
            application.write(lambda tools, start=start: _people(tools, start))
    with serving(instance, ("127.0.0.1", port)):
        yield instance


def test_the_processes_play_what_the_story_tells():
    assert datetime.fromisoformat(STORY["midnight"]) == MIDNIGHT
    assert f"sur {ABANDONED} " in STORY["abandoned"]


@pytest.mark.slow
def test_numbers_are_unique_and_leave_no_gap_but_those_of_abandoned_work(served):
    workers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.durability.engaging",
                served.folder,
                str(n),
                str(WORKERS),
            ],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([os.getcwd(), *sys.path])},
        )
        for n in range(WORKERS)
    ]
    endings = [worker.wait() for worker in workers]

    assert endings == [0] * WORKERS
    with served.open() as house, house.reading() as connection:
        site = connection.root()["site"]
        given = [
            (FileNumber.parse(engagement.number), engagement.order_line)
            for person in site.beneficiaries
            for engagement in person.engagements()
        ]
        used = numbers_in_use(site, Catalog(site.catalog, RULES))
        assert contents(site.catalog) == expected(site, RULES)
    numbers, lines = zip(*given, strict=True)
    assert len(set(numbers)) == len(numbers) == ENGAGEMENTS
    assert len(set(lines)) == ENGAGEMENTS
    assert {number.operator for number in numbers} == {"4G"}
    months = Counter(number.month for number in numbers)
    assert set(months) == {2, 3}
    assert sum(months.values()) == ENGAGEMENTS
    abandoned = ENGAGEMENTS // ABANDONED + WORKERS
    for key, counters in used.items():
        if counters:
            assert max(counters) - len(counters) <= abandoned, key
            assert min(counters) >= 1


def _furnish(tools):
    furnish(tools.site)
    order(tools, "UO0", 99_999)


def _people(tools, start):
    for index in range(start, min(start + BATCH, ENGAGEMENTS)):
        name = "".join("bdfglmnpr"[index // 9**place % 9] + "aeiou"[place] for place in range(5))
        received(tools, birth_name=name, birth_date=f"{1960 + index % 40}-03-0{1 + index % 9}")
