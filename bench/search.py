"""python -m bench.search [size…]: the index of words next to bare Whoosh and to bare FTS5.

Texts of 6 KB, three a person as in a house: two versions and a draft. Every ratio is between
works of the same run. 1,000 and 10,000 texts by default.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import warnings
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

from bench.build import login, reopened
from bench.timing import seconds
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.indexer import SEGMENT, Indexer
from cep_docs.lifecycle.tools import Tools
from cep_docs.search.asked import read
from cep_docs.search.engine import Engine, Entry, Match, Scope, entry, ranked
from cep_docs.search.place import ENGINES, Index
from cep_docs.storage.instance import find
from tests.people import actor

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import index as whoosh_index
    from whoosh.analysis import LanguageAnalyzer
    from whoosh.fields import ID, TEXT, Schema

SIZES = (1_000, 10_000)
BARE = 1_000  # texts that bare Whoosh indexes: it takes as long as thousands of ours
WORDS = 650
TEXTS = 2_000  # different ones; beyond, they come again
TIMES = 200
CASELOAD, STRUCTURE = 200, 5_000  # people: of an adviser, of a manager
PARTS = ("version", "version", "unfrozen")
ENDINGS = ("", "s", "tion", "ment", "er", "ée", "euse", "aux")

_random = random.Random(133)
_VOCABULARY = [
    "".join(
        _random.choice("bcdfglmnprst") + _random.choice("aeiou")
        for _ in range(_random.randint(1, 5))
    )
    + _random.choice(ENDINGS)
    for _ in range(20_000)
]
_OFTEN = list(accumulate(1 / (rank + 10) for rank in range(len(_VOCABULARY))))


def main(sizes: tuple[int, ...]) -> None:
    some = [_text() for _ in range(TEXTS)]
    for name, ratio in indexing(some).items():
        print(f"{BARE:>7} texts  {name:<56} {ratio:8.2f}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            for name, ratio in queries(Path(place), size, some).items():
                print(f"{size:>7} texts  {name:<56} {ratio:8.2f}")


def indexing(some: list[str]) -> dict[str, float]:
    """How many times faster than bare Whoosh with a stemmer; and than FTS5, which is in C."""
    texts = some[:BARE]
    with tempfile.TemporaryDirectory() as place:
        ours = {}
        for name, make in ENGINES.items():
            folder = _new(place, name)
            ours[name] = seconds(lambda f=folder, m=make: _drawn(m(f), texts, BARE).close())
        bare = seconds(lambda: _bare_whoosh(_new(place, "bare"), texts))
        fts5 = seconds(lambda: _bare_fts5(_new(place, "fts5-bare"), texts, BARE).close())
    return {
        **{f"indexing: bare Whoosh / ours on {n}": bare / took for n, took in ours.items()},
        "indexing: ours on whoosh / bare FTS5": ours["whoosh"] / fts5,
    }


def queries(place: Path, size: int, some: list[str]) -> dict[str, float]:
    """Ours, ranked and within a scope, next to FTS5 over everything with its own ranking."""
    engine = _drawn(ENGINES["whoosh"](_new(place, "ours")), some, size)
    fts5 = _bare_fts5(_new(place, "fts5"), some, size)
    asked = [_question() for _ in range(TIMES)]
    bare = [seconds(lambda q=q: _fts5_answer(fts5, q)) for q in asked]
    found = {}
    for name, scope in _scopes(size).items():
        for _ in range(2):  # the second time, what a process reads once is read
            ours = [seconds(lambda q=q, s=scope: _answer(engine, q, s)) for q in asked]
        for late, own, theirs in _middle_and_late(ours, bare):
            found[f"query, {name}, {late} / bare FTS5"] = own / theirs
    save = statistics.median(_saves(engine, some, 50))
    bare_save = statistics.median(_fts5_saves(fts5, some, 50))
    fts5.close()
    engine.close()
    return {**found, "one text saved and on the disk / bare FTS5": save / bare_save}


def _answer(engine: Engine, question: str, scope: Scope) -> list[Match]:
    return ranked(engine.matching(read(question), scope))


def lag(folder: Path) -> dict[str, float]:
    """What it takes to take a heading in, next to saving it; the indexer looks once a second."""
    _, application_of = reopened(folder)
    with find(folder).open() as house:
        application = application_of(house)
        index = Index(folder / "index")
        indexer = Indexer(application.reading, application.write, index, folder / "locks")
        indexer.rebuild(lambda done, total: None)
        with application.reading() as tools:
            numbers = [number for _, number in islice(tools.catalog.caseload(login(0)), 30)]
        times = [
            (
                seconds(lambda n=n: application.write(lambda t: _write(t, n))),
                seconds(indexer.drain),
            )
            for n in numbers
        ]
        index.close()
    saving, taking = (statistics.median(column) for column in zip(*times, strict=True))
    return {"a heading taken into the index / saved": taking / saving}


def _write(tools: Tools, number: str) -> None:
    person, course = tools.catalog.locate(number) or ("", "")
    deliverable = tools.site.beneficiaries[person][course][number].deliverable
    if deliverable is not None:
        save_draft(deliverable, actor(tools, login(0)), {"need": _text()}, tools)


def _scopes(size: int) -> dict[str, Scope]:
    people = range(size // 3 + 1)
    few = frozenset(f"p{n}" for n in people[:CASELOAD])
    many = frozenset(f"p{n}" for n in people[:STRUCTURE])
    return {
        "an adviser": {"version": few, "unfrozen": few},
        "a manager": {"version": many},
        "everybody": {"version": None, "unfrozen": None},
    }


def _middle_and_late(ours: list[float], bare: list[float]) -> Iterator[tuple[str, float, float]]:
    for name, at in (("p50", 0.5), ("p95", 0.95)):
        yield name, sorted(ours)[int(len(ours) * at)], sorted(bare)[int(len(bare) * at)]


def _drawn(engine: Engine, some: list[str], size: int) -> Engine:
    entries = _entries(some, size)
    while batch := list(islice(entries, SEGMENT)):
        engine.save(batch, ())
    return engine


def _entries(some: list[str], size: int) -> Iterator[Entry]:
    for number in range(size):
        yield entry(_id(number), some[number % len(some)])


def _id(number: int) -> str:
    return f"p{number // 3}/c/n{number}/shared_assessment/{PARTS[number % 3]}"


def _saves(engine: Engine, some: list[str], times: int) -> list[float]:
    return [
        seconds(lambda n=n: engine.save([entry(_id(n * 3), some[-n])], ()))
        for n in range(1, times + 1)
    ]


def _bare_whoosh(folder: Path, texts: list[str]) -> None:
    analyzer = LanguageAnalyzer("fr")
    schema = Schema(id=ID(stored=True, unique=True), text=TEXT(analyzer=analyzer))
    writer = whoosh_index.create_in(str(folder), schema).writer()
    for number, text in enumerate(texts):
        writer.add_document(id=_id(number), text=text)
    writer.commit()


def _bare_fts5(folder: Path, some: list[str], size: int) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "bare.sqlite")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text)")
    rows = ((_id(number), some[number % len(some)]) for number in range(size))
    with database:
        database.executemany("INSERT INTO texts VALUES (?, ?)", rows)
    return database


def _fts5_answer(database: sqlite3.Connection, question: str) -> list[object]:
    typed = " AND ".join(f'"{word}"' for word in question.split())
    asking = "SELECT id, rank FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
    return database.execute(asking, [typed]).fetchall()


def _fts5_saves(database: sqlite3.Connection, some: list[str], times: int) -> list[float]:
    def save(number: int) -> None:
        with database:
            database.execute("DELETE FROM texts WHERE rowid = ?", [number])
            row = [number, _id(number), some[-number]]
            database.execute("INSERT INTO texts (rowid, id, text) VALUES (?, ?, ?)", row)

    return [seconds(lambda n=n: save(n)) for n in range(1, times + 1)]


def _question() -> str:
    """One word or two, often or seldom used."""
    words = (_random.choice(_VOCABULARY[: 10 ** _random.randint(1, 4)]) for _ in range(2))
    return " ".join(islice(words, _random.randint(1, 2)))


def _text() -> str:
    return " ".join(_random.choices(_VOCABULARY, cum_weights=_OFTEN, k=WORDS))


def _new(place: str | Path, name: str) -> Path:
    folder = Path(place, name)
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main(tuple(int(text) for text in sys.argv[1:]) or SIZES)
