"""The files joined to a PDF, as long as all programs would find the same ones (R-068).

A file may be named in several places; a proof that shows one to people and another to programs
would prove nothing.
"""

from typing import Any

from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.signing.evidence import JSON


def is_proof(reader: PdfFileReader) -> bool:
    """By the name of a joined file, wherever it is named; other rules say whether it is a good
    one. Whatever cannot be read is no proof."""
    names = set()
    for listed in (_associated, _named):
        try:
            names |= {name for name, _ in listed(reader)}
        except (PdfError, LookupError, TypeError, ValueError, AttributeError):
            continue
    return JSON in names


def joined_files(reader: PdfFileReader) -> dict[str, bytes] | None:
    """Each with its bytes; None when two places do not name the same files in the same way."""
    associated, named = _associated(reader), _named(reader)
    names = [name for name, _ in associated]
    if sorted(map(str, associated)) != sorted(map(str, named)) or len(set(names)) != len(names):
        return None
    files: dict[str, bytes] = {}
    for name, reference in associated:
        content = reader.get_object(reference)["/EF"]
        if len({content.raw_get(key).reference for key in content}) != 1 or "/F" not in content:
            return None
        files[name] = content["/F"].data
    return files


def _associated(reader: PdfFileReader) -> list[tuple[str, Reference]]:
    """As PDF/A-3 lists them, by the names that the files have themselves."""
    listed = reader.root["/AF"]
    references = [listed.raw_get(place).reference for place in range(len(listed))]
    return [(_own_name(reader.get_object(one)), one) for one in references]


def _named(reader: PdfFileReader) -> list[tuple[str, Reference]]:
    """As programs that show « joined files » list them."""
    listed = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    pairs = range(0, len(listed), 2)
    return [(str(listed[place]), listed.raw_get(place + 1).reference) for place in pairs]


def _own_name(specification: Any) -> str:
    plain, wide = str(specification["/F"]), str(specification["/UF"])
    return wide if plain == wide else ""
