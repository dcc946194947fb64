"""What may follow a signature in a PDF: other expected signatures, their proofs, and nothing else.

pyHanko lets more be changed (other form fields, the metadata, objects nobody uses): here only
what signing itself writes (security-bar § 6).
"""

import re
from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.generic import (
    DictionaryObject,
    Reference,
    TrailerReference,
    read_object,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import read_object_header
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules_api import WhitelistRule

END_OF_OBJECT = re.compile(rb"\s*endobj")
END = re.compile(rb"\s*startxref\s+(\d+)\s+%%EOF\r?\n?")
BLANK = b"\x00\t\n\x0c\r "


def _kept(rule: WhitelistRule) -> Any:
    return rule.as_qualified(ModificationLevel.LTA_UPDATES)


STRICT = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *map(_kept, (XrefStreamRule(), ObjectStreamRule(), DSSCompareRule())),
    ],
    form_rule=FormUpdatingRule(field_rules=[SigFieldCreationRule(), SigFieldModificationRule()]),
    ignore_orphaned_objects=False,
)


def adds_proofs(reader: PdfFileReader, revision: int) -> bool:
    """Whether a revision says what was revoked."""
    root = reader.get_historical_resolver(revision).root
    kept = root.get_value_as_reference("/DSS", optional=True)
    if kept is None:
        return False
    written = reader.xrefs.explicit_refs_in_revision(revision)
    return any(one.idnum == kept.idnum for one in written)


def is_exact(pdf: bytes, reader: PdfFileReader, revision: int, covered: int) -> bool:
    """Whether every byte after a signature, from `covered` on, is part of an object that a table
    names: nothing may hide between them, nor after the end."""
    at = covered
    for number in range(revision + 1, reader.xrefs.total_revisions):
        for place in sorted(_places(reader, number)):
            if pdf[at:place].strip(BLANK):
                return False
            at = _end_of_object(pdf, reader, place)
        table = reader.xrefs.get_xref_container_info(number)
        if table.stream_ref is None:
            if pdf[at : table.start_location].strip(BLANK) != b"xref":
                return False
            at = _end_of_trailer(reader, table.end_location)
        end = END.match(pdf, at)
        if end is None or int(end[1]) != table.declared_startxref:
            return False
        at = end.end()
    return not pdf[at:].strip(BLANK)


def _places(reader: PdfFileReader, revision: int) -> Iterable[int]:
    """Where the objects of a revision begin; those inside of others have no place of their own."""
    table = reader.xrefs
    for reference in table.explicit_refs_in_revision(revision):
        place = table.get_historical_ref(reference, revision)
        if isinstance(place, int):
            yield place


def _end_of_object(pdf: bytes, reader: PdfFileReader, place: int) -> int:
    reader.stream.seek(place)
    number, generation = read_object_header(reader.stream, strict=True)
    read_object(reader.stream, Reference(number, generation, reader))
    end = END_OF_OBJECT.match(pdf, reader.stream.tell())
    if end is None:
        raise PdfReadError("an object does not end")
    return end.end()


def _end_of_trailer(reader: PdfFileReader, place: int) -> int:
    reader.stream.seek(place)
    DictionaryObject.read_from_stream(reader.stream, TrailerReference(reader))
    end: int = reader.stream.tell()
    return end
