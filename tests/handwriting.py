"""Strokes such as a hand makes them, in the words of the page that sends them."""

import math

# Where each of the three words begins, and how long it is.
PLACES = ((40, 150), (270, 110), (460, 420))


def drawn() -> str:
    """Three wavy words, a dot and an accent."""
    words = [" ".join(_wave(start, length)) for start, length in PLACES]
    return ";".join([*words, "150,90", "840,80 870,60"])


def _wave(start, length):
    for along in range(0, length, 6):
        down = 200 - 70 * math.sin(along / 13) - 20 * math.sin(along / 5)
        yield f"{start + along},{down:.0f}"
