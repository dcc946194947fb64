"""Pages open to everybody that are no texts: the door, what robots are told."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.web.pages import page
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import RootPlace

# Nothing here is for an index of the world.
ROBOTS = "User-agent: *\nDisallow: /\n"


@page(RootPlace, needs=PUBLIC, template="texts/accessibility")
def front_door(place: RootPlace, request: Any) -> Any:
    """Each to his own first page."""
    visitor = request.identity
    if visitor is None:
        return HTTPSeeOther("/connexion")
    if visitor.actor.only:
        return HTTPSeeOther("/signature")
    return HTTPSeeOther("/mon-espace" if visitor.actor.beneficiary else "/aujourdhui")


@page(RootPlace, "robots.txt", needs=PUBLIC, template="texts/accessibility")
def robots(place: RootPlace, request: Any) -> Response:
    return Response(ROBOTS, content_type="text/plain", charset="utf-8")
