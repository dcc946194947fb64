"""Backups taken while another process saves twenty times a second restore to equal digests."""

import multiprocessing
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.storage.backup import backup
from cep_docs.storage.instance import find
from cep_docs.storage.restore import restore
from tests.durability.writing import digests, write_forever

NIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)


@pytest.fixture
def acknowledged(instance, tmp_path):
    """What a writer, which holds the instance, has saved so far; it is killed at the end."""
    context = multiprocessing.get_context("forkserver")
    here, there = context.Pipe(duplex=False)
    arguments = (instance.folder, tmp_path, there, 0.05)
    writer = context.Process(target=write_forever, args=arguments, daemon=True)
    writer.start()
    there.close()
    saved = dict([here.recv()])

    def listen():
        try:
            while True:
                saved.update([here.recv()])
        except EOFError:
            here.close()

    listening = threading.Thread(target=listen)
    listening.start()
    yield saved
    writer.kill()
    writer.join()
    listening.join()
    writer.close()


@pytest.mark.slow
def test_r119_each_backup_holds_all_that_was_saved_before_it_began(
    instance, acknowledged, tmp_path
):
    made = []
    for hour in range(3):
        time.sleep(0.4)
        before = dict(acknowledged)
        report = backup(instance, tmp_path / "sauvegardes", NIGHT + timedelta(hours=hour))
        made.append((before, report))

    written = dict(acknowledged)
    for number, (before, report) in enumerate(made):
        restored = restore(report.path, tmp_path / f"neuve-{number}")
        assert restored.sound
        with find(restored.folder).open() as house:
            found = digests(house)
        assert before.items() <= found.items()
        assert {key: found[key] for key in found if key in written}.items() <= written.items()
    assert len(written) > len(made[0][0])
