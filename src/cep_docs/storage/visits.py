"""Who is signed in: one line a browser, kept outside of the transactions of pages.

A refused request gives up its transaction; what it taught about the visit must stay. The token
itself is never kept, only its digest.
"""

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "visits.sqlite"
# How long a visit lasts without a sign of life, and at most.
IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=10)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """`account` is a login, or `beneficiary` the identifier of the person herself. `factor_at` is
    when a second factor was last given: before the first one, nothing is open."""

    key: str
    begun_at: datetime
    seen_at: datetime
    account: str = ""
    beneficiary: str = ""
    factor_at: datetime | None = None
    address: str = ""
    browser: str = ""


COLUMNS = "key, begun_at, seen_at, account, beneficiary, factor_at, address, browser"


class Visits:
    """Opened once for a process; each thread has its own connection."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._local = threading.local()
        with self._open() as db:
            db.execute(
                "create table if not exists visits (key text primary key, begun_at real, "
                "seen_at real, account text, beneficiary text, factor_at real, address text, "
                "browser text)"
            )
            db.execute("create index if not exists of_account on visits (account)")

    def begin(self, visit: Visit) -> str:
        """A new token for this visit; its `key` is chosen here."""
        token = secrets.token_urlsafe(32)
        with self._open() as db:
            db.execute(
                f"insert into visits ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                _row(replace(visit, key=key_of(token))),
            )
        return token

    def find(self, token: str, now: datetime) -> Visit | None:
        with self._open() as db:
            row = db.execute(
                f"select {COLUMNS} from visits where key = ?",  # noqa: S608
                (key_of(token),),
            ).fetchone()
            visit = _visit(row) if row else None
            if visit is None or _over(visit, now):
                return None
            if now - visit.seen_at >= SEEN_EVERY:
                db.execute(
                    "update visits set seen_at = ? where key = ?", (now.timestamp(), visit.key)
                )
            return visit

    def end(self, key: str) -> None:
        with self._open() as db:
            db.execute("delete from visits where key = ?", (key,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=10)
            connection.execute("pragma journal_mode = wal")
            self._local.connection = connection
        with connection:
            yield connection


def key_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _over(visit: Visit, now: datetime) -> bool:
    return now - visit.seen_at > IDLE or now - visit.begun_at > AT_MOST


def _row(visit: Visit) -> tuple[object, ...]:
    factor = visit.factor_at.timestamp() if visit.factor_at else None
    return (
        visit.key,
        visit.begun_at.timestamp(),
        visit.seen_at.timestamp(),
        visit.account,
        visit.beneficiary,
        factor,
        visit.address,
        visit.browser,
    )


def _visit(row: tuple[str, float, float, str, str, float | None, str, str]) -> Visit:
    key, begun, seen, account, beneficiary, factor, address, browser = row
    return Visit(
        key,
        datetime.fromtimestamp(begun, UTC),
        datetime.fromtimestamp(seen, UTC),
        account,
        beneficiary,
        datetime.fromtimestamp(factor, UTC) if factor is not None else None,
        address,
        browser,
    )
