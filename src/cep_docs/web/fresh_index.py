"""Keeping the index of words fresh while the pages are open, in a thread of the server."""

import logging
from typing import Protocol

from cep_docs.app import Application
from cep_docs.errors import CepDocsError, Unusable
from cep_docs.lifecycle.indexer import Indexer
from cep_docs.search.place import Index

FOLDER = "index"
PAUSE = 1.0  # seconds between two looks at what waits
ELSEWHERE = 30.0  # … while somebody else keeps the index, or it cannot be kept
log = logging.getLogger(__name__)


class Stop(Protocol):
    """A threading.Event is one."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float) -> bool: ...


def keep_index_fresh(application: Application, stop: Stop) -> None:
    """Take in what people write until it is told to stop; the index is drawn first when there is
    none. One process keeps an index: the others look again now and then, and take its place when
    it ends. A fault is logged and tried again: no page depends on this thread."""
    folder = application.house.folder
    index = Index(folder / FOLDER)
    indexer = Indexer(application.reading, application.write, index, folder / "locks")
    try:
        while not stop.is_set():
            try:
                with indexer.alone():
                    _tend(indexer, stop)
            except Unusable as error:
                log.info("the index is not kept here now: %s", error)
            except (CepDocsError, OSError):
                log.exception("the index could not be kept")
            stop.wait(ELSEWHERE)
    finally:
        index.close()


def _tend(indexer: Indexer, stop: Stop) -> None:
    while not stop.is_set():
        if indexer.refusal():
            indexer.rebuild(_unwatched)
        while not stop.is_set() and indexer.drain():
            pass
        stop.wait(PAUSE)


def _unwatched(done: int, total: int) -> None:
    """Nobody looks at how far it is."""
