"""The index in Whoosh's files."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cep_docs.search.asked import Asked
from cep_docs.search.engine import Entry, Match, Scope
from cep_docs.search.whoosh_files import EmptyIndexError, Leaf, Postings, Writer, index_in

# So many segments of one size become one of the next size; the largest are left alone, so that
# a document is written again three or four times in its life, whatever the size of the house.
FAN = 8
LARGEST = 4096
_MOSTLY_DELETED = 2


class WhooshEngine:
    """Opens what is there when it is asked, and keeps open what has not changed."""

    def __init__(self, folder: Path) -> None:
        self._index = index_in(folder)
        self._generation = -1
        self._leaves: dict[str, Leaf] = {}

    def save(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        writer = Writer(self._index)
        try:
            leaves = self._opened(writer.segments)
            replaced = set(gone)
            for entry in entries:
                replaced.add(entry.id)
                writer.add(entry)
            for leaf in leaves:
                for id in leaf.places.keys() & replaced:
                    leaf.segment.delete_document(leaf.places[id])
        except BaseException:
            writer.cancel()
            raise
        writer.save(self._merged)

    def matching(self, asked: Asked, scope: Scope) -> list[Match]:
        if not asked:
            return []
        return [
            Match(weight, leaf.ids[place])
            for leaf in self._current()
            for place, weight in _found(leaf, asked, scope).items()
        ]

    def beginning(self, letters: str) -> Iterator[str]:
        return iter(sorted({word for leaf in self._current() for word in leaf.words(letters)}))

    def contents(self) -> Iterator[tuple[str, str, int]]:
        for leaf in self._current():
            deleted = leaf.deleted
            for word, postings in leaf.beginning(""):
                for place, weight in postings.items():
                    if place not in deleted:
                        yield leaf.ids[place], word, weight

    def close(self) -> None:
        for leaf in self._leaves.values():
            leaf.close()
        self._leaves = {}
        self._generation = -1

    def _current(self) -> list[Leaf]:
        generation = self._index.latest_generation()
        while generation != self._generation:
            try:
                self._opened(self._index._read_toc().segments)
                self._generation = generation
            except (FileNotFoundError, EmptyIndexError):
                if self._index.latest_generation() == generation:
                    raise  # nobody is writing: it is gone
            generation = self._index.latest_generation()
        return list(self._leaves.values())

    def _opened(self, segments: Iterable[Any]) -> list[Leaf]:
        schema = self._index.schema
        leaves: dict[str, Leaf] = {}
        for segment in segments:
            name = segment.segment_id()
            leaf = self._leaves.pop(name, None) or Leaf(self._index, schema, segment)
            leaf.segment = segment
            leaves[name] = leaf
        for leaf in self._leaves.values():
            leaf.close()
        self._leaves = leaves
        self._generation = -1
        return list(leaves.values())

    def _merged(self, writer: Writer, segments: list[Any]) -> list[Any]:
        """Take small segments into the new one, and those most of which was deleted."""
        kept = [segment for segment in segments if _left(segment)]
        taken = [s for s in kept if s.deleted_count() * _MOSTLY_DELETED > s.doc_count_all()]
        size = FAN
        while size <= LARGEST:
            alike = [s for s in kept if s not in taken and size // FAN <= _left(s) < size]
            if len(alike) >= FAN - 1:
                taken += alike
            size *= FAN
        for segment in taken:
            writer.take_in(self._leaves[segment.segment_id()])
        return [segment for segment in kept if segment not in taken]


def _left(segment: Any) -> int:
    count: int = segment.doc_count_all() - segment.deleted_count()
    return count


def _found(leaf: Leaf, asked: Asked, scope: Scope) -> dict[int, int]:
    """The entries of one segment and their weights; read until nothing is left to look for."""
    found = dict.fromkeys(leaf.within(scope), 0)
    for postings in _lists(leaf, asked):
        found = _both(found, postings)
        if not found:
            break
    return found


def _both(found: dict[int, int], postings: Postings) -> dict[int, int]:
    if len(found) <= len(postings):
        return {p: weight + postings[p] for p, weight in found.items() if p in postings}
    return {p: weight + found[p] for p, weight in postings.items() if p in found}


def _lists(leaf: Leaf, asked: Asked) -> Iterator[Postings]:
    for word in asked.words:
        yield leaf.postings(word)
    for letters in asked.beginnings:
        heaviest: dict[int, int] = {}
        for _, postings in leaf.beginning(letters):
            for place, weight in postings.items():
                heaviest[place] = max(weight, heaviest.get(place, 0))
        yield heaviest
