"""A power cut right after the acknowledgement: the disk image is copied, and the copy mounted.

Mounted without ext4's own repair of careless programs (noauto_da_alloc), as other file systems do.
"""

import os
import shutil
from datetime import date

import pytest
import ZODB
from persistent.mapping import PersistentMapping
from ZODB.blob import Blob
from ZODB.FileStorage import FileStorage

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged
from cep_docs.storage.instance import create, find
from cep_docs.storage.root import site_of
from tests.durability.writing import ADDED_AT, digests, write_one

COUNT = 12
OPTIONS = "loop,noauto_da_alloc"


def after_a_power_cut(image, mounted):
    """What the disk holds at this moment."""
    copy = image.with_name("coupure.img")
    shutil.copyfile(image, copy)
    return mounted("apres", "-o", OPTIONS, copy)


@pytest.mark.slow
def test_what_was_acknowledged_is_there_after_a_power_cut(ext4, mounted):
    disk = mounted("disque", "-o", OPTIONS, ext4)
    instance = create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))

    with instance.open() as house:
        acknowledged = dict(write_one(house, os.urandom(20_000)) for _ in range(COUNT))
        after = after_a_power_cut(ext4, mounted)

    with find(after / "instance").open() as house:
        assert digests(house) == acknowledged


@pytest.mark.slow
def test_an_uploaded_file_that_is_moved_in_is_there_after_a_power_cut(ext4, mounted):
    disk = mounted("disque", "-o", OPTIONS, ext4)
    instance = create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))
    content = os.urandom(20_000)

    with instance.open() as house:
        for key in range(COUNT):
            with house.transaction() as connection:
                stored = StoredFile.store(connection, content, "n", "text/plain", ADDED_AT, "x")
                stored.blob.consumeFile(uploaded(disk, content))
                site_of(connection)[key] = stored
        after = after_a_power_cut(ext4, mounted)

    with find(after / "instance").open() as house, house.reading() as connection:
        assert [stored.read() for stored in site_of(connection).values()] == [content] * COUNT


@pytest.mark.slow
def test_an_instance_just_made_opens_after_a_power_cut(ext4, mounted):
    disk = mounted("disque", "-o", OPTIONS, ext4)

    create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))
    after = after_a_power_cut(ext4, mounted)

    with find(after / "instance").open() as house:
        write_one(house, b"premier")


@pytest.mark.slow
@pytest.mark.parametrize("moved_in", [True, False])
def test_the_test_sees_what_a_plain_filestorage_loses(ext4, mounted, moved_in):
    disk = mounted("disque", "-o", OPTIONS, ext4)
    content = os.urandom(20_000)
    plain = ZODB.DB(FileStorage(f"{disk}/Data.fs", blob_dir=f"{disk}/blobs"))
    os.sync()
    for key in range(COUNT):
        with plain.transaction() as connection:
            connection.root()[key] = blob = Blob()
            connection.add(blob)
            if moved_in:
                blob.consumeFile(uploaded(disk, content))
            else:
                with blob.open("w") as stream:
                    stream.write(content)

    after = after_a_power_cut(ext4, mounted)
    plain.close()

    assert sum(path.read_bytes() == content for path in after.rglob("*.blob")) < COUNT


@pytest.mark.slow
def test_r055_a_file_that_a_disk_has_lost_all_the_same_does_not_come_out(ext4, mounted):
    disk = mounted("disque", "-o", OPTIONS, ext4)
    instance = create(disk / "instance", "4G", PersistentMapping, date(2026, 1, 5))
    with instance.open() as house:
        write_one(house, os.urandom(20_000))
    (blob,) = disk.rglob("*.blob")
    blob.chmod(0o600)
    os.truncate(blob, 0)
    os.sync()

    after = after_a_power_cut(ext4, mounted)

    with find(after / "instance").open() as house, pytest.raises(Damaged):
        digests(house)


def uploaded(disk, content):
    path = disk / "depot"
    path.write_bytes(content)
    return str(path)
