"""What the site says of itself, to everybody: accessibility, personal data, mediator, help."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.definitions.mentions import MEDIATOR, MEDIATOR_CONTACT, filled
from cep_docs.lifecycle.public_facts import ACCESSIBILITY, describe_to_everybody, public_facts
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import RootPlace


@page(RootPlace, "accessibilite", needs=PUBLIC, template="texts/accessibility")
@page(RootPlace, "donnees-personnelles", needs=PUBLIC, template="texts/personal_data")
@page(RootPlace, "aide", needs=PUBLIC, template="texts/help")
@page(RootPlace, "au-revoir", needs=PUBLIC, template="texts/goodbye")
def text(place: RootPlace, request: Any) -> Shown:
    return {"facts": public_facts(request.tools)}


@page(RootPlace, "mediateur", needs=PUBLIC, template="texts/mediator")
def mediator(place: RootPlace, request: Any) -> Shown:
    """In the words that every document has (R-058)."""
    facts = public_facts(request.tools)
    agreements = list(request.tools.rules.agreements.values())
    said = agreements[0].mentions[MEDIATOR].text
    return {"facts": facts, "mention": filled(said, {MEDIATOR_CONTACT: facts.mediator})}


@page(AdministrationPlace, "textes-publics", needs="manage structure", template="texts/settings")
def settings(place: AdministrationPlace, request: Any) -> Shown:
    return {
        "operator_told": request.tools.site.operator,
        "choices": list(ACCESSIBILITY.items()),
    }


@act(
    AdministrationPlace,
    "textes-publics",
    needs="manage structure",
    again=settings,
    template="texts/settings",
)
def describe(place: AdministrationPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    describe_to_everybody(
        said.text("dpo_contact"),
        said.text("accessibility"),
        said.text("audited_by"),
        request.identity.actor,
        request.tools,
    )
    return go(request, place, "textes-publics", told="Les pages publiques le disent.")
