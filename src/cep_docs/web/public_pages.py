"""Pages open to everybody: the door, what the site says of itself, whether it is well."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.web.pages import page
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import RootPlace


@page(RootPlace, needs=PUBLIC, template="texts/accessibility")
def front_door(place: RootPlace, request: Any) -> Any:
    """Each to his own first page."""
    visitor = request.identity
    if visitor is None:
        return HTTPSeeOther("/connexion")
    return HTTPSeeOther("/mon-espace" if visitor.actor.beneficiary else "/aujourdhui")


@page(RootPlace, "accessibilite", needs=PUBLIC, template="texts/accessibility")
def accessibility(place: RootPlace, request: Any) -> dict[str, Any]:
    return {}
