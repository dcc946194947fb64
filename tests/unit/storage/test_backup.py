"""Backups (R-119): complete or recognised as cut short, and proved by restoring them."""

import errno
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from persistent.mapping import PersistentMapping

from cep_docs.errors import Damaged, Unusable
from cep_docs.storage import backup as backups
from cep_docs.storage import saved as saving
from cep_docs.storage.backup import backup, finished
from cep_docs.storage.disk import hold_if_free
from cep_docs.storage.instance import create, find
from cep_docs.storage.restore import restore
from cep_docs.storage.root import site_of

NIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "sauvegardes"


@pytest.fixture
def filled(instance, keep_file):
    with instance.open() as house:
        keep_file(house, "bilan")
        keep_file(house, "plan", b"plan d'actions")
    return instance


def test_r119_what_was_saved_is_restored_and_proved(filled, folder, tmp_path):
    made = backup(filled, folder, NIGHT)

    report = restore(made.path, tmp_path / "neuve")

    assert report.sound
    assert (report.objects, report.scrubbed.files) == (report.saved.objects, 2)
    assert "tout a été relu" in report.in_french()
    assert str(made.path) in made.in_french()
    with find(tmp_path / "neuve").open() as house, house.reading() as connection:
        assert site_of(connection)["plan"].read() == b"plan d'actions"


def test_r119_a_backup_is_made_while_the_instance_is_in_use(instance, keep_file, folder, tmp_path):
    with instance.open() as house:
        keep_file(house, "bilan")
        made = backup(instance, folder, NIGHT)
        keep_file(house, "apres")

    restore(made.path, tmp_path / "neuve")

    with find(tmp_path / "neuve").open() as house, house.reading() as connection:
        assert list(site_of(connection)) == ["bilan"]


def test_files_of_transactions_that_are_not_in_the_backup_stay_out_of_it(
    filled, keep_file, folder, monkeypatch
):
    copy = backups.copy

    def copy_then_write(source, target, size=None):
        copied = copy(source, target, size)
        if source.name == "Data.fs":
            with filled.open() as house:
                keep_file(house, "apres")
        return copied

    monkeypatch.setattr(backups, "copy", copy_then_write)
    made = backup(filled, folder, NIGHT)

    assert len(list(made.path.rglob("*.blob"))) == 2


def test_the_system_s_own_tool_verifies_a_backup(filled, folder):
    made = backup(filled, folder, NIGHT)

    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=made.path, capture_output=True, text=True
    )

    assert checked.returncode == 0
    assert len(checked.stdout.splitlines()) == made.files


def test_the_name_says_when_and_nobody_else_may_read_it(filled, folder):
    made = backup(filled, folder, NIGHT)

    assert made.path == folder / "2026-03-02T230000Z"
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_progress_ends_at_the_number_of_files(filled, folder):
    seen = []

    backup(filled, folder, NIGHT, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 2), (2, 2)]


def test_a_backup_cut_in_the_middle_is_recognised_and_taken_up_again(
    filled, folder, tmp_path, monkeypatch
):
    copy = backups.copy
    copied = []

    def cut(source, target, size=None):
        if source.suffix == ".blob":
            if copied:
                raise OSError(errno.ENOSPC, "")
            copied.append(source)
        return copy(source, target, size)

    monkeypatch.setattr(backups, "copy", cut)
    with pytest.raises(Unusable, match="disque des sauvegardes est plein"):
        backup(filled, folder, NIGHT)
    (part,) = folder.iterdir()
    with pytest.raises(Unusable, match="a été interrompue"):
        restore(part, tmp_path / "neuve")
    assert finished(folder, "4G") == []
    monkeypatch.undo()

    made = backup(filled, folder, NIGHT + timedelta(hours=1))

    assert list(folder.iterdir()) == [made.path]
    assert restore(made.path, tmp_path / "neuve").sound


