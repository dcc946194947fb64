"""What a PDF of ours never contains, at any time of its life: whatever acts, links or hides.

What is hidden in a file before it is signed is signed with it, and no look at signatures finds it
afterwards: it must not be there (security-bar § 6, rule 6).
"""

from collections.abc import Collection, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader

# The one file that we print into a document, for programs.
OWN_FILES = frozenset(("content.json",))
ACTIVE = frozenset(
    (
        *("/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/XFA", "/URI", "/RichMedia"),
        *("/OCProperties", "/OC", "/Alternates", "/OPI", "/Collection", "/Requirements", "/PS"),
        *("/NeedAppearances", "/Movie", "/Sound", "/Encrypt"),
    )
)
ACTIONS = frozenset(
    (
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/URI", "/Hide"),
        *("/GoToR", "/GoToE", "/Named", "/Rendition", "/SetOCGState", "/Sound", "/Movie"),
        *("/Thread", "/Trans", "/GoTo3DView", "/RichMediaExecute"),
    )
)
FIELDS = frozenset(("/Tx", "/Btn", "/Ch"))
DEEPEST = 60


def is_passive(reader: PdfFileReader, first: int, own_files: Collection[str] = OWN_FILES) -> bool:
    """Every object is looked at, also those that nothing leads to: as they stood at the revision
    `first`, which was signed first, and in each one after it. Only `own_files` may be joined, and
    each once: two of the same name would be a different one for each who reads."""
    files: list[str] = []
    for one in _dictionaries(reader, first):
        if _acts(one):
            return False
        if "/EF" in one or _name(one, "/Type") == "/Filespec":
            files.append(_file_name(one))
    return set(files) <= set(own_files) and len(set(files)) == len(files)


def _dictionaries(reader: PdfFileReader, first: int) -> Iterator[DictionaryObject]:
    table = reader.xrefs
    before = {one for n in range(first + 1) for one in table.explicit_refs_in_revision(n)}
    for revision in range(first, table.total_revisions):
        there = before if revision == first else table.explicit_refs_in_revision(revision)
        for reference in there:
            yield from _within(reader.get_object(reference, revision), 0)
        yield from _within(reader.trailer.flatten(revision), 0)


def _within(one: Any, depth: int) -> Iterator[DictionaryObject]:
    if depth > DEEPEST:
        raise RecursionError("too deep")
    parts: list[Any] = []
    if isinstance(one, DictionaryObject):
        yield one
        parts = [one.raw_get(key) for key in one]
    elif isinstance(one, ArrayObject):
        parts = [one.raw_get(place) for place in range(len(one))]
    for part in parts:
        if isinstance(part, DictionaryObject | ArrayObject) and not isinstance(
            part, IndirectObject
        ):
            yield from _within(part, depth + 1)


def _acts(one: DictionaryObject) -> bool:
    kind, subtype = _name(one, "/Type"), _name(one, "/Subtype")
    if not ACTIVE.isdisjoint(one) or _name(one, "/FT") in FIELDS:
        return True
    if kind == "/Annot" or "/Rect" in one:
        return subtype != "/Widget" or "/A" in one
    if kind == "/Action" or (kind != "/StructElem" and _name(one, "/S") in ACTIONS):
        return True
    return isinstance(one, StreamObject) and ("/F" in one or subtype == "/PS" or "/Ref" in one)


def _name(one: DictionaryObject, key: str) -> str:
    value = one.raw_get(key) if key in one else ""
    return str(value) if isinstance(value, NameObject) else ""


def _file_name(one: DictionaryObject) -> str:
    """Nothing where it has two, or none."""
    plain, wide = (str(one.raw_get(key)) if key in one else "" for key in ("/F", "/UF"))
    return wide if plain == wide else ""
