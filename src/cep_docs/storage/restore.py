"""Makes an instance again from a backup, then proves that everything in it can be read (R-119)."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cep_docs.errors import Damaged
from cep_docs.storage.disk import PRIVATE, sync, sync_tree
from cep_docs.storage.engine import DATA, DURABLE
from cep_docs.storage.instance import (
    SETTINGS,
    find,
    make_folders,
    refusals_in_french,
    refuse_taken_folder,
    write_settings,
)
from cep_docs.storage.saved import Saved, copy, described, sums
from cep_docs.storage.scrub import ScrubReport, scrub

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored, and what the test of it found."""

    folder: Path
    saved: Saved
    objects: int
    scrubbed: ScrubReport

    @property
    def sound(self) -> bool:
        return self.scrubbed.sound and self.objects == self.saved.objects

    def in_french(self) -> str:
        counts = f"{self.objects} enregistrements retrouvés sur {self.saved.objects} sauvegardés."
        verdict = (
            "Restauration éprouvée : tout a été relu."
            if self.sound
            else "Restauration incomplète : ne pas s'en servir, essayer une autre sauvegarde."
        )
        return "\n".join(
            (
                f"Sauvegarde du {self.saved.made_at} restaurée dans {self.folder}.",
                f"{self.saved.files} fichiers conformes à leur empreinte.",
                counts,
                self.scrubbed.in_french(),
                verdict,
            )
        )


def restore(
    saved: Path, folder: Path, progress: Progress = lambda done, total: None
) -> RestoreReport:
    """Make the instance again in an empty folder; it is there whole, or not at all."""
    description = described(saved)
    folder = folder.absolute()
    refuse_taken_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", suffix=".restore", dir=folder.parent))
    try:
        with refusals_in_french():
            make_folders(part)
            _copy_back(saved, part, description, progress)
            _keep_data_here(part)
            objects, scrubbed = _test(part, progress)
            sync_tree(part)
            part.rename(folder)
            sync(folder.parent)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return RestoreReport(folder, description, objects, scrubbed)


def _copy_back(saved: Path, part: Path, description: Saved, progress: Progress) -> None:
    for done, (expected, name) in enumerate(sums(saved), 1):
        source, target = saved / name, part / name
        target.parent.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        if not source.is_file() or copy(source, target)[1] != expected:
            raise Damaged(
                f"Dans cette sauvegarde, {name} manque ou a changé. Rien n'a été restauré. "
                "Choisir une autre sauvegarde."
            )
        progress(done, description.files)


def _keep_data_here(part: Path) -> None:
    instance = find(part)
    if instance.data_file != part / DATA:
        (part / SETTINGS).unlink()
        write_settings(replace(instance, storage_uri=DURABLE))


def _test(part: Path, progress: Progress) -> tuple[int, ScrubReport]:
    with find(part).local().open(evolving=True) as house:
        return len(house.db.storage), scrub(house, progress)