def test_a_file_half_copied_by_an_interrupted_backup_is_copied_again(filled, folder, tmp_path):
    made = backup(filled, folder, NIGHT)
    blob = next(made.path.rglob("*.blob"))
    blob.chmod(0o600)
    blob.write_bytes(b"moit")
    made.path.rename(folder / "2026-03-02T230000Z.part")

    again = backup(filled, folder, NIGHT)

    assert restore(again.path, tmp_path / "neuve").sound


def test_other_failures_of_the_disk_are_not_hidden(filled, folder, monkeypatch):
    def refused(source, target, size=None):
        raise PermissionError

    monkeypatch.setattr(backups, "copy", refused)
    with pytest.raises(PermissionError):
        backup(filled, folder, NIGHT)


def test_only_the_last_ones_are_kept_when_asked(filled, folder):
    made = [backup(filled, folder, NIGHT + timedelta(days=day)).path for day in range(4)]

    last = backup(filled, folder, NIGHT + timedelta(days=4), keep=2)

    assert finished(folder, "4G") == [made[3], last.path]
    assert sorted(folder.iterdir()) == [made[3], last.path]
    assert "3 sauvegarde(s) ancienne(s)" in last.in_french()


def test_the_one_just_made_is_always_kept(filled, folder):
    backup(filled, folder, NIGHT)

    made = backup(filled, folder, NIGHT + timedelta(days=1), keep=0)

    assert finished(folder, "4G") == [made.path]


def test_one_that_was_cut_before_it_had_its_name_does_not_count(filled, folder):
    made = backup(filled, folder, NIGHT)
    made.path.rename(folder / "2026-03-02T230000Z.part")

    assert finished(folder, "4G") == []


