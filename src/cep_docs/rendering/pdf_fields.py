"""Signature areas: reserved when the document is printed, so that nothing is added later (R-076).

Typst marks each area by a link, which tells its page, its place, and its place in the reading
order. Here the link becomes an empty signature field: nobody looks for positions a second time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Pdf, String

from cep_docs.definitions.form import Signatory
from cep_docs.rendering import pdf_words as words
from cep_docs.rendering.pdf_update import Update

MARK = "cep-field:"
SEAL = "operator_seal"
LARGE = 1_000_000
# What stands in an area, from its top, in points: the page is ruled accordingly.
MENTION_HEIGHT, DATE_HEIGHT, SIGNATURE_HEIGHT = 34.0, 24.0, 62.0

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class SignatureArea:
    """Where one person signs; left, bottom, right, top, in points, on a page counted from 1.
    `mention` is there when this person writes one by hand. The seal has no place on the page."""

    name: str
    role: str
    page: int
    rect: Rect
    mention: Rect | None
    date: Rect
    signature: Rect


def field_name(role: str) -> str:
    return f"signature_{role}"


def heights(signatory: Signatory, larger: float) -> dict[str, float]:
    """Of the strips of an area, from the top. All areas are as high, with or without a mention."""
    mention = MENTION_HEIGHT * larger
    date = DATE_HEIGHT * larger
    if not signatory.mention:
        return {"date": date, "signature": SIGNATURE_HEIGHT + mention}
    return {"mention": mention, "date": date, "signature": SIGNATURE_HEIGHT}


def reserve(
    printed: bytes, signatories: Sequence[Signatory], names: Sequence[str], larger: float
) -> tuple[bytes, tuple[SignatureArea, ...]]:
    """The PDF with its empty fields, in the order of the form, and the operator's seal last.
    The printed bytes stay as they are, with what changes written after them, unless the file is
    large: long tables are packed tighter."""
    with pikepdf.open(BytesIO(printed)) as pdf:
        update = Update(pdf)
        areas, fields = [], []
        for page, link in _marks(pdf):
            number = int(str(link.A.URI).removeprefix(MARK))
            signatory = signatories[number]
            areas.append(_area(signatory, page, link, larger))
            tooltip = f"{words.SIGNATURE_OF} : {signatory.label} {names[number]}".strip()
            _become_field(update, link, field_name(signatory.role), tooltip)
            fields.append(link)
        form = Dictionary(Fields=Array([*fields, _seal(update)]), SigFlags=0)
        pdf.Root.AcroForm = update.added(form)
        update.changed(pdf.Root)
        made = update.after(printed) if len(printed) < LARGE else update.whole()
    return made, tuple(areas)


def _marks(pdf: Pdf) -> Iterator[tuple[int, pikepdf.Object]]:
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", []):
            action = annotation.get("/A", pikepdf.Dictionary())
            if str(action.get("/URI", "")).startswith(MARK):
                yield number, annotation


def _area(signatory: Signatory, page: int, link: pikepdf.Object, larger: float) -> SignatureArea:
    left, bottom, right, top = (float(side) for side in link.Rect)
    places: dict[str, Rect] = {}
    edge = top
    for strip, height in heights(signatory, larger).items():
        places[strip] = (left, edge - height, right, edge)
        edge -= height
    return SignatureArea(
        name=field_name(signatory.role),
        role=signatory.role,
        page=page,
        rect=(left, bottom, right, top),
        mention=places.get("mention"),
        date=places["date"],
        signature=places["signature"],
    )


def _become_field(update: Update, link: pikepdf.Object, name: str, tooltip: str) -> None:
    """The link and its tag: a Form that holds the field, and holds it directly, since pyHanko
    takes anything else for a change when the next person signs."""
    left, bottom, right, top = link.Rect
    for key in ("/A", "/Contents", "/Border", "/BS", "/C"):
        if key in link:
            del link[key]
    link.Subtype, link.FT, link.F = Name.Widget, Name.Sig, 4
    link.T, link.TU = String(name), String(tooltip)
    link.AP = Dictionary(N=update.added_drawing(right - left, top - bottom))
    tag = NumberTree(update.pdf.Root.StructTreeRoot.ParentTree)[int(link.StructParent)]
    tag.S, tag.Alt, tag.K = Name.Form, String(tooltip), tag.K[0]
    update.changed(link, tag)


def _seal(update: Update) -> pikepdf.Object:
    """The operator's: it covers the whole document and shows nothing. Once it is there no field
    may be filled in any more, and nothing be changed but what keeps the signatures (R-076)."""
    page = update.pdf.pages[0].obj
    lock = update.added(Dictionary(Type=Name.SigFieldLock, Action=Name.All, P=1))
    seal = update.added(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(SEAL),
            TU=String(words.SEAL),
            Lock=lock,
            F=132,
            Rect=Array([0, 0, 0, 0]),
            P=page,
        )
    )
    page.Annots = Array([*page.get("/Annots", []), seal])
    update.changed(page)
    return seal
