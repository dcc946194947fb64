"""What a courier is given, and what it says of it once it has tried."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Fate(Enum):
    """Of one attempt. Whatever is not known to be over is tried again."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Letter:
    """`key` is the same each time it is tried: whoever receives it twice can tell."""

    key: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`trouble` is a word and the codes of the other side, never its sentences: they repeat
    addresses. `doubtful`: it is the address that was refused."""

    fate: Fate
    trouble: str = ""
    doubtful: bool = False


class Courier(Protocol):
    def carry(self, letter: Letter) -> AbstractContextManager[Outcome]:
        """Hand it over. The other side is told goodbye at the end of the block only, so that the
        outcome is written down before: who said goodbye never comes back with the same letter."""
        ...


SENT = Outcome(Fate.SENT)


def later(trouble: str) -> Outcome:
    return Outcome(Fate.LATER, trouble)


def never(trouble: str, *, doubtful: bool = False) -> Outcome:
    return Outcome(Fate.NEVER, trouble, doubtful)
