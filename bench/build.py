"""Houses of a given number of files, made by the same steps as any other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cep_docs.app import Application, new_site, random_id
from cep_docs.content.account import Account
from cep_docs.lifecycle.engagements import engage
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.instance import create, find
from tests.people import RULES, Clock, actor, furnish, opening, order, received

CASELOAD = 60  # files an adviser follows: it does not grow with the house
BATCH = 100
FIRST_DAY = datetime(2020, 3, 2, 9, tzinfo=UTC)
LETTERS = "bcdfglmnprst"


def build(folder: Path, size: int, progress: Callable[[int], None]) -> None:
    """A house of `size` running units, opened over sixty days, CASELOAD to an adviser."""
    create(folder, "4G", lambda: new_site("4G"), FIRST_DAY.date())
    clock = Clock(FIRST_DAY)
    with find(folder).open() as house:
        application = Application(house, RULES, clock, random_id)
        application.write(lambda tools: _furnish(tools, size))
        for start in range(0, size, BATCH):
            clock.now = FIRST_DAY + timedelta(days=60 * start / size)
            application.write(lambda tools, start=start: _batch(tools, start, size))
            house.db.cacheMinimize()
            progress(start)


def reopened(folder: Path) -> tuple[Clock, Callable[..., Application]]:
    clock = Clock(FIRST_DAY + timedelta(days=61))
    return clock, lambda house: Application(house, RULES, clock, random_id)


def login(number: int) -> str:
    return f"conseiller{number}"


def _furnish(tools: Tools, size: int) -> None:
    furnish(tools.site)
    for number in range(size // CASELOAD + 1):
        account = Account(login(number), f"Conseiller {number}", ("adviser",))
        account.structure, account.organisation = ("NTE", "ANG")[number % 2], "732829320"
        tools.site.accounts.add(account.login, account)
    for sequence in (1, 2):
        order(tools, "UO1", 99_999, sequence)


def _batch(tools: Tools, start: int, size: int) -> None:
    for index in range(start, min(start + BATCH, size)):
        who = login(index // CASELOAD)
        born = FIRST_DAY.date() - timedelta(days=7000 + index * 7 % 16000)
        person = received(tools, who, birth_name=name_of(index), birth_date=born.isoformat())
        said = opening(tools, "UO1", who, given=Given(referent=who))
        engage(person, said, actor(tools, who), tools)


def name_of(index: int) -> str:
    """Names that neither look nor sound alike, as far as letters go."""
    syllables = []
    for _ in range(7):
        index, rest = divmod(index, len(LETTERS))
        syllables.append(LETTERS[rest] + "aeiou"[(rest + index) % 5])
    return "".join(syllables).capitalize()
