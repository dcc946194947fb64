"""The private calendar of an account: its owner opens it here, programs read it here."""

import secrets
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.lifecycle.calendar_feed import (
    calendar_of,
    owner_of,
    renew_calendar,
    revoke_calendar,
)
from cep_docs.web.day_tree import CalendarPlace
from cep_docs.web.pages import Shown, act, go, header_name, page
from cep_docs.web.security import PUBLIC, STAFF
from cep_docs.web.tree import OwnAccountPlace

TYPE = "text/calendar"
ENDING = ".ics"
FORM = "today/calendar"
NO_SUCH = "Cet agenda n'existe pas, ou n'existe plus.\n"


@page(OwnAccountPlace, "agenda", needs=STAFF, template=FORM)
def own_calendar(place: OwnAccountPlace, request: Any) -> Shown:
    account = request.tools.site.accounts[request.identity.actor.account]
    return {"opened": bool(account.calendar), "address": ""}


@act(OwnAccountPlace, "agenda", needs=STAFF, again=own_calendar, template=FORM)
def draw_calendar(place: OwnAccountPlace, request: Any) -> Response:
    """Its address is shown by this answer, and by no other page ever."""
    secret = secrets.token_urlsafe(32)
    renew_calendar(request.identity.actor.account, secret, request.tools)
    address = f"{request.application_url}/agenda/{secret}{ENDING}"
    shown = {"opened": True, "address": address}
    return render_to_response(f"{FORM}.jinja2", shown, request)


@act(OwnAccountPlace, "fermer-agenda", needs=STAFF, again=own_calendar, template=FORM)
def close_calendar(place: OwnAccountPlace, request: Any) -> HTTPSeeOther:
    revoke_calendar(request.identity.actor.account, request.tools)
    return go(
        request, place, "agenda", told="L'agenda est fermé : son adresse ne mène plus à rien."
    )


@page(CalendarPlace, needs=PUBLIC, template=FORM)
def calendar(place: CalendarPlace, request: Any) -> Response:
    """Whoever has the secret; every other address gets one and the same answer."""
    owner = owner_of(place.__name__.removesuffix(ENDING), request.tools)
    if owner is None or not place.__name__.endswith(ENDING):
        return Response(NO_SUCH, status=404, content_type="text/plain", charset="utf-8")
    answer = Response(calendar_of(owner, request.tools), content_type=TYPE, charset="utf-8")
    answer.headers["Content-Disposition"] = f"attachment; {header_name('agenda.ics')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
