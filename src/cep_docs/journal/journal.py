"""The journal of one beneficiary, or of the operator itself: one chain of lines."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from cep_docs.errors import Invalid
from cep_docs.journal.findings import Finding, chain_findings, raise_first
from cep_docs.journal.line import Entry, digest_of, is_recordable, read, text_of

# A tail is written again with every line, a page only once. Measured on FileStorage, bytes written
# for a line of 317, at 10 / 100 / 1,000 lines: 16 lines 1991 / 3296 / 3435, 8 lines 1769 / 2091 /
# 2223; one BTree of lines 2088 / 12031 / 15189. Pages held in a list instead of a tree: 3212 at
# 1,000 lines. Four lines would save 500 bytes more, for twice the objects to load when verifying.
LINES_PER_PAGE = 8


class Page(Persistent):  # type: ignore[misc]
    """A full tail, written once and never again."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.lines = lines


class Journal(Persistent):  # type: ignore[misc]
    """An append-only chain of lines.

    One chain per beneficiary rather than one for the site: it leaves with the beneficiary at
    handover, and two advisers writing about two persons never conflict in the database.

    The number orders the lines, not the time: a clock that jumps back is recorded as it was.
    """

    def __init__(self, name: str) -> None:
        if not name or not is_recordable(name):
            raise Invalid({"name": "Un journal porte le nom de la chaîne qu’il tient."})
        self.name = name
        self.count = 0
        self.head = ""  # digest of the last line: publishing it commits to all lines before it
        self._tail: tuple[str, ...] = ()
        self._pages: Any = None  # IOBTree of Page; most journals never need one

    def record(self, entry: Entry) -> str:
        """Add a line; the new head. Invalid if the entry cannot be said in one line of text."""
        text = text_of(entry, self.name, self.count + 1, self.head)
        if len(self._tail) == LINES_PER_PAGE:
            self._turn_page()
        self._tail = (*self._tail, text)
        self.count += 1
        self.head = digest_of(text)
        return self.head

    def __len__(self) -> int:
        return int(self.count)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(read, self.lines())

    def lines(self) -> Iterator[str]:
        """The lines as they were written. One page at a time is in memory."""
        for page in self._pages.values() if self._pages else ():
            yield from page.lines
            page._p_deactivate()
        yield from self._tail

    def recent(self, n: int) -> list[dict[str, Any]]:
        """The last n lines, the newest first; reads no page that it does not need."""
        return list(islice(self.backwards(), max(n, 0)))

    def backwards(self, before: int | None = None) -> Iterator[dict[str, Any]]:
        """The lines before that number, or all of them, the newest first; each is read when it is
        asked for."""
        last = self.count if before is None else min(before - 1, self.count)
        return (read(self._line(number)) for number in range(last, 0, -1))

    def head_at(self, number: int) -> str:
        """The head when the journal counted that many lines; "" if it has no such line."""
        text = self._line(number)
        return digest_of(text) if text else ""

    def verify(self) -> None:
        """Raise Damaged if a line was changed, removed, inserted or moved."""
        raise_first(findings(self))

    @property
    def _page_count(self) -> int:
        return self._pages.maxKey() + 1 if self._pages else 0

    def _turn_page(self) -> None:
        if self._pages is None:
            self._pages = IOBTree()
        self._pages[self._page_count] = Page(self._tail)
        self._tail = ()

    def _line(self, number: int) -> str:
        page, place = divmod(number - 1, LINES_PER_PAGE)
        lines = self._tail if page == self._page_count else self._lines_of(page)
        return lines[place] if place < len(lines) else ""

    def _lines_of(self, page: int) -> tuple[str, ...]:
        found = self._pages.get(page) if self._pages else None
        return found.lines if found else ()


def findings(journal: Journal) -> Iterator[Finding]:
    """Everything wrong with it; nothing when it is as it was written."""
    return chain_findings(journal.name, journal.lines, journal.count, journal.head)


def export(journal: Journal) -> Iterator[str]:
    """The lines of a JSONL file: UTF-8, each followed by a line feed and nothing else.

    docs/verify_journal.py verifies the file without cep_docs.
    """
    return journal.lines()
