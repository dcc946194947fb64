"""Files that wait belong to one visit, and do not stay."""

import stat
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.storage.waiting_files import LASTS, WaitingFiles

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "waiting"


@pytest.fixture
def files(folder):
    return WaitingFiles(folder)


def test_what_was_sent_is_found_by_who_sent_it(files):
    token = files.keep("visit one", b"bytes", NOW)

    assert files.find("visit one", token, NOW) == b"bytes"
    assert files.find("visit two", token, NOW) is None


def test_nobody_else_on_the_machine_reads_it(files, folder):
    files.keep("visit", b"bytes", NOW)

    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_visit_has_one_file_at_a_time(files, folder):
    first = files.keep("visit", b"one", NOW)
    files.keep("visit", b"two", NOW)
    files.keep("other", b"one", NOW)

    assert files.find("visit", first, NOW) is None
    assert len(list(folder.iterdir())) == 2


def test_the_same_request_run_twice_keeps_one_file(files, folder):
    tokens = {files.keep("visit", b"bytes", NOW) for _ in range(2)}

    assert len(tokens) == len(list(folder.iterdir())) == 1


def test_nothing_stays_longer_than_said(files, folder):
    token = files.keep("visit", b"bytes", NOW)

    assert files.find("visit", token, NOW + LASTS) == b"bytes"
    assert files.find("visit", token, NOW + LASTS + timedelta(seconds=1)) is None
    assert list(folder.iterdir()) == []


def test_what_a_dead_process_left_goes_with_the_next_file(files, folder):
    files.keep("visit", b"bytes", NOW)

    WaitingFiles(folder).keep("other", b"other", NOW + 2 * LASTS)

    assert len(list(folder.iterdir())) == 1


def test_what_was_taken_is_dropped(files):
    token = files.keep("visit", b"bytes", NOW)

    files.drop("visit", token)
    files.drop("visit", token)

    assert files.find("visit", token, NOW) is None


@pytest.mark.parametrize("token", ["", "../secret", "0" * 63, "G" * 64, "\0"])
def test_a_token_is_no_path(files, folder, token):
    files.keep("visit", b"bytes", NOW)

    assert files.find("visit", token, NOW) is None
    files.drop("visit", token)
    assert len(list(folder.iterdir())) == 1


def test_bytes_that_changed_on_the_disk_are_not_given(files, folder):
    token = files.keep("visit", b"bytes", NOW)
    (path,) = folder.iterdir()
    path.write_bytes(b"other")
    files.sweep(NOW - LASTS)

    assert files.find("visit", token, NOW) is None


def test_before_the_first_file_there_is_nothing(files, folder):
    assert files.find("visit", "0" * 64, NOW) is None
    assert not folder.exists()
