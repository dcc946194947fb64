"""An adviser signs many documents at once, on two processes, next to one document alone.

Each document is a transaction of its own that goes all the way: rights, signature, proof, journal,
files. A house belongs to one process: each of the two has its own. Rounds of one alone and of
both at once follow each other.
"""

import logging
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from bench import signing_acts
from bench.timing import seconds

MANY = 500
ROUNDS = 10
ALONE = 5  # one after the other in a round, by the first process


def run(folder: Path, many: int = MANY) -> dict[str, float]:
    """In seconds too: that is how long an adviser of such a house would wait."""
    rounds = min(ROUNDS, many // 2)
    share = many // rounds // 2
    folder.mkdir()
    with (
        _worker(folder / "1", rounds * (share + ALONE)) as first,
        _worker(folder / "2", rounds * share) as second,
    ):
        singles, total = [], 0.0
        _ask((first, second), 0)
        for _ in range(rounds):
            singles.append(seconds(lambda: _ask((first,), ALONE)) / ALONE)
            total += seconds(lambda: _ask((first, second), share))
    signed = 2 * rounds * share
    return {
        f"{signed} documents signed by two processes, seconds": total,
        f"{signed} signed by two processes / {signed} × one alone / 2": total
        / (signed * median(singles) / 2),
    }


@contextmanager
def _worker(folder: Path, documents: int) -> Iterator[Connection]:
    """A process that signs as many as it is told, until it is told no more."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_sign_when_asked, args=(folder, documents, theirs))
    process.start()
    try:
        yield ours
    finally:
        ours.close()
        theirs.close()
        process.join()


def _ask(workers: tuple[Connection, ...], documents: int) -> None:
    for one in workers:
        one.send(documents)
    for one in workers:
        one.recv()


def _sign_when_asked(folder: Path, documents: int, asked: Connection) -> None:
    logging.disable(logging.WARNING)
    with signing_acts.make_house(folder).open() as house:
        write = signing_acts.application_of(folder, house).write
        waiting = iter(
            [write(lambda t, i=i: signing_acts.displayed(t, i)) for i in range(documents)]
        )
        try:
            while True:
                for _ in range(asked.recv()):
                    where = next(waiting)
                    write(lambda tools, where=where: signing_acts.sign_as_adviser(where, tools))
                asked.send(True)
        except EOFError:
            return
