"""Small tables kept outside of the transactions of pages: who is signed in, what failed.

A refused request gives up its transaction; what it taught must stay. They are a file of the
instance folder, or tables of the same PostgreSQL as the data, so that all processes share them.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from cep_docs.errors import Unusable
from cep_docs.storage.transactions import said_in_french

try:
    import psycopg2  # type: ignore[import-untyped,unused-ignore]
except ImportError:  # installed without PostgreSQL
    psycopg2 = None

# A connection that its file or its server no longer knows.
DIED = (sqlite3.Error,) if psycopg2 is None else (sqlite3.Error, psycopg2.Error)
FILE = "visits.sqlite"
POSTGRES = ("postgresql://", "postgres://")
BROKEN = (
    "Le registre des connexions ne peut pas être lu ni écrit. Les données sont intactes. "
    "Vérifier la place sur le disque et les droits du dossier de l'instance, puis recommencer."
)

Row = tuple[Any, ...]
Ask = Callable[..., list[Row]]
"""`ask(sql, *values)`, with « ? » for each value: the rows of the answer."""


class Ledger:
    """Opened once for a process; each thread has its own connection."""

    def __init__(self, connect: Callable[[], Any], begin: str, mark: str) -> None:
        """`begin` is how a transaction begins that may write."""
        self._connect = connect
        self._begin = begin
        self._mark = mark
        self._local = threading.local()

    def prepare(self, statements: Sequence[str]) -> None:
        """Make tables and indexes that are not there yet."""
        with self.work() as ask:
            for statement in statements:
                ask(statement)

    def work(self) -> AbstractContextManager[Ask]:
        """A transaction of its own: kept whole at the end of the block, or not at all."""
        return self._transaction(self._begin)

    def look(self) -> AbstractContextManager[Ask]:
        """Only to read: waits for nobody who writes."""
        return self._transaction("begin")

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Ask]:
        with said_in_french(), _said_of_files():
            connection, cursor = self._begun(begin)
            try:
                yield lambda sql, *values: self._ask(cursor, sql, values)
                connection.commit()
            except BaseException:
                self._forget(connection)
                raise

    def close(self) -> None:
        """Of this thread."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _ask(self, cursor: Any, sql: str, values: Sequence[object]) -> list[Row]:
        cursor.execute(sql.replace("?", self._mark), tuple(values))
        return list(cursor.fetchall()) if cursor.description else []

    def _begun(self, begin: str) -> tuple[Any, Any]:
        """A transaction; a connection that died while nobody used it is made again."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            try:
                cursor = connection.cursor()
                cursor.execute(begin)
            except DIED:
                self._forget(connection)
            else:
                return connection, cursor
        connection = self._local.connection = self._connect()
        cursor = connection.cursor()
        cursor.execute(begin)
        return connection, cursor

    def _forget(self, connection: Any) -> None:
        """After a failure the next work begins with a new connection."""
        self._local.connection = None
        connection.close()


def ledger_in(folder: Path, storage_uri: str = "") -> Ledger:
    """The one in this folder, or that of the PostgreSQL which keeps the data."""
    if storage_uri.startswith(POSTGRES):
        return _on_postgres(storage_uri.partition("?")[0])
    path = folder / FILE
    if not path.exists():
        path.touch(mode=0o600)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=10, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        return connection

    return Ledger(connect, "begin immediate", "?")


def _on_postgres(uri: str) -> Ledger:
    if psycopg2 is None:
        raise Unusable(
            "PostgreSQL n'est pas installé avec cep-docs. Rien n'a été modifié. "
            "Installer « cep_docs[postgres] »."
        )

    def connect() -> Any:
        connection = psycopg2.connect(uri)
        connection.autocommit = True
        return _Plain(connection)

    return Ledger(connect, "begin", "%s")


class _Plain:
    """A connection of PostgreSQL that begins and commits when it is told to, as the other does."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def cursor(self) -> Any:
        return self._connection.cursor()

    def commit(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("commit")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _said_of_files() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Unusable(BROKEN) from error
