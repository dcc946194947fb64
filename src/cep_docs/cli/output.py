"""How commands speak: French sentences for people, JSON for programs, progress for long work."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cep_docs.app import Application, opened
from cep_docs.values.dates import french_day, french_number

Tell = Callable[[int, int], None]


def say(as_json: bool, data: Any, *sentences: str) -> None:
    """The result of a command: `data` for a program, the sentences for a person."""
    if as_json:
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        for sentence in sentences:
            click.echo(sentence)


@contextmanager
def at_work(folder: Path) -> Iterator[Application]:
    """The open instance; whoever looks at a demonstration is told so, and what day it is there."""
    with opened(folder) as application:
        with application.reading() as tools:
            shown = tools.site.demo_day
        if shown is not None:
            click.echo(f"Démonstration : nous sommes le {french_day(shown)}.", err=True)
        yield application


def counted(number: int, one: str, several: str) -> str:
    """« 1 sceau », « 2 000 sceaux »."""
    return f"{french_number(number)} {several if number > 1 else one}"


@contextmanager
def progress(title: str) -> Iterator[Tell]:
    """A bar on a terminal, a few lines in a log; always on the error stream.

    What is told is how much is done, out of how much; 0 when nobody knows.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(title)
        return
    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def _plain(title: str) -> Tell:
    """A line for each tenth, or each time that twice as much is done."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        reached = 10 * done // total if total else max(done // 1000, 1).bit_length() - 1
        if reached > told:
            told = reached
            of = f" / {french_number(total)}" if total else ""
            click.echo(f"{title} : {french_number(done)}{of}", err=True)

    return tell
