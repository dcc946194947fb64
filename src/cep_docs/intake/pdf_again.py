"""A PDF read a second time by another reader, pypdf: a file that two readers understand
differently is one that hides something from one of them."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

# It tells every oddity of a file on the error stream; what counts is what it reads.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

SCRIPTED = ("/OpenAction", "/AA")


def reads_the_same(data: bytes, pages: int) -> bool:
    """As many pages, nothing encrypted, nothing that starts by itself."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted or len(reader.pages) != pages:
            return False
        root = reader.root_object
        names = root.get("/Names")
        scripts = names is not None and "/JavaScript" in names.get_object()
        return not scripts and not any(_acts(root.get(key)) for key in SCRIPTED)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _acts(value: object) -> bool:
    """An opening place is an array; an action is a dictionary with a kind."""
    found = value.get_object() if hasattr(value, "get_object") else value
    return isinstance(found, dict) and found.get("/S", "/AA") != "/GoTo"
