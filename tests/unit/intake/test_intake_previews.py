"""Previews: the first pages as pictures; made again each time, never kept."""

import io

import pytest
from PIL import Image

from cep_docs.errors import Invalid
from cep_docs.intake.kinds import DOCX, JPEG, ODT, PDF, PNG
from cep_docs.intake.previews import MOST_PIXELS, draw_pages, draw_picture, previews
from tests.people import RULES
from tests.unit.intake.makers import (
    docx_file,
    jpeg_file,
    odt_file,
    pdf_file,
    pdf_with,
    png_file,
    saved,
)

LIMITS = RULES.attachments.limits
OPTIONS = {"width": "900", "pages": "10"}


def size(data):
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        image.load()
        return image.size


def test_the_first_pages_of_a_pdf_are_drawn_as_wide_as_a_screen_wants():
    pages = previews(pdf_file(12), PDF.media_type, LIMITS)

    assert [size(page) for page in pages] == [(900, 1274)] * 10
    assert len(set(pages)) == 10


def test_a_picture_is_reduced_and_never_enlarged():
    large = previews(jpeg_file((1800, 600)), JPEG.media_type, LIMITS)
    small = previews(png_file((40, 30)), PNG.media_type, LIMITS)

    assert ([size(page) for page in large], [size(page) for page in small]) == (
        [(900, 300)],
        [(40, 30)],
    )


@pytest.mark.parametrize(
    ("data", "kind"), [(odt_file(), ODT), (docx_file(), DOCX)], ids=["odt", "docx"]
)
def test_a_text_has_none(data, kind):
    assert previews(data, kind.media_type, LIMITS) == []


def test_a_page_without_end_is_drawn_smaller():
    pdf = pdf_with(0)
    pdf.add_blank_page(page_size=(14400, 3))
    pdf.add_blank_page(page_size=(3, 14400))

    _, pages = draw_pages(saved(pdf), OPTIONS)

    assert all(width * height <= MOST_PIXELS * 1.01 for width, height in map(size, pages))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_kind_is_drawn(mode):
    _, (page,) = draw_picture(png_file((1000, 2000), mode), OPTIONS)

    assert size(page)[0] <= 900


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(Invalid, match="abîmé"):
        draw_pages(b"%PDF-1.7\n", OPTIONS)
