"""What makes files stay: syncing them and their folders, and locks that die with a process."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

PRIVATE = 0o700


def sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Have the disk keep everything below a folder, and its own name."""
    for path in _deepest_first(folder):
        sync(path)
    sync(folder.parent)


def hold(path: Path, *, shared: bool = False) -> BinaryIO:
    """Wait for a lock; it is released by closing the file, or by the death of the process."""
    stream = path.open("ab")
    fcntl.flock(stream, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
    return stream


def hold_if_free(path: Path) -> BinaryIO | None:
    """Take a lock alone, or nothing when somebody holds it."""
    stream = path.open("ab")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        return None
    return stream


def _deepest_first(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder, topdown=False):
        yield from (Path(parent, name) for name in names)
        yield Path(parent)
