"""What every answer says to the browser before its first word (SES-05)."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]
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
SMALL = 800
YEARS = "max-age=63072000; includeSubDomains"


def guarded(handler: Callable[[Any], Response], registry: Any) -> Callable[[Any], Response]:
    """The tween around all the others: also errors have these headers."""

    def answer(request: Any) -> Response:
        response = handler(request)
        if "Content-Encoding" not in response.headers and _worth_packing(response):
            _pack(request, response)
        return with_headers(request, response)

    return answer


def with_headers(request: Any, response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.scheme == "https":
        response.headers["Strict-Transport-Security"] = YEARS
    return response


def _worth_packing(response: Response) -> bool:
    """Pages, not streams nor files: a long export leaves line by line."""
    return response.content_type == "text/html" and (response.content_length or 0) > SMALL


def _pack(request: Any, response: Response) -> None:
    """Brotli where the browser has it, or gzip; forms have a token that is written differently
    each time, so that the length of a page tells nothing about it."""
    accepted = request.headers.get("Accept-Encoding", "")
    response.headers["Vary"] = "Accept-Encoding"
    if "br" in accepted:
        response.body = brotli.compress(response.body, quality=5)
        response.headers["Content-Encoding"] = "br"
    elif "gzip" in accepted:
        response.body = gzip.compress(response.body, 5, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
