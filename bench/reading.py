"""How lists, memory and the night grow with the house."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

from bench.build import CASELOAD, login, reopened
from bench.timing import median
from cep_docs.lifecycle.caseload import caseload_of
from cep_docs.lifecycle.night import spend_night
from cep_docs.storage.instance import find
from tests.people import actor

MEMORY = """
import sys, psutil
from pathlib import Path
from cep_docs.app import opened
with opened(Path(sys.argv[1])) as application, application.reading() as tools:
    tools.site.operator.code
    print(psutil.Process().memory_info().rss)
"""


def caseload(folder: Path) -> dict[str, float]:
    """Seconds for the whole caseload of one adviser, from an empty cache and from a full one."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)

        def read() -> int:
            with application.reading() as tools:
                return len(list(islice(caseload_of(actor(tools, login(3)), tools), CASELOAD)))

        def read_cold() -> int:
            house.db.cacheMinimize()
            return read()

        return {"cold": median(read_cold, 30), "warm": median(read, 30)}


def memory(folder: Path) -> int:
    """Bytes a process holds once the house is open."""
    command = [sys.executable, "-c", MEMORY, str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True).stdout)


def night(folder: Path, size: int) -> dict[str, float]:
    """A night in which everything is due, then one in which nothing is, next to reading it all."""
    clock, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)

        def read_all() -> None:
            with application.reading() as tools:
                for number, person in enumerate(tools.site.beneficiaries):
                    for engagement in person.engagements():
                        assert engagement.number
                    if number % 1000 == 999:
                        house.db.cacheMinimize()

        def spend() -> None:
            spend_night(application.write, lambda done, total: None)

        reading = median(read_all, 1)
        clock.on("2020-05-02")
        warning = median(spend, 1)
        clock.on("2020-09-01")
        closing = median(spend, 1)
        nothing = median(spend, 1)
    return {
        "night that warns / reading the files": warning / reading,
        "night that closes all / reading the files": closing / reading,
        "night with nothing to do / reading the files": nothing / reading,
    }
