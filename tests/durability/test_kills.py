"""kill -9 at random instants of a writing loop: what was acknowledged is there, whole.

`CEP_KILLS=200` for the full run; `--log-cli-level=INFO` says how much was written.
"""

import logging
import multiprocessing
import os
import random
import time

import pytest

from cep_docs.storage.scrub import scrub
from tests.durability.writing import CANARY, FILES, digests, write_forever

KILLS = int(os.environ.get("CEP_KILLS", "20"))


@pytest.fixture(scope="module")
def processes():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durability.writing"])
    return context


def write_and_die(processes, instance, temporary, after):
    """What a process acknowledged before it was killed."""
    here, there = processes.Pipe(duplex=False)
    writer = processes.Process(
        target=write_forever, args=(instance.folder, temporary, there, 0), daemon=True
    )
    writer.start()
    there.close()
    acknowledged = [here.recv()]
    time.sleep(after)
    writer.kill()
    writer.join()
    try:
        while True:
            acknowledged.append(here.recv())
    except EOFError:
        return dict(acknowledged)
    finally:
        here.close()
        writer.close()


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(processes, instance, tmp_path):
    instants = random.Random(4)
    temporary = tmp_path / "tmp-systeme"
    temporary.mkdir()
    acknowledged = {}

    for _ in range(KILLS):
        acknowledged |= write_and_die(processes, instance, temporary, instants.uniform(0, 0.12))

        with instance.open() as house:
            found = digests(house)  # every record has its file, whole
            assert acknowledged.items() <= found.items()
            assert left_in_clear(instance) == []
        assert list(temporary.iterdir()) == []

    with instance.open() as house:
        house.numbers.reclaim(lambda root: {FILES: root["site"]})
        assert scrub(house, lambda done, total: None).sound
        assert house.numbers.peek(FILES) == max(found)
    counts = (KILLS, len(acknowledged), len(found))
    logging.getLogger(__name__).info("%d kills, %d acknowledged, %d in the database", *counts)


def left_in_clear(instance):
    """Temporary files with the canary in them, outside of what is saved."""
    files = [path for path in (instance.folder / "tmp").rglob("*") if path.is_file()]
    return [path for path in files if CANARY in path.read_bytes()]
