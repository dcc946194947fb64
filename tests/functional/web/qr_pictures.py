"""What a phone reads from the picture of a page."""

import base64
import re
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image, ImageDraw

MOVES = re.compile(r"([Mmh])(-?[\d.]+)(?:[ ,](-?[\d.]+))?")
DOT = 8  # pixels


def path_read_from(page):
    """The address in the picture, without its host."""
    source = page.html.find("img", class_="qr")["src"]
    svg = base64.b64decode(source.partition(",")[2]).decode()
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1]) if "viewBox" in svg else 90
    found = zxingcpp.read_barcodes(_drawn(svg, size), formats=zxingcpp.BarcodeFormat.QRCode)
    return urlsplit(found[0].text).path


def _drawn(svg, size):
    """The dark dots: lines of one dot's height, each moved to from the end of the one before."""
    picture = Image.new("L", (size * DOT, size * DOT), 255)
    pen = ImageDraw.Draw(picture)
    lines = re.findall(r' d="(M[^"]+)"', svg)[-1]
    x = y = 0.0
    for kind, first, second in MOVES.findall(lines):
        if kind == "h":
            left, top = x * DOT, (y - 0.5) * DOT
            pen.rectangle((left, top, left + float(first) * DOT - 1, top + DOT - 1), fill=0)
            x += float(first)
        else:
            x, y = (0.0, 0.0) if kind == "M" else (x, y)
            x, y = x + float(first), y + float(second)
    return picture
