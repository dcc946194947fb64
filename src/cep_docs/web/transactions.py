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
from cep_docs.web.headers import with_headers
from cep_docs.web.incoming import check_form, check_request

# What a proxy in front of us must not choose: the root of the tree (security, P6).
NEVER_FROM_OUTSIDE = ("HTTP_X_VHM_ROOT", "HTTP_X_VHM_HOST")
STATIC = "/statique/"
# What costs seconds and is the same at each attempt (a file made harmless) is kept here.
BETWEEN_ATTEMPTS = "cep_docs.between_attempts"
BROKEN = (
    "Une panne s'est produite. Rien de ce qui était enregistré n'est perdu ; la dernière "
    "modification ne l'a peut-être pas été. Revenir à la page précédente et recommencer ; si cela "
    "se répète, prévenir l'administrateur en lui donnant l'heure."
)
# What is left of a request that is told why it is not answered.
NOTHING = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/",
    "QUERY_STRING": "",
    "CONTENT_TYPE": "",
    "CONTENT_LENGTH": "0",
}
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
        came = environ["wsgi.input"]
        try:
            check_request(BaseRequest(environ), hosts)
            if environ.get("PATH_INFO", "").startswith(STATIC):
                return _answer(environ, router, None)
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


def _answer(environ: dict[str, Any], router: Any, tools: Any) -> Response:
    if tools is not None:
        BaseRequest(environ).body_file_raw.seek(0)
    with router.request_context(dict(environ)) as request:
        request.tools = tools
        request.forget = lambda: _forget(tools)
        try:
            if tools is not None:
                check_form(request)
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
    unread = {**environ, **NOTHING, "wsgi.input": BytesIO()}
    with router.request_context(unread) as request:
        request.tools = None
        request.exc_info = (type(error), error, error.__traceback__)
        return with_headers(request, request.invoke_exception_view(request.exc_info))
