"""What was drawn by hand, drawn again: as a small picture for pages, as lines in a PDF."""

from collections.abc import Iterator
from itertools import pairwise

from cep_docs.values.ink import Ink, Point, Stroke

# The pen, in units of the grid; the same ink as the words of a signature.
PEN = 7
COLOUR = (13, 60, 74)
AROUND = 12
# What a program that reads aloud says in place of the drawing: nobody has read it.
SPOKEN = "lu et approuvé, tracé à la main"
# The curve of a quarter of a stroke, from its control point (quadratic to cubic).
_PULL = 2 / 3


def ink_picture(ink: Ink) -> str:
    """An SVG of what is drawn, cut close, on white paper."""
    left, top, right, bottom = ink.box
    width, height = right - left + 2 * AROUND, bottom - top + 2 * AROUND
    lines = "".join(f'<path d="{_path(stroke)}"/>' for stroke in ink.strokes)
    box = f"{left - AROUND} {top - AROUND} {width} {height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" '
        f'height="{height}"><rect x="{left - AROUND}" y="{top - AROUND}" width="{width}" '
        f'height="{height}" fill="#fff"/><g fill="none" stroke="#{bytes(COLOUR).hex()}" '
        f'stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )


def ink_lines(ink: Ink, room: tuple[float, float, float, float]) -> bytes:
    """The same as operators of a PDF page: as large as fits in left, bottom, right, top, at the
    left of it; with the words that stand for it."""
    left, top, right, bottom = ink.box
    wide, high = max(right - left, 1) + PEN, max(bottom - top, 1) + PEN
    scale = min((room[2] - room[0]) / wide, (room[3] - room[1]) / high)
    move = room[0] - (left - PEN / 2) * scale, room[3] + (top - PEN / 2) * scale
    words = (b"\xfe\xff" + SPOKEN.encode("utf-16-be")).hex()
    colour = " ".join(f"{part / 255:.3f}" for part in COLOUR)
    return "\n".join(
        [
            f"/Span <</Lang (fr-FR) /Alt <{words}>>> BDC",
            f"q {scale:.5f} 0 0 {-scale:.5f} {move[0]:.3f} {move[1]:.3f} cm",
            f"{colour} RG {PEN} w 1 J 1 j",
            *(f"{' '.join(_drawn(stroke))} S" for stroke in ink.strokes),
            "Q EMC",
            "",
        ]
    ).encode("ascii")


def _path(stroke: Stroke) -> str:
    (across, down), curves = _curves(stroke)
    told = "".join(f"Q{_told(control)} {_told(end)}" for control, end in curves)
    return f"M{across},{down}{told}"


def _drawn(stroke: Stroke) -> Iterator[str]:
    """A PDF knows cubic curves only."""
    first, curves = _curves(stroke)
    at: tuple[float, float] = first
    yield f"{at[0]:g} {at[1]:g} m"
    for control, end in curves:
        pulls = (_between(at, control, _PULL), _between(end, control, _PULL), end)
        yield " ".join(f"{across:.1f} {down:.1f}" for across, down in pulls) + " c"
        at = end


def _curves(stroke: Stroke) -> tuple[Point, list[tuple[tuple[float, float], tuple[float, float]]]]:
    """Where it begins, then each curve by its control point and its end: round through the middle
    of each two points. A dot is a very short line."""
    first, *rest = stroke
    if not rest:
        return first, [(first, (first[0] + 1, first[1]))]
    middles = [_between(a, b, 0.5) for a, b in pairwise(rest)]
    return first, list(zip(rest, [*middles, rest[-1]], strict=True))


def _between(a: tuple[float, float], b: tuple[float, float], share: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _told(point: tuple[float, float]) -> str:
    return f"{point[0]:g},{point[1]:g}"
