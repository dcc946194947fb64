"""The code on each page of a version that is printed to be signed by hand (R-072)."""

from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.folder import above
from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.printing import PDF
from cep_docs.values.page_codes import SENT_BACK, PageCode, digits_of


def deliverable_of(version: Version) -> Deliverable:
    found = above(version, Deliverable)
    if found is None:
        raise LookupError("a version belongs to a document")
    return found


def code_of(version: Version, page: int, pages: int) -> PageCode:
    """What is printed on that page. The digest is that of the PDF as it was first printed: it
    stays the same when the adviser signs in the file before."""
    deliverable = deliverable_of(version)
    number = engagement_of(deliverable).number
    digest = digits_of(version.files[PDF].sha256)
    return PageCode(number, deliverable.__name__, version.__name__, digest, page, pages, SENT_BACK)
