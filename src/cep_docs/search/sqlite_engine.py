"""The index in a file of SQLite, by its FTS5; ranked as the others are, not by FTS5."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from cep_docs.search.asked import Asked
from cep_docs.search.engine import Entry, Match, Scope, owner_of, part_of, weight

FILE = "words.sqlite"
LAST = "\U0010ffff"

# The words come ready: its tokenizer has only to take them apart where the blanks are.
_SCHEMA = """
    CREATE TABLE IF NOT EXISTS entries (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, length INTEGER NOT NULL
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
        text, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N*'"
    );
    CREATE VIRTUAL TABLE IF NOT EXISTS occurrences USING fts5vocab(words, 'instance');
    CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(words, 'row');
"""


class SqliteEngine:
    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / FILE, timeout=60, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.executescript(_SCHEMA)

    def save(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        with self._database as database:
            for id in gone:
                _remove(database, id)
            for entry in entries:
                _remove(database, entry.id)
                row = [entry.id, sum(entry.counts.values())]
                adding = "INSERT INTO entries (id, length) VALUES (?, ?)"
                number = database.execute(adding, row).lastrowid
                text = " ".join(" ".join([word] * count) for word, count in entry.counts.items())
                database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", [number, text])

    def matching(self, asked: Asked, scope: Scope) -> list[Match]:
        if not asked:
            return []
        lengths = {
            number: (id, length)
            for number, id, length in self._database.execute(
                "SELECT number, id, length FROM words JOIN entries ON number = words.rowid "
                "WHERE words MATCH ?",
                [_query(asked)],
            )
            if _inside(id, scope)
        }
        found = dict.fromkeys(lengths, 0)
        for counted in (
            *(self._counts("term = ?", word) for word in asked.words),
            *(self._counts("term >= ? AND term < ?", s, s + LAST) for s in asked.beginnings),
        ):
            heaviest: dict[int, int] = {}
            for number, count in counted:
                if number in lengths:
                    said = weight(count, lengths[number][1])
                    heaviest[number] = max(said, heaviest.get(number, 0))
            for number, said in heaviest.items():
                found[number] += said
        return [Match(total, lengths[number][0]) for number, total in found.items()]

    def beginning(self, letters: str) -> Iterator[str]:
        asking = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY term"
        with closing(self._database.execute(asking, [letters, letters + LAST])) as rows:
            yield from (word for (word,) in rows)

    def contents(self) -> Iterator[tuple[str, str, int]]:
        asking = (
            "SELECT id, term, count(*), length FROM occurrences JOIN entries ON number = doc "
            "GROUP BY doc, term"
        )
        with closing(self._database.execute(asking)) as rows:
            for id, word, count, length in rows:
                yield id, word, weight(count, length)

    def close(self) -> None:
        self._database.close()

    def _counts(self, where: str, *values: str) -> Iterator[tuple[int, int]]:
        asking = f"SELECT doc, count(*) FROM occurrences WHERE {where} GROUP BY doc, term"  # noqa: S608
        return iter(self._database.execute(asking, values))


def _remove(database: sqlite3.Connection, id: str) -> None:
    for (number,) in database.execute("SELECT number FROM entries WHERE id = ?", [id]).fetchall():
        database.execute("DELETE FROM words WHERE rowid = ?", [number])
        database.execute("DELETE FROM entries WHERE number = ?", [number])


def _query(asked: Asked) -> str:
    """Words are letters and figures alone: nothing in them means something to FTS5 in quotes."""
    return " AND ".join(
        [*(f'"{word}"' for word in asked.words), *(f'"{word}" *' for word in asked.beginnings)]
    )


def _inside(id: str, scope: Scope) -> bool:
    part = part_of(id)
    if part not in scope:
        return False
    owners = scope[part]
    return owners is None or owner_of(id) in owners
