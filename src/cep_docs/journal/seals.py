"""The nightly seal: one digest that commits to the heads of all journals (R-128, AUD-03)."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BufferedWriter

from BTrees.IOBTree import IOBTree
from BTrees.OLBTree import OLBTree
from persistent import Persistent
from ZODB.blob import Blob

from cep_docs.errors import Invalid
from cep_docs.journal.journal import Journal
from cep_docs.journal.line import canonical, digest_of, has_time_zone

Reached = tuple[str, int, str]  # chain, count, head


class Seal(Persistent):  # type: ignore[misc]
    """What the chains that moved since the seal before had reached; written once.

    `blob` holds one line of JSON per chain, sorted by chain: {"chain": …, "count": …, "head": …}.
    """

    def __init__(self, number: int, day: date, after: str) -> None:
        self.number = number
        self.day = day
        self.after = after
        self.chains = 0
        self.covered = ""  # SHA-256 of the text in the blob
        self.digest = ""
        self.blob = Blob()

    def cover(self, reached: Iterable[Reached]) -> None:
        digest = hashlib.sha256()
        with BufferedWriter(self.blob.open("w")) as file:  # a bare blob writes at each line
            for chain, count, head in reached:
                line = canonical({"chain": chain, "count": count, "head": head}).encode() + b"\n"
                digest.update(line)
                file.write(line)
                self.chains += 1
        self.covered = digest.hexdigest()
        self.digest = self.expected_digest

    @property
    def expected_digest(self) -> str:
        """SHA-256 of [digest of the seal before, day, number of chains, digest of the text]."""
        return digest_of(canonical([self.after, f"{self.day}", self.chains, self.covered]))


class Seals(Persistent):  # type: ignore[misc]
    """All seals, from 1 to `count`. Publishing `head` commits to every line of every journal.

    How far each chain is sealed is kept here, in a BTree, and not on the journals: a night that
    wrote on thousands of journals would conflict with whoever works on them at that moment, and
    would write each of their tails again.
    """

    def __init__(self) -> None:
        self.count = 0
        self.head = ""
        self._seals = IOBTree()
        self._sealed = OLBTree()  # chain → its count in the last seal that covers it

    def __len__(self) -> int:
        return int(self.count)

    def __iter__(self) -> Iterator[Seal]:
        return iter(self._seals.values())

    def find(self, number: int) -> Seal | None:
        found: Seal | None = self._seals.get(number)
        return found

    @property
    def numbers(self) -> range:
        """Every number a seal should have, or has."""
        return range(1, max(self.count, self._seals.maxKey() if self._seals else 0) + 1)

    def _moved(self, journals: Iterable[Journal]) -> Iterator[Reached]:
        for journal in journals:
            if journal.count != self._sealed.get(journal.name, 0):
                yield journal.name, journal.count, journal.head
            journal._p_deactivate()

    def _add(self, day: date, moved: list[Reached]) -> Seal:
        new = Seal(self.count + 1, day, self.head)
        if self._p_jar is not None:
            self._p_jar.add(new.blob)  # a blob of no database is written in the system's /tmp
        new.cover(moved)
        self._seals[new.number] = new
        self.count, self.head = new.number, new.digest
        for chain, count, _ in moved:
            self._sealed[chain] = count
        return new


def seal(seals: Seals, journals: Iterable[Journal], at: datetime) -> Seal:
    """Seal what moved since the last seal; the day is that of `at` in its own time zone.

    Again on the same day, when nothing moved, it is the seal that already stands. On another day
    it is an empty one: it proves that nothing moved. Memory grows with the chains that moved,
    some 500 bytes each, not with the journals.
    """
    if not has_time_zone(at):
        raise Invalid({"at": "L’heure d’un scellé porte toujours son fuseau horaire."})
    moved = sorted(seals._moved(journals))
    last = seals.find(seals.count)
    if last is not None and not moved and last.day == at.date():
        return last
    return seals._add(at.date(), moved)
