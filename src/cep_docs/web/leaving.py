"""Leaving for the site of somebody else after a form of ours was sent.

Our pages forbid that a form is answered by anybody else (form-action), and browsers hold
redirections to it too: the way out is a page that goes on by itself, without a script."""

from typing import Any

from pyramid.renderers import render_to_response
from pyramid.response import Response


def leaving_for(request: Any, there: str, name: str, template: str) -> Response:
    """`there` was made here, out of settings; `name` is what the page calls it."""
    page: Response = render_to_response(
        f"{template}.jinja2", {"name": name, "there": there}, request
    )
    page.headers["Refresh"] = f"0; url={there}"
    return page
