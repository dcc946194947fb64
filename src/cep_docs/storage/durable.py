"""A FileStorage whose files survive a power cut.

ZODB syncs its records but never its blobs: a file acknowledged to its author may come back empty.
Here the vote waits until the disk holds the blobs and their folders, and a full disk, a failed
commit or an interrupted pack leave nothing half written.
"""

import errno
import os
from pathlib import Path
from typing import Any

from ZODB.FileStorage import FileStorage

from cep_docs.errors import Unusable
from cep_docs.storage.disk import PRIVATE, hold_if_free, sync

MAINTENANCE = ".maintenance"
# The description of a transaction that means nothing until a later one is saved: it goes to the
# disk with that one, as both are in one file, one after the other.
CARRIED = "carried by the next"
MISSING = (
    "Le fichier de données de cette instance a disparu. Rien n'a été recréé ni effacé. "
    "Restaurer la dernière sauvegarde avec « cep-docs restore »."
)


class TidyFileStorage(FileStorage):  # type: ignore[misc]
    """Lets go of its files and its lock when it cannot be opened."""

    def __init__(self, *args: Any, **options: Any) -> None:
        try:
            super().__init__(*args, **options)
        except BaseException:
            for name in ("_file", "_files", "_tfile", "_lock_file"):
                if (opened := getattr(self, name, None)) is not None:
                    opened.close()
            raise


class DurableFileStorage(TidyFileStorage):
    """Records and blobs that are on the disk when the commit returns."""

    # Below this, no vote: a server that receives a blob does not notice a short write on a full
    # disk, so writing has to stop while there is still room.
    reserve = 4 * 2**20

    _file: Any

    def __init__(self, data: Path, blobs: Path, temporary: Path, *, create: bool = False) -> None:
        _finish_interrupted_pack(data)
        # FileStorage would make an empty database, and delete every blob beside it.
        if not create and not (data.exists() and data.stat().st_size):
            raise Unusable(MISSING)
        # Kept beside the data, past versions would survive an erasure.
        super().__init__(
            str(data), blob_dir=str(blobs), pack_keep_old=False, packer=_packed_and_synced
        )
        if create:
            blobs.chmod(PRIVATE)
        self.fshelper.temp_dir = str(temporary)
        self._maintenance = data.with_name(data.name + MAINTENANCE)

    def tpc_vote(self, transaction: Any) -> Any:
        with self._lock:
            if transaction is self._transaction:
                self._refuse_when_nearly_full()
                self._sync_blobs()
            try:
                return super().tpc_vote(transaction)
            except OSError:
                self._cut_what_was_not_voted()
                raise

    def pack(self, *args: Any, **options: Any) -> None:
        lock = hold_if_free(self._maintenance)
        if lock is None:
            raise Unusable(
                "Une sauvegarde est en cours : la base n'a pas été compactée. "
                "Recommencer quand elle sera finie."
            )
        with lock:
            super().pack(*args, **options)
            sync(Path(self._file_name).parent)

    def _finish_finish(self, tid: bytes) -> None:
        if self._ude[1] != CARRIED.encode():
            super()._finish_finish(tid)
            return
        self._file.flush()
        self._pos = self._nextpos
        self._index.update(self._tindex)
        self._ltid = tid

    def _abort(self) -> None:
        super()._abort()
        # FileStorage forgets the blobs of a transaction that fails before its vote.
        self._blob_tpc_abort()

    def _refuse_when_nearly_full(self) -> None:
        for folder in (self._file_name, self.blob_dir):
            room = os.statvfs(folder)
            if room.f_bavail * room.f_frsize < self.reserve + self._tfile.tell():
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def _sync_blobs(self) -> None:
        top = Path(self.blob_dir)
        folders: set[Path] = set()
        for oid, tid in self.dirty_oids:
            blob = Path(self.fshelper.getBlobFilename(oid, tid))
            sync(blob)
            folders.update(folder for folder in blob.parents if folder.is_relative_to(top))
        for folder in sorted(folders, reverse=True):
            sync(folder)

    def _cut_what_was_not_voted(self) -> None:
        # What the failed write left in the buffer must never reach the file. Closing the file
        # below its buffer is the only way to drop it: truncating would write it first.
        self._file.raw.close()
        self._file = open(self._file_name, "r+b")  # noqa: SIM115
        os.ftruncate(self._file.fileno(), self._pos)
        self._files.flush()


def _packed_and_synced(storage: Any, references: Any, stop: Any, gc: Any) -> Any:
    # ZODB renames the packed file over the only good one without having synced it.
    result = FileStorage.packer(storage, references, stop, gc)
    if result is not None:
        sync(Path(storage._file_name + ".pack"))
    return result


def _finish_interrupted_pack(data: Path) -> None:
    # A pack moves the data aside before it moves the packed file in; between the two, the file
    # put aside is complete and no blob has been removed yet.
    aside = data.with_name(data.name + ".old")
    if aside.exists() and not data.exists():
        aside.rename(data)
        sync(data.parent)
