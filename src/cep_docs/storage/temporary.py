"""Where a process puts files that are not saved yet: a private folder, gone with the process."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cep_docs.storage.disk import hold, hold_if_free

LOCK = "lock"


@contextmanager
def process_folder(parent: Path) -> Iterator[Path]:
    """A folder for this process; what dead processes left beside it is removed first."""
    with hold(parent / LOCK):
        for leftover in left_by_the_dead(parent):
            shutil.rmtree(leftover)
        folder = Path(tempfile.mkdtemp(dir=parent))
        alive = hold(folder / LOCK)
    try:
        yield folder
    finally:
        with alive, hold(parent / LOCK):
            shutil.rmtree(folder)


def left_by_the_dead(parent: Path) -> list[Path]:
    """The folders in which no living process works; they may hold files in clear."""
    return [folder for folder in sorted(parent.iterdir()) if folder.is_dir() and _dead(folder)]


def _dead(folder: Path) -> bool:
    lock = hold_if_free(folder / LOCK)
    if lock is None:
        return False
    lock.close()
    return True
