"""What a journal costs: ratios to the plain work that no journal could do without."""

import hashlib
import json
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import transaction
from ZODB.Connection import Connection
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

from cep_docs.journal import Entry, Journal, Seals, seal, seal_findings

LINES = 100_000
CHAINS = 10_000
NOON = datetime(2020, 1, 2, 12, 0, tzinfo=UTC)
ENTRY = Entry(
    what="edit",
    who="u-00042",
    role="adviser",
    at=NOON,
    object="deliverable 4G2001U1000123/shared_assessment",
    rule="referent_edits",
    details={"state": "draft", "version": 3},
)


def main() -> None:
    journal = Journal("b-0001234")
    append = seconds(lambda: record(journal, LINES))
    lines = list(journal.lines())
    print(f"lines: {LINES}, of {len(lines[0].encode())} bytes")
    values = [json.loads(line) for line in lines]
    print(f"append / (json.dumps + SHA-256): {append / seconds(lambda: plain_write(values)):.1f}")
    plain = min(seconds(lambda: plain_read(lines)) for _ in range(3))
    verify = min(seconds(journal.verify) for _ in range(3))
    print(f"verify / (json.loads + SHA-256): {verify / plain:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        stored(Path(folder), plain / LINES)
    with tempfile.TemporaryDirectory() as folder:
        sealed(Path(folder), plain / LINES)


def stored(folder: Path, plain: float) -> None:
    """Bytes and verification of a chain in a database, one transaction a line."""
    database, connection = opened(folder)
    journal = connection.root()["journal"] = Journal("b-0001234")
    transaction.commit()
    start = database.storage.getSize()
    for length in (10, 100, 1_000):
        for _ in range(length - journal.count):
            journal.record(ENTRY)
            transaction.commit()
        written = database.storage.getSize() - start
        text = sum(len(line.encode()) for line in journal.lines())
        print(f"bytes written / bytes of text, {length} lines: {written / text:.1f}")
    connection.cacheMinimize()
    cold = seconds(journal.verify) / journal.count
    print(f"verify from a cold database / (json.loads + SHA-256): {cold / plain:.1f}")
    connection.close()
    database.close()


def sealed(folder: Path, plain: float) -> None:
    """A night over all chains, a night over one in fifty, and what their verification costs."""
    database, connection = opened(folder)
    journals = {f"b-{number:07}": Journal(f"b-{number:07}") for number in range(CHAINS)}
    for journal in journals.values():
        journal.record(ENTRY)
    connection.root().update(journals=list(journals.values()), seals=Seals())
    transaction.commit()
    seals = connection.root()["seals"]
    for share, moved in (("all", 1), ("one in fifty", 50)):
        for journal in list(journals.values())[::moved]:
            journal.record(ENTRY)
        transaction.commit()
        connection.cacheMinimize()
        start = database.storage.getSize()
        night = seconds(lambda: commit_seal(seals, journals)) / CHAINS
        written = (database.storage.getSize() - start) / (CHAINS // moved)
        print(
            f"seal, {share} of {CHAINS} chains moved, a chain / a plain line: {night / plain:.1f}"
        )
        print(f"  bytes written, a chain moved / a journal: {written / size_of_one(journals):.2f}")
    connection.cacheMinimize()
    verify = seconds(lambda: list(seal_findings(seals, journals.get))) / CHAINS
    print(f"verify the seals, a chain / a plain line: {verify / plain:.1f}")
    connection.close()
    database.close()


def opened(folder: Path) -> tuple[DB, Connection]:
    database = DB(FileStorage(str(folder / "data.fs"), blob_dir=str(folder / "blobs")))
    return database, database.open()


def record(journal: Journal, times: int) -> None:
    for _ in range(times):
        journal.record(ENTRY)


def commit_seal(seals: Seals, journals: dict[str, Journal]) -> None:
    seal(seals, journals.values(), NOON)
    transaction.commit()


def size_of_one(journals: dict[str, Journal]) -> int:
    journal = next(iter(journals.values()))
    return len(journal._p_jar.db().storage.load(journal._p_oid)[0])


def plain_write(values: list[dict[str, object]]) -> None:
    for value in values:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        hashlib.sha256(text.encode()).hexdigest()


def plain_read(lines: list[str]) -> None:
    for line in lines:
        json.loads(line)
        hashlib.sha256(line.encode()).hexdigest()


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
