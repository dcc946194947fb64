"""Word and OpenDocument texts: programs, objects and ties to the outside (FIC-03, FIC-04)."""

import os

import pytest

from cep_docs.errors import Invalid
from cep_docs.sandbox import office, office_words, packages
from cep_docs.sandbox.packages import MEBIBYTE, PackageLimits
from tests.unit.intake.makers import (
    added,
    changed,
    docx_file,
    odt_file,
    packed,
    related,
    unpacked,
    with_field,
)

LIMITS = PackageLimits(unpacked=100 * MEBIBYTE, ratio=100, entries=1000)
TEXT, RELS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITY = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BOMB = "<!DOCTYPE a [" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10)
)


def in_word(old: str, new: str, part: str = TEXT) -> bytes:
    return changed(docx_file(), part, old, new)


def in_odt(old: str, new: str, part: str = "content.xml") -> bytes:
    return changed(odt_file(), part, old, new)


def link(target: str, element: str = "text:a") -> bytes:
    tag = f'<{element} xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{target}"/></text:p>'
    return in_odt("</text:p>", tag)


def nested_code() -> bytes:
    """A field whose code is made by another field, before its own words."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    words = "<w:r><w:instrText> excel </w:instrText></w:r>"
    data = changed(with_field("QUOTE 68 68 69"), TEXT, begin, begin * 2)
    return changed(data, TEXT, end, end + words + end)


WORD = {
    "macros": (added(docx_file(), **{"word/vbaProject.bin": OLE}), office_words.MACROS),
    "macros by their type": (
        in_word(
            "wordprocessingml.document.main+xml", "document.macroEnabled.main+xml", part=TYPES
        ),
        office_words.MACROS,
    ),
    "macros by their tie": (
        related(docx_file(), "vbaProject", "a.bin", "Internal"),
        office_words.MACROS,
    ),
    "a template from elsewhere": (
        related(docx_file(), "attachedTemplate", "https://example.org/a.dotm"),
        office_words.LINKED,
    ),
    "a picture from elsewhere": (
        related(docx_file(), "image", "https://example.org/a.png"),
        office_words.LINKED,
    ),
    "a link to the disk": (
        related(docx_file(), "hyperlink", "file:///c:/a.exe"),
        office_words.LINKED,
    ),
    "a link to another computer": (
        related(docx_file(), "hyperlink", "\\\\server\\a"),
        office_words.LINKED,
    ),
    "an object": (
        related(docx_file(), "oleObject", "embeddings/a.bin", "Internal"),
        office_words.OBJECTS,
    ),
    "a control": (
        related(docx_file(), "control", "activeX/a.xml", "Internal"),
        office_words.OBJECTS,
    ),
    "an embedded object": (
        added(docx_file(), **{"word/embeddings/oleObject1.bin": OLE}),
        office_words.OBJECTS,
    ),
    "an object in the text": (
        in_word("</w:p>", "<w:r><w:object/></w:r></w:p>"),
        office_words.OBJECTS,
    ),
    "a document in the document": (
        in_word("</w:body>", "<w:altChunk/></w:body>"),
        office_words.CHUNKS,
    ),
    "and its tie": (
        related(docx_file(), "aFChunk", "a.html", "Internal"),
        office_words.CHUNKS,
    ),
    "a field that calls a program": (with_field(r"DDEAUTO c:\\a.exe"), office_words.FIELDS),
    "the same in pieces": (with_field("DD", "EAU", r"TO c:\\a.exe"), office_words.FIELDS),
    "the same in small letters": (with_field("  dde excel"), office_words.FIELDS),
    "a code that is made by a field": (nested_code(), office_words.FIELDS),
    "a field in one piece": (
        in_word("</w:p>", '<w:fldSimple w:instr="INCLUDETEXT c:\\a.docx"/></w:p>'),
        office_words.FIELDS,
    ),
    "a field that never ends": (
        in_word(
            "</w:p>",
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DDE a</w:instrText></w:r></w:p>',
        ),
        office_words.FIELDS,
    ),
    "a code outside of any field": (
        in_word("</w:p>", "<w:r><w:instrText>LINK a</w:instrText></w:r></w:p>"),
        office_words.FIELDS,
    ),
    "a part that nobody knows": (
        added(docx_file(), **{"word/a.dat": b"a"}),
        office_words.FOREIGN,
    ),
    "XML under another name": (
        in_word(
            "</Types>", '<Override PartName="/word/a.png" ContentType="a+xml"/></Types>', TYPES
        ),
        office_words.FOREIGN,
    ),
    "a drawing with a program": (
        added(docx_file(), **{"word/media/a.svg": b"<svg><script>a</script></svg>"}),
        office_words.MACROS,
    ),
    "a drawing from elsewhere": (
        added(docx_file(), **{"word/media/a.svg": b'<svg><image href="http://a.org/b"/></svg>'}),
        office_words.LINKED,
    ),
    "a workbook": (
        in_word("wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml", TYPES),
        office_words.FOREIGN,
    ),
    "no Word at all": (packed({"a.xml": b"<a/>"}), office.NOT_WORD),
    "an old one or a locked one": (OLE, office.OLD_OR_LOCKED),
    "an entity": (in_word("<w:document", ENTITY + "<w:document"), packages.DOUBTFUL),
    "a bomb of entities": (
        in_word("<w:document", BOMB + "]><w:document"),
        packages.DOUBTFUL,
    ),
    "a text without end": (
        in_word("</w:body>", f"<w:p>{os.urandom(9 * 2**20).hex()}</w:p></w:body>"),
        packages.TOO_LARGE,
    ),
    "broken XML": (in_word("</w:body>", ""), packages.DAMAGED),
}
ODT = {
    "macros": (added(odt_file(), **{"Basic/Standard/a.xml": b"<a/>"}), office_words.MACROS),
    "a script": (added(odt_file(), **{"Scripts/python/a.py": b"a"}), office_words.MACROS),
    "an event": (in_odt("</text:p>", "<text:event-listener/></text:p>"), office_words.MACROS),
    "a program in the text": (in_odt("</text:p>", "<text:script/></text:p>"), office_words.MACROS),
    "an exchange with a program": (
        in_odt("</text:p>", "<text:dde-connection/></text:p>"),
        office_words.FIELDS,
    ),
    "an object": (
        in_odt(
            "</manifest:manifest>",
            '<manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject" '
            'manifest:full-path="Object 1"/></manifest:manifest>',
            "META-INF/manifest.xml",
        ),
        office_words.OBJECTS,
    ),
    "the object itself": (added(odt_file(), **{"Object 1": OLE}), office_words.OBJECTS),
    "a part that nobody knows": (added(odt_file(), **{"a.dat": b"a"}), office_words.FOREIGN),
    "a password": (
        in_odt(
            "</manifest:manifest>",
            "<manifest:encryption-data/></manifest:manifest>",
            "META-INF/manifest.xml",
        ),
        packages.ENCRYPTED_FILE,
    ),
    "a picture from elsewhere": (link("http://a.org/a.png", "text:image"), office_words.LINKED),
    "a file beside it": (link("../a.odt", "text:section-source"), office_words.LINKED),
    "a link to the disk": (link("file:///etc/passwd"), office_words.LINKED),
    "a link that is a program": (link("vnd.sun.star.script:a"), office_words.LINKED),
    "another document": (
        changed(odt_file(), "mimetype", "text", "spreadsheet"),
        office.NOT_ODT,
    ),
    "no text": (
        packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        packages.DAMAGED,
    ),
    "a locked one": (OLE, office.OLD_OR_LOCKED),
    "an entity": (
        packed({**unpacked(odt_file()), "styles.xml": f"{ENTITY}<a>&e;</a>".encode()}),
        packages.DOUBTFUL,
    ),
}


@pytest.mark.parametrize("what", WORD)
def test_a_word_document_is_refused_with_its_reason(what):
    data, reason = WORD[what]

    reasons = office.inspect_docx(data, LIMITS)

    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize("what", ODT)
def test_an_opendocument_text_is_refused_with_its_reason(what):
    data, reason = ODT[what]

    with pytest.raises(Invalid) as refusal:
        office.open_odt(data, LIMITS)

    assert reason in refusal.value.messages["file"]


def test_all_the_reasons_are_told_at_once():
    data = related(with_field("DDE a"), "image", "http://a.org")

    (said,) = office.inspect_docx(data, LIMITS)

    assert office_words.FIELDS in said
    assert (
        f". De plus, {office_words.LINKED}" in said or f". De plus, {office_words.FIELDS}" in said
    )


@pytest.mark.parametrize(
    "data",
    [
        docx_file(),
        with_field(" PAGE "),
        with_field(r' HYPERLINK "https://example.org/LINK" \o "DDE" '),
        related(docx_file(), "hyperlink", "https://mon-cep.org"),
        related(docx_file(), "hyperlink", "mailto:zoe@courriel.fr"),
        added(docx_file(), **{"word/media/a.svg": b'<svg><use href="#a"/></svg>'}),
        added(docx_file(), **{"word/printerSettings/printerSettings1.bin": b"a"}),
    ],
)
def test_an_ordinary_word_document_is_opened(data):
    assert office.inspect_docx(data, LIMITS) == []
    assert office.open_docx(data, LIMITS).read(TEXT).startswith(b"<?xml")


@pytest.mark.parametrize(
    "data",
    [
        odt_file(),
        link("https://mon-cep.org"),
        link("mailto:zoe@courriel.fr"),
        link("#suite"),
        link("Pictures/a.png", "text:image"),
        added(
            odt_file(), **{"Configurations2/accelerator/current.xml": b"", "Pictures/a.png": b"a"}
        ),
    ],
)
def test_an_ordinary_opendocument_text_is_opened(data):
    assert "content.xml" in office.open_odt(data, LIMITS)
