"""Connections with a transaction of their own, and what their failures mean in French."""

import errno
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TypeVar

from transaction import TransactionManager
from transaction.interfaces import NoTransaction, TransientError
from ZEO.Exceptions import ClientDisconnected, ServerException
from ZODB import DB
from ZODB.POSException import POSKeyError

from cep_docs.errors import Damaged, NotPossible, Unusable

try:
    from psycopg2 import Error as PostgresError  # type: ignore[import-untyped,unused-ignore]
except ImportError:  # installed without PostgreSQL
    PostgresError = ClientDisconnected

T = TypeVar("T")

POSTGRES_DISK_FULL = "53100"

DISK_FULL = (
    "Le disque est plein : cette dernière modification n'a pas été enregistrée. "
    "Tout ce qui était enregistré est intact et reste lisible. "
    "Libérer de la place, puis recommencer."
)
SERVER_GONE = (
    "Le serveur de stockage ne répond plus. Ce qui était enregistré est intact ; vérifier si la "
    "dernière modification y est avant de la refaire. Relancer « cep-docs serve-storage », ou "
    "PostgreSQL."
)
BUSY = (
    "Quelqu'un d'autre modifiait la même chose au même moment : rien n'a été enregistré ici, et "
    "son travail est intact. Relire, puis recommencer."
)
RECORD_MISSING = (
    "Un enregistrement manque dans la base ou n'y est plus lisible. Rien n'a été modifié. "
    "Lancer « cep-docs scrub » pour savoir lequel, puis restaurer une sauvegarde."
)

# Before a meeting is tried again; seconds.
LONGEST_PAUSE = 0.2
_pause = random.SystemRandom()
# Whoever met somebody else's work this often has his turn; the others wait for so many seconds.
FREE_ATTEMPTS = 3
LONGEST_TURN = 1.0


class Turns:
    """Among those who write in one process: while somebody has his turn, nobody else begins, and
    only those who had begun before can still be met."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # a piece of work may do another one in its midst

    @contextmanager
    def mine(self) -> Iterator[None]:
        with self._lock:
            yield

    def wait(self) -> None:
        if self._lock.acquire(timeout=LONGEST_TURN):
            self._lock.release()


@contextmanager
def connection_to(db: DB) -> Iterator[Any]:
    """A connection with its own transaction, begun; nothing is committed here."""
    with said_in_french(), _connected(db) as connection:
        yield connection


def committed(db: DB, work: Callable[[Any], T], attempts: int, turns: Turns | None = None) -> T:
    """What the work returns, once it is on the disk; repeated when it meets somebody else's."""
    turns = turns or Turns()
    with said_in_french(), ExitStack() as until_it_is_saved:
        for attempt in range(attempts - 1):
            turns.wait()
            try:
                return _once(db, work)
            except ClientDisconnected:  # it may have been saved: not to be done twice
                raise
            except TransientError:
                time.sleep(_pause.uniform(0, min(0.005 * 2**attempt, LONGEST_PAUSE)))
            if attempt + 1 == FREE_ATTEMPTS:
                until_it_is_saved.enter_context(turns.mine())
        return _once(db, work)


@contextmanager
def said_in_french() -> Iterator[None]:
    """Say what a failure of the storage means to the one who was working."""
    try:
        yield
    except (ClientDisconnected, PostgresError) as error:
        full = getattr(error, "pgcode", None) == POSTGRES_DISK_FULL
        raise Unusable(DISK_FULL if full else SERVER_GONE) from error
    except TransientError as error:
        raise NotPossible(BUSY) from error
    except POSKeyError as error:
        raise Damaged(RECORD_MISSING) from error
    except (OSError, ServerException) as error:
        if _error_number(error) in (errno.ENOSPC, errno.EDQUOT):
            raise Unusable(DISK_FULL) from error
        raise


def _error_number(error: OSError | Any) -> int | None:
    """What the operating system said, here or behind the storage server."""
    if isinstance(error, OSError):
        return error.errno
    name, arguments = error.args
    return arguments[0] if name == "builtins.OSError" else None


@contextmanager
def _connected(db: DB) -> Iterator[Any]:
    manager = TransactionManager(explicit=True)
    manager.begin()
    connection = db.open(manager)
    try:
        yield connection
    finally:
        with suppress(NoTransaction):  # when it was committed
            manager.abort()
        connection.close()


def _once(db: DB, work: Callable[[Any], T]) -> T:
    with _connected(db) as connection:
        result = work(connection)
        connection.transaction_manager.commit()
        return result
