"""What a Word document may not carry: macros, objects, linked content, fields that call out."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from cep_docs.sandbox.office_words import (
    CHUNKS,
    FIELDS,
    FOREIGN,
    HARMLESS_LINKS,
    LINKED,
    MACROS,
    OBJECTS,
)
from cep_docs.sandbox.packages import Package
from cep_docs.sandbox.xml_trees import attribute, local_name, parsed

TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
IN_XML = ("xml", "rels", "svg")
PLAIN = ("png", "jpeg", "jpg", "gif", "emf", "wmf", "tif", "tiff", "bmp", "wdp", "odttf", "ttf")
PRINTER = re.compile(r"word/printerSettings/\w+\.bin")

# The end of the type of a relationship, and what is said of it wherever it leads.
RELATIONSHIPS = {
    "vbaProject": MACROS,
    "wordVbaData": MACROS,
    "attachedToolbars": MACROS,
    "keyMapCustomizations": MACROS,
    "oleObject": OBJECTS,
    "package": OBJECTS,
    "control": OBJECTS,
    "activeXControlBinary": OBJECTS,
    "aFChunk": CHUNKS,
    "subDocument": LINKED,
    "frame": LINKED,
    "attachedTemplate": LINKED,
}
ELEMENTS = {
    "OLEObject": OBJECTS,
    "object": OBJECTS,
    "control": OBJECTS,
    "altChunk": CHUNKS,
    "subDoc": LINKED,
    "script": MACROS,
}
CALLING_FIELDS = {
    "AUTOTEXT",
    "DATABASE",
    "DDE",
    "DDEAUTO",
    "EMBED",
    "GLOSSARY",
    "IMPORT",
    "INCLUDE",
    "INCLUDEPICTURE",
    "INCLUDETEXT",
    "LINK",
    "MACROBUTTON",
    "RD",
}
CODE = re.compile(r'[\s"]*([A-Za-z]+)')


def faults(package: Package) -> Iterator[str]:
    """Each fault as often as it is met."""
    yield from _of_the_types(parsed(package.read(TYPES)))
    for name in package.names:
        ending = name.rpartition(".")[2].lower()
        if ending in IN_XML:
            yield from _of_a_part(parsed(package.read(name)), ending)
        elif name.endswith("vbaProject.bin") or "/vbaData" in name:
            yield MACROS
        elif "/embeddings/" in name or "/activeX/" in name:
            yield OBJECTS
        elif ending not in PLAIN and not PRINTER.fullmatch(name) and not name.endswith("/"):
            yield FOREIGN


def _of_the_types(root: etree._Element) -> Iterator[str]:
    """One main part, of a document without macros; XML only in parts that are read as such."""
    mains = 0
    for entry in root:
        kind = attribute(entry, "ContentType")
        mains += kind == MAIN
        ending = attribute(entry, "PartName").rpartition(".")[2] or attribute(entry, "Extension")
        if "macroEnabled" in kind or "vbaProject" in kind:
            yield MACROS
        if kind.endswith("xml") and ending.lower() not in IN_XML:
            yield FOREIGN
    if mains != 1:
        yield FOREIGN


def _of_a_part(root: etree._Element, ending: str) -> Iterator[str]:
    for element in root.iter():
        name = local_name(element)
        if name in ELEMENTS:
            yield ELEMENTS[name]
        elif ending == "rels" and name == "Relationship":
            yield from _of_a_relationship(element)
        elif ending == "svg" and not _stays_inside(attribute(element, "href")):
            yield LINKED
    if ending == "xml" and any(map(_calls, _fields(root))):
        yield FIELDS


def _stays_inside(target: str) -> bool:
    return target.startswith(("#", "data:image/")) or not target


def _of_a_relationship(element: etree._Element) -> Iterator[str]:
    kind = attribute(element, "Type").rpartition("/")[2]
    if kind in RELATIONSHIPS:
        yield RELATIONSHIPS[kind]
    elif attribute(element, "TargetMode") == "External":
        scheme = urlsplit(attribute(element, "Target").strip()).scheme
        if kind != "hyperlink" or scheme not in HARMLESS_LINKS:
            yield LINKED


def _calls(instruction: str) -> bool:
    """A field whose code is made by another field could be any of them."""
    code = CODE.match(instruction)
    return code is None or code[1].upper() in CALLING_FIELDS


def _fields(root: etree._Element) -> Iterator[str]:
    """The instruction of each field: its pieces may be spread over many runs."""
    running: list[str] = []
    for element in root.iter():
        match local_name(element):
            case "fldSimple":
                yield attribute(element, "instr")
            case "instrText" if running:
                running[-1] += element.text or ""
            case "instrText":
                yield element.text or ""
            case "fldChar":
                yield from _turned(running, attribute(element, "fldCharType"))
    yield from running


def _turned(running: list[str], kind: str) -> Iterator[str]:
    """A field begins or ends, maybe inside another one, maybe where its code should stand."""
    if kind == "begin":
        if running and not running[-1].strip():
            yield ""
        running.append("")
    elif kind == "end" and running:
        yield running.pop()
