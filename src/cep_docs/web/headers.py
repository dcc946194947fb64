"""What every answer says to the browser before its first word (SES-05)."""

from collections.abc import Callable
from typing import Any

from pyramid.response import Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; manifest-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# « same-origin », because « no-referrer » makes browsers send forms with « Origin: null », which
# is refused like any foreign one. To other sites, both say nothing.
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
YEARS = "max-age=63072000; includeSubDomains"


def guarded(handler: Callable[[Any], Response], registry: Any) -> Callable[[Any], Response]:
    """The tween around all the others: also errors have these headers."""

    def answer(request: Any) -> Response:
        response = handler(request)
        for name, value in ALWAYS.items():
            response.headers[name] = value
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.scheme == "https":
            response.headers["Strict-Transport-Security"] = YEARS
        return response

    return answer
