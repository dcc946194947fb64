"""kill -9 of whoever writes and indexes: what waits is taken in afterwards, and the index is the
one that would be drawn from the data (R-133)."""

import logging
import os
import random
from datetime import date

import pytest

from cep_docs.app import Application, new_site, random_id
from cep_docs.search.place import MISSING
from cep_docs.storage.changes import waiting
from cep_docs.storage.instance import create
from tests.durability.dying import forkserver, killed
from tests.durability.taking_in import indexer_of, write_and_take_in
from tests.people import RULES, Clock, furnish, order

# Each takes seconds to die and to be looked at: a tenth of the kills of plain storage.
KILLS = max(10, int(os.environ.get("CEP_KILLS", "20")) // 10)


@pytest.fixture(scope="module")
def processes():
    return forkserver("tests.durability.taking_in")


@pytest.fixture
def instance(tmp_path):
    made = create(tmp_path / "instance", "4G", lambda: new_site("4G"), date(2020, 1, 2))
    with made.open() as house:
        application = Application(house, RULES, Clock(), random_id)
        application.write(lambda tools: furnish(tools.site))
        application.write(lambda tools: order(tools, "UO1", 99_999))
    return made


def work_and_die(processes, instance, start, temporary, after):
    """The last text acknowledged of each file before the process was killed."""
    acknowledged, _ = killed(
        processes, write_and_take_in, (instance.folder, start, temporary), after
    )
    return dict(acknowledged)


@pytest.mark.slow
def test_whatever_the_instant_what_waits_is_taken_in_and_the_index_is_right(
    processes, instance, tmp_path
):
    instants = random.Random(23)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged, drawn = {}, 0

    for turn in range(KILLS):
        acknowledged |= work_and_die(
            processes, instance, 100 * turn, temporary, instants.uniform(0, 0.25)
        )

        with instance.open() as house:
            application = Application(house, RULES, Clock(), random_id)
            reason, taken, again = taken_in(application)
            assert reason in ("", MISSING)  # never half there
            drawn += reason == MISSING
            assert taken == again
            assert is_there(acknowledged, taken)
        assert len([path for path in (instance.folder / "index").iterdir() if path.is_dir()]) == 1
        assert list(temporary.iterdir()) == []

    assert drawn <= 1, "only before the first index was drawn"
    counts = (KILLS, len(acknowledged))
    logging.getLogger(__name__).info("%d kills, %d files acknowledged", *counts)


def taken_in(application):
    """What was wrong with the index, what it holds in the end, and what one drawn anew holds."""
    indexer = indexer_of(application)
    reason = indexer.refusal()
    if reason:
        indexer.rebuild(lambda done, total: None)
    while indexer.drain():
        pass
    with application.reading() as tools:
        assert list(waiting(tools.site.to_index)) == []
    taken = indexer.index.contents()
    indexer.rebuild(lambda done, total: None)
    again = indexer.index.contents()
    indexer.index.close()
    return reason, taken, again


def is_there(acknowledged, taken):
    """The step that each last text ends with, or one saved after it and not acknowledged."""
    steps = {
        id.split("/")[2]: int(word) for id, word, _ in taken if word.isdigit() and len(word) < 6
    }
    return all(steps[number] >= int(text.split()[-1]) for number, text in acknowledged.items())
