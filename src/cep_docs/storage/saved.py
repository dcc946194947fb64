"""What a backup is: a folder with its files, SHA256SUMS, and backup.yaml written last.

`sha256sum -c SHA256SUMS` verifies one without this program.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cep_docs.definitions.reading import Reader
from cep_docs.errors import Damaged, Unusable
from cep_docs.storage.disk import sync

DESCRIPTION = "backup.yaml"
SUMS = "SHA256SUMS"
CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Saved:
    """What backup.yaml says of a finished backup."""

    operator_code: str
    made_at: str
    objects: int
    files: int
    size: int
    sums: str

    def write(self, folder: Path) -> None:
        """Say that the backup in this folder is finished."""
        path = folder / DESCRIPTION
        with path.open("x", encoding="utf-8") as stream:
            stream.write(
                "# Une sauvegarde finie. Sans ce fichier, elle a été interrompue.\n"
                f'operator: "{self.operator_code}"\n'
                f'made_at: "{self.made_at}"\n'
                f"objects: {self.objects}\n"
                f"files: {self.files}\n"
                f"size: {self.size}\n"
                f"sums: {self.sums}\n"
            )
        sync(path)


def described(folder: Path) -> Saved:
    """The finished backup in this folder."""
    if not (folder / DESCRIPTION).is_file():
        raise Unusable(
            f"{folder} n'est pas une sauvegarde finie : elle a été interrompue, ou c'est un autre "
            "dossier. Rien n'a été modifié. Choisir une autre sauvegarde."
        )
    reader = Reader(folder)
    section = reader.read(DESCRIPTION)
    reader.only(section, ("operator", "made_at", "objects", "files", "size", "sums"), ())
    saved = Saved(
        reader.text(section, "operator"),
        reader.text(section, "made_at"),
        reader.number(section, "objects"),
        reader.number(section, "files"),
        reader.number(section, "size"),
        reader.text(section, "sums"),
    )
    if reader.faults or digest(folder / SUMS) != saved.sums:
        raise Damaged(
            f"La sauvegarde {folder} a été changée depuis qu'elle a été faite. Rien n'a été "
            "restauré. Choisir une autre sauvegarde."
        )
    return saved


def sums(folder: Path) -> Iterator[tuple[str, str]]:
    """The digest and the name of each file of a backup."""
    with (folder / SUMS).open(encoding="utf-8") as stream:
        for line in stream:
            yield line[:64], line[66:].rstrip("\n")


def copy(source: Path, target: Path, size: int | None = None) -> tuple[int, str]:
    """Copy a file, or its first bytes, onto the disk; return how many and their SHA-256."""
    part = target.with_name(target.name + ".copying")
    whole = hashlib.sha256()
    copied = 0
    with source.open("rb") as origin, part.open("wb") as copying:
        while chunk := origin.read(CHUNK if size is None else min(CHUNK, size - copied)):
            whole.update(chunk)
            copied += copying.write(chunk)
        copying.flush()
        os.fsync(copying.fileno())
    shutil.copymode(source, part)
    part.rename(target)
    return copied, whole.hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of a file; of nothing when it is not there."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
