"""A version printed to be signed by hand: two copies, a code on every page, a reply sheet.

The stored PDF is read and stays as it is; what is made here goes to a printer, nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pikepdf
import segno
from pikepdf import Dictionary, Page, Pdf, Rectangle

from cep_docs.rendering.pdf_press import press
from cep_docs.rendering.pdf_signs import Signs
from cep_docs.values.page_codes import COPIES, KEPT, REPLY_SHEET, SENT_BACK, PageCode

# In points: how wide a code is, and how far from the corner. The margins of every layout hold it,
# and a page that lies askew on the glass by two degrees keeps it whole.
SIDE, INSET = 42.5, 19.5
COPY_NAMES = {KEPT: "À garder", SENT_BACK: "À renvoyer"}
TITLE = "Document à signer"


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do with the papers, and how."""

    does: str
    how: str


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """Where to send the signed copy: `to` has a line for each of the address, `before` the day it
    should be there, `with_her` who else signs, `mediator` what every paper that leaves the house
    says (R-058)."""

    operator: str
    document: str
    to: Sequence[str]
    before: str
    help: str
    mediator: str
    with_her: str = ""


STEPS = (
    Step("Lisez le document.", "Les deux exemplaires disent la même chose."),
    Step(
        "Signez les deux exemplaires.",
        "À la fin, écrivez vous-même « lu et approuvé » et la date du jour, puis signez.",
    ),
    Step(
        "Renvoyez l'exemplaire « à renvoyer ».",
        "Toutes ses pages, avec cette feuille. Gardez l'autre : il est à vous.",
    ),
)


def print_to_sign(pdf: bytes, code: PageCode, sheet: ReplySheet) -> bytes:
    """The reply sheet, the copy to send back, the copy to keep. `code` is that of any page."""
    with _flat(pdf) as source, Pdf.new() as made:
        pages = len(source.pages)
        code = replace(code, pages=pages)
        with Pdf.open(BytesIO(_reply(code, sheet))) as first:
            made.pages.extend(first.pages)
        for copy in sorted(COPIES, reverse=True):
            start = len(made.pages)
            made.pages.extend(source.pages)
            _lay_codes(made, start, replace(code, copy=copy))
        return _written(made)


def count_pages(pdf: bytes) -> int:
    with Pdf.open(BytesIO(pdf)) as source:
        return len(source.pages)


def code_drawing(code: PageCode) -> str:
    """The code as an SVG without margin: the page around it is white."""
    made = segno.make(str(code), error="Q", micro=False, boost_error=False)
    target = BytesIO()
    made.save(target, kind="svg", border=0, omitsize=True, xmldecl=False, svgns=True)
    return target.getvalue().decode()


def _flat(pdf: bytes) -> Pdf:
    """What a signature shows becomes ink like the rest; no field is left, nothing is linked."""
    source = Pdf.open(BytesIO(pdf))
    source.flatten_annotations("print")
    for page in source.pages:
        for name in ("/Annots", "/StructParents", "/Tabs"):
            if name in page.obj:
                del page.obj[name]
    return source


def _reply(code: PageCode, sheet: ReplySheet) -> bytes:
    own = replace(code, page=REPLY_SHEET, copy=SENT_BACK)
    page: dict[str, Any] = {
        "title": TITLE,
        "inset": INSET,
        "side": SIDE,
        "operator": sheet.operator,
        "document": sheet.document,
        "number": _grouped(code.number),
        "steps": [{"does": step.does, "how": step.how} for step in _steps(sheet)],
        "to": list(sheet.to),
        "before": sheet.before,
        "help": sheet.help,
        "mediator": sheet.mediator,
        "corner": "Feuille de renvoi",
    }
    shown = Signs(press().signs).shown(page)
    return press().untagged("reply_sheet.typ", {**shown, "svg": code_drawing(own)})


def _steps(sheet: ReplySheet) -> list[Step]:
    read, sign, send = STEPS
    also = f" {sheet.with_her} en fait autant, à sa place." if sheet.with_her else ""
    return [read, replace(sign, how=sign.how + also), send]


def _lay_codes(made: Pdf, start: int, code: PageCode) -> None:
    """Over the pages from there on, each with its own."""
    below = [made.pages[start + number] for number in range(code.pages)]
    codes = [replace(code, page=number) for number in range(1, code.pages + 1)]
    sheet = {
        "title": TITLE,
        "inset": INSET,
        "side": SIDE,
        "pages": [_corner(*pair) for pair in zip(below, codes, strict=True)],
    }
    with Pdf.open(BytesIO(press().untagged("paper_codes.typ", sheet))) as laid:
        for page, over in zip(below, laid.pages, strict=True):
            page.add_overlay(over, Rectangle(*map(float, page.trimbox)))


def _corner(page: Page, code: PageCode) -> dict[str, Any]:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return {
        "width": right - left,
        "height": top - bottom,
        "svg": code_drawing(code),
        "page": f"Page {code.page} / {code.pages}",
        "copy": COPY_NAMES[code.copy],
        "lines": [
            _grouped(code.number[:8]),
            f"{code.number[8:]} v{code.version}",
            f"{code.digest[:4]} {code.digest[4:8]}",
            f"{code.digest[8:12]} {code.digest[12:]}",
        ],
    }


def _grouped(number: str) -> str:
    parts = [number[:2], number[2:4], number[4:6], number[6:8], number[8:]]
    return " ".join(part for part in parts if part)


def _written(made: Pdf) -> bytes:
    made.docinfo["/Title"] = TITLE
    made.Root["/ViewerPreferences"] = Dictionary(
        PrintScaling=pikepdf.Name.None_, Duplex=pikepdf.Name.DuplexFlipLongEdge
    )
    made.remove_unreferenced_resources()
    target = BytesIO()
    made.save(target, deterministic_id=True)
    return target.getvalue()
