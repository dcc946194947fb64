"""The files of an OpenDocument package: styles, content, metadata, manifest.

How it looks is in looks/odt-*.xml.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any

from lxml.etree import XMLParser, fromstring, tostring

from cep_docs.rendering.document import Document
from cep_docs.rendering.odt_body import Picture, footer_of, header_of, masthead_of
from cep_docs.rendering.odt_pieces import Used, said
from cep_docs.rendering.pdf_logo import drawn_logo

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
EPOCH = (1980, 1, 1, 0, 0, 0)
HERE = Path(__file__).parent
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMED = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in (
        *((name, f"{OASIS}:{name}:1.0") for name in ("office", "style", "text", "table", "meta")),
        ("draw", f"{OASIS}:drawing:1.0"),
        ("svg", f"{OASIS}:svg-compatible:1.0"),
        ("fo", f"{OASIS}:xsl-fo-compatible:1.0"),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
    )
)
TYPES = {
    "xml": "text/xml",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
}
PNG = b"\x89PNG"
_BOX = re.compile(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"')
_SIDES = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)[^>]*?\sheight="([\d.]+)', re.DOTALL)

# Millimetres; lines of text are no longer than the measure.
SIDE, LARGE_SIDE, MEASURE = 24, 20, 142
ROLES = ("title", "part", "subtitle", "label", "group", "body", "table", "small", "dense")
POINTS = dict(zip(ROLES, (24, 13.5, 12, 10.8, 10, 10.8, 9.4, 8.4, 8.2), strict=True))
# Nothing under 16 points.
LARGE_POINTS = dict(zip(ROLES, (28, 20, 20, 17, 16, 16, 16, 16, 16), strict=True))
# Down to 82 mm from the top: what is below is not seen through the window of an envelope.
LETTER_HEAD = (
    '<style:header-style><style:header-footer-properties fo:min-height="67mm" '
    'fo:margin-bottom="0mm" style:dynamic-spacing="false"/></style:header-style>'
)


@dataclass(frozen=True, slots=True)
class Look:
    """`large`: large print; `letter`: the address stands in a window."""

    large: bool
    letter: bool

    @property
    def side(self) -> int:
        return LARGE_SIDE if self.large else SIDE

    @property
    def width(self) -> int:
        """Between the margins."""
        return 210 - 2 * self.side

    def sizes(self) -> dict[str, str]:
        points = LARGE_POINTS if self.large else POINTS
        return {
            **{name: f"{size:g}pt" for name, size in points.items()},
            "side": str(self.side),
            "width": str(self.width),
            "aside": "0mm" if self.large else f"{self.width - MEASURE}mm",
        }


def drawn(logo: bytes) -> Picture:
    """The logo of the operator, or that of the house; Unusable when it is no picture."""
    text = drawn_logo(logo) or (HERE / "paper" / "logo.svg").read_text("utf-8")
    if logo.startswith(PNG):
        sides = [float(int.from_bytes(logo[at : at + 4], "big")) for at in (16, 20)]
        return Picture("Pictures/logo.png", logo, _ratio(sides))
    box = _BOX.search(text) or _SIDES.search(text)
    sides = [float(box[1]), float(box[2])] if box else []
    return Picture("Pictures/logo.svg", text.encode(), _ratio(sides))


def _ratio(sides: list[float]) -> float:
    return sides[0] / sides[1] if sides and all(sides) else 1


def content(body: str, used: Used, look: Look) -> str:
    automatic = _template("odt-tables").substitute(width=look.width, used=used.xml())
    return (
        f'{HEAD}<office:document-content {NAMED} office:version="1.3">{automatic}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def styles(page: dict[str, Any], logo: Picture, look: Look) -> str:
    """With what stands around the text on every page."""
    used = Used()
    header, footer = header_of(page), footer_of(page, used)
    first = f"<style:header>{masthead_of(page, logo, used)}</style:header>"
    return HEAD + _template("odt-styles").substitute(
        look.sizes(),
        header=header,
        footer=footer,
        first_header=first if look.letter else "",
        first_head=LETTER_HEAD if look.letter else "",
        automatic=used.xml(),
    )


def metadata(document: Document, page: dict[str, Any]) -> str:
    """Dated by the document, not by the hour it was printed."""
    about = page["about"]
    at = f"{document.day.isoformat()}T00:00:00"
    keywords = "".join(f"<meta:keyword>{said(word)}</meta:keyword>" for word in about["keywords"])
    own = {
        "Trame": f"{document.form.name} {document.form.edition}",
        "Version": str(document.version) if document.version else "brouillon",
        "Empreinte": document.digest,
    }
    defined = "".join(
        f'<meta:user-defined meta:name="{name}" meta:value-type="string">{said(value)}'
        "</meta:user-defined>"
        for name, value in own.items()
        if value
    )
    return (
        f'{HEAD}<office:document-meta {NAMED} office:version="1.3"><office:meta>'
        f"<meta:generator>cep_docs</meta:generator><dc:title>{said(about['title'])}</dc:title>"
        f"<dc:subject>{said(' · '.join(about['reference']))}</dc:subject>{keywords}"
        f"<meta:initial-creator>{said(about['author'])}</meta:initial-creator>"
        f"<dc:creator>{said(about['author'])}</dc:creator>"
        f"<meta:creation-date>{at}</meta:creation-date><dc:date>{at}</dc:date>"
        f"<dc:language>fr-FR</dc:language>{defined}</office:meta></office:document-meta>"
    )


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The type comes first, as it is, for programs that look at the first bytes only."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", EPOCH), MEDIA_TYPE)
        for name, data in {**parts, "META-INF/manifest.xml": _manifest(parts)}.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return target.getvalue()


def _manifest(parts: Mapping[str, bytes]) -> bytes:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" '
        f'manifest:media-type="{TYPES[name.rpartition(".")[2]]}"/>'
        for name in parts
    )
    return (
        f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" '
        f'manifest:media-type="{MEDIA_TYPE}"/>{entries}</manifest:manifest>'
    ).encode()


@cache
def _template(name: str) -> Template:
    """Without what makes it readable here."""
    tidy = XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    root = fromstring((HERE / "looks" / f"{name}.xml").read_bytes(), tidy)
    return Template(tostring(root, encoding="unicode"))
