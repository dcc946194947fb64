"""Reads all that is kept, record by record and file by file, and says what is not as it was.

Neither ZODB nor a disk notices a changed byte by itself (R-055): this is what runs each night.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from BTrees.LLBTree import LLTreeSet
from ZODB.blob import Blob, FilesystemHelper
from ZODB.broken import Broken
from ZODB.FileStorage.format import CorruptedError
from ZODB.POSException import POSKeyError
from ZODB.serialize import referencesf
from ZODB.utils import get_pickle_metadata, load_current, p64, u64, z64

from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Damaged
from cep_docs.journal.seal_findings import cover_is_intact
from cep_docs.journal.seals import Seal
from cep_docs.storage.engine import BLOBS
from cep_docs.storage.house import House
from cep_docs.storage.temporary import left_by_the_dead
from cep_docs.storage.transactions import said_in_french

# Both the progress and the memory are looked after once per so many records.
STRIDE = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written; the name is only known for a file."""

    number: int
    what: str
    name: str = ""


@dataclass(slots=True)
class ScrubReport:
    """What was read, what is wrong, and what interrupted work left behind."""

    records: int = 0
    files: int = 0
    findings: list[Finding] = field(default_factory=list)
    leftovers: list[Path] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings

    def remove_leftovers(self) -> None:
        """Remove what may be in clear and belongs to nothing that is saved."""
        for path in self.leftovers:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def in_french(self) -> str:
        lines = [f"{self.records} enregistrements et {self.files} fichiers relus."]
        lines += [
            f"- n° {finding.number:#x} {finding.name} : {finding.what}".replace("  ", " ")
            for finding in self.findings
        ]
        if self.leftovers:
            lines.append(f"{len(self.leftovers)} reste(s) d'écritures interrompues à supprimer.")
        lines.append(
            "Tout est intact."
            if self.sound
            else f"{len(self.findings)} anomalie(s) : restaurer depuis une sauvegarde saine."
        )
        return "\n".join(lines)


def scrub(house: House, progress: Progress) -> ScrubReport:
    """Read all the records and verify all the files; nothing is changed."""
    report = ScrubReport()
    with said_in_french():
        last = house.db.lastTransaction()
        _read_records(house, report, progress)
        report.leftovers += left_by_the_dead(house.folder / "tmp")
        if house.data_file is not None:
            report.leftovers += _files_without_record(house, last)
    return report


def _read_records(house: House, report: ScrubReport, progress: Progress) -> None:
    total = len(house.db.storage)
    known, wanted = LLTreeSet(), LLTreeSet()
    storage = _seeing_now(house.db.storage)
    records = _records(storage, report)
    while stride := [record for _, record in zip(range(STRIDE), records, strict=False)]:
        with house.reading() as connection:
            connection.cacheMinimize()  # what is in memory proves nothing
            for oid, data in stride:
                known.insert(u64(oid))
                if not data:
                    continue
                try:
                    wanted.update(map(u64, referencesf(data)))
                    _read_object(connection, oid, data, report)
                except Exception as error:
                    report.findings.append(Finding(u64(oid), _unreadable(error)))
        report.records += len(stride)
        progress(report.records, max(total, report.records))
    for number in wanted:
        if number not in known and not _is_there(_seeing_now(house.db.storage), number):
            report.findings.append(Finding(number, "enregistrement manquant"))


def _records(storage: Any, report: ScrubReport) -> Iterator[tuple[bytes, bytes]]:
    """Every current record; those that cannot be read are found, and empty."""
    place: Any = None
    while True:
        try:
            oid, _, data, place = storage.record_iternext(place)
        except ValueError:  # nothing after the last unreadable one
            return
        except (POSKeyError, CorruptedError) as error:
            oid, data = place or z64, b""
            report.findings.append(Finding(u64(oid), _unreadable(error)))
            place = p64(u64(oid) + 1)
        yield oid, data
        if place is None:
            return


def _read_object(connection: Any, oid: bytes, data: bytes, report: ScrubReport) -> None:
    module, name = get_pickle_metadata(data)
    kind = connection.db().classFactory(connection, module, name)
    if issubclass(kind, Blob):
        return  # its bytes are verified through the StoredFile that knows their digest
    if issubclass(kind, Broken):
        report.findings.append(Finding(u64(oid), "d'un type inconnu de cette version"))
        return
    stored = connection.get(oid)
    stored._p_activate()
    if isinstance(stored, StoredFile):
        _verify(stored, stored.name, _is_intact, report)
    elif isinstance(stored, Seal):
        _verify(stored, f"sceau n° {stored.number}", cover_is_intact, report)


def _verify(stored: Any, name: str, is_intact: Callable[[Any], bool], report: ScrubReport) -> None:
    report.files += 1
    if not is_intact(stored):
        what = "fichier perdu ou différent de celui qui a été enregistré"
        report.findings.append(Finding(u64(stored._p_oid), what, name))


def _is_intact(stored: StoredFile) -> bool:
    try:
        stored.open_checked().close()
    except Damaged:
        return False
    return True


def _is_there(storage: Any, number: int) -> bool:
    """Whether what was referred to but not met came during the walk; otherwise it is missing."""
    try:
        load_current(storage, p64(number))
    except POSKeyError:
        return False
    return True


def _seeing_now(storage: Any) -> Any:
    """The storage itself, or for an engine whose connections each see one moment, a new one."""
    return storage.new_instance() if hasattr(storage, "new_instance") else storage


def _files_without_record(house: House, last: bytes) -> Iterator[Path]:
    """Blobs of commits that a crash cut short, of no later transaction than the last one."""
    helper = FilesystemHelper(str(house.data_file.with_name(BLOBS)))  # type: ignore[union-attr]
    for _, folder in helper.listOIDs():
        for path in sorted(Path(folder).iterdir()):
            oid, tid = helper.splitBlobFilename(str(path))
            being_saved = tid is not None and tid > last
            if path.is_file() and not being_saved and not _has_record(house.db.storage, oid, tid):
                yield path


def _has_record(storage: Any, oid: bytes, tid: bytes | None) -> bool:
    if tid is None:  # not even the name of a file that was saved
        return False
    try:
        storage.loadSerial(oid, tid)
    except POSKeyError:
        return False
    return True


def _unreadable(error: Exception) -> str:
    return f"enregistrement illisible ({type(error).__name__})"
