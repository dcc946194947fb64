"""A full disk: a French sentence, reading goes on, writing resumes, nothing is lost."""

import os
from datetime import date

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.errors import Unusable
from cep_docs.storage import durable
from cep_docs.storage.instance import create, find
from cep_docs.storage.scrub import scrub
from cep_docs.storage.serve import serving
from tests.durability.writing import digests, write_one

SIZE = 24 * 2**20


@pytest.fixture
def disk(mounted):
    return mounted("petit", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs")


@pytest.fixture
def small(disk):
    return create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))


def fill(disk, leaving):
    """Another program takes all the room but so many bytes."""
    room = os.statvfs(disk)
    ballast = disk / "ballast"
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, room.f_bavail * room.f_frsize - leaving)
    return ballast


def write_until_full(house, acknowledged):
    while True:
        acknowledged.update([write_one(house, os.urandom(300_000))])


def test_at_the_boundary_writing_stops_cleanly_and_resumes_when_there_is_room(disk, small):
    ballast = fill(disk, leaving=6 * 2**20)
    acknowledged = {}
    with small.open() as house:
        with pytest.raises(Unusable, match="Libérer de la place, puis recommencer"):
            write_until_full(house, acknowledged)

        assert digests(house) == acknowledged
        ballast.unlink()
        acknowledged |= dict([write_one(house, b"de nouveau")])
        assert digests(house) == acknowledged

    with small.open() as house:
        assert digests(house) == acknowledged
        assert scrub(house, lambda done, total: None).leftovers == []


@pytest.mark.parametrize("size", [200, 30_000])
def test_wherever_the_room_ends_nothing_half_written_stays(disk, small, monkeypatch, size):
    # without the reserve, each commit meets the end of the disk at another place
    monkeypatch.setattr(durable.DurableFileStorage, "reserve", -(2**40))
    acknowledged = {}
    refused = 0
    with small.open() as house:
        for leaving in range(0, 96 * 1024, 4096):
            ballast = fill(disk, leaving)
            try:
                acknowledged |= dict([write_one(house, os.urandom(size))])
            except Unusable:
                refused += 1
            assert digests(house) == acknowledged
            ballast.unlink()
            acknowledged |= dict([write_one(house, os.urandom(size))])

    with small.open() as house:
        assert digests(house) == acknowledged
        assert scrub(house, lambda done, total: None).sound
    assert refused > 0


def test_a_full_disk_behind_the_server_is_said_as_clearly(disk, tmp_path, small):
    with serving(small, ("127.0.0.1", 0)) as (_, port):
        path = small.folder / "instance.yaml"
        path.write_text(path.read_text().replace('durable://"', f'zeo://127.0.0.1:{port}"'))
        with find(small.folder).open() as house:
            acknowledged = dict([write_one(house, os.urandom(20_000))])
            ballast = fill(disk, leaving=2**20)

            with pytest.raises(Unusable, match="Le disque est plein"):
                write_one(house, os.urandom(20_000))

            assert digests(house) == acknowledged
            ballast.unlink()
            acknowledged |= dict([write_one(house, os.urandom(20_000))])
            assert digests(house) == acknowledged


def test_no_instance_is_made_on_a_full_disk(disk):
    fill(disk, leaving=0)

    with pytest.raises(Unusable, match="Le disque est plein"):
        create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))

    assert not (disk / "instance").exists()
