"""Reads what somebody types: words, « phrases between quotes », beginnings of words*."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cep_docs.search.french import text_of, typed_of, word_of, words

SHORTEST_BEGINNING = 3
MOST = 20  # words of one question: nobody types more, and a pasted page would take for ever

_PIECE = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|(\S+)')
_SIGNS = re.compile(r"[^\w*'’ʼ]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Every word and a word of each beginning must be there; phrases in their order."""

    words: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)


def read(text: str) -> Asked:
    """Never fails: what is no word is not looked for."""
    alone: list[str] = []
    beginnings: list[str] = []
    phrases: list[tuple[str, ...]] = []
    for quoted, typed in _pieces(text_of(text)):
        if quoted:
            phrase = tuple(words(quoted))
            phrases += [phrase] if len(phrase) > 1 else []
            alone += phrase
        elif typed.endswith("*") and len(begun := typed_of(typed.lower())) >= SHORTEST_BEGINNING:
            beginnings.append(begun)
        else:
            alone.append(word_of(typed.strip("*'’ʼ").lower()))
    known = [word for word in dict.fromkeys(alone) if word]
    return Asked(tuple(known[:MOST]), tuple(dict.fromkeys(beginnings))[:MOST], tuple(phrases))


def holds(found: Sequence[str], phrase: Sequence[str]) -> bool:
    """The words of the phrase follow one another among those found."""
    size, wanted = len(phrase), list(phrase)
    return any(list(found[at : at + size]) == wanted for at in range(len(found) - size + 1))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """(between quotes, alone): one of the two is empty."""
    for match in _PIECE.finditer(text):
        *quoted, alone = match.groups()
        if alone is None:
            yield next(filter(None, quoted), ""), ""
        for typed in _SIGNS.split(alone or ""):
            if typed:
                yield "", typed
