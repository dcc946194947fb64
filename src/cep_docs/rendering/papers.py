"""A document on each of the papers it is kept on."""

from collections.abc import Mapping

from cep_docs.rendering.document import Document
from cep_docs.rendering.odt import render_odt
from cep_docs.rendering.pdf import render_pdf


def on_paper(document: Document) -> Mapping[str, bytes]:
    """PDF is what is signed; ODT is the same words, for whoever reads them again (R-064)."""
    return {"pdf": render_pdf(document).pdf, "odt": render_odt(document)}
