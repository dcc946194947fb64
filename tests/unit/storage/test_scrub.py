"""The scrub: it finds each damaged file and record, and what interrupted work left behind."""

from datetime import UTC, datetime

import pytest
from persistent.mapping import PersistentMapping
from ZODB.utils import p64, u64, z64

from cep_docs.journal import Entry, Journal, Seals, seal
from cep_docs.storage import scrub as scrubbing
from cep_docs.storage.root import site_of
from cep_docs.storage.scrub import scrub

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def nothing(done, total):
    """Progress nobody looks at."""


def forget_what_was_read(house):
    house.db.storage._files.flush()


@pytest.fixture
def blobs(instance):
    return lambda: sorted((instance.folder / "data" / "blobs").rglob("*.blob"))


def test_r055_a_sound_house_is_said_to_be_sound(house, keep_file):
    keep_file(house, "bilan")
    keep_file(house, "vide", b"")

    report = scrub(house, nothing)

    assert report.sound
    assert report.files == 2
    assert report.records == len(house.db.storage)
    assert report.in_french().endswith("Tout est intact.")


def test_r128_the_seal_of_a_night_is_a_file_like_any_other(house, blobs):
    with house.transaction() as connection:
        site_of(connection)["seals"] = seals = Seals()
        connection.add(seals)
        journal = Journal("B1")
        journal.record(Entry("view", "alice", "adviser", NOW))
        seal(seals, [journal], NOW)
    assert (scrub(house, nothing).files, scrub(house, nothing).sound) == (1, True)
    (cover,) = blobs()
    cover.chmod(0o600)
    cover.write_bytes(cover.read_bytes().replace(b"B1", b"B2"))

    report = scrub(house, nothing)

    assert [finding.name for finding in report.findings] == ["sceau n° 1"]


def test_r055_a_damaged_and_a_lost_file_are_named(house, keep_file, blobs):
    for key in ("bilan", "plan", "synthese"):
        keep_file(house, key)
    damaged, lost, _ = blobs()
    damaged.chmod(0o600)
    damaged.write_bytes(b"bilan sIgne")
    lost.unlink()

    report = scrub(house, nothing)

    assert [finding.name for finding in report.findings] == ["bilan.pdf", "plan.pdf"]
    with house.reading() as connection:
        numbers = [u64(site_of(connection)[key]._p_oid) for key in ("bilan", "plan")]
    assert [finding.number for finding in report.findings] == numbers
    assert f"- n° {numbers[0]:#x} bilan.pdf : fichier perdu ou" in report.in_french()
    assert "2 anomalie(s)" in report.in_french()


def test_a_record_that_cannot_be_read_is_found_and_the_walk_goes_on(house, keep_file):
    with house.transaction() as connection:
        site_of(connection)["parcours"] = PersistentMapping({"etat": "canari"})
    keep_file(house, "bilan")
    with house.reading() as connection:
        oid = site_of(connection)["parcours"]._p_oid
    data = house.data_file.read_bytes()
    house.data_file.write_bytes(data.replace(b"canari", b"can\xff\xff\xff"))
    forget_what_was_read(house)

    report = scrub(house, nothing)

    assert [(finding.number, finding.what) for finding in report.findings] == [
        (u64(oid), "enregistrement illisible (UnicodeDecodeError)")
    ]
    assert report.files == 1


def test_r055_a_digest_changed_on_the_disk_is_found_even_if_memory_has_the_right_one(
    house, keep_file
):
    keep_file(house, "bilan")
    with house.reading() as connection:
        digest = site_of(connection)["bilan"].sha256.encode()
    data = house.data_file.read_bytes()
    house.data_file.write_bytes(data.replace(digest, b"0" * 64))
    forget_what_was_read(house)

    assert [finding.name for finding in scrub(house, nothing).findings] == ["bilan.pdf"]


def test_a_record_whose_header_is_broken_is_found_and_the_walk_goes_on(house, keep_file):
    with house.transaction() as connection:
        site_of(connection)["parcours"] = PersistentMapping()
    keep_file(house, "bilan")
    with house.reading() as connection:
        oid = site_of(connection)["parcours"]._p_oid
    with house.data_file.open("r+b") as stream:
        stream.seek(house.db.storage._index[oid])
        stream.write(p64(0xDEAD))

    report = scrub(house, nothing)

    found = [finding.number for finding in report.findings]
    assert found == [u64(oid)] * len(found)
    assert "illisible" in report.findings[0].what
    assert report.files == 1


