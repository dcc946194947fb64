"""Codes of six digits that a person receives by another way than her link.

Each lives ten minutes, is tried five times and used once; ten wrong ones in all revoke the link.
A link that lets somebody sign locks for fifteen minutes at every third wrong one, with the other
links of the same demand, and they are counted together (R-067).
These counts stay when the page that made them is refused (AUT-06).
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum

from cep_docs.errors import NotPossible
from cep_docs.signin.links import Links
from cep_docs.storage.attempts import digest_of
from cep_docs.storage.ledger import Ask, Row

LIVES = timedelta(minutes=10)
TRIES = 5
WRONG_IN_ALL = 10
# How many are sent for one link: each is a message that somebody pays, and more tries.
SENT_IN_ALL = 12
DIGITS = 6
LOCKS_AT, LOCKED_FOR = 3, timedelta(minutes=15)
TOO_MANY = (
    "Trop de codes ont été demandés pour ce lien : plus aucun ne sera envoyé. Rien n'a changé "
    "dans votre dossier. Demander un nouveau lien à votre conseiller."
)
NO_LINK = (
    "Ce lien n'est plus valable. Rien n'a changé dans votre dossier. "
    "Demander un nouveau lien à votre conseiller."
)
LOCKED = (
    "Trois codes faux ont été donnés : ce lien est fermé pour quinze minutes. Rien n'a changé. "
    "Attendre, puis demander un nouveau code."
)


class Answer(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"  # used, too old, tried too often: another one must be sent
    LOCKED = "locked"  # nothing is judged before some minutes have passed
    REVOKED = "revoked"  # the link itself is worth nothing any more


def new_code(
    store: Links, token: str, now: datetime, draw: Callable[[int], int] = secrets.randbelow
) -> str:
    """The code to send for this link; the one before it is worth nothing any more."""
    code = f"{draw(10**DIGITS):0{DIGITS}}"
    link = digest_of(token)
    with store.ledger.work() as ask:
        if not ask("select 1 from cep_links where key = ? and until > ?", link, now.timestamp()):
            raise NotPossible(NO_LINK)
        if _locked(ask, link, now):
            raise NotPossible(LOCKED)
        ask("insert into cep_codes values (?, '', 0, 0, 0, 0) on conflict do nothing", link)
        sent = ask("select sent from cep_codes where link = ?", link)[0][0]
        if sent >= SENT_IN_ALL:
            raise NotPossible(TOO_MANY)
        ask(
            "update cep_codes set code = ?, until = ?, tries = 0, sent = sent + 1 where link = ?",
            _kept(token, code),
            (now + LIVES).timestamp(),
            link,
        )
    return code


def check_code(
    store: Links, token: str, typed: str, now: datetime, *, locks: bool = False
) -> Answer:
    """Judge a code. Right, it is used up; wrong, it is counted, whatever the page does next.

    `locks`: too many wrong ones close the links of the demand for a while."""
    link = digest_of(token)
    with store.ledger.work() as ask:
        counted = ask(
            "update cep_codes set tries = tries + 1 where link = ? and code <> '' and until > ? "
            "and until <= ? and tries < ? "
            "and exists (select 1 from cep_links where key = ? and until > ?) "
            "and not exists (select 1 from cep_code_locks l where l.link = ? and l.until > ?) "
            "returning code",
            link,
            now.timestamp(),
            (now + LIVES).timestamp(),  # a clock that was set back does not make it last
            TRIES,
            link,
            now.timestamp(),
            link,
            now.timestamp(),
        )
        if not counted:
            return _without_code(ask, link, now)
        if hmac.compare_digest(counted[0][0], _kept(token, digits(typed))):
            ask("update cep_codes set code = '' where link = ?", link)
            return Answer.RIGHT
        return _wrong(ask, link, now, locks)


def give_back(store: Links, token: str, typed: str, now: datetime) -> None:
    """What a right code was for could not be saved: it may be given again, once, while it lives.
    The try stays counted; a code that was sent meanwhile is the only one."""
    with store.ledger.work() as ask:
        ask(
            "update cep_codes set code = ? where link = ? and code = '' and until > ?",
            _kept(token, digits(typed)),
            digest_of(token),
            now.timestamp(),
        )


def locked_until(store: Links, token: str, now: datetime) -> datetime | None:
    """When codes will be judged again; None while they are."""
    with store.ledger.look() as ask:
        rows = _locked(ask, digest_of(token), now)
    return datetime.fromtimestamp(rows[0][0], UTC) if rows else None


def digits(typed: str) -> str:
    """The code as it was meant: spaces, dashes and digits of other keyboards (TOB26-9)."""
    plain = unicodedata.normalize("NFKC", typed)
    return "".join(c for c in plain if not c.isspace() and c not in "-–—.\u200b")[:40]


def _wrong(ask: Ask, link: str, now: datetime, locks: bool) -> Answer:
    ask("update cep_codes set wrong = wrong + 1 where link = ?", link)
    links = _of_the_same_demand(ask, link) if locks else [link]
    wrong = sum(_wrong_so_far(ask, one) for one in links)
    if wrong >= WRONG_IN_ALL:
        for one in links:
            ask("delete from cep_links where key = ?", one)
            ask("delete from cep_codes where link = ?", one)
        return Answer.REVOKED
    if not locks or wrong % LOCKS_AT:
        return Answer.WRONG
    for one in links:
        _lock(ask, one, now + LOCKED_FOR)
    return Answer.LOCKED


def _of_the_same_demand(ask: Ask, link: str) -> list[str]:
    """A reminder has a link of its own: whoever holds several gets no more tries."""
    rows = ask(
        "select one.key from cep_links one join cep_links this "
        "on one.beneficiary = this.beneficiary and one.purpose = this.purpose where this.key = ?",
        link,
    )
    return [key for (key,) in rows]


def _wrong_so_far(ask: Ask, link: str) -> int:
    rows = ask("select wrong from cep_codes where link = ?", link)
    return int(rows[0][0]) if rows else 0


def _lock(ask: Ask, link: str, until: datetime) -> None:
    """The code goes with it: who waits asks for another one."""
    ask("update cep_codes set code = '' where link = ?", link)
    ask(
        "insert into cep_code_locks values (?, ?) on conflict (link) "
        "do update set until = excluded.until",
        link,
        until.timestamp(),
    )


def _locked(ask: Ask, link: str, now: datetime) -> list[Row]:
    return ask(
        "select until from cep_code_locks where link = ? and until > ?", link, now.timestamp()
    )


def _without_code(ask: Ask, link: str, now: datetime) -> Answer:
    known = ask("select 1 from cep_links where key = ? and until > ?", link, now.timestamp())
    if not known:
        return Answer.REVOKED
    return Answer.LOCKED if _locked(ask, link, now) else Answer.OVER


def _kept(token: str, code: str) -> str:
    """Bound to its link, whose token is not kept: a copy of the store gives no code away."""
    return hmac.new(token.encode("utf-8", "replace"), code.encode(), hashlib.sha256).hexdigest()
