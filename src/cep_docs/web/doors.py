"""The cookie that carries a visit, and all that is kept about who comes in."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cep_docs.signin.counter import Counter
from cep_docs.signin.fetching import fetch
from cep_docs.signin.identities import IdentityProviders
from cep_docs.signin.identity_settings import identities_of
from cep_docs.signin.links import Links
from cep_docs.signin.openid import Provider
from cep_docs.signin.openid_settings import openid_of
from cep_docs.signin.passkeys import Ground
from cep_docs.storage.attempts import Attempts
from cep_docs.storage.instance import find
from cep_docs.storage.ledger import ledger_in
from cep_docs.storage.own_key import own_key
from cep_docs.storage.visits import ADMINISTRATOR, Span, Visit, Visits, span_of
from cep_docs.web.afterwards import once_saved
from cep_docs.web.browsers import browser_named
from cep_docs.web.staff_mark import NAME, is_mark, new_mark, put_mark

FOLDER = "visits"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
ADMINISTRATORS = frozenset({"administrator"})


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Doors:
    """Visits are timed by the clock on the wall, also where a demonstration stands still."""

    visits: Visits
    attempts: Attempts
    links: Links
    secret: bytes
    now: Callable[[], datetime] = wall_clock
    openid: Provider | None = None
    identities: IdentityProviders | None = None

    # The cookie.

    def token_of(self, request: Any) -> str:
        """Of this request, or the one its answer is about to give."""
        if hasattr(request, "own_token"):
            return str(request.own_token)
        name = cookie_name(request)
        return request.cookies.get(name, "")[:100] if name else ""

    def stranger_token(self, request: Any) -> str:
        """A token for somebody who has not signed in yet, so that his forms have one too."""
        token = secrets.token_urlsafe(32)
        self._carry(request, token)
        return token

    def word_for(self, request: Any, text: str) -> str:
        """Proves that a text in an address was put there by us, for this visit."""
        return self.derived(request, f"told {text}").hex()[:20]

    def derived(self, request: Any, purpose: str) -> bytes:
        """A secret of this visit for one purpose; the same until the visit ends."""
        visit = self.visit_of(request)
        said = f"{purpose} {visit.forms if visit else self.token_of(request)}"
        return hmac.new(self.secret, said.encode("utf-8", "replace"), hashlib.sha256).digest()

    # The visit.

    def visit_of(self, request: Any) -> Visit | None:
        """Whoever has given at least a password, as long as it lasts; looked for once a page."""
        if not hasattr(request, "own_visit"):
            token = self.token_of(request)
            request.own_visit = (
                self.visits.find(token, self.now(), lambda visit: _span(visit, request.tools))
                if token and request.tools
                else None
            )
        found: Visit | None = request.own_visit
        return found

    def enter(
        self,
        request: Any,
        *,
        account: str = "",
        beneficiary: str = "",
        strong: bool,
        errand: str = "",
    ) -> None:
        """A new visit with a new token, whatever there was before (SES-01). With an errand it is
        for one document only. What there was ends with what this page saves: until then it may
        run again, and asks who comes."""
        old, now = self.visit_of(request), self.now()
        if old is not None:
            once_saved(request, partial(self.visits.end, old.key))
        visit = Visit(
            "",
            now,
            now,
            account=account,
            beneficiary=beneficiary,
            factor_at=now if strong else None,
            address=request.remote_addr or "",
            browser=browser_named(request.user_agent or ""),
            errand=errand,
        )
        self._carry(request, self.visits.begin(visit))
        if account and strong:
            self._mark(request)

    def confirm(self, request: Any) -> bool:
        """A second factor was given: the token is a new one, and so are the first forms."""
        visit = self.visit_of(request)
        fresh = secrets.token_urlsafe(32) if visit and visit.factor_at is None else ""
        token = self.visits.renew(self.token_of(request), self.now(), fresh)
        if token:
            self._carry(request, token)
            if visit is not None and visit.account:
                self._mark(request)
        return bool(token)

    def is_marked(self, request: Any) -> bool:
        """Whether somebody of the house has signed in with this browser, whoever and whenever."""
        name = cookie_name(request)
        return bool(name) and is_mark(self.secret, request.cookies.get(name + NAME, ""))

    def leave(self, request: Any) -> None:
        visit = self.visit_of(request)
        if visit is not None:
            self.visits.end(visit.key)
        request.own_token, request.own_visit = "", None
        request.add_response_callback(lambda _, response: self._take_back(request, response))

    # What signing in needs.

    def counter(self, request: Any) -> Counter:
        return Counter(
            self.attempts, request.application.write, request.remote_addr or "", self.now()
        )

    def ground(self, request: Any) -> Ground:
        """Where passkeys are given: this host, this browser."""
        return Ground(request.domain, request.host_url, self.derived(request, "passkeys"))

    def _mark(self, request: Any) -> None:
        name, mark, secure = cookie_name(request), new_mark(self.secret), is_ciphered(request)
        if name:
            request.add_response_callback(
                lambda _, response: put_mark(response, name, mark, secure=secure)
            )

    def _carry(self, request: Any, token: str) -> None:
        request.own_token = token
        if hasattr(request, "own_visit"):
            del request.own_visit
        request.add_response_callback(lambda _, response: self._give(request, response, token))

    def _give(self, request: Any, response: Any, token: str) -> None:
        if token == request.own_token:
            _set_cookie(request, response, token)

    def _take_back(self, request: Any, response: Any) -> None:
        """The mark of a browser of the house stays in it."""
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        for name, value in self.no_cookie(request):
            response.headers.add(name, value)

    def no_cookie(self, request: Any) -> list[tuple[str, str]]:
        response = request.response.__class__()
        _set_cookie(request, response, "", max_age=0)
        return [(n, v) for n, v in response.headerlist if n.lower() == "set-cookie"]


def _set_cookie(request: Any, response: Any, token: str, max_age: int | None = None) -> None:
    if name := cookie_name(request):
        response.set_cookie(
            name,
            token,
            max_age=max_age,
            path="/",
            secure=is_ciphered(request),
            httponly=True,
            samesite="Lax",
        )


def cookie_name(request: Any) -> str:
    """Bound to this very host where the connection is ciphered (SES-04). In clear there is none,
    but on this machine."""
    if is_ciphered(request):
        return "__Host-cep"
    return "cep" if is_here(request) else ""


def is_ciphered(request: Any) -> bool:
    return bool(request.scheme == "https")


def is_here(request: Any) -> bool:
    """The browser runs on this very machine, and knows it."""
    address = request.remote_addr or ""
    return request.domain in LOOPBACK and (address.startswith("127.") or address == "::1")


def doors_of(folder: Path, now: Callable[[], datetime] = wall_clock) -> Doors:
    """Those of an instance; its secret is drawn at the first use."""
    own = folder / FOLDER
    own.mkdir(mode=0o700, exist_ok=True)
    ledger = ledger_in(own, find(folder).storage_uri)
    settings, identities = openid_of(folder), identities_of(folder)
    return Doors(
        Visits(ledger),
        Attempts(ledger),
        Links(ledger),
        own_key(own),
        now,
        Provider(settings, fetch, ledger) if settings else None,
        IdentityProviders(identities, fetch, ledger) if identities else None,
    )


def _span(visit: Visit, tools: Any) -> Span:
    """By the roles of now: who became an administrator is watched more closely at once."""
    account = tools.site.accounts.get(visit.account) if visit.account else None
    if account and visit.factor_at and not ADMINISTRATORS.isdisjoint(account.roles):
        return ADMINISTRATOR
    return span_of(visit)
