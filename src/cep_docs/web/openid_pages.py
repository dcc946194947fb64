"""Coming in by the identity provider of the operator."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.errors import NotFound, NotPossible
from cep_docs.signin.entering import is_active
from cep_docs.signin.limits import of_address
from cep_docs.signin.openid import UNKNOWN, Provider, account_of
from cep_docs.web.entering import back_from, come_in, onward
from cep_docs.web.leaving import leaving_for
from cep_docs.web.pages import act, page
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import EntrancePlace


@act(EntrancePlace, "openid", needs=PUBLIC)
def go_to_the_provider(place: EntrancePlace, request: Any) -> Response:
    doors = request.outside.doors
    provider = _provider(request)
    browser = doors.token_of(request)
    there = provider.leave(browser, back_from(request), doors.now())
    return leaving_for(request, there, provider.settings.label, "entering/leaving")


@page(EntrancePlace, "retour", needs=PUBLIC, template="entering/sign_in")
def come_back(place: EntrancePlace, request: Any) -> HTTPSeeOther:
    """A visit begins behind a GET, as the protocol wants it: the state that this very browser
    left with stands for the token of a form."""
    doors = request.outside.doors
    provider, counter = _provider(request), doors.counter(request)
    attempt = counter.enter(of_address(counter.address, counter.office))
    try:
        identity, back = provider.come_back(doors.token_of(request), request.GET, doors.now())
        account = account_of(identity, request.tools.site)
        if not is_active(account, request.tools):
            raise NotPossible(UNKNOWN)
    except NotPossible:
        counter.tell("sign_in_refused", "")
        raise
    counter.attempts.forgive(attempt)
    doors.enter(request, account=account.login, strong=False)
    request.own_back = back
    if identity.strong:
        return come_in(request, account.login, "openid")
    return onward(request, account)


def _provider(request: Any) -> Provider:
    provider: Provider | None = request.outside.doors.openid
    if provider is None:
        raise NotFound("Aucun fournisseur d'identité n'est réglé ici. Rien n'a été modifié.")
    return provider
