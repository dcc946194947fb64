"""One transaction a request: saved when a page is answered, forgotten when it is refused."""

import logging
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pyramid.interfaces import IExecutionPolicy
from pyramid.response import Response
from webob.request import BaseRequest
from zope.interface import implementer

from cep_docs.app import Application
from cep_docs.errors import CepDocsError, Damaged
from cep_docs.web.refusals import TooLarge, WrongHost

# What a proxy in front of us must not choose: the root of the tree (security, P6).
NEVER_FROM_OUTSIDE = ("HTTP_X_VHM_ROOT", "HTTP_X_VHM_HOST")
STATIC = "/statique/"
# What costs seconds and is the same at each attempt (a file made harmless) is kept here.
BETWEEN_ATTEMPTS = "cep_docs.between_attempts"
LARGEST_FORM = 2 * 1024 * 1024
LARGEST_FILE = 22 * 1024 * 1024
TOO_LARGE = (
    "Cet envoi est trop lourd : une pièce a 20 Mo au plus, un texte 2 Mo. Rien n'a été "
    "enregistré, et tout ce qui l'était est intact. Réduire le fichier, ou l'envoyer en plusieurs "
    "fois."
)
WRONG_HOST = (
    "Ce site ne répond pas sous ce nom. Rien n'a été lu ni enregistré. Reprendre l'adresse donnée "
    "par l'administrateur."
)
BROKEN = (
    "Une panne s'est produite. Rien de ce qui était enregistré n'est perdu ; la dernière "
    "modification ne l'a peut-être pas été. Revenir à la page précédente et recommencer ; si cela "
    "se répète, prévenir l'administrateur en lui donnant l'heure."
)
log = logging.getLogger(__name__)


class _Refused(Exception):  # noqa: N818 - carries an answer out of a transaction that is given up
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def in_a_transaction(
    application: Application, hosts: frozenset[str]
) -> Callable[[dict[str, Any], Any], Response]:
    """The execution policy: the whole request runs again when it met somebody else's.

    Each attempt has a request of its own, so that nothing of the first one is remembered.
    """

    @implementer(IExecutionPolicy)
    def policy(environ: dict[str, Any], router: Any) -> Response:
        for name in NEVER_FROM_OUTSIDE:
            environ.pop(name, None)
        if environ.get("PATH_INFO", "").startswith(STATIC):
            return _answer(environ, router, None)
        came = environ["wsgi.input"]
        try:
            _look_at(BaseRequest(environ), hosts)
            environ[BETWEEN_ATTEMPTS] = {}
            return application.house.write(
                lambda connection: _kept(_answer(environ, router, application.tools(connection)))
            )
        except _Refused as refused:
            return refused.response
        except CepDocsError as error:  # the transaction could not even be made or saved
            return _apology(environ, router, error)
        except Exception:
            log.exception("a page broke")
            return _apology(environ, router, Damaged(BROKEN))
        finally:
            if environ["wsgi.input"] is not came:  # a copy that can be read again
                environ["wsgi.input"].close()

    return policy


def _look_at(request: BaseRequest, hosts: frozenset[str]) -> None:
    """What is refused before anything is read of it."""
    if hosts and request.host not in hosts:
        raise WrongHost(WRONG_HOST)
    files = request.content_type == "multipart/form-data"
    if (request.content_length or 0) > (LARGEST_FILE if files else LARGEST_FORM):
        raise TooLarge(TOO_LARGE)
    request.make_body_seekable()


def _answer(environ: dict[str, Any], router: Any, tools: Any) -> Response:
    if tools is not None:
        BaseRequest(environ).body_file_raw.seek(0)
    with router.request_context(dict(environ)) as request:
        request.tools = tools
        request.forget = lambda: _forget(tools)
        try:
            response = router.invoke_request(request)
        finally:
            _close_uploads(request)
        response.given_up = getattr(request, "given_up", False)
        return response


def _forget(tools: Any) -> None:
    """What a refused act had begun to change: the form that comes back shows what is stored."""
    manager = tools.site._p_jar.transaction_manager
    manager.abort()
    manager.begin()


def _close_uploads(request: Any) -> None:
    """Files that came with a form are kept by nobody once the page has answered."""
    said, _ = request.environ.get("webob._parsed_post_vars", ({}, None))
    for value in said.values():
        if getattr(value, "file", None) is not None:
            value.file.close()


def _kept(response: Response) -> Response:
    if response.given_up:
        raise _Refused(response)
    return response


def _apology(environ: dict[str, Any], router: Any, error: CepDocsError) -> Response:
    """A page without tools, which reads nothing of what was sent."""
    unread = {**environ, "REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
    with router.request_context(unread) as request:
        request.tools = None
        request.exc_info = (type(error), error, error.__traceback__)
        response: Response = request.invoke_exception_view(request.exc_info)
        return response