class BackupInTheMiddle:
    """Makes a backup when all has been voted and nothing is finished yet."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def sortKey(self):  # noqa: N802
        return "~"

    def tpc_vote(self, transaction):
        self.made = backup(*self.arguments)

    def nothing(self, transaction):
        """It has no part in the rest."""

    abort = tpc_begin = commit = tpc_finish = tpc_abort = nothing


def test_a_transaction_that_is_not_finished_is_no_part_of_it(filled, folder, tmp_path):
    middle = BackupInTheMiddle(filled, folder, NIGHT)
    with filled.open() as house:
        before = house.db.storage.getSize()
        with house.transaction() as connection:
            site_of(connection)["lot"] = "Lot08"
            connection.transaction_manager.get().join(middle)

    assert (middle.made.path / "data" / "Data.fs").stat().st_size == before
    restore(middle.made.path, tmp_path / "neuve")
    with find(tmp_path / "neuve").open() as house, house.reading() as connection:
        assert "lot" not in site_of(connection)


def test_r119_counts_that_differ_are_no_proof(filled, folder, tmp_path):
    path = backup(filled, folder, NIGHT).path / "backup.yaml"
    path.write_text(path.read_text().replace("objects: ", "objects: 1"))

    report = restore(path.parent, tmp_path / "neuve")

    assert not report.sound
    assert "essayer une autre sauvegarde" in report.in_french()


def test_r118_the_backups_of_another_operator_and_changed_ones_are_left_alone(
    filled, folder, tmp_path
):
    other = create(tmp_path / "autre", "5H", PersistentMapping, date(2026, 1, 5))
    of_other = backup(other, folder, NIGHT).path
    changed = backup(filled, folder, NIGHT + timedelta(days=1)).path
    (changed / "SHA256SUMS").write_text("")

    backup(filled, folder, NIGHT + timedelta(days=2), keep=1)

    assert of_other.exists()
    assert changed.exists()


def test_two_backups_at_once_are_refused(filled, folder):
    lock = filled.folder / "data" / "Data.fs.maintenance"

    with hold_if_free(lock), pytest.raises(Unusable, match="Une autre sauvegarde"):
        backup(filled, folder, NIGHT)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("postgresql://u@h/db", "pg_dump"),
        ("zeo://10.0.0.3:9991", "sur celle qui les garde"),
    ],
)
def test_data_kept_elsewhere_are_saved_elsewhere(filled, folder, setting, sentence):
    with pytest.raises(Unusable, match=sentence):
        backup(replace(filled, storage_uri=setting), folder, NIGHT)


def test_a_broken_data_file_is_said_in_french(filled, folder):
    filled.data_file.write_bytes(b"pas une base")

    with pytest.raises(Unusable, match="est abîmé"):
        backup(filled, folder, NIGHT)


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_r119_a_backup_with_a_harmed_file_is_not_restored(filled, folder, tmp_path, harm):
    made = backup(filled, folder, NIGHT)
    blob = next(made.path.rglob("*.blob"))
    blob.chmod(0o600)
    blob.write_bytes(b"autre") if harm == "changed" else blob.unlink()

    with pytest.raises(Damaged, match="manque ou a changé"):
        restore(made.path, tmp_path / "neuve")

    assert not (tmp_path / "neuve").exists()
    assert not list(tmp_path.glob(".neuve*"))


@pytest.mark.parametrize("name", ["SHA256SUMS", "backup.yaml"])
def test_r119_a_backup_whose_description_was_changed_is_not_restored(
    filled, folder, tmp_path, name
):
    made = backup(filled, folder, NIGHT)
    with (made.path / name).open("a") as stream:
        stream.write("operator: 5H\n")

    with pytest.raises(Damaged, match="a été changée"):
        restore(made.path, tmp_path / "neuve")


def test_r118_nothing_is_restored_over_an_instance(filled, folder):
    made = backup(filled, folder, NIGHT)

    with pytest.raises(Unusable, match="contient déjà"):
        restore(made.path, filled.folder)


def test_r119_a_file_that_was_damaged_before_the_backup_is_named_by_the_test(
    filled, folder, tmp_path
):
    blob = next((filled.folder / "data").rglob("*.blob"))
    blob.chmod(0o600)
    blob.write_bytes(b"autre")
    made = backup(filled, folder, NIGHT)

    report = restore(made.path, tmp_path / "neuve")

    assert not report.sound
    assert len(report.scrubbed.findings) == 1
    assert "ne pas s'en servir" in report.in_french()


def test_what_was_kept_outside_the_folder_is_restored_into_it(tmp_path, folder):
    uri = f"file://{tmp_path / 'Data.fs'}"
    made = backup(
        create(tmp_path / "ici", "4G", PersistentMapping, date(2026, 1, 5), uri), folder, NIGHT
    )

    restore(made.path, tmp_path / "neuve")

    assert find(tmp_path / "neuve").storage_uri == "durable://"


def test_a_served_instance_keeps_its_setting(filled, folder, tmp_path):
    path = filled.folder / "instance.yaml"
    path.write_text(path.read_text().replace('durable://"', 'zeo://127.0.0.1:1"'))
    made = backup(find(filled.folder), folder, NIGHT)

    assert restore(made.path, tmp_path / "neuve").sound
    assert find(tmp_path / "neuve").storage_uri == "zeo://127.0.0.1:1"


def test_the_digest_of_a_file_that_is_not_there_is_none(tmp_path):
    assert saving.digest(tmp_path / "rien") == ""


def test_r119_what_an_instance_signs_with_is_saved_and_stays_private(filled, folder, tmp_path):
    (filled.folder / "authority").mkdir(mode=0o700)
    key = filled.folder / "authority" / "seal.key.pem"
    key.touch(mode=0o600)
    key.write_text("une clé")
    (filled.folder / "signing.yaml").write_text("level: simple\n")

    restore(backup(filled, folder, NIGHT).path, tmp_path / "neuve")

    again = tmp_path / "neuve" / "authority"
    assert (again / "seal.key.pem").read_text() == "une clé"
    assert again.stat().st_mode & 0o777 == 0o700
    assert (again / "seal.key.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "neuve" / "signing.yaml").read_text() == "level: simple\n"
