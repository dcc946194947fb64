"""The pages of our own papers as pictures: one a page, grey, at the size of a screen."""

import io

import pytest
from PIL import Image

from cep_docs.errors import Refused
from cep_docs.rendering.pages_as_images import draw, page_images
from cep_docs.rendering.pdf import render_pdf
from tests.unit.rendering.every_kind import document


@pytest.fixture(scope="module")
def paper():
    return render_pdf(document()).pdf


def test_each_page_is_a_grey_picture(paper):
    pictures = page_images(paper)

    opened = [Image.open(io.BytesIO(data)) for data in pictures]
    assert len(opened) >= 1
    assert {(of.mode, of.format, of.size) for of in opened} == {("L", "PNG", (794, 1123))}


def test_drawing_here_is_drawing_apart(paper):
    assert draw(paper, {})[1] == page_images(paper)


def test_what_is_no_paper_is_refused():
    with pytest.raises(Refused):
        page_images(b"nothing")
