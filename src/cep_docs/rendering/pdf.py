"""A document as a PDF: PDF/A-3a and PDF/UA-1 in one file, ready to be signed, kept for decades.

Pure: the same document gives the same bytes, whoever prints it and when.
"""

from dataclasses import dataclass
from typing import Any

from typst import TypstError

from cep_docs.errors import Unusable
from cep_docs.rendering.document import Document
from cep_docs.rendering.pdf_embedded import embedded_content
from cep_docs.rendering.pdf_fields import SignatureArea, reserve
from cep_docs.rendering.pdf_logo import drawn_logo, unusable
from cep_docs.rendering.pdf_page import larger, page_of, signatories_of
from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs


@dataclass(frozen=True, slots=True)
class Rendered:
    """`fields` are the signature areas, in the order of the form; a draft has none. `replaced`
    are the signs that no font could draw, and that stand as an empty square in the PDF."""

    pdf: bytes
    fields: tuple[SignatureArea, ...]
    replaced: tuple[str, ...]


def render_pdf(document: Document) -> Rendered:
    """Unusable when the logo cannot be drawn; nothing that people write makes it fail."""
    page = {**page_of(document), "logo": drawn_logo(document.logo)}
    signs = Signs(press().signs)
    try:
        printed = _printed(document, page, signs)
    except TypstError:
        check_logo(document.logo)
        # Marks put on signs they are not made for: no font has them together.
        signs = Signs(press().signs, alone=True)
        printed = _printed(document, page, signs)
    fields: tuple[SignatureArea, ...] = ()
    if not document.is_draft:
        signatories = signatories_of(document)
        printed, fields = reserve(printed, signatories, document.names, larger(document))
    return Rendered(printed, fields, tuple(sorted(signs.replaced)))


def check_logo(logo: bytes) -> None:
    """Unusable when this logo cannot be printed: better told when the program starts."""
    drawn = drawn_logo(logo)
    try:
        press().try_image(drawn)
    except TypstError:
        raise Unusable(
            unusable("cette image est abîmée ou demande ce que l'on n'imprime pas")
        ) from None


def _printed(document: Document, page: dict[str, Any], signs: Signs) -> bytes:
    return press().print(signs.shown(page), embedded_content(document), document.day)
