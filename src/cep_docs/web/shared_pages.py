"""« Proposer à la personne de compléter »: which headings of a draft are open to her (R-062)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.lifecycle.shared_fields import fields_to_offer, invite_to_answer
from cep_docs.web.document_head import head_of
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace

NAME = "completer-avec-la-personne"


@page(DocumentPlace, NAME, needs="edit", template="own_space/asking")
def asking(place: DocumentPlace, request: Any) -> Shown:
    open_now = {invitation["field"]: invitation for invitation in place.thing.asked}
    return {
        **head_of(place, request),
        "fields": fields_to_offer(place.thing, request.tools),
        "draft": place.thing.draft,
        "asked": open_now,
    }


@act(DocumentPlace, NAME, needs="edit", again=asking, template="own_space/asking")
def ask(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    names = Said(request, several=("names",)).many("names")
    invite_to_answer(place.thing, names, request.identity.actor, request.tools)
    told = "Les rubriques cochées sont ouvertes à la personne, dans son espace."
    return go(request, place, NAME, told=told if names else "Plus rien ne lui est ouvert.")
