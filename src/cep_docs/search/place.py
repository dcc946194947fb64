"""The index of an instance: the folder it is in, which one is in use, whether it can be used.

    index/in-use.json     which folder, made how, and the mark it shares with the database
    index/<name>/         an index; another one is being made, or was just replaced

The whole folder can be deleted at any time: it is drawn again from the database. It holds words
of documents in clear, as the database does, and is closed to other accounts of the machine.
"""

import errno
import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from cep_docs.errors import CepDocsError, Damaged, Unusable
from cep_docs.search import french
from cep_docs.search.asked import Asked
from cep_docs.search.engine import Engine, Entry, Match, Scope
from cep_docs.search.sqlite_engine import SqliteEngine
from cep_docs.search.whoosh_engine import WhooshEngine
from cep_docs.storage.disk import PRIVATE, sync

T = TypeVar("T")

IN_USE = "in-use.json"
CONDEMNED = "damaged"
ENGINES: Mapping[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine, "fts5": SqliteEngine}
DEFAULT = "whoosh"
FORMAT = 1
NOT_ITS_FAULT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)

MISSING = "Le texte des documents n'est pas encore indexé."
OUTDATED = "L'index de recherche a été fait par une autre version, ou pour d'autres données."
DAMAGED = "L'index de recherche est abîmé."
WAY_OUT = (
    "Les documents sont intacts : ils n'en dépendent pas ; les noms, les dates de naissance et "
    "les numéros se cherchent sans lui. « cep-docs index » le refait."
)


@dataclass(frozen=True, slots=True)
class InUse:
    """`mark` is also in the database, once it has forgotten what this index took in; until then
    it is `before` that is there. Neither: one of the two was put back from elsewhere."""

    name: str
    engine: str
    rules: int
    mark: str
    before: str
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Another:
    """An index that is being made, in a folder of that name."""

    name: str
    engine: Engine


class Index:
    """What is in use now, for whoever searches and for the one who writes."""

    def __init__(self, folder: Path, engine: str = DEFAULT) -> None:
        self.folder = folder
        self._kind = engine
        self._opened: tuple[str, Engine] | None = None
        self._lock = threading.Lock()

    def matching(self, asked: Asked, scope: Scope) -> list[Match]:
        return self._do(lambda engine: engine.matching(asked, scope))

    def beginning(self, letters: str) -> list[str]:
        return self._do(lambda engine: list(engine.beginning(letters)))

    def save(self, entries: Iterable[Entry], gone: Iterable[str]) -> None:
        made, left = list(entries), list(gone)
        self._do(lambda engine: engine.save(made, left))

    def contents(self) -> set[tuple[str, str, int]]:
        return self._do(lambda engine: set(engine.contents()))

    def refusal(self, mark: str | None = None) -> str:
        """Why it cannot be used, in French; with the mark of the database when it is known."""
        if (self.folder / CONDEMNED).exists():
            return DAMAGED
        found = self._in_use()
        if found is None or not (self.folder / found.name).is_dir():
            return MISSING
        made = (found.engine, found.rules, found.format)
        if made != (self._kind, french.RULES, FORMAT):
            return OUTDATED
        return OUTDATED if mark not in (None, found.mark, found.before) else ""

    def remark(self, mark: str, before: str) -> None:
        """What was saved will be known by this mark when the database has forgotten it."""
        found = self._in_use()
        if found is not None:
            self._write(InUse(found.name, found.engine, found.rules, mark, before))

    @contextmanager
    def another(self) -> Iterator[Another]:
        """A new index beside the one in use; taken away unless it was adopted."""
        self.folder.mkdir(mode=PRIVATE, exist_ok=True)
        name = secrets.token_hex(8)
        (self.folder / name).mkdir(mode=PRIVATE)
        made = Another(name, ENGINES[self._kind](self.folder / name))
        try:
            yield made
        finally:
            made.engine.close()
            found = self._in_use()
            if found is None or found.name != name:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def adopt(self, made: Another, mark: str, before: str) -> None:
        """From now on this is the index; whoever was reading the one before finishes his page."""
        self._write(InUse(made.name, self._kind, french.RULES, mark, before))
        (self.folder / CONDEMNED).unlink(missing_ok=True)
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != made.name:
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None

    def _do(self, work: Callable[[Engine], T]) -> T:
        """With the index in use; with the next one when it was replaced at this very moment."""
        with self._lock:
            while True:
                name = self._usable()
                try:
                    return work(self._engine(name))
                except (CepDocsError, MemoryError):
                    raise
                except Exception as error:
                    self.close()
                    if isinstance(error, OSError) and error.errno in NOT_ITS_FAULT:
                        raise
                    found = self._in_use()
                    if found is not None and found.name == name:
                        (self.folder / CONDEMNED).touch()
                        raise Damaged(f"{DAMAGED} {WAY_OUT}") from error

    def _usable(self) -> str:
        reason, found = self.refusal(), self._in_use()
        if reason or found is None:
            self.close()
            raise Unusable(f"{reason or MISSING} {WAY_OUT}")
        return found.name

    def _engine(self, name: str) -> Engine:
        if self._opened is None or self._opened[0] != name:
            self.close()
            self._opened = name, ENGINES[self._kind](self.folder / name)
        return self._opened[1]

    def _in_use(self) -> InUse | None:
        try:
            said = json.loads((self.folder / IN_USE).read_text("utf-8"))
            return InUse(**said)
        except (OSError, ValueError, TypeError):
            return None

    def _write(self, new: InUse) -> None:
        part = self.folder / f"{IN_USE}.part"
        part.write_text(json.dumps(asdict(new)), "utf-8")
        sync(part)
        part.replace(self.folder / IN_USE)
        sync(self.folder)
