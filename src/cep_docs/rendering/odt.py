"""A document as an OpenDocument text (ODF 1.3): the official copy one can read and take up again
(R-064).

Pure: the same document gives the same bytes. It says what the PDF says, in the same order.
"""

from collections.abc import Iterable
from typing import Any

from cep_docs.rendering.document import Document
from cep_docs.rendering.odt_blocks import Blocks
from cep_docs.rendering.odt_body import body_of
from cep_docs.rendering.odt_package import Look, content, drawn, metadata, packed, styles
from cep_docs.rendering.pdf_embedded import FILE, embedded_content
from cep_docs.rendering.pdf_page import page_of
from cep_docs.rendering.pdf_signs import Signs


class _EverySign(frozenset[str]):
    """Office suites find a font for each sign."""

    def issuperset(self, _: Iterable[Any]) -> bool:
        return True


def render_odt(document: Document) -> bytes:
    """Unusable when the logo is no picture."""
    page = Signs(_EverySign()).shown(page_of(document))
    look = Look(page["large"], page["paper"] == "letter")
    logo = drawn(document.logo)
    blocks = Blocks(look.width, look.letter)
    body = body_of(page, logo, blocks)
    return packed(
        {
            "content.xml": content(body, blocks.used, look).encode(),
            "styles.xml": styles(page, logo, look).encode(),
            "meta.xml": metadata(document, page).encode(),
            FILE: embedded_content(document).encode(),
            logo.path: logo.data,
        }
    )
