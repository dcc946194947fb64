"""To sign from afar, known by a provider of identities: she leaves for it from her link, and comes
back to it (R-067)."""

from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.errors import NotFound, NotPossible
from cep_docs.lifecycle.ceremony import Ceremony, hour_of, note_identified, note_step
from cep_docs.lifecycle.identity_claims import is_closed, is_hers, note_refused
from cep_docs.lifecycle.signer import signer_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.identities import LOST, Begun, IdentityProviders
from cep_docs.web.identity_offered import providers_for
from cep_docs.web.leaving import leaving_for
from cep_docs.web.pages import act, once_more, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC
from cep_docs.web.signing_link_pages import (
    NOT_WAITING,
    arrive,
    let_in,
    refuse_here,
    waiting_at,
)
from cep_docs.web.signing_tree import SigningLinkPlace, SigningLinksPlace
from cep_docs.web.signing_where import where_signed

CLOSED = (
    "Cette façon de dire qui vous êtes est fermée pour ce document : elle n'a pas abouti trois "
    "fois, et votre conseiller en est averti. Rien n'a été ouvert. Recevez un code à la place."
)
NOT_HERS = (
    "L'identité que {} donne ne permet pas d'ouvrir ce document. Rien n'a été ouvert. Recevez un "
    "code à la place, ou demandez à votre conseiller."
)


@act(SigningLinkPlace, "identite", needs=PUBLIC, again=arrive, template="signing/link")
def leave(place: SigningLinkPlace, request: Any) -> Response:
    doors, providers = request.outside.doors, _providers(request)
    found, ceremony = waiting_at(place, request, request.tools)
    name = Said(request).text("by")
    where = where_signed(request, ceremony.request)
    refuse_here(request, found, ceremony, where)
    if is_closed(ceremony.request):
        raise NotPossible(CLOSED)
    if name not in providers_for(found.link, found.deliverable, request):
        raise NotPossible(NOT_WAITING)
    if hour_of(ceremony.request, "opened") is None:
        actor = signer_of(found.person, found.link.errand)
        note_step(ceremony, "opened", actor, request.tools, where)
    sealed = _seal(request).encrypt_at_time(place.__name__.encode(), int(doors.now().timestamp()))
    there = providers.leave(name, doors.token_of(request), sealed.decode(), doors.now())
    return leaving_for(request, there, name, "signing/leaving")


@page(SigningLinksPlace, "retour", needs=PUBLIC, template="signing/link")
def come_back(place: SigningLinksPlace, request: Any) -> Response | HTTPSeeOther:
    """A visit begins behind a GET, as the protocol wants it: the state that this very browser
    left with stands for the token of a form."""
    doors, providers = request.outside.doors, _providers(request)
    begun = providers.begun(doors.token_of(request), request.GET, doors.now())
    try:
        token = _seal(request).decrypt(begun.back.encode()).decode()
    except InvalidToken as error:
        raise NotPossible(LOST) from error
    link = SigningLinkPlace(place.thing, token, place)
    request.context = link
    try:
        return _judged(link, begun, request)
    except NotPossible as error:
        return once_more(link, request, error, arrive, "signing/link")


def _judged(link: SigningLinkPlace, begun: Begun, request: Any) -> HTTPSeeOther:
    """The provider answers outside of the transaction that writes what it said."""
    found, ceremony = waiting_at(link, request, request.tools)
    where = where_signed(request, ceremony.request)
    refuse_here(request, found, ceremony, where)
    if begun.provider.name not in providers_for(found.link, found.deliverable, request):
        raise NotPossible(CLOSED)
    told = _providers(request).told(begun, request.GET, request.outside.doors.now())
    actor = signer_of(found.person, found.link.errand)

    def again(tools: Tools) -> Ceremony:
        return waiting_at(link, request, tools)[1]

    if not is_hers(told.claimed, found.person.sheet):
        request.application.write(
            lambda tools: note_refused(again(tools), begun.provider.name, actor, tools, where)
        )
        raise NotPossible(NOT_HERS.format(begun.provider.name))

    def identified(ceremony: Ceremony, tools: Tools) -> None:
        note_identified(ceremony, told.how, actor, tools, where)

    return let_in(request, found, again, identified)


def _seal(request: Any) -> Fernet:
    """Opens in this browser only: her link is kept nowhere in clear while she is away."""
    return Fernet(urlsafe_b64encode(request.outside.doors.derived(request, "identity")))


def _providers(request: Any) -> IdentityProviders:
    providers: IdentityProviders | None = request.outside.doors.identities
    if providers is None:
        raise NotFound("Aucun fournisseur d'identité n'est réglé ici. Rien n'a été modifié.")
    return providers
