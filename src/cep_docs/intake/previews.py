"""Pages drawn as pictures when somebody wants to see them; never stored."""

import io
import math
from collections.abc import Mapping
from typing import Any

import pypdfium2
from PIL import Image

from cep_docs.definitions.attachments import AttachmentLimits
from cep_docs.intake.kinds import JPEG, PDF, PNG
from cep_docs.sandbox import apart
from cep_docs.sandbox.packages import DAMAGED, refusal

# A page may be as high as it likes; its picture may not.
MOST_PIXELS = 4 * 10**6
TASKS = {
    PDF.media_type: "cep_docs.intake.previews:draw_pages",
    PNG.media_type: "cep_docs.intake.previews:draw_picture",
    JPEG.media_type: "cep_docs.intake.previews:draw_picture",
}


def previews(data: bytes, media_type: str, limits: AttachmentLimits) -> list[bytes]:
    """The first pages as PNG files; none for a text, which has no pages before it is opened."""
    if media_type not in TASKS:
        return []
    width, pages = str(limits.preview_width), str(limits.preview_pages)
    return apart(TASKS[media_type], data, width=width, pages=pages)[1]


def draw_pages(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        pdf = pypdfium2.PdfDocument(data)
        wanted = range(min(len(pdf), int(options["pages"])))
        return {}, [_drawn(pdf[number], int(options["width"])) for number in wanted]
    except pypdfium2.PdfiumError as error:
        raise refusal(DAMAGED) from error


def draw_picture(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
        width = int(options["width"])
        height = min(image.height * width // image.width + 1, MOST_PIXELS // width)
        image.draft("RGB", (width, height))
        image.thumbnail((width, height))
        return {}, [_png(image if image.mode in ("L", "RGB", "RGBA") else image.convert("RGB"))]


def _drawn(page: Any, width: int) -> bytes:
    across, down = page.get_size()
    scale = min(width / max(across, 1), math.sqrt(MOST_PIXELS / max(across * down, 1)))
    return _png(page.render(scale=scale, may_draw_forms=False).to_pil())


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
