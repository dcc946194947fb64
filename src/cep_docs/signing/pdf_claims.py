"""What a PDF of ours says of itself: the number of its unit, its form, its version.

It is a hint to find it in the records, where its digest decides; nothing else is taken from it.
"""

import json
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.rendering.pdf_embedded import SCHEMA
from cep_docs.signing.verdict import Claim

LONGEST = 64


def claim_of(reader: PdfFileReader) -> Claim:
    """Nothing where it says nothing that can be read."""
    try:
        said = json.loads(reader.root["/AF"][0]["/EF"]["/F"].data)
        if said["schema"] != SCHEMA:
            return Claim()
        return Claim(_short(said["facts"]["file_number"]), _short(said["form"]), _version(said))
    except (PdfError, LookupError, TypeError, ValueError, AttributeError):
        return Claim()


def _short(said: Any) -> str:
    return said if isinstance(said, str) and len(said) <= LONGEST else ""


def _version(said: Any) -> str:
    return str(said["version"])[:LONGEST]
