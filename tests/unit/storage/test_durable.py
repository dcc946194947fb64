"""The durable storage: what is on the disk at the vote, and what failures leave behind."""

import errno
import io
import os
import sys
from pathlib import Path

import pytest
import transaction
from ZODB.FileStorage import FileStorage

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import NotPossible, Unusable
from cep_docs.storage import durable
from cep_docs.storage.disk import hold_if_free
from cep_docs.storage.root import site_of

FILE_STORAGE = sys.modules[FileStorage.__module__]


@pytest.fixture
def blobs(instance):
    return instance.folder / "data" / "blobs"


def files(blobs):
    return list(blobs.rglob("*.blob"))


def test_a_file_and_its_folders_are_on_the_disk_before_its_record(
    house, keep_file, blobs, monkeypatch
):
    synced = []
    fsync = os.fsync

    def noting(descriptor):
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    monkeypatch.setattr(FILE_STORAGE, "fsync", noting)
    keep_file(house, "bilan")

    (blob,) = files(blobs)
    above = [folder for folder in blob.parents if folder.is_relative_to(blobs)]
    assert synced == [blob, *above, blobs.parent / "Data.fs"]


def test_files_whose_sync_fails_are_not_saved(house, keep_file, blobs, monkeypatch):
    def failing(path):
        raise OSError(errno.EIO, "disque défaillant")

    monkeypatch.setattr(durable, "sync", failing)
    with pytest.raises(OSError, match="défaillant"):
        keep_file(house, "bilan")
    monkeypatch.undo()

    assert not files(blobs)
    keep_file(house, "bilan")
    assert len(files(blobs)) == 1


def test_the_file_of_a_commit_that_meets_a_conflict_does_not_stay(house, blobs):
    with pytest.raises(NotPossible), house.transaction() as connection:  # noqa: PT012
        StoredFile.store(connection, b"secret", "n", "text/plain", None, "x")
        site_of(connection)["lot"] = "le second"
        with house.transaction() as first:
            site_of(first)["lot"] = "le premier"

    assert not files(blobs)


def test_packing_keeps_the_files_in_use_and_removes_the_others(house, keep_file, blobs):
    keep_file(house, "bilan")
    keep_file(house, "brouillon", b"a effacer")
    with house.transaction() as connection:
        del site_of(connection)["brouillon"]

    house.db.pack()

    assert len(files(blobs)) == 1
    assert not list(blobs.parent.glob("*.old"))
    with house.reading() as connection:
        assert site_of(connection)["bilan"].read() == b"bilan signe"
    keep_file(house, "suite")


def test_packing_again_at_once_changes_nothing(house, keep_file):
    keep_file(house, "bilan")

    house.db.pack()
    house.db.pack()

    with house.reading() as connection:
        assert site_of(connection)["bilan"].read() == b"bilan signe"


def test_the_packed_file_is_on_the_disk_before_it_replaces_the_other(
    house, keep_file, monkeypatch
):
    keep_file(house, "bilan")
    keep_file(house, "bilan")
    there = []

    def noting(path):
        there.append((path.name, path.exists()))

    monkeypatch.setattr(durable, "sync", noting)
    house.db.pack()

    assert there == [("Data.fs.pack", True), ("data", True)]


def test_a_pack_waits_for_the_end_of_a_backup(house, keep_file, instance):
    keep_file(house, "bilan")
    lock = instance.folder / "data" / "Data.fs.maintenance"

    with hold_if_free(lock), pytest.raises(Unusable, match="Une sauvegarde est en cours"):
        house.db.pack()


def test_a_pack_cut_between_its_two_renames_is_mended_at_start(instance, keep_file):
    with instance.open() as house:
        keep_file(house, "bilan")
    data = instance.folder / "data" / "Data.fs"
    data.rename(data.with_name("Data.fs.old"))

    with instance.open() as house, house.reading() as connection:
        assert site_of(connection)["bilan"].read() == b"bilan signe"


def test_nothing_is_written_when_the_disk_is_nearly_full(house, keep_file, monkeypatch):
    keep_file(house, "bilan")
    monkeypatch.setattr(durable.DurableFileStorage, "reserve", 2**60)

    with pytest.raises(Unusable, match="Le disque est plein"):
        keep_file(house, "suite")

    with house.reading() as connection:
        assert sorted(site_of(connection)) == ["bilan"]
        assert site_of(connection)["bilan"].read() == b"bilan signe"
    monkeypatch.undo()
    keep_file(house, "suite")


class OnAFullDisk(io.BufferedRandom):
    """Cannot be cut short before its buffer is written, and that cannot be written either."""

    def truncate(self, size=None):
        raise OSError(errno.ENOSPC, "")


def test_a_vote_that_fails_halfway_leaves_nothing_in_the_file(house, keep_file, monkeypatch):
    keep_file(house, "bilan")
    data = Path(house.db.storage.getName())
    before = data.stat().st_size
    house.db.storage._file.close()
    house.db.storage._file = OnAFullDisk(data.open("r+b", buffering=0))

    def full(source, target, length):
        target.write(b"moitie" * 500)
        raise OSError(errno.ENOSPC, "")

    monkeypatch.setattr(FILE_STORAGE, "cp", full)
    with pytest.raises(Unusable, match="Le disque est plein"):
        keep_file(house, "suite")
    monkeypatch.undo()

    assert data.stat().st_size == before
    with house.transaction() as connection:
        site_of(connection)["lot"] = "court"
    assert data.stat().st_size == house.db.storage.getSize()


def test_a_vote_for_a_transaction_that_was_not_begun_is_refused(house):
    with pytest.raises(Exception, match="wrong transaction"):
        house.db.storage.tpc_vote(transaction.TransactionManager().begin())


def test_a_number_goes_to_the_disk_with_what_carries_it(house, monkeypatch):
    synced = []
    monkeypatch.setattr(
        FILE_STORAGE, "fsync", lambda descriptor: synced.append(os.fsync(descriptor))
    )

    with house.transaction() as connection:
        take = connection.transaction_manager.get()
        assert house.numbers.take([("file:4G:2026-01", None)], take) == [1]
        assert synced == []
        site_of(connection)["carries"] = "4G260101000001"

    assert len(synced) == 1
    assert house.numbers.peek("file:4G:2026-01") == 1
