"""Aujourd'hui: what somebody has to do, the most urgent first."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.lifecycle.notices import settle_notice
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.today import today_of
from cep_docs.web.day_tree import NoticePlace
from cep_docs.web.pages import act, go, page
from cep_docs.web.security import STAFF
from cep_docs.web.tree import RootPlace, WelcomePlace


@page(RootPlace, "aujourdhui", needs=STAFF, template="today/today")
def today(place: RootPlace, request: Any) -> dict[str, Any]:
    actor, tools = request.identity.actor, request.tools
    welcome = WelcomePlace(place.thing, "nouveau", place).seen_by(actor, "person")
    return {
        "day": today_of(actor, tools),
        "follows": "adviser" in actor.roles,
        "receives": decide(tools, actor, "create", welcome).allowed,
    }


@act(NoticePlace, "solder", needs="edit")
def settle(place: NoticePlace, request: Any) -> HTTPSeeOther:
    """The notice has been seen to; it waits no more."""
    settle_notice(place.thing, request.identity.actor, request.tools)
    return go(request, request.root, "aujourdhui", told="Avis soldé.", anchor="avis")
