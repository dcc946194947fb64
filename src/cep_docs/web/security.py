"""Who asks, and whether he may: two layers, and both must say yes.

The first asks whether the visitor may come near this part of the tree at all (`tree.__acl__`);
the second asks the rules of policies/access.yaml about the thing there. A permission is one of
the words below, or an action of the rules on the thing, or « action kind » on a facet of it.
"""

import hmac
import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pyramid.authorization import ACLHelper, Authenticated, Everyone
from pyramid.csrf import ICSRFStoragePolicy
from pyramid.interfaces import ISecurityPolicy
from pyramid.request import RequestLocalCache
from pyramid.security import Allowed, Denied
from zope.interface import implementer

from cep_docs.access.actor import Actor, actor_of
from cep_docs.access.decide import NOT_FOUND
from cep_docs.content.account import Account
from cep_docs.errors import NotAllowed, NotFound
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.signer import signer_of
from cep_docs.signin.entering import credentials_of, is_active, still_strong
from cep_docs.storage.visits import Visit
from cep_docs.web.doors import Doors

# Open to anybody; to whoever has signed in; to those who work here.
PUBLIC, ENTERED, STAFF = "public", "entered", "staff"
WORDS = (PUBLIC, ENTERED, STAFF)
# For this long after a second factor was given, acts that engage are open (AUT-10).
STRONG_FOR = timedelta(minutes=5)
TOKEN = 32  # bytes
_MASKED = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in, as he is at this request: no right is remembered."""

    actor: Actor
    visit: Visit
    name: str
    # Whether the titles of his tabs may name people.
    personal_titles: bool = False

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split() if word[0].isalpha())[:2].upper()


@implementer(ISecurityPolicy)
class Guard:
    """The security policy."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._acl = ACLHelper()
        self._known = RequestLocalCache(self._recognize)

    def identity(self, request: Any) -> Visitor | None:
        found: Visitor | None = self._known.get_or_create(request)
        return found

    def authenticated_userid(self, request: Any) -> str | None:
        visitor = self.identity(request)
        return visitor.actor.account if visitor else None

    def permits(self, request: Any, context: Any, permission: str) -> Allowed | Denied:
        visitor = self.identity(request)
        if not self._acl.permits(context, _principals(visitor), permission):
            return Denied("tree")
        if permission == PUBLIC:
            return Allowed("public")
        if visitor is None or (permission == STAFF and visitor.actor.beneficiary):
            return Denied("visitor")
        if permission not in WORDS:
            self._ask_the_rules(request, context, visitor, permission)
        return Allowed("rules")

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:
        raise NotImplementedError("a visit begins in the pages of the entrance")

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:
        return self._doors.no_cookie(request)

    def _ask_the_rules(self, request: Any, context: Any, visitor: Visitor, wanted: str) -> None:
        """NotFound or NotAllowed when they say no: the page of errors tells which one to show."""
        action, _, kind = wanted.partition(" ")
        thing = context.seen_by(visitor.actor, kind)
        try:
            require(request.tools, visitor.actor, action, thing)
        except NotAllowed:
            strong = replace(visitor.actor, strong=True)
            if context.hidden and not decide(request.tools, strong, action, thing).allowed:
                raise NotFound(NOT_FOUND) from None
            raise

    def _recognize(self, request: Any) -> Visitor | None:
        """Whoever gave all his factors: half of them opens nothing (AUT-05)."""
        visit = self._doors.visit_of(request)
        if visit is None or visit.factor_at is None:
            return None
        return visitor_of(visit, request.tools, self._doors.now())


def visitor_of(visit: Visit, tools: Any, now: datetime) -> Visitor | None:
    """Roles are read at each request: what was taken away is gone at the next one."""
    strong = still_strong(visit.factor_at, now, STRONG_FOR)
    if visit.beneficiary:
        person = tools.site.beneficiaries.get(visit.beneficiary)
        if person is None:
            return None
        # The ceremony of a signature asks by itself who signs, and remembers it.
        herself = signer_of(person, visit.errand)
        return Visitor(replace(herself, strong=strong or bool(visit.errand)), visit, "")
    account = account_in(visit, tools)
    if account is None:
        return None
    actor = replace(actor_of(account), strong=strong)
    return Visitor(actor, visit, account.full_name, account.personal_titles)


def account_in(visit: Visit, tools: Any) -> Account | None:
    """Whose visit it is, unless the account was closed or its password changed since (SES-02)."""
    account: Account | None = tools.site.accounts.get(visit.account)
    if account is None or not is_active(account, tools):
        return None
    changed = credentials_of(account).password_since
    return None if changed and visit.begun_at < changed else account


def wants_a_factor(request: Any, error: Exception) -> bool:
    """Refused only because no second factor was given lately (STRONG-1)."""
    visitor = request.identity if getattr(request, "tools", None) else None
    if not isinstance(error, NotAllowed) or visitor is None or visitor.actor.strong:
        return False
    barriers = request.tools.rules.access.prohibitions
    return any(
        barrier.because in str(error)
        for barrier in barriers
        if "strongly_identified" in barrier.unless
    )


def _principals(visitor: Visitor | None) -> list[str]:
    if visitor is None:
        return [Everyone]
    if visitor.actor.only:
        return [Everyone, Authenticated, "signer"]
    return [Everyone, Authenticated, "beneficiary" if visitor.actor.beneficiary else "staff"]


@implementer(ICSRFStoragePolicy)
class FormTokens:
    """The token of forms is drawn from the cookie: a new visit has new tokens (SES-01, SES-06).

    Pages are compressed: it is written differently in each, so that their lengths tell nothing
    about it."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def new_csrf_token(self, request: Any) -> str:
        return self.get_csrf_token(request)

    def get_csrf_token(self, request: Any) -> str:
        if not self._doors.token_of(request):
            self._doors.stranger_token(request)
        # One mask a page: many forms with as many tokens would weigh more than all their fields.
        mask: bytes = request.environ.setdefault("cep_docs.mask", secrets.token_bytes(TOKEN))
        return masked(self._doors.derived(request, "form"), mask)

    def check_csrf_token(self, request: Any, token: str) -> bool:
        if not self._doors.token_of(request):
            return False
        expected = self._doors.derived(request, "form")
        return hmac.compare_digest(expected, _unmasked(token))


def masked(token: bytes, mask: bytes) -> str:
    """The mask, and the token under it."""
    return (mask + bytes(one ^ other for one, other in zip(token, mask, strict=True))).hex()


def _unmasked(said: str) -> bytes:
    """Nothing when it is no token of ours."""
    if not _MASKED.fullmatch(said):
        return b""
    both = bytes.fromhex(said)
    return bytes(one ^ other for one, other in zip(both[:TOKEN], both[TOKEN:], strict=True))
