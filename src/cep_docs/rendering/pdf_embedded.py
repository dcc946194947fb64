"""What a document says, for a program: a JSON file inside the PDF, and back (R-053).

The blocks have the same names for all editions and operators, so that a successor can read it.
"""

import json
import re
from io import BytesIO
from typing import Any

import pikepdf

from cep_docs.errors import Invalid
from cep_docs.rendering.document import Document

FILE = "content.json"
SCHEMA = "cep-docs/document/1"
_HALF_SIGN = re.compile("[\ud800-\udfff]")


def embedded_content(document: Document) -> str:
    """The same text for the same document."""
    data = {
        "schema": SCHEMA,
        "agreement": document.agreement,
        "form": document.form.name,
        "edition": document.form.edition,
        "version": document.version,
        "day": document.day.isoformat(),
        "digest": document.digest,
        "blocks": {
            part.block: [field.name for field in part.fields] for part in document.form.sections
        },
        "facts": dict(document.facts),
        "content": dict(document.content),
    }
    written = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    # Half of a surrogate pair cannot be written as text, only escaped.
    return _HALF_SIGN.sub(lambda half: f"\\u{ord(half[0]):04x}", written)


def read_embedded(pdf: bytes) -> dict[str, Any]:
    """What was put in by `embedded_content`, whoever signed since."""
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            data = json.loads(opened.attachments[FILE].get_file().read_bytes())
    except (pikepdf.PdfError, KeyError, ValueError):
        raise Invalid({"pdf": _UNREADABLE}) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise Invalid({"pdf": _UNREADABLE})
    return data


_UNREADABLE = (
    "Ce PDF ne contient pas le contenu structuré d'un document du CEP. Rien n'a été repris. "
    "Demander le fichier d'origine, tel qu'il a été signé ou remis."
)
