"""XML from outside, read without entities, without a document type and without the network."""

from lxml import etree

from cep_docs.sandbox.packages import DAMAGED, DOUBTFUL, MEBIBYTE, TOO_LARGE, refusal

# A tree takes ten times the room of its text; two hundred pages of text take a tenth of this.
MOST_BYTES = 16 * MEBIBYTE


def parsed(data: bytes) -> etree._Element:
    """The root of a document, or a refusal: one that declares entities is never innocent here."""
    if len(data) > MOST_BYTES:
        raise refusal(TOO_LARGE)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusal(DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise refusal(DOUBTFUL)
    return root


def local_name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute of that local name, in whatever namespace; empty when there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
