"""What crosses the border of a process: a JSON head and the bytes it announces, no pickle."""

import json
from collections.abc import Sequence
from typing import Any

SIZE = 8


class BrokenFrame(Exception):  # noqa: N818 - reads better where it is raised
    """The bytes end too early, or are no frame at all."""


def pieces(head: dict[str, Any], blobs: Sequence[bytes]) -> list[bytes]:
    """A frame: the size of the head, the head, the blobs one after the other."""
    text = json.dumps({"head": head, "sizes": [len(blob) for blob in blobs]}).encode()
    return [len(text).to_bytes(SIZE, "big"), text, *blobs]


def packed(head: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
    """The same in one."""
    return b"".join(pieces(head, blobs))


def unpacked(frame: bytes | bytearray) -> tuple[dict[str, Any], list[bytes]]:
    """The head and the blobs of a frame, or BrokenFrame: it may come from a hijacked process."""
    end = SIZE + int.from_bytes(frame[:SIZE], "big")
    if not SIZE < end <= len(frame):
        raise BrokenFrame
    try:
        text = json.loads(frame[SIZE:end])
        head, sizes = text["head"], text["sizes"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenFrame from error
    if not isinstance(head, dict) or not _add_up(sizes, len(frame) - end):
        raise BrokenFrame
    blobs = []
    for size in sizes:
        blobs.append(bytes(memoryview(frame)[end : end + size]))
        end += size
    return head, blobs


def _add_up(sizes: object, total: int) -> bool:
    if not isinstance(sizes, list) or not all(type(size) is int for size in sizes):
        return False
    return all(size >= 0 for size in sizes) and sum(sizes) == total
