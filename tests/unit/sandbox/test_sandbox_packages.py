"""ZIP packages: what their directory says, and what really comes out (FIC-02, FIC-08)."""

import io
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.errors import Invalid
from cep_docs.sandbox import packages
from cep_docs.sandbox.packages import MEBIBYTE, PackageLimits, open_package
from tests.unit.intake.makers import docx_file, lying_bomb, odt_file, packed, zip_bomb

LIMITS = PackageLimits(unpacked=100 * MEBIBYTE, ratio=100, entries=1000)


def refused(data, limits=LIMITS) -> str:
    with pytest.raises(Invalid) as refusal:
        open_package(data, limits)
    return refusal.value.messages["file"]


def named(*names: str) -> bytes:
    """A package with these names exactly, whatever the library would make of them."""
    target = io.BytesIO()
    stand_ins = ["QW"[number] * len(name.encode()) for number, name in enumerate(names)]
    with zipfile.ZipFile(target, "w") as archive:
        for stand_in in stand_ins:
            archive.writestr(stand_in, b"a")
    data = target.getvalue()
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in.encode(), name.encode())
    return in_utf_8(data)


def in_utf_8(data: bytes) -> bytes:
    """The same, whose names are said to be in UTF-8."""
    for head, place in ((b"PK\x03\x04", 3), (b"PK\x01\x02", 5)):
        first, *pieces = data.split(head)
        data = head.join([first, *(p[:place] + b"\x08" + p[place + 1 :] for p in pieces)])
    return data


@pytest.mark.parametrize(
    "data", [docx_file(), odt_file(), packed({"a/": b"", "a/b.xml": b"<b/>"})]
)
def test_what_programs_write_is_opened(data):
    package = open_package(data, LIMITS)

    assert all(isinstance(package.read(name), bytes) for name in package.names)
    assert package.names[0] in package
    assert "elsewhere" not in package


def test_the_limits_cross_the_border_as_words():
    assert PackageLimits.of(LIMITS.as_options()) == LIMITS


class TestSize:
    def test_a_bomb_is_refused_from_its_directory(self):
        assert packages.TOO_LARGE in refused(zip_bomb())

    def test_what_is_large_without_being_a_bomb(self):
        data = packed({"a.xml": b"a" * MEBIBYTE}, zipfile.ZIP_STORED)

        assert packages.TOO_LARGE in refused(data, PackageLimits(MEBIBYTE - 1, 100, 10))
        assert open_package(data, PackageLimits(MEBIBYTE, 100, 10))

    def test_a_bomb_below_the_limit_is_refused_by_its_ratio(self):
        assert packages.TOO_LARGE in refused(zip_bomb(60 * MEBIBYTE))

    def test_a_bomb_whose_directory_lies_is_refused_while_it_comes_out(self):
        data = lying_bomb()

        assert len(zipfile.ZipFile(io.BytesIO(data)).read("word/media/image1.png")) == 1000
        assert packages.TOO_LARGE in refused(data)

    def test_a_small_table_that_packs_well_is_no_bomb(self):
        data = packed({"a.xml": b"<row/>" * 100_000})

        assert open_package(data, LIMITS).names == ("a.xml",)

    def test_too_many_entries(self):
        data = packed({f"{number}.xml": b"<a/>" for number in range(1001)})

        assert packages.TOO_LARGE in refused(data)
        assert open_package(data, PackageLimits(MEBIBYTE, 100, 1001))

    @pytest.mark.parametrize(
        "inner", [b"PK\x03\x04....", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"BZh9"]
    )
    def test_an_archive_in_an_archive(self, inner):
        assert packages.NESTED in refused(packed({"a.bin": inner}))

    @pytest.mark.parametrize("inner", [b"MZ\x90", b"\x7fELF\x02", b"#!/bin/sh"])
    def test_a_program_in_an_archive(self, inner):
        assert packages.PROGRAM in refused(packed({"word/media/image1.png": inner}))


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "../outside.xml",
            "a/../../outside.xml",
            "/etc/passwd",
            "a//b.xml",
            "a/./b.xml",
            "..\\outside.xml",
            "C:autoexec.bat",
            "nul\x00.xml",
            "line\nend.xml",
            "turned\u202egpj.xml",
            "é" * 130,
        ],
    )
    def test_a_name_that_means_something_else_elsewhere(self, name):
        assert packages.DOUBTFUL in refused(named(name))

    @pytest.mark.parametrize(
        "names", [("a.xml", "a.xml"), ("a.xml", "A.xml"), ("é.xml", "e\u0301.xml"), ("a", "a/")]
    )
    def test_two_names_for_one_place(self, names):
        assert packages.DOUBTFUL in refused(named(*names))

    def test_a_name_that_every_program_would_write_differently(self):
        data = named("é.xml").replace(b"\x08", b"\x00")

        assert packages.DOUBTFUL in refused(data)
        assert open_package(named("é.xml"), LIMITS).names == ("é.xml",)

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
    def test_what_is_no_file(self, kind):
        target, info = io.BytesIO(), zipfile.ZipInfo("link.xml")
        info.external_attr = (kind | 0o777) << 16
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(info, "/etc/passwd")

        assert packages.DOUBTFUL in refused(target.getvalue())


