"""The fonts documents are printed with: they come from packages, none is kept here.

Source Sans for French, FiraGO for other scripts, Noto for symbols, own faces for emoji. Typst
reads folders, so those that are chosen are brought together in one: what is installed on the
machine changes nothing, and the same document gives the same bytes everywhere.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from fontTools.ttLib import TTFont

from cep_docs.errors import Unusable
from cep_docs.rendering.pdf_faces import FACES_FAMILY, drawn_faces
from cep_docs.rendering.pdf_signs import printable

# In the order in which a sign is looked for.
FAMILIES = (
    "Source Sans Pro",
    "FiraGO",
    "Noto Sans Symbols2",
    "Noto Sans Symbols",
    FACES_FAMILY,
)
_BODY = "font_source_sans_pro"
_BODY_FILES = ("Regular", "It", "Semibold", "SemiboldIt")
_OTHERS = "pymupdf_fonts"
_OTHER_MODULES = (
    "FiraGO_Regular",
    "FiraGO_Bold",
    "NotoSansSymbols2_Regular",
    "NotoSansSymbols_Regular",
)


def bring_fonts(folder: Path) -> frozenset[str]:
    """Put the fonts there; the signs they can draw together."""
    signs: set[int] = set()
    for name, font in _fonts():
        (folder / name).write_bytes(font)
        signs.update(TTFont(BytesIO(font), lazy=True).getBestCmap())
    return printable(signs)


def _fonts() -> Iterator[tuple[str, bytes]]:
    body = _place(_BODY) / "files"
    for style in _BODY_FILES:
        name = f"SourceSansPro-{style}.ttf"
        yield name, (body / name).read_bytes()
    for module in _OTHER_MODULES:
        _place(_OTHERS)
        yield f"{module}.ttf", importlib.import_module(f"{_OTHERS}.{module}").fontbuffer
    yield "faces.ttf", drawn_faces()


def _place(package: str) -> Path:
    """Where a package of fonts is installed. It is not imported: some do work then."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise Unusable(
            f"Le paquet de polices « {package} » n'est pas installé : aucun document ne peut être "
            "imprimé. Les données ne sont pas touchées. Réinstaller cep-docs."
        )
    return Path(found.submodule_search_locations[0])
