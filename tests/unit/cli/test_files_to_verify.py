"""Whatever a command is given to look at is read, or a sentence says why not (R-078)."""

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cep_docs.cli.files_to_verify import (
    ABSENT,
    BROKEN,
    CLOSED,
    CLOSED_FOLDER,
    NO_FILE,
    NO_PDF,
    Input,
    bytes_of,
    inputs_of,
)

NOBODY = 65534


@contextmanager
def as_nobody():
    """To the machine's administrator nothing is closed."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if before == 0:
            os.seteuid(before)


@pytest.fixture
def folder():
    """Open to everybody, unlike those of the tests."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_thousand_files_are_found_at_any_depth_in_order(folder):
    for number in range(1_000):
        place = folder / f"{number % 10}"
        place.mkdir(exist_ok=True)
        (place / f"{number:04}.pdf").touch()

    found = list(inputs_of([folder]))

    assert len(found) == 1_000
    assert [one.path for one in found] == sorted(one.path for one in found)


def test_what_is_closed_is_told_and_the_rest_is_read(folder):
    closed, within = folder / "fermé.pdf", folder / "dossier"
    (folder / "ouvert.pdf").write_bytes(b"%PDF")
    closed.touch(mode=0)
    within.mkdir(mode=0)

    with as_nobody():
        found = list(inputs_of([folder, within / "a.pdf"]))
        read = [bytes_of(one, 9) for one in found]

    assert [one if isinstance(one, bytes) else one.fault for one in read] == [
        CLOSED,
        b"%PDF",
        CLOSED_FOLDER,
        CLOSED,
    ]


def test_what_is_no_file_or_has_no_possible_name_is_told(folder):
    names = {folder / "rien.pdf": ABSENT, folder / ("n" * 999): BROKEN, Path("/dev/zero"): NO_FILE}

    for path, fault in names.items():
        assert bytes_of(Input(path), 9) == Input(path, fault)
    assert list(inputs_of([folder])) == [Input(folder, NO_PDF)]


def test_no_more_is_read_than_is_asked_for(folder):
    (folder / "grand.pdf").write_bytes(b"x" * 99)

    assert bytes_of(Input(folder / "grand.pdf"), 10) == b"x" * 10
