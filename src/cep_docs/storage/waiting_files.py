"""Files that were sent and wait for somebody to say what is to be done with them.

They are private to one visit, lie outside the database, and are gone half an hour later, with the
next one that is sent or at the next start, whichever comes first.
"""

import hashlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from cep_docs.storage.disk import PRIVATE

LASTS = timedelta(minutes=30)
_TOKEN = re.compile(r"[0-9a-f]{64}")


class WaitingFiles:
    """`owner` is the key of a visit; each has one file at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, owner: str, data: bytes, now: datetime) -> str:
        """Its token: the same for the same bytes, so that a request that runs twice keeps one."""
        self.sweep(now)
        self._folder.mkdir(mode=PRIVATE, exist_ok=True)
        token = hashlib.sha256(data).hexdigest()
        for other in self._folder.glob(f"{_of(owner)}-*"):
            other.unlink(missing_ok=True)
        path = self._path(owner, token)
        path.touch(mode=0o600)
        path.write_bytes(data)
        os.utime(path, (now.timestamp(), now.timestamp()))
        return token

    def find(self, owner: str, token: str, now: datetime) -> bytes | None:
        """None when it was never sent, or not by this visit, or too long ago."""
        if not _TOKEN.fullmatch(token):
            return None
        self.sweep(now)
        try:
            data = self._path(owner, token).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == token else None

    def drop(self, owner: str, token: str) -> None:
        if _TOKEN.fullmatch(token):
            self._path(owner, token).unlink(missing_ok=True)

    def sweep(self, now: datetime) -> None:
        """Nothing stays longer than said."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            try:
                old = now.timestamp() - path.stat().st_mtime > LASTS.total_seconds()
            except FileNotFoundError:
                continue
            if old:
                path.unlink(missing_ok=True)

    def _path(self, owner: str, token: str) -> Path:
        return self._folder / f"{_of(owner)}-{token}"


def _of(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()[:32]
