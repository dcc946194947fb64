"""The pages of a document we printed, as pictures to look at on a screen; never stored."""

import io
from collections.abc import Mapping
from typing import Any

import pypdfium2

from cep_docs.sandbox import apart

TASK = "cep_docs.rendering.pages_as_images:draw"
# Pixels an inch: readable on a screen, and some 40 kB a page in grey.
RESOLUTION = 96
POINTS = 72
MOST_PAGES = 40


def page_images(pdf: bytes) -> list[bytes]:
    """Grey PNG files, in a process apart: the library that draws serves one thread at a time."""
    return apart(TASK, pdf)[1]


def draw(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    pdf = pypdfium2.PdfDocument(data)
    return {}, [_drawn(pdf[number]) for number in range(min(len(pdf), MOST_PAGES))]


def _drawn(page: Any) -> bytes:
    target = io.BytesIO()
    picture = page.render(scale=RESOLUTION / POINTS, grayscale=True, may_draw_forms=False)
    picture.to_pil().save(target, "PNG", optimize=True)
    return target.getvalue()
