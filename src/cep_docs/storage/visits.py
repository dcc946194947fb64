"""Who is signed in: one line a browser, kept outside of the transactions of pages.

The token that a browser carries is never kept, only its digest.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cep_docs.storage.ledger import Ledger, Row


@dataclass(frozen=True, slots=True)
class Span:
    """How long a visit lasts without a sign of life, and at most (SES-03)."""

    idle: timedelta
    most: timedelta


STAFF = Span(timedelta(minutes=30), timedelta(hours=10))
ADMINISTRATOR = Span(timedelta(minutes=15), timedelta(hours=8))
BENEFICIARY = Span(timedelta(minutes=15), timedelta(hours=2))
# To read a whole document before signing it takes longer than a click.
ERRAND = Span(timedelta(minutes=30), timedelta(hours=2))
# From the password to the second factor, or to its enrolment.
HALFWAY = Span(timedelta(minutes=15), timedelta(minutes=30))
# A sign of life is written down this often: a click does not write.
SEEN_EVERY = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Visit:
    """`account` is a login, or `beneficiary` the identifier of the person herself. `factor_at` is
    when a second factor was last given: before the first one, nothing is open. `forms` is what
    the tokens of its forms are drawn from, the same as long as the visit lasts. `errand` is the
    one document a person was let in to sign."""

    key: str
    begun_at: datetime
    seen_at: datetime
    account: str = ""
    beneficiary: str = ""
    factor_at: datetime | None = None
    address: str = ""
    browser: str = ""
    forms: str = ""
    errand: str = ""


def span_of(visit: Visit) -> Span:
    """Of whom no role is known."""
    if visit.factor_at is None:
        return HALFWAY
    if visit.errand:
        return ERRAND
    return BENEFICIARY if visit.beneficiary else STAFF


COLUMNS = (
    "key, begun_at, seen_at, account, beneficiary, factor_at, address, browser, forms, errand"
)
TABLES = (
    # Of before visits had errands: whoever was signed in signs in again.
    "drop table if exists cep_visits",
    "create table if not exists cep_open_visits (key text primary key, "
    "begun_at double precision, seen_at double precision, account text, beneficiary text, "
    "factor_at double precision, address text, browser text, forms text, errand text)",
    "create index if not exists cep_open_visits_of on cep_open_visits (account, beneficiary)",
)
_SELECT = f"select {COLUMNS} from cep_open_visits where "  # noqa: S608 - names of ours


class Visits:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        ledger.prepare(TABLES)

    def begin(self, visit: Visit) -> str:
        """A new token for this visit; its `key` is chosen here."""
        token = secrets.token_urlsafe(32)
        new = replace(visit, key=key_of(token), forms=visit.forms or secrets.token_urlsafe(32))
        old = (visit.begun_at - FORGOTTEN_AFTER).timestamp()
        with self._ledger.work() as ask:
            ask("delete from cep_open_visits where begun_at < ?", old)
            ask(
                f"insert into cep_open_visits ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                *_row(new),
            )
        return token

    def find(
        self, token: str, now: datetime, span: Callable[[Visit], Span] = span_of
    ) -> Visit | None:
        """The visit, when it still lasts; looking for it is a sign of life."""
        with self._ledger.look() as ask:
            rows = ask(_SELECT + "key = ?", key_of(token))
        visit = _visit(rows[0]) if rows else None
        if visit is None or over(visit, now, span(visit)):
            return None
        if now - visit.seen_at >= SEEN_EVERY:
            seen = now.timestamp()
            with self._ledger.work() as ask:
                ask("update cep_open_visits set seen_at = ? where key = ?", seen, visit.key)
        return visit

    def renew(self, token: str, now: datetime, forms: str = "") -> str | None:
        """A second factor was given: a new token, and the old one is worth nothing any more.

        `forms` replaces what the tokens of forms are drawn from. None when the visit was ended
        meanwhile."""
        new = secrets.token_urlsafe(32)
        with self._ledger.work() as ask:
            changed = ask(
                "update cep_open_visits set key = ?, seen_at = ?, factor_at = ?, "
                "forms = case when ? = '' then forms else ? end where key = ? returning key",
                key_of(new),
                now.timestamp(),
                now.timestamp(),
                forms,
                forms,
                key_of(token),
            )
        return new if changed else None

    def end(self, key: str) -> None:
        with self._ledger.work() as ask:
            ask("delete from cep_open_visits where key = ?", key)

    def of_account(self, account: str, now: datetime) -> list[Visit]:
        """Those that are open, the latest first."""
        return self._open(now, "account = ?", account)

    def of_beneficiary(self, beneficiary: str, now: datetime) -> list[Visit]:
        return self._open(now, "beneficiary = ?", beneficiary)

    def end_all(self, account: str = "", beneficiary: str = "", but: str = "") -> int:
        """End every visit of somebody, except the one with the key `but`; how many there were."""
        with self._ledger.work() as ask:
            return len(
                ask(
                    "delete from cep_open_visits where account = ? and beneficiary = ? "
                    "and key <> ? returning key",
                    account,
                    beneficiary,
                    but,
                )
            )

    def _open(self, now: datetime, which: str, who: str) -> list[Visit]:
        with self._ledger.look() as ask:
            visits = [_visit(row) for row in ask(_SELECT + which + " order by seen_at desc", who)]
        return [visit for visit in visits if not over(visit, now, span_of(visit))]


def key_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def over(visit: Visit, now: datetime, span: Span) -> bool:
    """Too long ago; or seen in a time that has not come, after which a clock was set back: it
    must not make a visit last."""
    return abs(now - visit.seen_at) > span.idle or now - visit.begun_at > span.most


def _row(visit: Visit) -> tuple[object, ...]:
    factor = visit.factor_at.timestamp() if visit.factor_at else None
    return (
        visit.key,
        visit.begun_at.timestamp(),
        visit.seen_at.timestamp(),
        visit.account,
        visit.beneficiary,
        factor,
        visit.address,
        visit.browser,
        visit.forms,
        visit.errand,
    )


def _visit(row: Row) -> Visit:
    key, begun, seen, account, beneficiary, factor, address, browser, forms, errand = row
    return Visit(
        key,
        datetime.fromtimestamp(begun, UTC),
        datetime.fromtimestamp(seen, UTC),
        account,
        beneficiary,
        datetime.fromtimestamp(factor, UTC) if factor is not None else None,
        address,
        browser,
        forms,
        errand,
    )
