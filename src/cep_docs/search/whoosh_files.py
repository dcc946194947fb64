"""Reads and writes Whoosh's own files in bulk: the one module that imports Whoosh.

Whoosh makes its index word by word and document by document; here a whole segment is written at
once, word after word, in the format of its default codec. Any Whoosh can read it.
"""

import warnings
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import sub
from pathlib import Path
from pickle import dumps
from typing import Any

from cep_docs.search.engine import Entry, Scope, owner_of, part_of
from cep_docs.storage.disk import sync

with warnings.catch_warnings():
    # Invalid escapes and the like in its sources, told when Python compiles them.
    warnings.simplefilter("ignore")
    from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3TermInfo
    from whoosh.columns import VarBytesColumn
    from whoosh.fields import COLUMN, FieldType, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.formats import Existence
    from whoosh.index import EmptyIndexError, FileIndex
    from whoosh.reading import SegmentReader, TermNotFound
    from whoosh.writing import SegmentWriter

__all__ = ("EmptyIndexError", "Leaf", "Postings", "Writer", "index_in")

NAME = "words"
FIELD = "words"
BLOCK = 4096  # postings; Whoosh takes 128 and spends its time on what stands between the blocks
PICKLE = 2  # as Whoosh does

Postings = Mapping[int, int]
MergePolicy = Callable[["Writer", list[Any]], list[Any]]


class Words(FieldType):  # type: ignore[misc]
    """Words that are made elsewhere, each with its weight; neither positions nor the text."""

    indexed = True
    scorable = stored = unique = spelling = False
    analyzer = vector = column_type = None

    def __init__(self) -> None:
        self.format = Existence()


def index_in(folder: Path) -> Any:
    """The index in this folder, made when there is none."""
    storage = FileStorage(str(folder))
    if any(folder.glob(f"_{NAME}_*.toc")):
        return FileIndex(storage, indexname=NAME)
    return FileIndex.create(storage, Schema(id=COLUMN(VarBytesColumn()), words=Words()), NAME)


class Leaf:
    """One segment as it was written: what was deleted of it since is told by `segment`."""

    def __init__(self, index: Any, schema: Any, segment: Any) -> None:
        self.segment = segment
        self._reader = SegmentReader(index.storage, schema, segment)
        # Opened now: its files may be gone from the folder when it is read.
        self._ids = self._reader.column_reader("id")

    def close(self) -> None:
        self._reader.close()

    @cached_property
    def ids(self) -> Sequence[str]:
        return [id.decode() for id in self._ids]

    @cached_property
    def places(self) -> Mapping[str, int]:
        return {id: place for place, id in enumerate(self.ids)}

    @cached_property
    def shelves(self) -> Mapping[str, Mapping[str, Sequence[int]]]:
        """Where entries stand, by part and owner."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, id in enumerate(self.ids):
            found[part_of(id)][owner_of(id)].append(place)
        return found

    def within(self, scope: Scope) -> set[int]:
        """The entries one may look at."""
        found: set[int] = set()
        for part, owners in scope.items():
            shelves = self.shelves.get(part, {})
            wanted = shelves.keys() if owners is None else shelves.keys() & owners
            for owner in wanted:
                found.update(shelves[owner])
        return found - self.deleted

    @property
    def deleted(self) -> set[int]:
        return set(self.segment.deleted_docs())

    def postings(self, word: str) -> Postings:
        try:
            return self._postings(self._reader._terms.term_info(FIELD, word.encode()))
        except TermNotFound:
            return {}

    def beginning(self, letters: str) -> Iterator[tuple[str, Postings]]:
        start = letters.encode()
        for (field, word), info in self._reader._terms.items_from(FIELD, start):
            if field != FIELD or not word.startswith(start):
                return
            yield word.decode(), self._postings(info)

    def words(self, letters: str) -> Iterator[str]:
        start = letters.encode()
        for field, word in self._reader._terms.terms_from(FIELD, start):
            if field != FIELD or not word.startswith(start):
                return
            yield word.decode()

    def _postings(self, info: Any) -> Postings:
        if info.is_inlined():
            places, weights, _ = info.inlined_postings()
            return dict(zip(places, map(int, weights), strict=True))
        offset, length = info.extent()
        blocks = W3LeafMatcher(self._reader._terms._postfile, offset, length, Existence())
        found: dict[int, int] = {}
        while True:
            blocks._read_data()
            steps, weights, _ = blocks._data
            found.update(zip(accumulate(steps), weights, strict=True))
            if blocks._lastblock:
                return found
            blocks._goto(blocks._nextoffset)


class Writer(SegmentWriter):  # type: ignore[misc]
    """Gathers the postings of a new segment in memory and writes them at once."""

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=W3Codec(), compound=False)
        self._places: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._weights: dict[str, array[int]] = defaultdict(lambda: array("B"))

    def add(self, entry: Entry) -> None:
        place = self._new_place(entry.id)
        for word, weight in entry.weights().items():
            self._places[word].append(place)
            self._weights[word].append(weight)

    def take_in(self, leaf: Leaf) -> None:
        """What is left of another segment becomes part of this one."""
        deleted = leaf.deleted
        moved = {
            place: self._new_place(id) for place, id in enumerate(leaf.ids) if place not in deleted
        }
        for word, postings in leaf.beginning(""):
            kept = [(moved[place], w) for place, w in postings.items() if place in moved]
            self._places[word].extend(place for place, _ in kept)
            self._weights[word].extend(weight for _, weight in kept)

    def save(self, merging: MergePolicy) -> None:
        """Commit, and wait for the disk."""
        self.commit(mergetype=merging)
        folder = Path(self.storage.folder)
        for path in (*folder.glob(f"{self.newsegment.segment_id()}*"), *folder.glob("*.toc")):
            sync(path)
        sync(folder)

    def _new_place(self, id: str) -> int:
        place: int = self.docnum
        self.perdocwriter.start_doc(place)
        self.perdocwriter.add_column_value("id", self.schema["id"].column_type, id.encode())
        self.perdocwriter.finish_doc()
        self.docnum += 1
        self._added = True
        return place

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        files = self.fieldwriter
        files.start_field(FIELD, self.schema[FIELD])
        prefix = files._fieldid.to_bytes(2, "big")
        for word in sorted(filter(self._places.__getitem__, self._places), key=str.encode):
            info = self._written(self._places[word], self._weights[word])
            files._tindex.add(prefix + word.encode(), info.to_bytes())
        files.finish_field()
        files.close()

    def _written(self, places: "array[int]", weights: "array[int]") -> Any:
        """Write the postings of one word in blocks, and tell where they are."""
        heaviest = float(max(weights))
        info = W3TermInfo(float(sum(weights)), len(places), 1, 1, heaviest, places[0], places[-1])
        if len(places) == 1:
            info.set_inlined(places, map(float, weights), [b""])
            return info
        file = self.fieldwriter._postfile
        start = file.tell()
        file.write(WHOOSH3_HEADER_MAGIC)
        for at in range(0, len(places), BLOCK):
            block = places[at : at + BLOCK]
            steps = (block[0], *map(sub, block[1:], block))
            data = dumps((steps, tuple(weights[at : at + BLOCK]), None), PICKLE)
            head = dumps((len(block), block[-1], heaviest, 0, 1, 1), PICKLE)
            size = len(head) + len(data)
            file.write_int(size if at + BLOCK < len(places) else -size)
            file.write(head)
            file.write(data)
        info.set_extent(start, file.tell() - start)
        return info
