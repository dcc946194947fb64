"""A file from outside is taken in, cleaned or refused, in bounded time and memory, without trace.

FIC-01, FIC-02, FIC-06, FIC-07, FIC-10. `CEP_FUZZ=2000` for a long run of changed files.
"""

import io
import os
import resource
from pathlib import Path

import psutil
import pytest

from cep_docs.errors import Invalid, Refused
from cep_docs.intake.kinds import BY_MEDIA_TYPE
from cep_docs.intake.taking_in import take_in
from tests.people import RULES
from tests.unit.intake.makers import (
    EICAR_LIKE,
    docx_file,
    fuzzed,
    good_files,
    lying_bomb,
    mismatches,
    odt_file,
    packed,
    pdf_file,
    photograph,
    png_file,
    script,
    unpacked,
    with_chunk,
    zip_bomb,
)

LIMITS = RULES.attachments.limits
MEBIBYTE = 2**20
FUZZED = int(os.environ.get("CEP_FUZZ", "200"))


class Endless(io.RawIOBase):
    """A file of 500 MB that counts how much of it is read."""

    def __init__(self, head: bytes, size: int = 500 * 10**6) -> None:
        self.head, self.size, self.read_so_far = head, size, 0

    def read(self, size=-1):
        chunk = min(size, self.size - self.read_so_far)
        self.read_so_far += chunk
        return self.head[:chunk].ljust(chunk, b"\x00")


def taken(data: bytes, name: str):
    return take_in(io.BytesIO(data), name, LIMITS)


def refused(data: bytes, name: str) -> str:
    with pytest.raises(Invalid) as refusal:
        taken(data, name)
    return refusal.value.messages["file"]


@pytest.fixture
def traces(tmp_path, monkeypatch):
    """Where a careless program would leave something; and the processes it would leave."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.chdir(tmp_path)
    before = psutil.Process().children(recursive=True)
    return lambda: (
        [path for path in tmp_path.rglob("*") if path != temporary],
        [one for one in psutil.Process().children(recursive=True) if one not in before],
    )


class TestTaken:
    @pytest.mark.parametrize("name", good_files())
    def test_an_ordinary_file_is_kept_byte_for_byte(self, name):
        data = good_files()[name]

        received = taken(data, name)

        assert received.data == data
        assert (received.name, received.size, received.removed) == (name, len(data), ())
        assert name.rpartition(".")[2] in BY_MEDIA_TYPE[received.media_type].endings

    def test_a_cleaned_file_keeps_the_digest_of_the_original(self):
        data = pdf_file(OpenAction=script())

        received = taken(data, "actif.pdf")

        assert received.data != data
        assert received.size == len(data)
        assert received.removed == ("des programmes JavaScript", "des actions automatiques")
        assert received.pages == 1

    def test_the_ending_may_be_in_capitals_and_the_name_a_path(self):
        received = taken(photograph(), "C:\\Photos\\VACANCES.JPEG")

        assert (received.name, received.media_type) == ("VACANCES.JPEG", "image/jpeg")


class TestRefused:
    def test_of_300_files_that_are_not_what_they_say_none_is_taken(self):
        files = list(mismatches())

        accepted = []
        for name, data in files:
            try:
                accepted.append(taken(data, name).name)
            except Invalid:
                continue

        assert len(files) >= 300
        assert accepted == []

    @pytest.mark.parametrize(
        ("data", "name", "said"),
        [
            (b"", "vide.pdf", "il est vide"),
            (EICAR_LIKE, "a.exe", "seuls les fichiers PDF, ODT, DOCX, PNG et JPEG"),
            (pdf_file(), "sans-fin", "seuls les fichiers PDF, ODT, DOCX, PNG et JPEG"),
            (EICAR_LIKE, "a.pdf", "son nom finit par « .pdf », son contenu est autre chose"),
            (odt_file(), "a.docx", "ce n'est pas un document Word"),
            (docx_file(), "a.odt", "ce n'est pas un texte OpenDocument"),
            (b"\xd0\xcf\x11\xe0" + bytes(600), "a.docx", "protégé par un mot de passe"),
            (zip_bomb(), "a.docx", "il est démesuré"),
            (lying_bomb(), "a.docx", "il est démesuré"),
            (pdf_file()[:-50], "a.pdf", "il est abîmé"),
            (with_chunk(png_file(), b"tEXt", b"a\x00%PDF-1.7"), "a.png", "sous deux formats"),
            (packed({"%PDF-1.7": b"a", **unpacked(odt_file())}), "a.odt", "sous deux formats"),
        ],
    )
    def test_with_its_reason(self, data, name, said):
        sentence = refused(data, name)

        assert said in sentence
        assert sentence.startswith("Ce fichier n'est pas accepté : ")
        assert sentence.endswith(". Rien n'en a été gardé.")

    def test_a_file_of_500_megabytes_is_refused_before_it_is_read(self):
        stream = Endless(b"%PDF-1.7\n")

        with pytest.raises(Invalid, match="plus de 20 Mio"):
            take_in(stream, "grand.pdf", LIMITS)

        assert stream.read_so_far <= LIMITS.file_bytes + MEBIBYTE

    def test_a_file_at_the_limit_is_read(self):
        stream = Endless(b"%PDF-1.7\n", LIMITS.file_bytes)

        with pytest.raises(Invalid, match="abîmé"):
            take_in(stream, "limite.pdf", LIMITS)


class TestNoTrace:
    @pytest.mark.slow
    def test_of_files_changed_at_random_none_does_harm(self, traces):
        """Taken or refused in French: no other error, no file, no process left."""
        answers = {"taken": 0, "refused": 0}

        for name, data in fuzzed(FUZZED):
            try:
                taken(data, name)
                answers["taken"] += 1
            except (Invalid, Refused):
                answers["refused"] += 1

        assert answers["refused"] > FUZZED // 2
        assert traces() == ([], [])

    @pytest.mark.parametrize(
        ("data", "name"),
        [(zip_bomb(), "a.docx"), (lying_bomb(), "a.docx"), (EICAR_LIKE, "a.pdf")],
        ids=["bomb", "lying bomb", "program"],
    )
    def test_a_bad_file_leaves_nothing_and_takes_little(self, data, name, traces):
        """FIC-02: less than 50 MiB more, whatever the file would have become."""
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

        refused(data, name)

        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert grown < 50 * 1024
        assert traces() == ([], [])

    def test_a_file_taken_in_is_nowhere_on_a_disk_yet(self, traces):
        taken(pdf_file(OpenAction=script()), "a.pdf")

        assert traces() == ([], [])

    def test_the_folder_where_we_are_is_not_looked_at(self, traces):
        """A module beside the file must not be taken for a library."""
        Path("pikepdf.py").write_text("raise SystemExit")

        assert taken(pdf_file(), "a.pdf").pages == 1
