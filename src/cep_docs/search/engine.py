"""What an index of words can do, whatever it is made with.

An index holds entries, named `<owner>/…/<part>`: whose they are and what they are a part of. It
holds no right: whoever asks says in which entries, by part and owner, and still has to decide
about each one. What it answers about an entry depends on this entry alone, never on the others
beside it: neither their number nor the rarity of their words may be seen by those who may not
see them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from cep_docs.search.asked import Asked
from cep_docs.search.french import counted

# The owners whose entries may be looked at, for each part; None: those of everybody.
Scope = Mapping[str, Collection[str] | None]

HEAVIEST = 255
_USUAL_LENGTH = 400  # words; a constant, not what the others have
_SATURATION = 1.2
_BY_LENGTH = 0.5


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one text, and how often each comes."""

    id: str
    counts: Mapping[str, int]

    def weights(self) -> dict[str, int]:
        """A word counts more when it comes often in a short text."""
        length = sum(self.counts.values())
        of = {count: weight(count, length) for count in set(self.counts.values())}
        return {word: of[count] for word, count in self.counts.items()}


class Match(NamedTuple):
    """An entry that has every word asked for, and how much it is about them."""

    weight: int
    id: str


class Engine(Protocol):
    """One index in one folder; several may read it while one writes."""

    def save(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        """Put these entries, each of them once, in the place of those of the same name, and take
        others away: all of it or nothing, on the disk when this returns."""
        ...

    def matching(self, asked: Asked, scope: Scope) -> list[Match]:
        """Every entry in that scope with all that is asked for, phrases apart; in no order."""
        ...

    def beginning(self, letters: str) -> Iterator[str]:
        """The words of the index that begin so. They may be of anybody's documents: not to be
        shown before an entry with them was found that one may see."""
        ...

    def contents(self) -> Iterator[tuple[str, str, int]]:
        """(entry, word, weight): everything there is, to compare two indexes."""
        ...

    def close(self) -> None: ...


def entry(id: str, text: str) -> Entry:
    return Entry(id, counted(text))


def weight(count: int, length: int) -> int:
    """Of a word that comes so often in a text of so many words, from 1 to HEAVIEST."""
    norm = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * length / _USUAL_LENGTH)
    return max(1, round(HEAVIEST * count / (count + norm)))


def ranked(matches: Iterable[Match]) -> list[Match]:
    """The heaviest first; as heavy, in an order that is always the same."""
    return sorted(matches, key=lambda match: (-match.weight, match.id))


def owner_of(id: str) -> str:
    return id.partition("/")[0]


def part_of(id: str) -> str:
    return id.rpartition("/")[2]
