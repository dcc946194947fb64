"""What XML can carry of a text, and which way it is read: for Word and OpenDocument alike."""

import re
from collections.abc import Iterator

# Letters written from right to left, and what stands between two of them.
_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LEFT = "A-Za-z\u00c0-\u024f"
_BACKWARDS = re.compile(f"{_RIGHT}(?:[^{_LEFT}]*{_RIGHT})*")
_LETTER = re.compile(f"({_RIGHT})|[{_LEFT}]")
# Not even a reference may name these in XML 1.0; a form refuses most of them before.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """With a visible sign in place of what XML has no place for."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def by_direction(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it reads from right to left."""
    at = 0
    for found in _BACKWARDS.finditer(text):
        yield text[at : found.start()], False
        yield found[0], True
        at = found.end()
    yield text[at:], False


def goes_right_to_left(text: str) -> bool:
    """By its first letter."""
    first = _LETTER.search(text)
    return bool(first and first[1])
