"""The chunks of a PNG: those that make the picture are kept, untouched; the others are not."""

from collections.abc import Iterator

from cep_docs.intake.picture_words import AROUND, CAMERA, REMARKS

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"IEND"
DRAWING = (b"IHDR", b"PLTE", b"IDAT", END)
# Kept because colours, transparency and size depend on them.
COLOURS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs")
DEVICE = (b"eXIf", b"tIME")


def rid_png(data: bytes) -> tuple[bytes, list[str]]:
    """The picture, bit for bit, without remarks of programs; and what those were."""
    kept = [SIGNATURE]
    removed: list[str] = []
    size = len(SIGNATURE)
    for name, chunk in _chunks(data):
        size += len(chunk)
        if name in DRAWING or name in COLOURS:
            kept.append(chunk)
        else:
            removed.append(CAMERA if name in DEVICE else REMARKS)
    if size < len(data):
        removed.append(AROUND)
    return b"".join(kept), sorted(set(removed))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place, name = len(SIGNATURE), b""
    while name != END:
        size = 12 + int.from_bytes(data[place : place + 4], "big")
        chunk = data[place : place + size]
        name = chunk[4:8]
        if len(chunk) < size:
            raise ValueError("no chunk here")
        yield name, chunk
        place += size
