"""Puts everything together: the rules, the house where the data is, the clock, the tools."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from cep_docs.content.site import Site
from cep_docs.content.stored_file import StoredFile
from cep_docs.definitions.rules import Rules
from cep_docs.lifecycle.tools import Press, Tools
from cep_docs.lifecycle.words import spoken_rules
from cep_docs.rendering.document import Document
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.notary import Notary, notary_of
from cep_docs.storage.catalog import Catalog, new_tree
from cep_docs.storage.changes import new_changes
from cep_docs.storage.house import House
from cep_docs.storage.instance import find
from cep_docs.storage.numbers import NumberSource
from cep_docs.storage.root import site_of
from cep_docs.storage.waiting_secrets import WaitingSecrets

T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


def random_id() -> str:
    """80 random bits: opaque, and spread over the database so that writers do not meet."""
    return secrets.token_hex(10)


@dataclass(frozen=True, slots=True)
class NumbersOfTransaction:
    """The numbers of the house, given back when this transaction fails."""

    source: NumberSource
    transaction: Any

    def take(self, keys: Sequence[tuple[str, int | None]]) -> list[int | None]:
        return self.source.take(keys, self.transaction)

    def peek(self, key: str) -> int:
        return self.source.peek(key)


@dataclass(frozen=True, slots=True)
class StoreOfTransaction:
    """Files go where the connection keeps its own, never in clear in a common folder."""

    connection: Any
    now: Callable[[], datetime]

    def __call__(
        self, source: bytes | BinaryIO, name: str, media_type: str, account: str
    ) -> StoredFile:
        at = self.now()
        return StoredFile.store(self.connection, source, name, media_type, at, account)


def nothing_printed(document: Document) -> Mapping[str, bytes]:
    """Versions are printed when somebody first opens them."""
    return {}


@dataclass(frozen=True, slots=True)
class Application:
    """An open house with its rules; each piece of work gets the tools of its own transaction."""

    house: House
    rules: Rules
    now: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = random_id
    press: Press = nothing_printed
    notary: Notary | None = None
    secrets: WaitingSecrets | None = None

    def tools(self, connection: Any) -> Tools:
        site = site_of(connection)
        return Tools(
            rules=self.rules,
            site=site,
            catalog=Catalog(site.catalog, self.rules),
            numbers=NumbersOfTransaction(self.house.numbers, connection.transaction_manager.get()),
            now=self.now,
            new_id=self.new_id,
            store=StoreOfTransaction(connection, self.now),
            press=self.press,
            notary=self.notary,
            secrets=self.secrets,
        )

    def write(self, work: Callable[[Tools], T]) -> T:
        """Do a piece of work in a transaction; it runs again when somebody else was faster."""
        result: T = self.house.write(lambda connection: work(self.tools(connection)))
        return result

    @contextmanager
    def reading(self) -> Iterator[Tools]:
        with self.house.reading() as connection:
            yield self.tools(connection)


def new_site(operator_code: str) -> Site:
    """What a new database starts with."""
    site = Site(operator_code)
    site.catalog = new_tree()
    site.to_index = new_changes()
    return site


@contextmanager
def opened(
    folder: Path,
    now: Callable[[], datetime] | None = None,
    new_id: Callable[[], str] = random_id,
    rules: Rules | None = None,
) -> Iterator[Application]:
    """The application on an instance folder, for as long as the block lasts.

    The clock is the one on the wall; in a demonstration it is noon of the day it shows, always.
    """
    chosen = rules or spoken_rules()
    with find(folder).open() as house:
        clock = now or _clock_of(house)
        notary, secrets = notary_of(folder, clock), WaitingSecrets(folder)
        yield Application(house, chosen, clock, new_id, on_paper, notary, secrets)


def _clock_of(house: House) -> Callable[[], datetime]:
    with house.reading() as connection:
        shown = site_of(connection).demo_day
    if shown is None:
        return utc_now
    noon = datetime.combine(shown, time(12), UTC)
    return lambda: noon
