"""The press: Typst kept warm, with its fonts, one document at a time.

Data goes in as JSON and is never read as markup. Nothing is read but the sources of `paper/`.
"""

import atexit
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from threading import Lock
from typing import Any

import typst

from cep_docs.errors import Unusable
from cep_docs.rendering.pdf_fonts import FAMILIES, bring_fonts
from cep_docs.storage.temporary import process_folder

PAPER = Path(__file__).parent / "paper"
# The date of a page that has none of its own.
STAMPED = datetime(2000, 1, 1, tzinfo=UTC)
FONTS = "cep-docs-fonts-"


class Press:
    """One for a process; threads wait for each other."""

    def __init__(self) -> None:
        self._lock = Lock()
        place = ExitStack()
        atexit.register(place.close)
        folder = place.enter_context(process_folder(_own_place()))
        self.signs = bring_fonts(folder)
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder)],
        )
        self._compiler = typst.Compiler(root=PAPER, font_paths=fonts, ignore_system_fonts=True)

    def print(self, page: Mapping[str, Any], embedded: str, day: date) -> bytes:
        """The same bytes for the same words and the same day; TypstError when it cannot be."""
        inputs = {
            "page": json.dumps({**page, "fonts": FAMILIES}, ensure_ascii=False),
            "embedded": embedded,
        }
        return self._compiled(PAPER / "document.typ", inputs, day)

    def stamp(self, page: Mapping[str, Any]) -> bytes:
        """A small page without tags: it becomes the appearance of a field that has its own."""
        return self.untagged("stamp.typ", page)

    def untagged(self, source: str, page: Mapping[str, Any]) -> bytes:
        """Another page of `paper/` that is laid over one, or goes beside it, on paper only."""
        inputs = {"page": json.dumps({**page, "fonts": FAMILIES}, ensure_ascii=False)}
        with self._lock:
            printed = self._compiler.compile(
                PAPER / source,
                sys_inputs=inputs,
                pdf_standards=["a-3b"],
                timestamp=STAMPED,
                pdf_tags=False,
            )
        return _one_file(printed)

    def try_image(self, svg: str) -> None:
        """TypstError when this image cannot be printed."""
        if svg:
            self._compiled(PAPER / "image.typ", {"image": svg}, date(2000, 1, 1))

    def _compiled(self, source: Path, inputs: dict[str, str], day: date) -> bytes:
        with self._lock:
            printed = self._compiler.compile(
                source,
                sys_inputs=inputs,
                pdf_standards=["a-3a", "ua-1"],
                timestamp=datetime.combine(day, time(), UTC),
            )
        return _one_file(printed)


def _one_file(printed: object) -> bytes:
    if not isinstance(printed, bytes):  # pragma: no cover - one PDF is one file
        raise TypeError("Typst gave no PDF.")
    return printed


def _own_place() -> Path:
    """Where the fonts of each process stand; those of processes that were killed go with the next
    one. No file of a person is ever there."""
    place = Path(gettempdir()) / f"{FONTS}{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    if place.is_symlink() or place.stat().st_uid != os.getuid():
        raise Unusable(
            f"Le dossier {place} appartient à quelqu'un d'autre : aucun document ne peut être "
            "imprimé. Les données ne sont pas touchées. L'enlever, ou changer TMPDIR."
        )
    return place


@cache
def press() -> Press:
    """Made when the first document is printed."""
    return Press()
