"""A file kept in the database with its SHA-256, and given out only as it was taken in."""

import hashlib
import io
from datetime import datetime
from typing import Any, BinaryIO, Self

from persistent import Persistent
from ZODB.blob import Blob
from ZODB.POSException import POSKeyError

from cep_docs.errors import Damaged

CHUNK = 2**20


class StoredFile(Persistent):  # type: ignore[misc]
    """The bytes of one file, written once (R-055). `verified_at`: when its signatures were last
    looked at; `set_apart`: why nobody is given it, or nothing; `provable_until`: when somebody
    must have stamped it again, once that was read in it."""

    verified_at: datetime | None = None
    provable_until: datetime | None = None
    set_apart = ""

    def __init__(self, name: str, media_type: str, added_at: datetime, added_by: str) -> None:
        self.name = name
        self.media_type = media_type
        self.added_at = added_at
        self.added_by = added_by
        self.blob = Blob()
        self.size = 0
        self.sha256 = ""

    @classmethod
    def store(
        cls,
        connection: Any,
        source: bytes | BinaryIO,
        name: str,
        media_type: str,
        added_at: datetime,
        added_by: str,
    ) -> Self:
        """Take in a file; it is saved when the transaction of the connection commits."""
        stored = cls(name, media_type, added_at, added_by)
        # A blob that knows its connection writes in the private folder of the process; any other
        # would leave its bytes in clear in the temporary folder of the machine.
        connection.add(stored)
        connection.add(stored.blob)
        stored._fill(io.BytesIO(source) if isinstance(source, bytes) else source)
        return stored

    def read(self) -> bytes:
        """All the bytes, verified."""
        with self.open_checked() as stream:
            return stream.read()

    def open_checked(self) -> BinaryIO:
        """A stream that hands out verified bytes only; Damaged when one is not as it was."""
        try:
            file = self.blob.open("r")
        except (POSKeyError, FileNotFoundError) as error:
            raise self._damaged("a disparu") from error
        try:
            digests = self._verified(file)
        except BaseException:
            file.close()
            raise
        return io.BufferedReader(_Checked(self, file, digests), CHUNK)

    def _fill(self, source: BinaryIO) -> None:
        digest = hashlib.sha256()
        # Buffered, because a bare file may write less than it is given when the disk is full.
        with io.BufferedWriter(self.blob.open("w"), CHUNK) as target:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                self.size += target.write(chunk)
        self.sha256 = digest.hexdigest()

    def _verified(self, file: BinaryIO) -> list[bytes]:
        """The digest of each chunk, once their whole is known to be what was taken in."""
        whole = hashlib.sha256()
        digests = []
        size = 0
        while chunk := file.read(CHUNK):
            whole.update(chunk)
            digests.append(hashlib.sha256(chunk).digest())
            size += len(chunk)
        if (size, whole.hexdigest()) != (self.size, self.sha256):
            raise self._damaged("n'est plus celui qui a été enregistré")
        file.seek(0)
        return digests

    def _damaged(self, what: str) -> Damaged:
        number = int.from_bytes(self._p_oid or b"", "big")
        return Damaged(
            f"Le fichier n° {number:#x} {what}. Il n'a pas été donné, et rien n'a été modifié. "
            "Prévenir l'administrateur : « cep-docs scrub » puis « cep-docs restore »."
        )


class _Checked(io.RawIOBase):
    """Reads a verified file again, chunk by chunk, and hands out only what is still the same."""

    def __init__(self, stored: StoredFile, file: BinaryIO, digests: list[bytes]) -> None:
        self._stored = stored
        self._file = file
        self._digests = iter(digests)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        if not self._rest and (expected := next(self._digests, None)):
            chunk = self._file.read(CHUNK)
            if hashlib.sha256(chunk).digest() != expected:
                raise self._stored._damaged("a changé pendant sa lecture")
            self._rest = memoryview(chunk)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
