"""What every page is made with: how it is registered, how a form comes back with its faults."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import view_config

from cep_docs.errors import Invalid, NotPossible
from cep_docs.web.tree import Place

Shown = Mapping[str, Any]
Page = Callable[[Any, Any], Shown]
Undo = tuple[Place, str, str]


def page(
    place: type[Place], name: str = "", *, needs: str, template: str, **more: Any
) -> Callable[[Page], Page]:
    """A page that is looked at: GET, and it changes nothing but the journal of readings."""
    return view_config(
        context=place,
        name=name,
        request_method="GET",
        permission=needs,
        renderer=f"{template}.jinja2",
        **more,
    )


def act(
    place: type[Place],
    name: str = "",
    *,
    needs: str,
    again: Page | None = None,
    template: str = "",
) -> Callable[[Callable[[Any, Any], Any]], Callable[[Any, Any], Any]]:
    """Something that is done: POST, with the token of the form. It answers by a redirection.

    `again` and `template`: the page of the form, shown again with what was typed and what is wrong
    with it; nothing was saved then.
    """

    def register(doing: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def done(place_: Any, request: Any) -> Any:
            try:
                return doing(place_, request)
            except (Invalid, NotPossible) as error:
                if again is None:
                    raise
                return once_more(place_, request, error, again, template)

        done.__name__, done.__doc__, done.__module__ = (
            doing.__name__,
            doing.__doc__,
            doing.__module__,
        )
        # One frame further up: the module that is registered is the one of the act, not this one.
        view_config(context=place, name=name, request_method="POST", permission=needs, _depth=1)(
            done
        )
        return done

    return register


def once_more(
    place: Any, request: Any, error: Invalid | NotPossible, again: Page, template: str
) -> Response:
    """The form as it was filled in, with a message at each field: nothing has been saved."""
    request.given_up = True
    request.forget()
    messages = error.messages if isinstance(error, Invalid) else {}
    request.faults = dict(messages) or {"": str(error)}
    response = render_to_response(f"{template}.jinja2", again(place, request), request)
    response.status_int = 422 if messages else 409
    return response


def go(
    request: Any,
    place: Place,
    *path: str,
    told: str = "",
    anchor: str = "",
    undo: Undo | None = None,
) -> HTTPSeeOther:
    """After something was done: the page to look at, where `told` says what was done, and `undo`
    where it can be taken back: a place, what follows its address, the words of the link."""
    said = {"fait": told} if told else {}
    if told and undo is not None:
        back, rest, label = undo
        at = request.resource_path(back).rstrip("/")
        said |= {"retour": f"{at}/{rest}", "libelle": label}
    proof = request.outside.doors.word_for(request, "\n".join(said.values()))
    query = {"query": {**said, "preuve": proof}} if told else {}
    where = request.resource_url(place, *path, **query, anchor=anchor or None)
    return HTTPSeeOther(where[len(request.application_url) :] or "/")


def header_name(name: str) -> str:
    """The two forms of a file name in a header (RFC 6266); nothing in it can end the line."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in name)[:150]
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name[:150], safe='')}"


def download(data: bytes, name: str, media_type: str, *, shown: bool = False) -> Response:
    """A file to keep; `shown` when the browser may show it in its own window (PDF only)."""
    response = Response(body=data, content_type=media_type, charset=None)
    kept = "inline" if shown and media_type == "application/pdf" else "attachment"
    response.headers["Content-Disposition"] = f"{kept}; {header_name(name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