def test_a_broken_last_record_ends_the_walk(house):
    with house.transaction() as connection:
        site_of(connection)["parcours"] = PersistentMapping()
    last = house.db.storage._index.maxKey()
    with house.data_file.open("r+b") as stream:
        stream.seek(house.db.storage._index[last])
        stream.write(p64(0xDEAD))

    report = scrub(house, nothing)

    assert {finding.number for finding in report.findings} == {u64(last)}


def test_a_record_that_is_referred_to_but_missing_is_found(house):
    with house.transaction() as connection:
        site_of(connection)["parcours"] = PersistentMapping()
    with house.reading() as connection:
        oid = site_of(connection)["parcours"]._p_oid
    del house.db.storage._index[oid]

    report = scrub(house, nothing)

    assert [(finding.number, finding.what) for finding in report.findings] == [
        (u64(oid), "enregistrement manquant")
    ]


def test_a_record_of_a_class_nobody_knows_is_found(house):
    with house.transaction() as connection:
        site_of(connection)["parcours"] = PersistentMapping()
    data = house.data_file.read_bytes()
    before, found, after = data.rpartition(b"PersistentMapping")
    house.data_file.write_bytes(before + b"PersistentMappinX" + after)
    forget_what_was_read(house)

    report = scrub(house, nothing)

    assert found
    assert report.findings
    assert {finding.what for finding in report.findings} == {"d'un type inconnu de cette version"}


def test_what_is_written_during_the_walk_is_no_finding(house, keep_file, monkeypatch):
    monkeypatch.setattr(scrubbing, "STRIDE", 2)
    keep_file(house, "bilan")

    def meanwhile(done, total):
        if done == 2:
            with house.transaction() as connection:
                connection.root()["site"] = PersistentMapping(connection.root()["site"])
                site_of(connection)["neuf"] = PersistentMapping()
            keep_file(house, "plan")

    assert scrub(house, meanwhile).sound


def test_a_record_whose_number_was_taken_long_before_it_is_saved_is_no_finding(house, monkeypatch):
    monkeypatch.setattr(scrubbing, "STRIDE", 1)
    first, second, late, later, last = (PersistentMapping() for _ in range(5))
    with house.transaction() as slow:
        slow.add(late)
        with house.transaction() as quick:
            for thing in (first, second):
                quick.add(thing)
            later["late"] = late
            slow.add(later)
            quick.add(last)
        read = len(house.db.storage) - 2

        def meanwhile(done, total):
            if done == read:
                slow.transaction_manager.commit()
                slow.transaction_manager.begin()

        report = scrub(house, meanwhile)

    assert report.records == read + 3
    assert report.sound


def test_the_progress_ends_at_the_total(house, keep_file, monkeypatch):
    monkeypatch.setattr(scrubbing, "STRIDE", 3)
    keep_file(house, "bilan")
    seen = []

    report = scrub(house, lambda done, total: seen.append((done, total)))

    assert seen[-1] == (report.records, report.records)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_what_interrupted_work_left_behind_is_listed(house, keep_file, instance, blobs):
    keep_file(house, "bilan")
    (blob,) = blobs()
    orphan = blob.with_name("0x0300000000000000.blob")
    orphan.write_bytes(b"en clair")
    unfinished = blob.with_name("tmpxyz.tmp")
    unfinished.write_bytes(b"en clair")
    later = blob.with_name("0x7f00000000000000.blob")
    later.write_bytes(b"en train d'etre enregistre")
    dead = instance.folder / "tmp" / "mort"
    dead.mkdir()

    report = scrub(house, nothing)

    assert report.leftovers == [dead, orphan, unfinished]
    assert report.sound
    assert "3 reste(s)" in report.in_french()
    report.remove_leftovers()
    assert scrub(house, nothing).leftovers == []
    assert (blob.exists(), later.exists()) == (True, True)


def test_an_engine_elsewhere_has_no_files_to_look_through(house, keep_file):
    keep_file(house, "bilan")
    house.data_file = None

    assert scrub(house, nothing).sound


def test_the_root_itself_is_read(house):
    forget_what_was_read(house)
    with house.data_file.open("r+b") as stream:
        stream.seek(house.db.storage._index[z64])
        stream.write(p64(0xDEAD))

    assert scrub(house, nothing).findings[0].number == 0
