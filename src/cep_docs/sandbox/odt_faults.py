"""What an OpenDocument text may not carry: macros, objects, linked content, encryption."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from cep_docs.sandbox.office_words import (
    FIELDS,
    FOREIGN,
    HARMLESS_LINKS,
    LINKED,
    MACROS,
    OBJECTS,
)
from cep_docs.sandbox.packages import ENCRYPTED_FILE, Package
from cep_docs.sandbox.xml_trees import attribute, local_name, parsed

TEXT = "application/vnd.oasis.opendocument.text"
CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
IN_XML = ("xml", "rdf", "svg")
PLAIN = ("png", "jpeg", "jpg", "gif", "emf", "wmf", "svm", "tif", "tiff", "bmp", "ttf", "otf")
SCRIPTS = ("Basic/", "Scripts/", "Dialogs/")
# What LibreOffice writes beside the text, without an ending that would say what it is.
NAMED = ("mimetype", "layout-cache", "manifest.rdf")

ELEMENTS = {
    "script": MACROS,
    "event-listener": MACROS,
    "execute-macro": MACROS,
    "dde-connection": FIELDS,
    "dde-connection-decl": FIELDS,
    "dde-source": FIELDS,
    "applet": OBJECTS,
    "plugin": OBJECTS,
    "object-ole": OBJECTS,
    "floating-frame": LINKED,
    "encryption-data": ENCRYPTED_FILE,
}
OLE = "oleobject"


def faults(package: Package) -> Iterator[str]:
    """Each fault as often as it is met."""
    for name in package.names:
        ending = name.rpartition("/")[2].rpartition(".")[2].lower()
        if name.startswith(SCRIPTS):
            yield MACROS
        elif ending in IN_XML:
            # LibreOffice leaves some parts empty (its keyboard shortcuts).
            yield from _of_a_part(parsed(package.read(name) or b"<nothing/>"))
        elif name.startswith(("ObjectReplacements/", "Thumbnails/", "Configurations2/")):
            continue
        elif ending not in (*PLAIN, *NAMED) and not name.endswith("/"):
            yield OBJECTS if name.startswith("Object") else FOREIGN


def _of_a_part(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        name = local_name(element)
        if name in ELEMENTS:
            yield ELEMENTS[name]
        elif name == "file-entry" and OLE in attribute(element, "media-type").lower():
            yield OBJECTS
        elif _leads_out(attribute(element, "href"), clicked=name == "a"):
            yield LINKED


def _leads_out(target: str, *, clicked: bool) -> bool:
    """Out of the package, other than by a link that somebody has to click."""
    scheme = urlsplit(target.strip()).scheme
    if clicked and scheme:
        return scheme not in HARMLESS_LINKS
    return bool(scheme) or target.strip().startswith(("/", "\\", ".."))
