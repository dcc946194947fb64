"""Links by which a person comes to her own space: drawn by the operator, sent to her, revocable.

A link alone opens nothing: a code goes to her by another way (see `codes`). Opening it changes
nothing, since machines open the links of mails.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cep_docs.storage.attempts import digest_of
from cep_docs.storage.ledger import Ledger, Row

VALID_FOR = timedelta(hours=72)
# A link to her own space: what it is for, and how long it lives.
OWN_SPACE, OWN_SPACE_FOR = "own_space", timedelta(days=7)
# What a link of a signature is for: one document, from afar or in front of her adviser.
SIGN, SIGN_HERE = "sign:", "sign-here:"
# The second one is read from the screen in front of her, and waits for nobody else.
HERE_FOR = timedelta(minutes=30)
# A link that was sent to sign says what became of it for another while; it lets nobody in.
TELLS_FOR = timedelta(days=30)
TABLES = (
    "create table if not exists cep_links (key text primary key, beneficiary text, purpose text, "
    "made_by text, until double precision)",
    "create index if not exists cep_links_of on cep_links (beneficiary)",
    "create table if not exists cep_codes (link text primary key, code text, "
    "until double precision, tries integer, wrong integer, sent integer)",
    "create table if not exists cep_code_locks (link text primary key, until double precision)",
)


@dataclass(frozen=True, slots=True)
class Link:
    """`key` is the digest of its token; `purpose` what it leads to, in the words of the page."""

    key: str
    beneficiary: str
    purpose: str
    made_by: str
    until: datetime

    @property
    def errand(self) -> str:
        """The one document it is for, in the words of `errand_of`; empty for any other link."""
        word, _, errand = self.purpose.partition(":")
        return errand if f"{word}:" in (SIGN, SIGN_HERE) else ""

    @property
    def is_here(self) -> bool:
        return self.purpose.startswith(SIGN_HERE)


class Links:
    """The store of links and their codes; made once, `Doors.links`."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        ledger.prepare(TABLES)


def new_link(
    store: Links,
    beneficiary: str,
    purpose: str,
    made_by: str,
    now: datetime,
    valid_for: timedelta = VALID_FOR,
) -> str:
    """The token of a new link (256 bits); only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with store.ledger.work() as ask:
        old = "select key from cep_links where until < ? and (until < ? or purpose not like ?)"
        over = now.timestamp(), (now - TELLS_FOR).timestamp(), f"{SIGN}%"
        ask(f"delete from cep_codes where link in ({old})", *over)  # noqa: S608
        ask(f"delete from cep_links where key in ({old})", *over)  # noqa: S608
        ask("delete from cep_code_locks where until < ?", now.timestamp())
        until = (now + valid_for).timestamp()
        ask(
            "insert into cep_links values (?, ?, ?, ?, ?)",
            digest_of(token),
            beneficiary,
            purpose,
            made_by,
            until,
        )
    return token


def find_link(
    store: Links, token: str, now: datetime, tells_for: timedelta = timedelta()
) -> Link | None:
    """The link, when it is known and its time is not over, or not since longer than `tells_for`;
    looking changes nothing."""
    with store.ledger.look() as ask:
        rows = ask(
            "select key, beneficiary, purpose, made_by, until from cep_links "
            "where key = ? and until > ?",
            digest_of(token),
            (now - tells_for).timestamp(),
        )
    return _link(rows[0]) if rows else None


def links_of(store: Links, beneficiary: str, now: datetime) -> list[Link]:
    """Those of a person whose time is not over, the one that lasts longest first."""
    with store.ledger.look() as ask:
        rows = ask(
            "select key, beneficiary, purpose, made_by, until from cep_links "
            "where beneficiary = ? and until > ? order by until desc",
            beneficiary,
            now.timestamp(),
        )
    return [_link(row) for row in rows]


def revoke_link(store: Links, token: str) -> bool:
    """It leads nowhere any more, and neither do its codes; whether it did until now."""
    with store.ledger.work() as ask:
        ask("delete from cep_codes where link = ?", digest_of(token))
        gone = ask("delete from cep_links where key = ? returning key", digest_of(token))
    return bool(gone)


def revoke_links_of(store: Links, beneficiary: str) -> int:
    """All the links of a person; how many there were."""
    with store.ledger.work() as ask:
        keys = ask("delete from cep_links where beneficiary = ? returning key", beneficiary)
        for (key,) in keys:
            ask("delete from cep_codes where link = ?", key)
    return len(keys)


def end_links_for(store: Links, beneficiary: str, purpose: str, now: datetime) -> int:
    """They let nobody in any more, and say for a while what became of them; how many."""
    with store.ledger.work() as ask:
        keys = ask(
            "update cep_links set until = ? where beneficiary = ? and purpose = ? and until > ? "
            "returning key",
            now.timestamp(),
            beneficiary,
            purpose,
            now.timestamp(),
        )
        for (key,) in keys:
            ask("delete from cep_codes where link = ?", key)
    return len(keys)


def revoke_links_for(store: Links, beneficiary: str, purpose: str) -> int:
    """Those of a person that lead to one thing; how many there were."""
    with store.ledger.work() as ask:
        keys = ask(
            "delete from cep_links where beneficiary = ? and purpose = ? returning key",
            beneficiary,
            purpose,
        )
        for (key,) in keys:
            ask("delete from cep_codes where link = ?", key)
    return len(keys)


def _link(row: Row) -> Link:
    key, beneficiary, purpose, made_by, until = row
    return Link(key, beneficiary, purpose, made_by, datetime.fromtimestamp(until, UTC))
