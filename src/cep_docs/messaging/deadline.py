"""A limit to how long somebody else may keep us waiting, however slowly he goes on speaking."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: between two signs of life, and in all."""

    silence: float = 20
    whole: float = 90


@contextmanager
def cut_after(seconds: float, found: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Once the time is over, what is read from that socket ends, and the exchange fails."""

    def cut() -> None:
        spoken_to = found()
        if spoken_to is not None:
            with suppress(OSError):
                spoken_to.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
