"""The one that takes changes into the index of words, and draws it again.

It may be killed at any point. A change is forgotten by the database after the index has it on the
disk: what is taken in twice is taken in once. While somebody draws the index again, changes are
taken into the old one and not forgotten, so that the new one gets them before it is used.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from cep_docs.errors import Unusable
from cep_docs.lifecycle.indexing import entries_at, entries_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.search.engine import Engine, Entry
from cep_docs.search.place import Index
from cep_docs.storage.changes import Change, forget, mark_of, waiting
from cep_docs.storage.disk import hold, hold_if_free

Write = Callable[[Callable[[Tools], Any]], Any]
Progress = Callable[[int, int], None]

BATCH = 500  # changes taken in at once
SEGMENT = 4096  # texts written at once when everything is drawn again
STRIDE = 200  # people read from one moment of the database


@dataclass(slots=True)
class Indexer:
    """`taken`: what it took in and could not have forgotten, as somebody draws the index again."""

    read: Callable[[], AbstractContextManager[Tools]]
    write: Write
    index: Index
    locks: Path
    taken: set[Change] = field(default_factory=set)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else takes changes in for as long as the block lasts."""
        lock = hold_if_free(self.locks / "indexer")
        if lock is None:
            raise Unusable(
                "L'indexation tourne déjà pour cette instance. Rien n'a été modifié. "
                "Il n'en faut qu'une : attendre, ou arrêter l'autre."
            )
        with lock:
            yield

    def refusal(self) -> str:
        """Why the index has to be drawn again, in French; nothing when it is good."""
        with self.read() as tools:
            return self.index.refusal(mark_of(tools.site.to_index))

    def drain(self) -> int:
        """Take in the next changes; how many there were, 0 when nothing waits."""
        with hold(self.locks / "index-turn"), self._nobody_draws() as free:
            if free:
                self.taken.clear()
            with self.read() as tools:
                mark, before = tools.new_id(), mark_of(tools.site.to_index)
                new = (c for c in waiting(tools.site.to_index) if c not in self.taken)
                changes = list(islice(new, BATCH))
                entries, gone = entries_at(_paths(changes), tools)
            if changes:
                self.index.save(entries, gone)
                self.index.remark(mark, before)
            if changes and free:
                self._forget(changes, mark)
            self.taken.update(changes)
            return len(changes)

    def rebuild(self, progress: Progress) -> int:
        """Draw the index again beside the one in use, then put it in its place; how many texts.

        Nobody who searches or writes waits for it."""
        with hold(self.locks / "index-turn"):  # no change is being forgotten
            lock = hold_if_free(self.locks / "reindex")
        if lock is None:
            raise Unusable(
                "Une reconstruction de l'index est déjà en cours. Rien n'a été modifié. "
                "Attendre qu'elle finisse ; la recherche répond pendant ce temps."
            )
        with lock, self.index.another() as made:
            count = self._draw(made.engine, progress)
            with hold(self.locks / "index-turn"):
                with self.read() as tools:
                    mark, before = tools.new_id(), mark_of(tools.site.to_index)
                    changes = list(waiting(tools.site.to_index))
                    made.engine.save(*entries_at(_paths(changes), tools))
                self.index.adopt(made, mark, before)
                self._forget(changes, mark)
                self.taken.clear()
        return count

    def _draw(self, engine: Engine, progress: Progress) -> int:
        """Some thousands of texts at once, of which one is in memory at a time."""
        texts = self._texts(progress)
        count = 0
        for first in texts:
            some = _Counted(chain((first,), islice(texts, SEGMENT - 1)))
            engine.save(some, ())
            count += some.count
        return count

    def _texts(self, progress: Progress) -> Iterator[Entry]:
        with self.read() as tools:
            people = [person.__name__ for person in tools.site.beneficiaries]
        for start in range(0, len(people), STRIDE):
            progress(start, len(people))
            with self.read() as tools:
                for name in people[start : start + STRIDE]:
                    yield from entries_of(tools.site.beneficiaries[name], tools)
        progress(len(people), len(people))

    @contextmanager
    def _nobody_draws(self) -> Iterator[bool]:
        """Whether nobody draws the index again now; nobody begins for as long as it lasts."""
        lock = hold_if_free(self.locks / "reindex")
        if lock is None:
            yield False
        else:
            with lock:
                yield True

    def _forget(self, changes: Collection[Change], mark: str) -> None:
        self.write(lambda tools: forget(tools.site.to_index, changes, mark))


@dataclass(slots=True)
class _Counted:
    """Counts what goes through."""

    texts: Iterator[Entry]
    count: int = 0

    def __iter__(self) -> Iterator[Entry]:
        for text in self.texts:
            self.count += 1
            yield text


def _paths(changes: Collection[Change]) -> list[str]:
    return sorted({change.path for change in changes})
