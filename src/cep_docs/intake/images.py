"""Pictures: kept without what the device wrote into them, and only if they can be shown whole."""

import io
import struct
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

from cep_docs.intake.jpeg_parts import rid_jpeg
from cep_docs.intake.png_parts import rid_png
from cep_docs.sandbox.packages import DAMAGED, refusal

ORIENTATION = 0x0112
TOO_MANY = "son image a plus de {} millions de points. La réduire, puis recommencer"
# What libraries raise on a picture that is not one.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, struct.error, zlib.error)


def inspect_jpeg(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        kept, removed = rid_jpeg(data, _orientation(data))
    except BROKEN as error:
        raise refusal(DAMAGED) from error
    return _checked(data, kept, removed, "JPEG", int(options["pixels"]))


def inspect_png(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    try:
        kept, removed = rid_png(data)
    except BROKEN as error:
        raise refusal(DAMAGED) from error
    return _checked(data, kept, removed, "PNG", int(options["pixels"]))


def _checked(
    data: bytes, kept: bytes, removed: list[str], kind: str, most: int
) -> tuple[dict[str, Any], list[bytes]]:
    try:
        with Image.open(io.BytesIO(kept), formats=[kind]) as image:
            if image.width * image.height > most:
                raise refusal(TOO_MANY.format(most // 10**6))
            image.load()
    except Image.DecompressionBombError as error:
        raise refusal(TOO_MANY.format(most // 10**6)) from error
    except BROKEN as error:
        raise refusal(DAMAGED) from error
    return {"pages": 1, "removed": removed}, [] if kept == data else [kept]


def _orientation(data: bytes) -> int:
    """How the camera was held: without it the picture would lie on its side."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            return int(image.getexif().get(ORIENTATION, 1))
    except (*BROKEN, TypeError, Image.DecompressionBombError):
        return 1
