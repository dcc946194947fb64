"""Pages that come back from a scanner: their codes are read, and copies of them are made.

A batch was taken in as any piece is (`taking_in`); its pages are drawn in processes apart, a few
at a time, and only pictures come back: nothing else of the file goes any further.
"""

import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from cep_docs.sandbox import apart
from cep_docs.sandbox.packages import DAMAGED, refusal

# So many pages are read at a time: a few seconds, whatever the batch weighs.
AT_A_TIME = 10
RESOLUTION, POINTS = 200, 72
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
# A page may be as large as it likes; its picture may not.
MOST_PIXELS = 9 * 10**6
# When nothing was read: once more, larger, sharper or darker; a code is small.
SECOND_LOOKS = (300, 150)
# A blank page has hardly a dark point on it: dust, the shadow of a border.
DARK, BLANK_SHARE, BORDER = 160, 0.0006, 0.04
QUALITY, WIDTH = 55, 900
COPY_MARK, MARK_HEIGHT = "COPIE", 0.034
PALE = 214


@dataclass(frozen=True, slots=True)
class ReadPage:
    """`codes` are the texts of all the codes of the page, ours or not; `turn` how many degrees it
    has to be turned to stand upright."""

    number: int
    codes: tuple[str, ...]
    turn: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of a batch that goes into a copy."""

    number: int
    turn: int


def read_pages(data: bytes, first: int, count: int = AT_A_TIME) -> list[ReadPage]:
    """The codes of some pages, the first page of a batch being 1."""
    said, _ = apart("cep_docs.intake.scans:read", data, first=str(first), count=str(count))
    return [
        ReadPage(page["number"], tuple(page["codes"]), page["turn"], page["blank"])
        for page in said["pages"]
    ]


def pictures_of(data: bytes, pages: Sequence[Kept]) -> list[bytes]:
    """Pages to be looked at on a screen, as JPEG files."""
    pictures: list[bytes] = []
    for start in range(0, len(pages), AT_A_TIME):
        words = {"pages": _worded(pages[start : start + AT_A_TIME]), "width": str(WIDTH)}
        pictures += apart("cep_docs.intake.scans:draw_pictures", data, **words)[1]
    return pictures


def marked_copy(data: bytes, pages: Sequence[Kept], told: str) -> bytes:
    """A PDF of these pages, upright, in this order, each marked « copie »; `told` stands above."""
    return joined_copy([(data, page) for page in pages], told)


def joined_copy(pages: Sequence[tuple[bytes, Kept]], told: str) -> bytes:
    """The same, of pages that came in several batches."""
    pictures: list[bytes] = []
    for _, of_one in groupby(pages, key=lambda page: id(page[0])):
        several = list(of_one)
        for start in range(0, len(several), AT_A_TIME):
            wanted = [page for _, page in several[start : start + AT_A_TIME]]
            words = {"pages": _worded(wanted), "told": told}
            pictures += apart("cep_docs.intake.scans:draw_copies", several[0][0], **words)[1]
    return _bound(pictures)


def size_of(picture: bytes) -> tuple[int, int]:
    """Of one that we drew: how wide, how high."""
    with Image.open(io.BytesIO(picture), formats=["JPEG"]) as opened:
        size: tuple[int, int] = opened.size
    return size


# In the process apart.


def read(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    first, count = int(options["first"]), int(options["count"])
    with _opened(data) as pdf:
        wanted = range(first, min(first + count, len(pdf) + 1))
        return {"pages": [_read(pdf[number - 1], number) for number in wanted]}, []


def draw_pictures(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    width = int(options["width"])
    pictures = []
    for picture in _upright(data, options):
        picture.thumbnail((width, 2 * width))
        pictures.append(_jpeg(picture))
    return {}, pictures


def draw_copies(data: bytes, options: Mapping[str, str]) -> tuple[dict[str, Any], list[bytes]]:
    return {}, [_jpeg(_marked(page, options["told"])) for page in _upright(data, options)]


def _opened(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise refusal(DAMAGED) from error


def _read(page: Any, number: int) -> dict[str, Any]:
    picture = _drawn(page, RESOLUTION)
    found = _codes(picture)
    if found:
        return {
            "number": number,
            "codes": [text for text, _ in found],
            "turn": found[0][1],
            "blank": False,
        }
    if _is_blank(picture):
        return {"number": number, "codes": [], "turn": 0, "blank": True}
    for resolution in SECOND_LOOKS:
        if found := _codes(_drawn(page, resolution)):
            break
    turn = found[0][1] if found else 0
    return {"number": number, "codes": [text for text, _ in found], "turn": turn, "blank": False}


def _drawn(page: Any, resolution: int) -> Image.Image:
    across, down = page.get_size()
    scale = min(resolution / POINTS, math.sqrt(MOST_PIXELS / max(across * down, 1)))
    picture: Image.Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    return picture


def _codes(picture: Image.Image) -> list[tuple[str, int]]:
    """Each text, and how far to turn the page back: codes are printed upright."""
    found = zxingcpp.read_barcodes(picture, formats=FORMATS)
    return [(code.text, round(code.orientation / 90) * 90 % 360) for code in found]


def _is_blank(picture: Image.Image) -> bool:
    """Apart from its borders, where scanners leave shadows."""
    edge_x, edge_y = int(picture.width * BORDER), int(picture.height * BORDER)
    inside = picture.crop((edge_x, edge_y, picture.width - edge_x, picture.height - edge_y))
    # Smaller first: grains of noise go, lines of text stay.
    inside = inside.reduce(4)
    dark = sum(inside.histogram()[:DARK])
    return dark < BLANK_SHARE * inside.width * inside.height


def _upright(data: bytes, options: Mapping[str, str]) -> Iterator[Image.Image]:
    with _opened(data) as pdf:
        for said in options["pages"].split():
            number, turn = map(int, said.split(":"))
            picture = _drawn(pdf[number - 1], RESOLUTION)
            yield picture.rotate(turn, expand=True, fillcolor=255) if turn else picture


def _marked(page: Image.Image, told: str) -> Image.Image:
    """A band above says what it is; a pale word across the page lets everything be read."""
    band = int(page.height * MARK_HEIGHT)
    across = Image.new("L", page.size, 255)
    font = ImageFont.load_default(page.width // 5)
    ImageDraw.Draw(across).text(
        (page.width / 2, page.height / 2), COPY_MARK, fill=PALE, font=font, anchor="mm"
    )
    turned = across.rotate(45, fillcolor=255)
    whole = Image.new("L", (page.width, page.height + band), 255)
    whole.paste(ImageChops.darker(page, turned), (0, band))
    pen = ImageDraw.Draw(whole)
    pen.rectangle((0, 0, page.width, band - 2), fill=235)
    words = f"{COPY_MARK}. {told}"
    pen.text((band // 2, band // 2), words, 0, ImageFont.load_default(band * 0.5), anchor="lm")
    return whole


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, dpi=(RESOLUTION, RESOLUTION))
    return target.getvalue()


# Out of it again: pictures that we made ourselves.


def _bound(pictures: Sequence[bytes]) -> bytes:
    target = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for data in pictures:
            _add_page(pdf, data)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _add_page(pdf: pikepdf.Pdf, data: bytes) -> None:
    across, down = size_of(data)
    width, height = (side * POINTS / RESOLUTION for side in (across, down))
    page = pdf.add_blank_page(page_size=(width, height))
    image = pdf.make_stream(
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=across,
        Height=down,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    name = page.add_resource(image, pikepdf.Name.XObject)
    page.contents_add(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm {name} Do Q".encode())


def _worded(pages: Sequence[Kept]) -> str:
    return " ".join(f"{page.number}:{page.turn}" for page in pages)
