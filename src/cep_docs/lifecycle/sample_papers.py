"""A form with its invented sample, as a document to be printed: nobody's data stand in it."""

from cep_docs.definitions.agreement import Agreement
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.document import Document


def sample_document(agreement: Agreement, name: str, tools: Tools) -> Document:
    """The usual sample of the form of today, printed as a draft of today."""
    sample = agreement.samples[name]
    return Document(
        form=agreement.forms[name],
        agreement=agreement.name,
        content=sample.content,
        facts=sample.facts,
        labels=agreement.facts,
        mentions=agreement.mentions,
        day=tools.hour_in("").date(),
        logo=tools.site.operator.logo,
    )
