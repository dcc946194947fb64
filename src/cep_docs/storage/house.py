"""An open instance: the database, its transactions and its numbers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from ZODB import DB

from cep_docs.storage.numbers import NumberSource
from cep_docs.storage.transactions import Turns, committed, connection_to

T = TypeVar("T")


class House:
    """What a command or a page works with; nothing in it says which engine keeps the data."""

    def __init__(
        self, folder: Path, data_file: Path | None, db: DB, numbers: NumberSource
    ) -> None:
        self.folder = folder
        self.data_file = data_file
        self.db = db
        self.numbers = numbers
        self._turns = Turns()

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A connection that sees one moment; what is changed through it is forgotten."""
        with connection_to(self.db) as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """A connection whose changes are saved at the end, all of them or none."""
        with connection_to(self.db) as connection:
            yield connection
            connection.transaction_manager.commit()

    def write(self, work: Callable[[Any], T], attempts: int = 12) -> T:
        """Save what the work changes; it may be called again when it meets somebody else's."""
        return committed(self.db, work, attempts, self._turns)
