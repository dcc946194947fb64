"""What a page says when it cannot be: what happened, what is safe, what to do."""

from typing import Any
from urllib.parse import quote

from pyramid.exceptions import BadCSRFOrigin, BadCSRFToken
from pyramid.httpexceptions import HTTPClientError, HTTPException, HTTPForbidden, HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import exception_view_config, forbidden_view_config, notfound_view_config

from cep_docs.access.decide import NOT_FOUND
from cep_docs.errors import (
    CepDocsError,
    Damaged,
    Invalid,
    NotAllowed,
    NotFound,
    NotPossible,
    Refused,
    Unusable,
)
from cep_docs.signin.local_path import OWN_SPACE, is_own
from cep_docs.web.security import wants_a_factor


class TooLarge(Refused):
    """More was sent than any page takes."""


class WrongHost(Refused):
    """The name in the address is not one of ours: somebody else's page, or a forged message."""


class Unreadable(Refused):
    """No browser sends that: bytes that are no text, a form without end."""


STALE_FORM = (
    "Cette page est restée ouverte trop longtemps, ou une autre connexion a commencé depuis. "
    "Rien n'a été enregistré. Revenir à la page précédente, copier ce qui a été écrit si besoin, "
    "la recharger, puis recommencer."
)
UNREADABLE = (
    "Le serveur n'a pas compris cette demande. Rien n'a été enregistré. Revenir à la page "
    "précédente et recommencer."
)
STATUS: dict[type[CepDocsError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    NotPossible: 409,
    Invalid: 422,
    TooLarge: 413,
    WrongHost: 400,
    Unreadable: 400,
    Unusable: 503,
    Damaged: 500,
}
TITLES = {
    400: "Demande illisible",
    403: "Accès refusé",
    404: "Page introuvable",
    409: "Impossible pour l'instant",
    413: "Envoi trop lourd",
    422: "À corriger",
    500: "Panne",
    503: "Service indisponible",
}


@exception_view_config(CepDocsError, renderer="errors/refusal.jinja2")
def refusal(error: CepDocsError, request: Any) -> dict[str, Any] | Response:
    """Everything the program itself refuses."""
    if isinstance(error, NotFound | NotAllowed) and _stranger(request):
        return to_the_entrance(request)
    if wants_a_factor(request, error):
        return to_confirm(request)
    return _told(request, STATUS.get(type(error), 409), str(error))


@notfound_view_config(renderer="errors/refusal.jinja2")
def not_found(error: HTTPException, request: Any) -> dict[str, Any] | Response:
    """The same answer as for what one may not know of; a stranger is asked who he is first."""
    return to_the_entrance(request) if _stranger(request) else _told(request, 404, NOT_FOUND)


@forbidden_view_config(renderer="errors/refusal.jinja2")
def forbidden(error: HTTPForbidden, request: Any) -> dict[str, Any] | Response:
    return to_the_entrance(request) if _stranger(request) else _told(request, 404, NOT_FOUND)


@exception_view_config(BadCSRFToken, renderer="errors/refusal.jinja2")
@exception_view_config(BadCSRFOrigin, renderer="errors/refusal.jinja2")
def stale_form(error: Exception, request: Any) -> dict[str, Any]:
    return _told(request, 400, STALE_FORM)


@exception_view_config(HTTPClientError, renderer="errors/refusal.jinja2")
def unreadable(error: HTTPClientError, request: Any) -> dict[str, Any]:
    return _told(request, error.status_int, UNREADABLE)


def to_confirm(request: Any) -> Response:
    """Give a second factor again, then come back. What was posted stays in the browser: the form
    is told to wait, and is sent again when its page is reloaded."""
    request.given_up = True
    if request.identity.actor.beneficiary:  # she gives hers again where she asked for something
        return HTTPSeeOther("/mon-espace/emporter")
    if request.method == "GET":
        return HTTPSeeOther(f"/connexion/confirmer?suite={quote(request.path_qs, safe='')}")
    response: Response = render_to_response("entering/to_confirm.jinja2", {}, request)
    response.status_int = 403
    return response


def to_the_entrance(request: Any) -> HTTPSeeOther:
    """Sign in, then come back here; what was sent is lost, so that only readings come back."""
    request.given_up = True
    back = request.path_qs if request.method == "GET" and request.path != "/" else ""
    if not back and is_own(request.path):  # she is told there how to come back
        back = OWN_SPACE
    return HTTPSeeOther("/connexion" + (f"?suite={quote(back, safe='')}" if back else ""))


def _stranger(request: Any) -> bool:
    return request.tools is None or request.identity is None


def _told(request: Any, status: int, message: str) -> dict[str, Any]:
    request.given_up = True
    request.response.status_int = status
    return {"status": status, "title": TITLES.get(status, TITLES[400]), "message": message}
