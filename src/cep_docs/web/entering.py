"""What the pages of the entrance share: who is half-way in, and where he goes from here."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.account import Account
from cep_docs.signin.demonstration import totp_secret
from cep_docs.signin.entering import credentials_of
from cep_docs.signin.factors import current_code
from cep_docs.signin.local_path import local_path
from cep_docs.web.doors import is_here
from cep_docs.web.security import account_in

ENTRANCE = "/connexion"


def back_from(request: Any) -> str:
    """Where somebody wanted to go; empty when he said nothing, or something of another site."""
    if hasattr(request, "own_back"):  # brought back from an identity provider
        return local_path(request.own_back, "")
    wanted = request.POST.get("suite") if request.method == "POST" else request.GET.get("suite")
    return local_path(wanted, "") if isinstance(wanted, str) else ""


def halfway(request: Any) -> Account | None:
    """Whoever gave his password, and no second factor yet."""
    visit = request.outside.doors.visit_of(request)
    if visit is None or visit.factor_at is not None or not visit.account:
        return None
    return account_in(visit, request.tools)


def enrolling(request: Any) -> Account | None:
    """Whoever may add a second factor: half-way in and without any, or in and sure of himself."""
    account = halfway(request)
    if account is not None:
        return None if credentials_of(account).has_factor else account
    visitor = request.identity
    if visitor is None or not visitor.actor.strong or not visitor.visit.account:
        return None
    found: Account = request.tools.site.accounts[visitor.visit.account]
    return found


def onward(request: Any, account: Account | None) -> HTTPSeeOther:
    """The next thing to give."""
    if account is None:
        return to(request, ENTRANCE)
    own = credentials_of(account)
    return to(request, f"{ENTRANCE}/code" if own.has_factor else f"{ENTRANCE}/facteur")


def to(request: Any, path: str) -> HTTPSeeOther:
    """Elsewhere in the entrance, without forgetting where one wanted to go."""
    back = back_from(request)
    return HTTPSeeOther(f"{path}?suite={quote(back, safe='')}" if back else path)


def come_in(request: Any, login: str, how: str, what: str = "sign_in") -> HTTPSeeOther:
    """A second factor was right: the visit is open, under a new token."""
    doors = request.outside.doors
    if not doors.confirm(request):
        return to(request, ENTRANCE)
    doors.counter(request).welcome(login, how, what)
    return HTTPSeeOther(back_from(request) or "/")


def here_with(request: Any, account: Account | None) -> Mapping[str, Any]:
    """What the pages that ask for a second factor show."""
    own = credentials_of(account)
    return {
        "back": back_from(request),
        "account": account,
        "has_totp": bool(own.totp),
        "has_recovery": bool(own.recovery),
        "has_passkey": any(key["host"] == request.domain for key in own.passkeys),
        "invented": _invented(request, account),
    }


def _invented(request: Any, account: Account | None) -> str:
    """The code of the moment, where everybody is invented."""
    own, site = credentials_of(account), request.tools.site
    if account is None or not (site.demo_day and is_here(request)):
        return ""
    known = own.totp == totp_secret(account.login)
    return current_code(own.totp, request.outside.doors.now()) if known else ""
