"""policies/plain_words.yaml: how to write so that everybody understands (R-060, R-063).

Hints are told to whoever writes; they stop nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from cep_docs.definitions.reading import Reader
from cep_docs.values import markup

PATH = "policies/plain_words.yaml"
ACRONYM, LONG, JUDGEMENT = "acronym", "sentence", "judgement"

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9]{2,5}\b")
_WORD = re.compile(r"\w[\w'’-]*")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?!\s|$)[^.!?…\n]*)*")


@dataclass(frozen=True, slots=True)
class Hint:
    """`at` is where `words` stand in the text without its marks; `advice` is a French sentence."""

    kind: str
    at: int
    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class PlainWords:
    """`acronyms` have their expansion, `everyday` need none; `judgements` have what to write
    rather than them."""

    longest_sentence: int
    acronyms: Mapping[str, str]
    everyday: tuple[str, ...]
    judgements: Mapping[str, str]

    def hints(self, text: str) -> list[Hint]:
        """In the order of the text; nothing of it is changed, nothing is refused."""
        plain = markup.plain(text)
        found = [*self._acronyms(plain), *self._sentences(plain), *self._judgements(plain)]
        return sorted(found, key=lambda hint: hint.at)

    def _acronyms(self, text: str) -> Iterator[Hint]:
        """Explained means that the expansion stands before the first use, or right behind it."""
        flat, seen = _flat(text), set(self.everyday)
        for match in _CAPITALS.finditer(text):
            word, long = match[0], self.acronyms.get(match[0], "")
            if word in seen:
                continue
            seen.add(word)
            if not long:
                advice = f"Si « {word} » est un sigle, l'écrire en entier la première fois."
                yield Hint(ACRONYM, match.start(), word, advice)
            elif _flat(long) not in flat[: match.end() + len(long) + 3]:
                advice = f"La première fois, écrire « {long} ({word}) »."
                yield Hint(ACRONYM, match.start(), word, advice)

    def _sentences(self, text: str) -> Iterator[Hint]:
        for match in _SENTENCE.finditer(text):
            count = len(_WORD.findall(match[0]))
            if count > self.longest_sentence:
                words = match[0].strip()
                at = match.start() + match[0].index(words[0])
                advice = (
                    f"Cette phrase a {count} mots. La couper en deux aide à la comprendre "
                    f"(au plus {self.longest_sentence} mots)."
                )
                yield Hint(LONG, at, words, advice)

    def _judgements(self, text: str) -> Iterator[Hint]:
        flat = _flat(text)
        for word, rather in self.judgements.items():
            for match in _pattern(word).finditer(flat):
                words = text[match.start() : match.end()]
                yield Hint(JUDGEMENT, match.start(), words, f"« {words} » : {rather}")


def load_plain_words(reader: Reader) -> PlainWords:
    data = reader.read(PATH)
    reader.only(data, ["source", "longest_sentence", "acronyms", "everyday", "judgements"], [])
    reader.sentence(data, "source")
    acronyms, judgements = reader.section(data, "acronyms"), reader.section(data, "judgements")
    everyday = reader.words(data, "everyday", None)
    for word in acronyms:
        if not _CAPITALS.fullmatch(word) or word in everyday:
            sentence = f"« {word} » n'est pas un sigle de 3 à 6 signes, ou est déjà courant."
            reader.faults.at(acronyms, word, sentence)
    longest = reader.number(data, "longest_sentence", 30)
    if longest < 1:
        reader.faults.at(data, "longest_sentence", "au moins 1 mot.")
    return PlainWords(
        longest_sentence=longest,
        acronyms={word: reader.sentence(acronyms, word) for word in acronyms},
        everyday=everyday,
        judgements={word: reader.sentence(judgements, word) for word in judgements},
    )


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_flat(word))}(?:e|s|es)?(?!\w)")


def _flat(text: str) -> str:
    """Sign for sign the same length, whatever the capitals and the shape of the apostrophes."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    return lowered.replace("’", "'").replace("\u00a0", " ").replace("\n", " ")
