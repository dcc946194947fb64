"""Passkeys in the pages of the entrance: what the browser is asked, what it answers."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.content.account import Account
from cep_docs.errors import Invalid
from cep_docs.signin.entering import credentials_of, is_active
from cep_docs.signin.passkeys import UNREADABLE, Given, given, to_give
from cep_docs.web.entering import come_in, halfway, onward
from cep_docs.web.entering_pages import code_form, confirm_form, sign_in_form
from cep_docs.web.pages import act, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC, STAFF
from cep_docs.web.tree import EntrancePlace

NOT_VERIFIED = (
    "Cet appareil n'a pas vérifié que c'est vous (empreinte, visage ou code). Donner d'abord "
    "votre mot de passe ; la clé servira ensuite de second facteur."
)


@page(EntrancePlace, "demande", needs=PUBLIC, template="entering/code")
def asked(place: EntrancePlace, request: Any) -> Response:
    """For the script of the page: one of the keys of whoever is known, or any key for us."""
    doors = request.outside.doors
    keys = credentials_of(_known(request)).passkeys
    return as_json(to_give(doors.ground(request), keys, doors.now()))


@act(EntrancePlace, "cle", needs=PUBLIC, again=sign_in_form, template="entering/sign_in")
def sign_in_with_a_passkey(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    """Both factors at once, when the device made sure who holds it."""
    one, doors = _given(request), request.outside.doors
    account = request.tools.site.accounts[one.login]
    if not is_active(account, request.tools):
        doors.counter(request).tell("sign_in_refused", one.login)
        raise Invalid({"": UNREADABLE})
    if not one.verified:
        raise Invalid({"": NOT_VERIFIED})
    doors.enter(request, account=one.login, strong=False)
    return come_in(request, one.login, "passkey")


@act(EntrancePlace, "code-cle", needs=PUBLIC, again=code_form, template="entering/code")
def passkey_as_second_factor(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    account = halfway(request)
    if account is None:
        return onward(request, account)
    _of(account, _given(request))
    return come_in(request, account.login, "passkey")


@act(EntrancePlace, "confirmer-cle", needs=STAFF, again=confirm_form, template="entering/confirm")
def passkey_as_confirmation(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    account = request.tools.site.accounts[request.identity.visit.account]
    _of(account, _given(request))
    return come_in(request, account.login, "passkey", "confirm_identity")


def as_json(text: str) -> Response:
    return Response(body=text.encode(), content_type="application/json", charset=None)


def _given(request: Any) -> Given:
    doors, answer = request.outside.doors, Said(request).long_text("answer")
    site = request.tools.site
    return given(doors.ground(request), answer, site, doors.counter(request))


def _of(account: Account, one: Given) -> None:
    if one.login != account.login:
        raise Invalid({"": UNREADABLE})


def _known(request: Any) -> Account | None:
    visitor = request.identity
    if visitor is not None:
        found: Account | None = request.tools.site.accounts.get(visitor.visit.account)
        return found
    return halfway(request)
