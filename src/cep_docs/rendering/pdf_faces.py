"""Own drawings of the faces people write after their names: no package has a plain font of them.

A face is a circle, eyes and a mouth, in one colour, so that it prints in grey. The font is made
when the first document is printed, always with the same bytes.
"""

import math
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FACES_FAMILY = "CEP Faces"
_SQUARE = 1000
_MIDDLE = (500, 360)
_PEN = 58
# Of any day: the same bytes each time.
_MADE_AT = 3_800_000_000

Point = tuple[float, float]
Shape = list[Point]

# For each sign: its eyes, its mouth.
_LOOKS = {
    0x1F600: ("dots", "laugh"),
    0x1F601: ("arcs", "teeth"),
    0x1F602: ("arcs", "laugh"),
    0x1F603: ("ovals", "laugh"),
    0x1F604: ("arcs", "laugh"),
    0x1F605: ("arcs", "laugh"),
    0x1F606: ("crosses", "laugh"),
    0x1F607: ("dots", "smile"),
    0x1F609: ("wink", "smile"),
    0x1F60A: ("arcs", "smile"),
    0x1F60B: ("dots", "laugh"),
    0x1F60C: ("closed", "smile"),
    0x1F60D: ("rings", "laugh"),
    0x1F60E: ("bar", "smile"),
    0x1F60F: ("dots", "slant"),
    0x1F610: ("dots", "flat"),
    0x1F611: ("closed", "flat"),
    0x1F612: ("closed", "slant"),
    0x1F614: ("closed", "frown"),
    0x1F615: ("dots", "slant"),
    0x1F618: ("wink", "round"),
    0x1F61A: ("closed", "round"),
    0x1F61E: ("closed", "frown"),
    0x1F621: ("crosses", "frown"),
    0x1F622: ("dots", "frown"),
    0x1F62E: ("dots", "round"),
    0x1F62F: ("rings", "round"),
    0x1F631: ("rings", "round"),
    0x1F634: ("closed", "round"),
    0x1F635: ("crosses", "round"),
    0x1F636: ("dots", "none"),
    0x1F641: ("dots", "frown"),
    0x1F642: ("dots", "smile"),
    0x1F643: ("dots", "smile"),
    0x1F644: ("rings", "flat"),
}


def drawn_faces() -> bytes:
    """A TrueType font."""
    glyphs = {".notdef": _glyph([]), "space": _glyph([])}
    names = {0x20: "space"}
    for sign, (eyes, mouth) in _LOOKS.items():
        names[sign] = f"u{sign:X}"
        shapes = [*_ring(_MIDDLE, 420), *_eyes(eyes), *_MOUTHS[mouth]()]
        glyphs[names[sign]] = _glyph(_turned(shapes) if sign == 0x1F643 else shapes)
    builder = FontBuilder(_SQUARE, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (_SQUARE, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            "familyName": FACES_FAMILY,
            "styleName": "Regular",
            "fullName": FACES_FAMILY,
            "psName": FACES_FAMILY.replace(" ", ""),
        }
    )
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, fsType=0)
    builder.setupPost()
    builder.updateHead(created=_MADE_AT, modified=_MADE_AT)
    builder.font.recalcTimestamp = False
    made = BytesIO()
    builder.font.save(made)
    return made.getvalue()


def _glyph(shapes: Iterable[Shape]) -> Any:
    pen = TTGlyphPen(None)
    for shape in shapes:
        first, *others = [(round(x), round(y)) for x, y in shape]
        pen.moveTo(first)
        for point in others:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _eyes(look: str) -> list[Shape]:
    left, right = (355.0, 460.0), (645.0, 460.0)
    if look == "bar":
        return [_line((240, 470), (760, 470), 130)]
    if look == "wink":
        return [_circle(left, 52), _arc(right, 80, 30, 150)]
    draw: dict[str, Callable[[Point], list[Shape]]] = {
        "dots": lambda at: [_circle(at, 52)],
        "ovals": lambda at: [_circle(at, 70)],
        "rings": lambda at: _ring(at, 92),
        "arcs": lambda at: [_arc((at[0], at[1] - 30), 85, 25, 155)],
        "closed": lambda at: [_line((at[0] - 80, at[1]), (at[0] + 80, at[1]), _PEN)],
        "crosses": lambda at: [
            _line((at[0] - 62, at[1] - 62), (at[0] + 62, at[1] + 62), 48),
            _line((at[0] - 62, at[1] + 62), (at[0] + 62, at[1] - 62), 48),
        ],
    }
    return [*draw[look](left), *draw[look](right)]


_MOUTHS: dict[str, Callable[[], list[Shape]]] = {
    "smile": lambda: [_arc((500, 330), 220, 205, 335)],
    "frown": lambda: [_arc((500, 40), 200, 40, 140)],
    "laugh": lambda: [_half((500, 320), 230)],
    "teeth": lambda: [_line((290, 290), (710, 290), 50), _arc((500, 320), 230, 190, 350)],
    "flat": lambda: [_line((330, 210), (670, 210), _PEN)],
    "slant": lambda: [_line((340, 170), (660, 250), _PEN)],
    "round": lambda: _ring((500, 190), 100),
    "none": list,
}


def _on(center: Point, radius: float, angle: float) -> Point:
    turn = math.radians(angle)
    return center[0] + radius * math.cos(turn), center[1] + radius * math.sin(turn)


def _circle(center: Point, radius: float) -> Shape:
    return [_on(center, radius, -angle) for angle in range(0, 360, 9)]


def _ring(center: Point, radius: float) -> list[Shape]:
    return [_circle(center, radius), _circle(center, radius - _PEN)[::-1]]


def _arc(center: Point, radius: float, start: int, end: int) -> Shape:
    angles = range(start, end + 1, 5)
    outside = [_on(center, radius, angle) for angle in reversed(angles)]
    return outside + [_on(center, radius - _PEN, angle) for angle in angles]


def _half(center: Point, radius: float) -> Shape:
    return [_on(center, radius, -angle) for angle in range(0, 181, 6)]


def _line(start: Point, end: Point, width: float) -> Shape:
    across = math.atan2(end[1] - start[1], end[0] - start[0]) + math.pi / 2
    x, y = width / 2 * math.cos(across), width / 2 * math.sin(across)
    (a, b), (c, d) = start, end
    return [(a + x, b + y), (c + x, d + y), (c - x, d - y), (a - x, b - y)]


def _turned(shapes: Iterable[Shape]) -> list[Shape]:
    """Upside down: half a turn keeps which way the outlines go round."""
    return [[(2 * _MIDDLE[0] - x, 2 * _MIDDLE[1] - y) for x, y in shape] for shape in shapes]
