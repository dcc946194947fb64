"""From a text to the signs that are printed: French spacing, and nothing that no font can draw.

What is printed only; the embedded content keeps every sign as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

_NARROW, _WIDE = "\u202f", "\u00a0"
_MONTH = "(?:janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc)[a-zé]*"
_SPACED = re.compile("['«°]| [;!?»€%:]|\\d ")
# Shown in place of a sign that no font has.
STAND_IN = "\u25a1"
# A word of so many signs may be cut after a mark; a longer one anywhere.
LONG_WORD, LONGEST_WORD = 13, 18
_LONG_WORD = re.compile(rf"\S{{{LONG_WORD},}}")
_MARKS = frozenset("@/._-?&=<>(){}[]:;,")
_SPACING = (
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W_])"), "’"),
    (re.compile(" +(?=[;!?»€%])"), _NARROW),
    (re.compile(" +(?=:(?:$|[ \n]))"), _WIDE),
    (re.compile("(?<=«) +"), _NARROW),
    (re.compile(r"(?<=\b[nN]°) +(?=\d)"), _WIDE),
    (re.compile(r"(?<=\b\d\d) (?=\d\d\b)"), _WIDE),
    (re.compile(rf"(?<=\d) (?={_MONTH}\b)"), _WIDE),
)
# They have no shape of their own: fonts are not asked for one.
_SHAPELESS = frozenset("\u200c\u200d\u200e\u200f\ufe0e\ufe0f")
# Only said where a line may be cut: nobody misses them.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
# What is not a text in what is given to Typst.
_NOT_TEXT = frozenset({"k", "style", "paper", "logo", "svg", "id", "mark", "align"})


def printable(signs: Iterable[int]) -> frozenset[str]:
    """Of the signs of a font, those that PDF/A lets one print."""
    every = (chr(sign) for sign in signs)
    return frozenset(sign for sign in every if not unicodedata.category(sign).startswith("C"))


class Signs:
    """Makes texts printable with the signs of some fonts, and remembers what it had to replace.
    `alone`: without the marks that join a sign, when fonts do not have them together."""

    def __init__(self, known: frozenset[str], *, alone: bool = False) -> None:
        self._known = known
        self._alone = alone
        self.replaced: set[str] = set()

    def shown(self, tree: Any) -> Any:
        """The same tree, with every text in it ready to be printed."""
        if isinstance(tree, str):
            return self.text(tree)
        if isinstance(tree, list | tuple):
            return [self.shown(item) for item in tree]
        if isinstance(tree, dict):
            return {
                key: value if key in _NOT_TEXT else self.shown(value)
                for key, value in tree.items()
            }
        return tree

    def text(self, text: str) -> str:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if _SPACED.search(text):
            for pattern, spacing in _SPACING:
                text = pattern.sub(spacing, text)
        if not self._alone and self._known.issuperset(text):
            return text
        return "".join(self._sign(sign) for sign in text)

    def _sign(self, sign: str) -> str:
        category = unicodedata.category(sign)
        joined = sign in _SHAPELESS or category.startswith("M")
        if joined and self._alone:
            self.replaced.add(sign)
            return ""
        if sign == "\n" or sign in _SHAPELESS:
            return sign
        if sign == "\t" or (category == "Zs" and sign not in self._known):
            return " "
        if sign in _INVISIBLE:
            return ""
        if sign in self._known:
            return sign
        self.replaced.add(sign)
        return STAND_IN


def pieces(text: str) -> Iterator[tuple[str, int]]:
    """The text cut where a long word may go on to the next line, and nowhere else. Each piece
    with the length of the word it goes on with; 0 for the first."""
    start = length = 0
    for word in _LONG_WORD.finditer(text):
        for cut in _cuts(word[0]):
            yield text[start : word.start() + cut], length
            start, length = word.start() + cut, len(word[0])
    yield text[start:], length


def _cuts(word: str) -> Iterator[int]:
    """After a mark when there is one not too far, else after so many signs."""
    last = 0
    while len(word) - last >= LONG_WORD:
        window = word[last : last + LONGEST_WORD]
        marks = [at for at, sign in enumerate(window, 1) if sign in _MARKS and at > 5]
        if not marks and len(word) - last <= LONGEST_WORD:
            return
        last += marks[-1] if marks else LONGEST_WORD
        while last < len(word) and unicodedata.combining(word[last]):
            last += 1
        if last < len(word):
            yield last
