"""What stands in an OpenDocument text, from the easy-read cover to the last annex."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from cep_docs.rendering.odt_blocks import Blocks
from cep_docs.rendering.odt_pieces import Used, heading, paragraph, plain, said, text, texts

LOGO_HEIGHT, WIDEST_LOGO = 13.0, 78.0
# Of the window of a French envelope, from the corner of the sheet.
WINDOW = (105, 48)


@dataclass(frozen=True, slots=True)
class Picture:
    """Its place in the package, its bytes, and how many times it is as wide as high."""

    path: str
    data: bytes
    ratio: float


def body_of(page: dict[str, Any], logo: Picture, blocks: Blocks) -> str:
    """`page`: as `pdf_page` gives it."""
    return "".join(_pieces(page, logo, blocks))


def header_of(page: dict[str, Any]) -> str:
    """Large print has room for the title only."""
    about = page["about"]
    reference = "" if page["large"] else f"<text:tab/>{said(' · '.join(about['reference']))}"
    return paragraph("Header", said(about["title"]) + reference)


def footer_of(page: dict[str, Any], used: Used) -> str:
    """The mediator and the contact, on every page (R-058)."""
    first, *others = page["footer"] or [{"k": "paragraph", "lines": [[]]}]
    draft = f"{said(page['draft'].upper())} · " if page["draft"] else ""
    page_number = "<text:page-number>1</text:page-number>"
    pages = "<text:page-count>1</text:page-count>"
    number = f"{draft}Page {page_number} / {pages}"
    return "".join(
        (
            text(first, "Footer_20_first", used),
            texts(others, "Footer", used),
            paragraph("Page_20_number", number),
        )
    )


def masthead_of(page: dict[str, Any], logo: Picture, used: Used, style: str = "Logo") -> str:
    return paragraph(style, _logo(page, logo)) + "".join(
        plain("Masthead", line, used) for line in page["masthead"]
    )


def _pieces(page: dict[str, Any], logo: Picture, blocks: Blocks) -> Iterator[str]:
    letter = page["paper"] == "letter"
    yield from _cover(page, blocks.used)
    if letter:
        yield from _letter_opening(page, blocks.used)
    else:
        yield from _opening(page, logo, blocks.used)
    parts = [part for part in page["parts"] if part["blocks"]]
    number = 0
    for part in parts:
        counted = part["k"] not in ("identity", "mentions")
        number += counted
        if not letter and part["k"] != "identity":
            title = f"{number}. {part['title']}" if counted else part["title"]
            yield heading(1, title, "Heading_20_1_20_page" if part["break"] else "")
        for block in part["blocks"]:
            yield blocks.put(block, part["style"])
    if page["signatures"]["boxes"]:
        yield blocks.signatures(page["signatures"])
    for annex in page["annexes"]:
        yield heading(1, annex["title"], "Heading_20_1_20_page")
        yield texts(annex["says"], "Text_20_body", blocks.used)
        for block in annex["blocks"]:
            yield blocks.put(block, "prose")


def _cover(page: dict[str, Any], used: Used) -> Iterator[str]:
    """The easy-read first page (R-014)."""
    for number, part in enumerate(page["cover"]):
        yield heading(1, part["title"], "Easy_20_heading" if number else "Easy_20_opening")
        yield texts(part["lines"], "Easy", used)


def _opening(page: dict[str, Any], logo: Picture, used: Used) -> Iterator[str]:
    about = page["about"]
    yield masthead_of(page, logo, used, "Opening")
    yield plain("Reference", " · ".join(about["reference"]), used)
    yield plain("Title", about["title"], used)
    if page["draft"]:
        yield plain("Draft", page["draft"], used)
    if about["subtitle"]:
        yield plain("Subtitle", about["subtitle"], used)


def _letter_opening(page: dict[str, Any], used: Used) -> Iterator[str]:
    """The masthead is in the head of the first page; the address stands in its window."""
    about = page["about"]
    address = "".join(plain("Address", line, used) for line in page["recipient"])
    left, top = WINDOW
    window = (
        f'<draw:frame draw:style-name="Window" draw:name="Adresse" text:anchor-type="paragraph" '
        f'svg:x="{left}mm" svg:y="{top}mm" svg:width="85mm" draw:z-index="0">'
        f'<draw:text-box fo:min-height="30mm">{address}</draw:text-box></draw:frame>'
    )
    yield paragraph("Opening_20_letter", window + said(" · ".join(about["reference"])))
    if page["draft"]:
        yield plain("Draft", page["draft"], used)
    yield plain("Subject", f"{about['subject']}\u00a0: {about['title']}", used)


def _logo(page: dict[str, Any], logo: Picture) -> str:
    width = min(LOGO_HEIGHT * logo.ratio, WIDEST_LOGO)
    alt = f"Logo : {page['about']['author']}"
    return (
        '<draw:frame draw:style-name="Picture" draw:name="Logo" text:anchor-type="as-char" '
        f'svg:width="{width:.2f}mm" svg:height="{width / logo.ratio:.2f}mm" draw:z-index="0">'
        f'<draw:image xlink:href={quoteattr(logo.path)} xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/><svg:title>{said(alt)}</svg:title></draw:frame>'
    )