class TestLayout:
    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no package", docx_file()[:-40]])
    def test_what_is_no_package_or_no_longer_one(self, data):
        assert packages.DAMAGED in refused(data)

    @pytest.mark.parametrize(
        "data",
        [
            b"%PDF-1.7\n" + docx_file(),
            docx_file() + b"<script>",
            packed({}),
        ],
        ids=["before", "after", "empty"],
    )
    def test_what_not_every_program_reads_alike(self, data):
        assert refused(data)

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_method_that_not_every_program_knows(self, method):
        assert packages.DOUBTFUL in refused(packed({"a.xml": b"a"}, method))

    def test_something_hidden_between_two_entries(self):
        """Every entry is where its directory says; a page hides between them."""
        data = packed({"a.xml": b"a", "b.xml": b"b"}, zipfile.ZIP_STORED)
        second = data.index(b"PK\x03\x04", 4)
        hidden = b"<script>" * 10
        moved = bytearray(data[:second] + hidden + data[second:])
        directory = moved.index(b"PK\x01\x02")
        entry = moved.index(b"PK\x01\x02", directory + 4)
        moved[entry + 42 : entry + 46] = struct.pack("<I", second + len(hidden))
        moved[-6:-2] = struct.pack("<I", directory)

        assert zipfile.ZipFile(io.BytesIO(moved)).read("b.xml") == b"b"
        assert packages.DOUBTFUL in refused(bytes(moved))

    def test_something_hidden_before_the_directory(self):
        data = packed({"a.xml": b"a"})
        directory, hidden = data.index(b"PK\x01\x02"), b"<script>" * 10
        data = data[:directory] + hidden + data[directory:-6]
        data += struct.pack("<IH", directory + len(hidden), 0)

        assert zipfile.ZipFile(io.BytesIO(data)).read("a.xml") == b"a"
        assert packages.DOUBTFUL in refused(data)

    def test_something_hidden_after_the_directory(self):
        data = packed({"a.xml": b"a"})
        place = data.index(b"PK\x05\x06")

        assert refused(data[:place] + b"<script>" * 10 + data[place:])

    def test_a_remark_at_the_end(self):
        data = packed({"a.xml": b"a"})[:-2] + b"\x08\x00<script>"

        assert packages.DOUBTFUL in refused(data)

    def test_two_entries_over_the_same_bytes(self):
        data = bytearray(packed({"a.xml": b"a" * 50, "b.xml": b"a" * 50}, zipfile.ZIP_STORED))
        entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
        data[entry + 42 : entry + 46] = bytes(4)

        assert refused(bytes(data))

    def test_an_encrypted_entry(self):
        data = bytearray(packed({"a.xml": b"a"}))
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1

        assert packages.ENCRYPTED_FILE in refused(bytes(data))

    @pytest.mark.parametrize("place", [6, 8, 18, 22], ids=["flags", "method", "packed", "size"])
    def test_a_header_that_says_something_else_than_the_directory(self, place):
        data = bytearray(packed({"a.xml": b"a" * 50}))
        data[place] ^= 1

        assert refused(bytes(data))

    def test_a_name_that_is_another_one_in_the_directory(self):
        data = packed({"a.xml": b"a"}).replace(b"a.xml", b"b.xml", 1)

        assert packages.DAMAGED in refused(data)

    @pytest.mark.parametrize("said", [49, 51])
    def test_an_entry_that_is_not_as_long_as_was_said(self, said):
        data = packed({"a.xml": b"a" * 50})
        data = data.replace(struct.pack("<I", 50), struct.pack("<I", said))

        assert refused(data)

    def test_something_hidden_after_the_end_of_an_entry(self):
        """The packed bytes end before they should: what follows is for another program."""
        whole = packed({"a.xml": b"a" * 50})
        size = zipfile.ZipFile(io.BytesIO(whole)).infolist()[0].compress_size
        hidden = b"<script>"
        longer = struct.pack("<I", size + len(hidden))
        end = 30 + 5 + size
        data = whole[:end] + hidden + whole[end:]
        data = data.replace(struct.pack("<I", size), longer, 1)
        directory = data.index(b"PK\x01\x02")
        data = (
            data[: directory + 20]
            + longer
            + data[directory + 24 : -6]
            + struct.pack("<IH", directory, 0)
        )

        assert zipfile.ZipFile(io.BytesIO(data)).read("a.xml") == b"a" * 50
        assert packages.DOUBTFUL in refused(data)

    def test_an_entry_that_never_ends(self):
        """The packed bytes stop before their own end."""
        data = packed({"a.xml": b"a" * 50})
        size = zipfile.ZipFile(io.BytesIO(data)).infolist()[0].compress_size

        data = data.replace(struct.pack("<I", size), struct.pack("<I", size - 2))

        assert packages.DAMAGED in refused(data)

    def test_an_entry_changed_on_the_way(self):
        data = bytearray(packed({"a.xml": b"a" * 50}, zipfile.ZIP_STORED))
        data[60] ^= 1

        assert packages.DAMAGED in refused(bytes(data))

    @given(st.binary(max_size=200), st.integers(0, 300), st.booleans())
    def test_whatever_the_bytes_it_is_a_refusal_or_a_package(self, noise, place, start):
        data = packed({"a.xml": b"<a/>", "b/c.xml": b"<c/>"})
        data = data[:place] + noise + data[place + (len(noise) if start else 0) :]
        with suppress(Invalid):
            package = open_package(data, LIMITS)
            assert all(package.read(name) is not None for name in package.names)
