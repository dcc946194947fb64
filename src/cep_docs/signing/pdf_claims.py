"""What a PDF of ours says of itself: the number of its unit, its form, its version.

It is a hint to find it in the records, where its digest decides; nothing else is taken from it.
"""

import json
from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.rendering.pdf_embedded import SCHEMA
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing.verdict import Claim

LONGEST = 64
NAME = "_name"
UNREADABLE = (PdfError, LookupError, TypeError, ValueError, AttributeError)


def claim_of(reader: PdfFileReader) -> Claim:
    """Nothing where it says nothing that can be read."""
    try:
        said = _said_in(reader)
        if said["schema"] != SCHEMA:
            return Claim()
        return Claim(_short(said["facts"]["file_number"]), _short(said["form"]), _version(said))
    except UNREADABLE:
        return Claim()


def names_in(reader: PdfFileReader) -> dict[str, str]:
    """Of each field to sign, who signs in it by what the file says; the seal is the operator's.
    What a proof says of its own seal stands elsewhere than in a document."""
    try:
        said = _said_in(reader)
        facts = said["facts"] if said["schema"] == SCHEMA else {}
        names = {
            field_name(key.removesuffix(NAME)): str(facts[key])
            for key in facts
            if key.endswith(NAME)
        }
        operator = facts.get(f"operator{NAME}") or said.get("operator", {}).get("name", "")
        return {**names, SEAL: str(operator)}
    except UNREADABLE:
        return {}


def claim_of_proof(evidence: Mapping[str, Any]) -> Claim:
    """Of the document whose signature it proves."""
    document = evidence["document"]
    return Claim(*(_short(document[key]) for key in ("file_number", "kind", "version")))


def _said_in(reader: PdfFileReader) -> Any:
    return json.loads(reader.root["/AF"][0]["/EF"]["/F"].data)


def _short(said: Any) -> str:
    return said if isinstance(said, str) and len(said) <= LONGEST else ""


def _version(said: Any) -> str:
    return str(said["version"])[:LONGEST]
