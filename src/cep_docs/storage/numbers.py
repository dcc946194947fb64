"""Numbers that are unique and leave no gap, taken without touching anybody's work.

A number is taken in a short transaction of its own, so that the counter is never part of anybody's
work. It is given back when the work that wanted it is abandoned; what a killed process took with
it is found at night by `reclaim`.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from ZODB import DB

from cep_docs.content.counter import Counter
from cep_docs.errors import Unusable
from cep_docs.storage.disk import hold, hold_if_free
from cep_docs.storage.durable import CARRIED
from cep_docs.storage.transactions import committed, connection_to

ATTEMPTS = 30
PATIENCE = 600  # times 50 ms

Key = tuple[str, int | None]
T = TypeVar("T")


class NumberSource:
    """Gives each number once, across threads, processes and hosts."""

    def __init__(self, db: DB, locks: Path) -> None:
        self._db = db
        self._turn = locks / "numbers.lock"
        self._taken = locks / "numbers-taken.lock"

    def take(self, keys: Sequence[Key], transaction: Any) -> list[int | None]:
        """The next number of each key, for this transaction; None when its limit is reached."""
        loan = _Loan(self, hold(self._taken, shared=True))
        try:
            numbers = self._change(lambda counters: _take(counters, keys))
        except BaseException:
            loan.forget()
            raise
        loan.numbers = [
            (key, number)
            for (key, _), number in zip(keys, numbers, strict=True)
            if number is not None
        ]
        loan.join(transaction)
        return numbers

    def give_back(self, key: str, number: int) -> None:
        """Make a number free again; the smallest free number is taken first."""
        self._give_back([(key, number)])

    def peek(self, key: str) -> int:
        """The last number taken, 0 when there is none."""
        with connection_to(self._db) as connection:
            counter = connection.root()["numbers"].get(key)
            return counter.last if counter is not None else 0

    def reclaim(self, used: Callable[[Any], Mapping[str, Iterable[int]]]) -> dict[str, list[int]]:
        """Free the numbers that were taken and are used nowhere; return them.

        `used` gets the root while no transaction of this host holds a number. Where several hosts
        write, the others must be stopped.
        """
        with self._nobody_holds_any():
            with connection_to(self._db) as connection:
                in_use = {key: set(numbers) for key, numbers in used(connection.root()).items()}
            return self._change(lambda counters: _reclaim(counters, in_use))

    def _give_back(self, numbers: Sequence[tuple[str, int]]) -> None:
        def work(counters: Any) -> None:
            for key, number in numbers:
                counters[key].free(number)

        self._change(work)

    def _change(self, work: Callable[[Any], T]) -> T:
        """A number nobody has saved may be given again: its commit need not wait for the disk."""

        def on_counters(connection: Any) -> T:
            connection.transaction_manager.get().note(CARRIED)
            return work(connection.root()["numbers"])

        with hold(self._turn):
            return committed(self._db, on_counters, ATTEMPTS)

    def _nobody_holds_any(self) -> BinaryIO:
        for _ in range(PATIENCE):
            if lock := hold_if_free(self._taken):
                return lock
            time.sleep(0.05)
        raise Unusable(
            "Des écritures sont en cours sans interruption : les numéros inutilisés n'ont pas été "
            "recherchés. Rien n'est perdu. Recommencer à un moment plus calme."
        )


class _Loan:
    """The numbers that a transaction holds: its own when it commits, given back when it fails."""

    def __init__(self, source: NumberSource, lock: BinaryIO) -> None:
        self._source = source
        self._lock = lock
        self._may_be_saved = False
        self.numbers: list[tuple[str, int]] = []

    def join(self, transaction: Any) -> None:
        transaction.join(self)
        # Hooks, and not tpc_abort: by then every storage has let go of its own lock.
        transaction.addAfterCommitHook(self._after_commit)
        transaction.addAfterAbortHook(self.settle)

    def settle(self) -> None:
        """Give the numbers back, unless they may have been saved with the transaction."""
        numbers, self.numbers = self.numbers, []
        try:
            if numbers and not self._may_be_saved:
                self._source._give_back(numbers)
        finally:
            self.forget()

    def forget(self) -> None:
        self._lock.close()

    def _after_commit(self, saved: bool) -> None:
        self._may_be_saved = self._may_be_saved or saved
        self.settle()

    # A data manager, to know whether the second phase has begun: a server that is lost in the
    # middle of it may have saved everything, and the numbers must not be given twice.

    def sortKey(self) -> str:  # noqa: N802 - the name that the transaction calls
        return ""  # finishes before any storage

    def tpc_finish(self, transaction: Any) -> None:
        self._may_be_saved = True

    def _nothing(self, transaction: Any) -> None:
        """Nothing of these numbers is in the transaction itself."""

    abort = tpc_begin = commit = tpc_vote = tpc_abort = _nothing

    def savepoint(self) -> "_Loan":
        """Going back to a savepoint keeps the numbers until the end of the transaction."""
        return self

    def rollback(self) -> None:
        """See savepoint."""


def _take(counters: Any, keys: Sequence[Key]) -> list[int | None]:
    return [_counter(counters, key).take(limit) for key, limit in keys]


def _counter(counters: Any, key: str) -> Counter:
    counter: Counter | None = counters.get(key)
    if counter is None:
        counter = counters[key] = Counter()
    return counter


def _reclaim(counters: Any, in_use: Mapping[str, set[int]]) -> dict[str, list[int]]:
    freed = {
        key: counters[key].free_all_but(numbers)
        for key, numbers in in_use.items()
        if key in counters
    }
    return {key: numbers for key, numbers in freed.items() if numbers}
