"""What stands in each heading of a draft, and everything that stood there before."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypedDict

from persistent import Persistent

from cep_docs.definitions.form_field import Value


class Origin(TypedDict):
    """Where a text was taken from, until somebody writes it anew (R-061)."""

    what: str
    number: str
    on: date


class Aside(TypedDict):
    """A text that came too late: somebody else had written there. Nobody's words are lost."""

    value: Value
    author: str
    at: datetime
    seen: int


class Earlier(Persistent):  # type: ignore[misc]
    """What stood in a heading before; each knows the one before it, so that writing one more
    does not write the others again. `revision`: the last one at which it stood; 0 when it never
    did, or when nobody wrote that down yet."""

    revision = 0

    def __init__(
        self, value: Value, author: str, at: datetime | None, before: "Earlier | None"
    ) -> None:
        self.value = value
        self.author = author
        self.at = at
        self.before = before


class Heading(Persistent):  # type: ignore[misc]
    """One heading of a draft. It is an object of its own: two advisers in two headings write two
    records and never meet. `revision` counts the writings; who writes says which one he saw."""

    def __init__(self) -> None:
        self.value: Value = ""
        self.revision = 0
        self.author = ""
        self.since: datetime | None = None
        self.at: datetime | None = None
        self.origin: Origin | None = None
        self.asides: tuple[Aside, ...] = ()
        self.before: Earlier | None = None

    def write(self, value: Value, author: str, at: datetime | None, keep: bool) -> None:
        """`keep`: what stood there goes into the past; else it was the same stretch of writing."""
        if keep:
            if self.revision:
                self.before = Earlier(self.value, self.author, self.at, self.before)
                self.before.revision = self.revision
            self.since = at
        self.value, self.author, self.at = value, author, at
        self.origin = None
        self.revision += 1

    def past(self) -> Iterator[Earlier]:
        """What stood there, the latest first."""
        earlier = self.before
        while earlier is not None:
            yield earlier
            earlier = earlier.before

    def set_aside(self, aside: Aside, instead_of: Aside | None) -> None:
        """`instead_of`: the text that its author only went on writing."""
        others = [kept for kept in self.asides if kept is not instead_of]
        self.asides = (*others, aside)

    def take_back_asides(self, author: str) -> None:
        """Once he decided what stands there, his set-aside texts are part of the past."""
        for aside in self.asides:
            if aside["author"] == author:
                self.before = Earlier(aside["value"], author, aside["at"], self.before)
        self.asides = tuple(aside for aside in self.asides if aside["author"] != author)
