"""Stored files: what goes in comes out byte for byte (R-055), or does not come out."""

import io
import tempfile

import pytest

from cep_docs.content.stored_file import CHUNK, StoredFile
from cep_docs.errors import Damaged
from cep_docs.storage.root import site_of

LARGE = bytes(range(256)) * (CHUNK // 256) * 2 + b"fin"


@pytest.fixture
def blob_path(instance):
    def only():
        (path,) = (instance.folder / "data" / "blobs").rglob("*.blob")
        path.chmod(0o600)
        return path

    return only


@pytest.mark.parametrize("content", [b"", b"bilan", LARGE], ids=["empty", "small", "large"])
@pytest.mark.parametrize("as_stream", [True, False])
def test_r055_the_bytes_come_out_as_they_went_in(house, keep_file, content, as_stream):
    keep_file(house, "bilan", io.BytesIO(content) if as_stream else content)

    with house.reading() as connection:
        stored = site_of(connection)["bilan"]
        assert stored.read() == content
        assert stored.size == len(content)
        with stored.open_checked() as stream:
            assert b"".join(iter(lambda: stream.read(70_000), b"")) == content


def test_a_file_knows_its_name_its_type_and_who_added_it(house, keep_file):
    keep_file(house, "bilan")

    with house.reading() as connection:
        stored = site_of(connection)["bilan"]
        assert (stored.name, stored.media_type) == ("bilan.pdf", "application/pdf")
        assert (stored.added_by, stored.added_at.isoformat()) == (
            "conseiller",
            "2026-03-02T08:30:00+00:00",
        )
        assert stored.sha256 == "bf2d80ad7773a994fa88e4869a6c26d14dcf71ead8117d241d845d1dba95635e"


def test_a_file_can_be_read_before_it_is_saved(house):
    with house.transaction() as connection:
        stored = StoredFile.store(connection, b"bilan", "n", "text/plain", None, "x")

        assert stored.read() == b"bilan"


def test_r055_one_changed_byte_and_nothing_comes_out(house, keep_file, blob_path):
    keep_file(house, "bilan", LARGE)
    with blob_path().open("r+b") as stream:
        stream.seek(CHUNK + 5)
        stream.write(b"X")

    with house.reading() as connection:
        stored = site_of(connection)["bilan"]
        with pytest.raises(Damaged, match="n'est plus celui"):
            stored.open_checked()
        with pytest.raises(Damaged, match="Il n'a pas été donné"):
            stored.read()


@pytest.mark.parametrize("content", [b"", b"bilan", b"bilan signe et davantage"])
def test_r055_a_file_of_another_length_does_not_come_out(house, keep_file, blob_path, content):
    keep_file(house, "bilan")
    blob_path().write_bytes(content)

    with house.reading() as connection, pytest.raises(Damaged):
        site_of(connection)["bilan"].read()


def test_r055_a_lost_file_is_said_to_be_lost_without_its_name(house, keep_file, blob_path):
    keep_file(house, "dupont")
    blob_path().unlink()

    with house.reading() as connection, pytest.raises(Damaged, match="a disparu") as refusal:
        site_of(connection)["dupont"].read()

    assert "dupont" not in str(refusal.value)


def test_r055_a_file_that_changes_while_it_is_read_stops_there(house, keep_file, blob_path):
    keep_file(house, "bilan", LARGE)

    with house.reading() as connection, site_of(connection)["bilan"].open_checked() as stream:
        assert stream.read(10) == LARGE[:10]
        with blob_path().open("r+b") as other:
            other.seek(CHUNK + 5)
            other.write(b"X")
        with pytest.raises(Damaged, match="pendant sa lecture"):
            stream.read()


def test_no_byte_goes_through_the_temporary_folder_of_the_machine(
    house, keep_file, monkeypatch, tmp_path
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nulle part"))

    keep_file(house, "bilan")

    with house.reading() as connection:
        assert site_of(connection)["bilan"].read() == b"bilan signe"


def test_what_is_not_saved_yet_waits_in_the_private_folder_of_the_process(house, instance):
    with house.transaction() as connection:
        StoredFile.store(connection, b"secret", "n", "text/plain", None, "x")

        (waiting,) = instance.folder.glob("tmp/*/BUC*")
        assert waiting.read_bytes() == b"secret"

    assert not list(instance.folder.glob("tmp/*/BUC*"))


def test_a_file_of_abandoned_work_leaves_nothing_in_clear(house, instance):
    with pytest.raises(ZeroDivisionError), house.transaction() as connection:  # noqa: PT012
        StoredFile.store(connection, b"secret", "n", "text/plain", None, "x")
        raise ZeroDivisionError

    remains = list(instance.folder.rglob("BUC*"))
    assert not remains
