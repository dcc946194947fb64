"""The empty Word document every working copy starts from: page, styles, lists, language.

How it looks is in looks/word-*.xml.
"""

import io
from functools import cache
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm
from lxml.etree import XMLParser, _Element, fromstring, tostring

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LOOKS = Path(__file__).parent / "looks"
# Of the template of python-docx: pictures of it, styles of programs of 2010, an empty data part.
_LEFT_OUT = (
    *("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "webSettings"),
)


def new_document() -> WordDocument:
    return docx.Document(io.BytesIO(_base()))


@cache
def _base() -> bytes:
    """Pure: the same for every copy."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    section.header_distance = section.footer_distance = Mm(11)
    _replace(document.styles.element, "styles")
    _replace(document.part.numbering_part.element, "numbering")
    _replace(document.settings.element, "settings")
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_LEFT_OUT)]:
            rels.pop(key)
    fonts = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts._blob = _look("fonts")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _replace(element: _Element, name: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(_look(name))):
        element.append(child)


def _look(name: str) -> bytes:
    """Without what makes it readable here."""
    tidy = XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False)
    root = fromstring((LOOKS / f"word-{name}.xml").read_bytes(), tidy)
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return written
