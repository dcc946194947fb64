"""The files that a command was given to look at, one by one or as folders: each is read, or a
sentence says why not."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".pdf"
ABSENT = "Ce fichier n'existe pas. Vérifier son nom."
NO_FILE = "Ce n'est pas un fichier que l'on peut lire d'un bout à l'autre."
CLOSED = "Ce fichier n'est pas ouvert à ce compte de la machine. Vérifier les droits."
BROKEN = "Ce fichier ne se lit pas : le disque ou le partage ne répond pas comme attendu."
NO_PDF = "Il n'y a pas de PDF dans ce dossier."
CLOSED_FOLDER = "Ce dossier n'est pas ouvert à ce compte de la machine. Vérifier les droits."


@dataclass(frozen=True, slots=True)
class Input:
    """`fault` says why there is nothing to look at; otherwise it is empty."""

    path: Path
    fault: str = ""

    @property
    def name(self) -> str:
        """As a terminal may show it: a name is bytes, and may hold anything."""
        text = os.fsencode(self.path).decode("utf-8", "replace")
        return "".join(
            sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text
        )


def inputs_of(paths: Sequence[Path]) -> Iterator[Input]:
    """In the order given; of a folder all its PDF, at any depth, by name."""
    for path in paths:
        yield from _in_folder(path) if os.path.isdir(path) else (Input(path),)


def bytes_of(one: Input, most: int) -> bytes | Input:
    """No more than `most`; or the same input with what is wrong with it."""
    if one.fault:
        return one
    try:
        if not one.path.exists():
            return Input(one.path, ABSENT)
        if not one.path.is_file():
            return Input(one.path, NO_FILE)
        with one.path.open("rb") as stream:
            return stream.read(most)
    except PermissionError:
        return Input(one.path, CLOSED)
    except (OSError, ValueError):
        return Input(one.path, BROKEN)


def _in_folder(folder: Path) -> Iterator[Input]:
    """Links are not followed: a folder may hold itself. A folder that stays closed is told."""
    closed: list[Input] = []

    def note(error: OSError) -> None:
        closed.append(Input(Path(os.fsdecode(error.filename)), CLOSED_FOLDER))

    found = [
        Input(Path(place, name))
        for place, _, names in os.walk(folder, onerror=note)
        for name in names
        if name.lower().endswith(SUFFIX)
    ]
    yield from sorted(found, key=lambda one: one.path)
    yield from closed
    if not found and not closed:
        yield Input(folder, NO_PDF)
