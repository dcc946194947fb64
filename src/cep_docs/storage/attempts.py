"""What was tried and failed, and what may be used once only, outside of the transactions of pages.

An attempt is written down before it is judged, and forgiven when it succeeds: requests that come
together cannot slip through between a look and a note, and a cut counts as a failure.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cep_docs.storage.ledger import Ledger

KEPT_FOR = timedelta(days=2)
TABLES = (
    "create table if not exists cep_attempts (id text, about text, at double precision)",
    "create index if not exists cep_attempts_about on cep_attempts (about, at)",
    "create index if not exists cep_attempts_at on cep_attempts (at)",
    "create table if not exists cep_spent (about text primary key, until double precision)",
)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many failures in so much time."""

    failures: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Counted:
    """Something failures are counted for, by name, with its limits."""

    name: str
    limits: tuple[Limit, ...]


class Attempts:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        ledger.prepare(TABLES)

    def enter(self, counted: Sequence[Counted], now: datetime) -> str:
        """The name of this attempt, to forgive it later; empty when there were too many."""
        mine = secrets.token_hex(8)
        keys = [digest_of(one.name) for one in counted]
        with self._ledger.work() as ask:
            ask("delete from cep_attempts where at < ?", (now - KEPT_FOR).timestamp())
            for key in keys:
                ask("insert into cep_attempts values (?, ?, ?)", mine, key, now.timestamp())
        # Counted once everybody can see it: of two that come together, neither is overlooked.
        if all(self._within(key, one.limits, now) for key, one in zip(keys, counted, strict=True)):
            return mine
        self.forgive(mine)
        return ""

    def forgive(self, attempt: str) -> None:
        """It succeeded, or it was refused before it was judged: it counts no more."""
        with self._ledger.work() as ask:
            ask("delete from cep_attempts where id = ?", attempt)

    def note(self, name: str, until: datetime) -> None:
        """Remember something for a while: `noted` tells."""
        with self._ledger.work() as ask:
            ask(
                "insert into cep_spent values (?, ?) on conflict (about) "
                "do update set until = excluded.until",
                digest_of(name),
                until.timestamp(),
            )

    def noted(self, name: str, now: datetime) -> bool:
        with self._ledger.look() as ask:
            query = "select 1 from cep_spent where about = ? and until > ?"
            return bool(ask(query, digest_of(name), now.timestamp()))

    def spend(self, name: str, now: datetime, until: datetime) -> bool:
        """Use something that may be used once: False when it was used before."""
        with self._ledger.work() as ask:
            ask("delete from cep_spent where until <= ?", now.timestamp())
            return bool(
                ask(
                    "insert into cep_spent values (?, ?) on conflict do nothing returning about",
                    digest_of(name),
                    until.timestamp(),
                )
            )

    def _within(self, key: str, limits: Iterable[Limit], now: datetime) -> bool:
        with self._ledger.look() as ask:
            return all(
                ask(
                    "select count(*) from cep_attempts where about = ? and at > ? and at <= ?",
                    key,
                    (now - limit.within).timestamp(),
                    now.timestamp(),
                )[0][0]
                <= limit.failures
                for limit in limits
            )


def digest_of(name: str) -> str:
    """What was typed is not kept: people type passwords where their login is asked for."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
