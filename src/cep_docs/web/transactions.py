"""One transaction a request: saved when a page is answered, forgotten when it is refused."""

import logging
from collections.abc import Callable
from typing import Any

from pyramid.interfaces import IExecutionPolicy
from pyramid.response import Response
from webob.request import BaseRequest
from zope.interface import implementer

from cep_docs.app import Application
from cep_docs.errors import CepDocsError, Damaged

# What a proxy in front of us must not choose: the root of the tree (security, P6).
NEVER_FROM_OUTSIDE = ("HTTP_X_VHM_ROOT", "HTTP_X_VHM_HOST")
STATIC = "/statique/"
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


def in_a_transaction(application: Application) -> Callable[[dict[str, Any], Any], Response]:
    """The execution policy: the whole request runs again when it met somebody else's.

    Each attempt has a request of its own, so that nothing of the first one is remembered.
    """

    @implementer(IExecutionPolicy)
    def policy(environ: dict[str, Any], router: Any) -> Response:
        for name in NEVER_FROM_OUTSIDE:
            environ.pop(name, None)
        if environ.get("PATH_INFO", "").startswith(STATIC):
            return _answer(environ, router, None)
        BaseRequest(environ).make_body_seekable()
        try:
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

    return policy


def _answer(environ: dict[str, Any], router: Any, tools: Any) -> Response:
    if tools is not None:
        BaseRequest(environ).body_file_raw.seek(0)
    with router.request_context(dict(environ)) as request:
        request.tools = tools
        response = router.invoke_request(request)
        response.given_up = getattr(request, "given_up", False)
        return response


def _kept(response: Response) -> Response:
    if response.given_up:
        raise _Refused(response)
    return response


def _apology(environ: dict[str, Any], router: Any, error: CepDocsError) -> Response:
    with router.request_context(dict(environ)) as request:
        request.tools = None
        request.exc_info = (type(error), error, error.__traceback__)
        response: Response = request.invoke_exception_view(request.exc_info)
        return response
