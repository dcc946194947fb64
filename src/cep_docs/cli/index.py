"""cep-docs index: take what people write into the index of words, for as long as one lets it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cep_docs.app import Application
from cep_docs.cli import french, options
from cep_docs.cli.output import at_work, counted, progress, say
from cep_docs.cli.search import index_of
from cep_docs.errors import Damaged
from cep_docs.lifecycle.indexer import Indexer

PAUSE = 1.0  # seconds between two looks at what waits
STOPPING = (signal.SIGINT, signal.SIGTERM)


@french.command()
@options.folder
@click.option("--once", is_flag=True, help="Prendre ce qui attend, puis finir.")
@options.as_json
def index(folder: Path, once: bool, as_json: bool) -> None:
    """Tenir l'index de recherche à jour ; arrêter par Ctrl+C."""
    with at_work(folder) as application:
        indexer = indexer_of(application)
        with indexer.alone(), stopping() as stopped:
            if not once:
                click.echo("Indexation en marche. Arrêter par Ctrl+C.", err=True)
            taken = take_in(indexer, stopped)
            while not once and not stopped.wait(PAUSE):
                taken += take_in(indexer, stopped)
        indexer.index.close()
    say(as_json, {"taken": taken}, f"{counted(taken, 'changement pris', 'changements pris')}.")


def indexer_of(application: Application) -> Indexer:
    folder = application.house.folder
    return Indexer(application.reading, application.write, index_of(application), folder / "locks")


def take_in(indexer: Indexer, stopped: threading.Event) -> int:
    """What waits now; the index is drawn again first when it cannot be used."""
    try:
        return _taken(indexer, stopped)
    except Damaged:
        return _taken(indexer, stopped)


def draw_again(indexer: Indexer) -> int:
    with progress("Indexation") as tell:
        return indexer.rebuild(tell)


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Set when the process is told to end: what is begun is finished first."""
    stopped = threading.Event()
    before = [(number, signal.getsignal(number)) for number in STOPPING]
    for number in STOPPING:
        signal.signal(number, lambda *told: stopped.set())
    try:
        yield stopped
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _taken(indexer: Indexer, stopped: threading.Event) -> int:
    if reason := indexer.refusal():
        click.echo(f"{reason} Il est refait maintenant, d'après les documents.", err=True)
        draw_again(indexer)
    taken = 0
    while not stopped.is_set() and (some := indexer.drain()):
        taken += some
    return taken
