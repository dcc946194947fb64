"""The segments of a JPEG: those that make the picture are kept, untouched; the others are not."""

import re
import struct

from cep_docs.intake.picture_words import AROUND, CAMERA, REMARKS

START, END, SCAN = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP14, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
# Tables, frames, restart intervals, scans: everything the picture is drawn from.
DRAWING = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
# Kept because colours depend on them; JFIF loses its thumbnail.
COLOURS = {APP2: b"ICC_PROFILE\x00", APP14: b"Adobe"}
JFIF = b"JFIF\x00"
# The end of a scan: a marker that is neither a stuffed byte, nor a restart, nor padding.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def rid_jpeg(data: bytes, orientation: int) -> tuple[bytes, list[str]]:
    """The picture, bit for bit, without remarks of the device; and what those were."""
    kept: list[bytes] = []
    removed: list[str] = []
    place = 2
    while data[place + 1] != END:
        marker, segment, rest = _segment(data, place)
        place += len(segment) + len(rest)
        what = "" if _is_kept(marker, segment) else CAMERA if marker == APP1 else REMARKS
        if what:
            removed.append(what)
        else:
            kept += [_plain(marker, segment), rest]
    if data[place + 2 :]:
        removed.append(AROUND)
    whole = b"".join((data[:2], _turned(orientation), *kept, b"\xff\xd9"))
    return whole, [] if whole == data else sorted(set(removed))


def _segment(data: bytes, place: int) -> tuple[int, bytes, bytes]:
    """The marker that stands there, its segment, and the drawing that follows a scan."""
    marker = data[place + 1]
    size = 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    if data[place] != 0xFF or marker < 0xC0 or size < 4 or place + size >= len(data):
        raise ValueError("no segment here")
    if marker != SCAN:
        return marker, data[place : place + size], b""
    found = MARKER.search(data, place + size)
    if found is None:
        raise ValueError("no end of the scan")
    return marker, data[place : place + size], data[place + size : found.start()]


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == APP0:
        return segment[4:].startswith(JFIF)
    return marker in DRAWING or (marker in COLOURS and segment[4:].startswith(COLOURS[marker]))


def _plain(marker: int, segment: bytes) -> bytes:
    """JFIF without the small picture it may hold, which shows what was cut off."""
    if marker != APP0 or len(segment) <= 18:
        return segment
    return b"\xff\xe0\x00\x10" + segment[4:16] + b"\x00\x00"


def _turned(orientation: int) -> bytes:
    """An EXIF of one entry, which says on which side the picture stands."""
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\x00\x00MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
