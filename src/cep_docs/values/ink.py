"""What was drawn by hand: strokes on a small grid, as text that is read strictly or refused.

« 12,40 15,44 19,52;80,40 82,47 »: points with a space between them, strokes with a semicolon.
Nobody reads what they say: whether they are letters, only an eye can tell.
"""

import math
import re
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[int, int]
Stroke = tuple[Point, ...]

# The area, in units of its grid: both ends belong to it.
WIDTH, HEIGHT = 1000, 400
MOST_POINTS, MOST_STROKES = 3_000, 150
LONGEST = 32_000
# Three words are longer and wider than a dot, a cross or a dash.
LEAST_LENGTH, LEAST_WIDTH = 900, 250
_POINT = r"(?:0|[1-9]\d{0,3}),(?:0|[1-9]\d{0,3})"
_INK = re.compile(rf"{_POINT}(?:[ ;]{_POINT})*", re.ASCII)
NOT_INK = (
    "Ce tracé n'est pas lisible : il a été envoyé autrement que cette page ne l'envoie. Tracer de "
    "nouveau, ou écrire les trois mots au clavier."
)
TOO_LITTLE = (
    "Le tracé est trop court pour être une mention. Écrire « lu et approuvé » en entier, aussi "
    "grand que le cadre le permet, ou l'écrire au clavier."
)
TOO_MUCH = (
    "Le tracé est trop chargé. Effacer tout, puis écrire une seule fois « lu et approuvé », ou "
    "l'écrire au clavier."
)


@dataclass(frozen=True, slots=True)
class Ink:
    """The strokes in the order of the hand."""

    strokes: tuple[Stroke, ...]

    @property
    def length(self) -> float:
        """How far the pen went while it touched."""
        return sum(math.dist(*step) for stroke in self.strokes for step in pairwise(stroke))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right, bottom of what is drawn."""
        across, down = zip(*(point for stroke in self.strokes for point in stroke), strict=True)
        return min(across), min(down), max(across), max(down)

    def __str__(self) -> str:
        return ";".join(
            " ".join(f"{across},{down}" for across, down in stroke) for stroke in self.strokes
        )


def parse_ink(text: str) -> Ink:
    """ValueError, in French, for whatever is not some words drawn in the area."""
    if not text:
        raise ValueError(TOO_LITTLE)
    if len(text) > LONGEST:
        raise ValueError(TOO_MUCH)
    if _INK.fullmatch(text) is None:
        raise ValueError(NOT_INK)
    ink = Ink(tuple(_stroke(part) for part in text.split(";")))
    if len(ink.strokes) > MOST_STROKES or sum(map(len, ink.strokes)) > MOST_POINTS:
        raise ValueError(TOO_MUCH)
    left, _, right, bottom = ink.box
    if right > WIDTH or bottom > HEIGHT:
        raise ValueError(NOT_INK)
    if ink.length < LEAST_LENGTH or right - left < LEAST_WIDTH:
        raise ValueError(TOO_LITTLE)
    return ink


def _stroke(text: str) -> Stroke:
    return tuple(_point(part) for part in text.split(" "))


def _point(text: str) -> Point:
    across, down = text.split(",")
    return int(across), int(down)
