"""Makes words of French text: those that somebody would type for one another become one.

Capitals, accents, elisions (l', qu'), plurals and feminines do not count; neither do the small
words every sentence has. A change here changes what is in an index: RULES goes up with it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cep_docs.values.names import folded

RULES = 1
LONGEST = 40

_WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")
_APOSTROPHE = re.compile("['’ʼ]")
_ELIDED_WORDS = "c d j l m n s t qu jusqu lorsqu puisqu quoiqu presqu quelqu"
_ELIDED = frozenset(_ELIDED_WORDS.split())
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # soft hyphens and their like

_SMALL_WORDS = """
    a afin ai ainsi alors apres as au aucun aucune aura aussi autre autres aux avait avec avez
    avoir avons ayant c car ce ceci cela celle celles celui ces cet cette ceux chaque chez comme
    d dans de depuis des donc dont du elle elles en encore entre es est et etait etant ete etes
    etre eu eux fut ici il ils j je l la le les leur leurs lui m ma mais me meme memes mes moi mon
    n ne ni nos notre nous on ont or ou par parce pas pendant peu plus pour qu quand que quel
    quelle quelles quels qui s sa sans se sera ses si son sont sous sur t ta te tel telle tes toi
    ton tous tout toute toutes tres tu un une vos votre vous y
"""
_SMALL = frozenset(_SMALL_WORDS.split())
# Plurals and feminines that no rule makes.
_APART = {"travaux": "travail", "baux": "bail", "nouvelle": "nouveau", "nouvelles": "nouveau"}

# Each word goes through these steps in order; the first ending of a step that fits is replaced,
# when so many letters stay.
_STEPS = (
    (
        ("eaux", "eau", 1),
        ("aux", "al", 2),
        ("ss", "ss", 0),
        ("s", "", 2),
        ("x", "", 3),
    ),
    (
        ("trice", "teur", 2),
        ("euse", "eur", 2),
        ("eu", "eur", 3),  # heureux, which lost its x; heureuse
        ("ive", "if", 2),
    ),
    (("ee", "", 3), ("er", "", 3), ("ez", "", 3), ("e", "", 3)),
    (("ier", "i", 3), ("er", "", 3), ("ir", "i", 3)),
)


class Span(NamedTuple):
    """A word of a text: where it stands, and what it is in the index."""

    start: int
    end: int
    word: str


def words(text: str) -> list[str]:
    """The words of a text in their order, without the small ones."""
    found = map(word_of, _WORD.findall(text_of(text).lower()))
    return [word for word in found if word]


def counted(text: str) -> dict[str, int]:
    """How often each word comes."""
    found: dict[str, int] = {}
    for written, count in Counter(_WORD.findall(text_of(text).lower())).items():
        if word := word_of(written):
            found[word] = found.get(word, 0) + count
    return found


def spans(text: str) -> Iterator[Span]:
    """The same with their places; the text is one that `text_of` made."""
    for match in _WORD.finditer(text):
        if word := word_of(match[0].lower()):
            yield Span(match.start(), match.end(), word)


def text_of(text: str) -> str:
    """Composed accents, and nothing invisible inside of words."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


@lru_cache(maxsize=200_000)
def word_of(written: str) -> str:
    """What stands in the index for a written word; nothing for a small one."""
    plain = typed_of(written)
    return "" if plain in _SMALL else stem(plain)[:LONGEST]


def typed_of(written: str) -> str:
    """Without capitals, accents and what is elided: a beginning of it is one of the word."""
    pieces = _APOSTROPHE.split(written)
    while len(pieces) > 1 and pieces[0] in _ELIDED:
        del pieces[0]
    joined = "".join(pieces)
    plain = joined.isascii() and joined.isalnum() and joined.islower()
    return joined if plain else folded(joined)


def stem(plain: str) -> str:
    """The same for a word, its plural, its feminine and, mostly, its infinitive."""
    if plain in _APART:
        return _APART[plain]
    if not plain.isalpha() or len(plain) < 3:
        return plain
    for endings in _STEPS:
        plain = _shortened(plain, endings)
    return plain[:-1] if len(plain) > 4 and plain[-1] == plain[-2] else plain


def _shortened(plain: str, endings: tuple[tuple[str, str, int], ...]) -> str:
    for ending, instead, least in endings:
        if plain.endswith(ending) and len(plain) - len(ending) >= least:
            return plain[: len(plain) - len(ending)] + instead
    return plain
