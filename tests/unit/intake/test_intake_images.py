"""Pictures: shown whole, not too large, without what the device wrote (FIC-01, FIC-02)."""

import io
import struct

import pytest
from PIL import Image, PngImagePlugin

from cep_docs.errors import Invalid
from cep_docs.intake.images import inspect_jpeg, inspect_png
from cep_docs.intake.picture_words import AROUND, CAMERA, REMARKS
from tests.unit.intake.makers import (
    jpeg_file,
    photograph,
    png_chunk,
    png_file,
    with_chunk,
)

OPTIONS = {"pixels": "50000000"}


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.convert("RGB").tobytes()


def refused(inspect, data, **options) -> str:
    with pytest.raises(Invalid) as refusal:
        inspect(data, {**OPTIONS, **options})
    return refusal.value.messages["file"]


class TestJpeg:
    @pytest.mark.parametrize(
        "data",
        [jpeg_file(), jpeg_file(progressive=True), jpeg_file(icc_profile=b"p" * 500)],
        ids=["plain", "progressive", "colours"],
    )
    def test_a_picture_without_remarks_is_kept_byte_for_byte(self, data):
        assert inspect_jpeg(data, OPTIONS) == ({"pages": 1, "removed": []}, [])

    def test_who_when_and_where_are_taken_out_and_the_picture_stays(self):
        data = photograph()

        said, (kept,) = inspect_jpeg(data, OPTIONS)

        assert said["removed"] == sorted([CAMERA, REMARKS])
        assert pixels(kept) == pixels(data)
        assert b"Telephone" not in kept
        assert b"chez Zoe" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert dict(image.getexif()) == {}

    @pytest.mark.parametrize("orientation", [3, 6, 8])
    def test_the_picture_stays_on_its_feet(self, orientation):
        _, (kept,) = inspect_jpeg(photograph(orientation), OPTIONS)

        with Image.open(io.BytesIO(kept)) as image:
            assert dict(image.getexif()) == {0x0112: orientation}
        assert inspect_jpeg(kept, OPTIONS)[1] == []

    def test_the_small_picture_inside_is_taken_out(self):
        """A thumbnail shows what was cut off the picture."""
        plain = jpeg_file()
        head = plain[:4] + struct.pack(">H", 19) + plain[6:18] + b"\x01\x01\x07\x07\x07"

        _, (kept,) = inspect_jpeg(head + plain[20:], OPTIONS)

        assert kept == plain

    def test_what_follows_the_picture_is_cut_off(self):
        said, (kept,) = inspect_jpeg(jpeg_file() + b"a second picture", OPTIONS)

        assert said["removed"] == [AROUND]
        assert kept == jpeg_file()

    @pytest.mark.parametrize(
        "data",
        [
            jpeg_file()[:-100],
            jpeg_file()[:200],
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xd9",
            b"\xff\xd8\xff\xe0\x00\x01" + bytes(40),
            b"\xff\xd8\xff\xff\xff\xff\xff",
        ],
    )
    def test_a_damaged_one_is_refused(self, data):
        assert "abîmé" in refused(inspect_jpeg, data)


class TestPng:
    def test_a_picture_without_remarks_is_kept_byte_for_byte(self):
        for mode in ("RGB", "RGBA", "L", "P", "1"):
            assert inspect_png(png_file(mode=mode), OPTIONS) == ({"pages": 1, "removed": []}, [])

    def test_remarks_are_taken_out_and_the_picture_stays(self):
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "Zoé")
        data = with_chunk(png_file(pnginfo=info), b"eXIf", b"MM\x00\x2a" + bytes(8))

        said, (kept,) = inspect_png(data, OPTIONS)

        assert said["removed"] == sorted([CAMERA, REMARKS])
        assert kept == png_file()

    def test_what_follows_the_picture_is_cut_off(self):
        said, (kept,) = inspect_png(png_file() + b"more", OPTIONS)

        assert said["removed"] == [AROUND]
        assert kept == png_file()

    @pytest.mark.parametrize(
        "data",
        [
            png_file()[:-20],
            png_file()[:40],
            png_file().replace(b"IDAT", b"IDAU"),
            with_chunk(png_file(), b"iCCP", b"broken"),
            png_file()[:8] + png_chunk(b"IEND", b""),
            png_file()[:33] + png_chunk(b"IDAT", b"no picture") + png_chunk(b"IEND", b""),
        ],
    )
    def test_a_damaged_one_is_refused(self, data):
        assert "abîmé" in refused(inspect_png, data)


def test_a_picture_that_is_too_large_is_refused_before_it_is_drawn():
    """A few bytes may announce billions of points."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    bomb = png_file()[:8] + png_chunk(b"IHDR", head) + png_file()[33:]

    assert "50 millions de points" in refused(inspect_png, bomb)
    assert "1 millions" in refused(inspect_png, png_file((1001, 1000)), pixels="1000000")
    assert "1 millions" in refused(inspect_jpeg, jpeg_file((1001, 1000)), pixels="1000000")
    assert inspect_png(png_file((1000, 1000)), {"pixels": "1000000"})
