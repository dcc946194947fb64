"""Copies an instance while others write in it: first the records, then the files they speak of.

A file is never changed once it is there, and is there before the record that speaks of it: what is
copied in this order belongs together. Only a pack removes files, and waits until the end.
"""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ZODB.blob import LAYOUT_MARKER
from ZODB.utils import repr_to_oid

from cep_docs.errors import Damaged, Unusable
from cep_docs.storage.disk import PRIVATE, hold_if_free, sync, sync_tree
from cep_docs.storage.durable import MAINTENANCE, TidyFileStorage
from cep_docs.storage.engine import BLOBS, DATA
from cep_docs.storage.instance import SETTINGS, Instance, refusals_in_french
from cep_docs.storage.saved import DESCRIPTION, SUMS, Saved, copy, described, digest

PART = ".part"
# What an instance signs with, beside its data.
AUTHORITY, SIGNING = "authority", "signing.yaml"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A finished backup."""

    path: Path
    files: int
    size: int
    removed: tuple[Path, ...]

    def in_french(self) -> str:
        text = f"Sauvegarde finie : {self.path} ({self.files} fichiers, {self.size} octets)."
        if self.removed:
            text += f"\n{len(self.removed)} sauvegarde(s) ancienne(s) supprimée(s)."
        return text


def backup(
    instance: Instance,
    folder: Path,
    now: datetime,
    keep: int | None = None,
    progress: Progress = lambda done, total: None,
) -> BackupReport:
    """Make a backup below `folder`, and keep only the last `keep` of them."""
    data = _data_on_this_machine(instance)
    lock = hold_if_free(data.with_name(data.name + MAINTENANCE))
    if lock is None:
        raise Unusable(
            "Une autre sauvegarde ou un compactage est en cours. Rien n'a été modifié. "
            "Recommencer quand il sera fini."
        )
    with lock, _disk_of_backups():
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        path = folder / now.astimezone(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        part = _resumed_or_new(folder, path)
        files, size = _fill(instance, data, part, now, progress)
        sync_tree(part)
        part.rename(path)
        sync(folder)
        return BackupReport(path, files, size, _remove_older(folder, instance, keep))


def finished(folder: Path, operator_code: str) -> list[Path]:
    """The finished backups of an operator, oldest first."""
    return [
        path.parent
        for path in sorted(folder.glob(f"*/{DESCRIPTION}"))
        if path.parent.suffix != PART and _of(operator_code, path.parent)
    ]


def _of(operator_code: str, path: Path) -> bool:
    try:
        return described(path).operator_code == operator_code
    except Damaged:  # not for us to remove, nor to count on
        return False


def _fill(
    instance: Instance, data: Path, part: Path, now: datetime, progress: Progress
) -> tuple[int, int]:
    # Beyond this place, a transaction may be half written.
    with refusals_in_french():
        storage = TidyFileStorage(str(data), read_only=True)
    end, last, objects = storage.getSize(), storage.lastTransaction(), len(storage)
    storage.close()
    files = size = 0
    with (part / SUMS).open("w", encoding="utf-8") as stream:
        for name, (copied, found) in _copied(instance, data, part, end, last, progress):
            stream.write(f"{found}  {name}\n")
            files += 1
            size += copied
    sync(part / SUMS)
    made_at = now.astimezone(UTC).isoformat(timespec="seconds")
    saved = Saved(instance.operator_code, made_at, objects, files, size, digest(part / SUMS))
    saved.write(part)
    return files, size


def _copied(
    instance: Instance, data: Path, part: Path, end: int, last: bytes, progress: Progress
) -> Iterator[tuple[str, tuple[int, str]]]:
    yield SETTINGS, copy(instance.folder / SETTINGS, part / SETTINGS)
    yield from _means_of_signing(instance.folder, part)
    yield str(DATA), copy(data, part / DATA, end)
    blobs = data.with_name(BLOBS)
    target = (part / DATA).with_name(BLOBS)
    yield f"data/{BLOBS}/{LAYOUT_MARKER}", copy(blobs / LAYOUT_MARKER, target / LAYOUT_MARKER)
    total = sum(1 for _ in blobs.rglob("*.blob"))
    for done, source in enumerate(blobs.rglob("*.blob"), 1):
        if repr_to_oid(source.stem) <= last:
            name = source.relative_to(blobs)
            yield f"data/{BLOBS}/{name}", _copied_before_or_now(source, target / name)
        progress(done, max(done, total))


def _means_of_signing(folder: Path, part: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    """Without its authority an instance signs no more; files keep their rights (R-077)."""
    found = [folder / SIGNING, *sorted((folder / AUTHORITY).glob("*.pem"))]
    for source in (path for path in found if path.is_file()):
        name = source.relative_to(folder)
        (part / name).parent.mkdir(mode=PRIVATE, exist_ok=True)
        yield str(name), copy(source, part / name)


def _copied_before_or_now(source: Path, target: Path) -> tuple[int, str]:
    found = digest(target)
    if found and found == digest(source):
        return source.stat().st_size, found
    target.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return copy(source, target)


def _resumed_or_new(folder: Path, path: Path) -> Path:
    """The folder to fill: the one of an interrupted backup, with what it already holds."""
    part = path.with_name(path.name + PART)
    interrupted = sorted(folder.glob(f"????-??-??T??????Z{PART}"))
    if interrupted:
        interrupted[-1].rename(part)
        (part / DESCRIPTION).unlink(missing_ok=True)
    (part / DATA).with_name(BLOBS).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    return part


def _remove_older(folder: Path, instance: Instance, keep: int | None) -> tuple[Path, ...]:
    if keep is None:
        return ()
    older = finished(folder, instance.operator_code)[: -max(keep, 1)]
    for path in older:
        # First what makes it a backup: one that is half removed must not pass for a whole one.
        (path / DESCRIPTION).unlink()
        shutil.rmtree(path)
    return tuple(older)


def _data_on_this_machine(instance: Instance) -> Path:
    if instance.data_file is not None:
        return instance.data_file
    if instance.storage_uri.startswith("postgres"):
        raise Unusable(
            "Les données sont dans PostgreSQL : cep-docs ne les sauvegarde pas lui-même. "
            "Rien n'a été modifié. Utiliser pg_dump, ou l'archivage continu de PostgreSQL."
        )
    raise Unusable(
        "Les données sont sur une autre machine. Rien n'a été modifié. "
        "Lancer « cep-docs backup » sur celle qui les garde."
    )


@contextmanager
def _disk_of_backups() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Unusable(
            "Le disque des sauvegardes est plein : celle-ci n'est pas finie. L'instance et les "
            "sauvegardes précédentes sont intactes. Libérer de la place, puis recommencer : "
            "ce qui est déjà copié sera repris."
        ) from error
