"""Adding a second factor: an application that shows codes, or a passkey; codes for a bad day."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.content.account import Account
from cep_docs.errors import NotFound
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.entering import credentials_of
from cep_docs.signin.factors import enrolment, keep_totp, new_recovery_codes, prove
from cep_docs.signin.passkeys import handle_of, keep_passkey, made, to_make
from cep_docs.web.assets import as_data
from cep_docs.web.entering import back_from, come_in, enrolling, halfway, onward
from cep_docs.web.pages import act, page
from cep_docs.web.passkey_pages import as_json
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import EntrancePlace

Shown = Mapping[str, Any]


def factor_form(place: EntrancePlace, request: Any) -> Shown:
    account = enrolling(request)
    if account is None:
        raise NotFound("Rien n'a été modifié. Recommencer depuis la page de connexion.")
    new = enrolment(account, request.outside.doors.derived(request, "totp"))
    return {
        "back": back_from(request),
        "account": account,
        "first": not credentials_of(account).has_factor,
        "has_totp": bool(credentials_of(account).totp),
        "picture": as_data(new.picture(), "image/svg+xml"),
        "typed": new.typed,
    }


@page(EntrancePlace, "facteur", needs=PUBLIC, template="entering/factor")
def factor(place: EntrancePlace, request: Any) -> Any:
    return factor_form(place, request) if enrolling(request) else _elsewhere(request)


@act(EntrancePlace, "facteur", needs=PUBLIC, again=factor_form, template="entering/factor")
def keep_application(place: EntrancePlace, request: Any) -> Any:
    account, doors = enrolling(request), request.outside.doors
    if account is None:
        return _elsewhere(request)
    new = enrolment(account, doors.derived(request, "totp"))
    prove(account.login, new, Said(request).text("code"), doors.counter(request))
    return _kept(request, account, lambda tools: keep_totp(account.login, new, tools, doors.now()))


@page(EntrancePlace, "nouvelle-cle", needs=PUBLIC, template="entering/factor")
def asked_to_make(place: EntrancePlace, request: Any) -> Any:
    """For the script of the page."""
    account, doors = enrolling(request), request.outside.doors
    if account is None:
        return _elsewhere(request)
    handle = handle_of(account, doors.derived(request, "handle"))
    ground = doors.ground(request)
    return as_json(to_make(ground, account, handle, doors.now()))


@act(EntrancePlace, "nouvelle-cle", needs=PUBLIC, again=factor_form, template="entering/factor")
def keep_new_passkey(place: EntrancePlace, request: Any) -> Any:
    account, doors, said = enrolling(request), request.outside.doors, Said(request)
    if account is None:
        return _elsewhere(request)
    handle = handle_of(account, doors.derived(request, "handle")).hex()
    ground, counter = doors.ground(request), doors.counter(request)
    new = made(ground, said.long_text("answer"), said.text("label"), counter)
    return _kept(request, account, lambda tools: keep_passkey(account.login, new, handle, tools))


def recovery_page(request: Any, codes: list[str], back: str) -> Response:
    """Shown once, in the answer to the form: never at an address."""
    shown = {"codes": codes, "back": back}
    response: Response = render_to_response("entering/recovery.jinja2", shown, request)
    return response


def _kept(request: Any, account: Account, keep: Any) -> Any:
    """Keep the factor; the first one comes with its codes for a bad day, and opens the visit."""
    first = not credentials_of(account).recovery

    def work(tools: Tools) -> list[str]:
        keep(tools)
        return new_recovery_codes(account.login, tools) if first else []

    inside = halfway(request) is None
    codes = request.application.write(work)
    then = HTTPSeeOther("/compte") if inside else come_in(request, account.login, "enrolment")
    return recovery_page(request, codes, then.location) if codes else then


def _elsewhere(request: Any) -> HTTPSeeOther:
    """Whoever is in gives his factor again first; the others begin at the beginning."""
    if request.identity is not None:
        back = quote(back_from(request) or "/compte", safe="/")
        return HTTPSeeOther(f"/connexion/confirmer?suite={back}")
    return onward(request, halfway(request))
