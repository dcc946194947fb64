"""A draft as a Word file to work on, and back (R-054, R-064): never an official copy (C-28)."""

import io
import zipfile
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from lxml.etree import _Element as Element
from lxml.etree import tostring

from cep_docs.definitions.forms import Form
from cep_docs.rendering.document import Document
from cep_docs.rendering.word_anchors import REFERENCE, Anchor, anchors_of, mask_of
from cep_docs.rendering.word_answers import answer
from cep_docs.rendering.word_base import NAMESPACE, new_document
from cep_docs.rendering.word_flow import Flow, words_of
from cep_docs.rendering.word_opening import around_of
from cep_docs.rendering.word_pieces import anchored, paragraph, run
from cep_docs.rendering.word_program import beginning, by_the_program
from cep_docs.rendering.word_reading import Reading, fields_of, read_flow
from cep_docs.rendering.word_reference import (
    CopyOf,
    Reference,
    digest_of_value,
    digest_of_words,
    shape_of,
    written_line,
)
from cep_docs.rendering.word_regions import regions_of
from cep_docs.rendering.word_styles import Styles
from cep_docs.sandbox import apart
from cep_docs.sandbox.packages import MEBIBYTE, refusal

__all__ = ["LARGEST", "CopyOf", "Reading", "read_docx", "write_docx"]

# FIC-02.
LARGEST = 20 * MEBIBYTE
TOO_LARGE = "il dépasse 20 Mio. Une copie de travail est du texte : en retirer les images"
EPOCH = (1980, 1, 1, 0, 0, 0)
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_LINK = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
)
INTERNAL = "Document de travail interne : ne pas le remettre ni le transmettre."


def write_docx(document: Document, copy: CopyOf) -> bytes:
    """The same bytes for the same draft. `copy` says of which draft: see `word_reference`."""
    word = new_document()
    _put_around(word, document)
    anchors = anchors_of(document.form, document.parts())
    body = _body(document, anchors)
    line = _line(document, copy, anchors, _parsed(body), around_of(_around(word)))
    page = tostring(word.element.body[-1], encoding="unicode")
    # In one piece: thousands of elements take seconds to move from one tree to another.
    word.part._element = _parsed(body + _reference(line) + page)
    _put_properties(word, document, copy, line)
    return _packed(word)


def read_docx(data: bytes, form: Form) -> Reading:
    """What came back, read in a process apart; a foreign or hostile file is refused in French."""
    if len(data) > LARGEST:
        raise refusal(TOO_LARGE)
    told, _ = apart("cep_docs.rendering.word_opening:tell", data)
    return read_flow(told["flow"], told["properties"], told["around"], form)


def _parsed(body: str) -> Element:
    root: Element = parse_xml(
        f'<w:document xmlns:w="{NAMESPACE}"><w:body>{body}</w:body></w:document>'
    )
    return root


def _body(document: Document, anchors: list[Anchor]) -> str:
    return beginning(document) + "".join(
        _label(anchor, number) + _behind(document, anchor, number)
        for number, anchor in enumerate(anchors, 1)
    )


def _label(anchor: Anchor, number: int) -> str:
    style = f"Heading{anchor.level}"
    page = "<w:pageBreakBefore/>" if anchor.level == 1 and anchor.slot.break_before else ""
    said = paragraph(anchored(anchor.bookmark, 2 * number, run(anchor.label)), style, page)
    if not anchor.note:
        return said
    note = anchored(anchor.note_bookmark, 2 * number + 1, run(anchor.note))
    return said + paragraph(note, "CepNote")


def _behind(document: Document, anchor: Anchor, number: int) -> str:
    if anchor.by_the_program:
        return by_the_program(document, anchor)
    if anchor.field is None:
        return ""
    return answer(anchor.field, document.value(anchor.field), number, anchor.widths)


def _reference(line: str) -> str:
    said = anchored(REFERENCE, 0, run(f"Repère de cette copie, à laisser tel quel : {line}"))
    return paragraph(said, "CepReference")


def _line(
    document: Document, copy: CopyOf, anchors: list[Anchor], body: Element, around: list[str]
) -> str:
    """With the digests of what stands in the copy, as it would be read back untouched."""
    flow = Flow(Styles(None, None), {}).of(body)
    labels = {anchor.bookmark for anchor in anchors}
    before, regions = regions_of(flow, labels, {anchor.note_bookmark for anchor in anchors})
    behind = [
        digest_of_words(words_of(regions[anchor.bookmark].body))
        if anchor.field is None or anchor.by_the_program
        else digest_of_value(document.value(anchor.field))
        for anchor in anchors
    ]
    reference = Reference(
        document=copy.document,
        form=copy.form,
        edition=copy.edition,
        version=copy.version,
        parts=mask_of(document.form, document.parts()),
        shape=shape_of([anchor.bookmark for anchor in anchors]),
        revisions=tuple(copy.revisions.get(field.name, 0) for field in fields_of(anchors)),
        digests=(
            digest_of_words(words_of(before.body)),
            *behind,
            digest_of_words("".join(around)),
        ),
    )
    return written_line(reference)


def _around(word: WordDocument) -> list[Element]:
    section = word.sections[0]
    return [section.header._element, section.footer._element]


def _put_around(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    number = document.facts.get("file_number", "")
    said = " – ".join(filter(None, ("Copie de travail", document.form.label, number)))
    section.header.paragraphs[0].text = said
    foot = section.footer.paragraphs[0]
    foot.text = f"{INTERNAL} Page "
    for name, between in (("PAGE", " sur "), ("NUMPAGES", "")):
        foot._p.append(
            parse_xml(
                f'<w:fldSimple xmlns:w="{NAMESPACE}" w:instr="{name}">'
                "<w:r><w:t>1</w:t></w:r></w:fldSimple>"
            )
        )
        foot.add_run(between)


def _put_properties(word: WordDocument, document: Document, copy: CopyOf, line: str) -> None:
    of = word.core_properties
    of.title = document.form.label
    of.subject, of.language, of.author = "Copie de travail", "fr-FR", "cep_docs"
    of.last_modified_by, of.comments, of.keywords, of.revision = "cep_docs", "", "", 1
    of.identifier, of.version = copy.document, copy.edition
    of.created = of.modified = datetime.combine(document.day, time(), UTC)
    custom = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        "<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="cep_reference">'
        f"<vt:lpwstr>{escape(line)}</vt:lpwstr></property></Properties>"
    )
    package = word.part.package
    part = Part(PackURI("/docProps/custom.xml"), CUSTOM, custom.encode(), package)
    package.relate_to(part, CUSTOM_LINK)


def _packed(word: WordDocument) -> bytes:
    """The package without the hour at which it was made."""
    made, target = io.BytesIO(), io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w") as packed:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, source.read(name))
    return target.getvalue()
