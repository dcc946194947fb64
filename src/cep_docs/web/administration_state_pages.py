"""Whether the house is well: for those who run it, and one word for a load balancer."""

from importlib.metadata import distributions
from typing import Any

from pyramid.response import Response

from cep_docs.definitions.reading import FILES
from cep_docs.lifecycle.system_state import digests_of_rules, look_at, mark_known, state_of
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import page
from cep_docs.web.security import PUBLIC
from cep_docs.web.tree import RootPlace

STATE = "administration/state"


@page(AdministrationPlace, "etat", needs="list account", template=STATE)
def state(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    tools, house = request.tools, request.application.house
    index = request.outside.index.refusal(mark_known(tools))
    machine = look_at(house.folder, house.data_file, place.thing.operator.code, _version(), index)
    agreements = tools.rules.agreements.values()
    digests = digests_of_rules(FILES)
    return {
        "findings": state_of(machine, request.identity.actor, tools),
        "engine": type(house.db.storage).__name__,
        "agreements": [(one, digests.get(one.name, "")) for one in agreements],
        "at": tools.hour_in(""),
    }


@page(RootPlace, "sante", needs=PUBLIC, template=STATE)
def health(place: RootPlace, request: Any) -> Response:
    """The database was read to come here; nothing else is said of the house."""
    well = request.tools is not None and bool(place.thing.operator.code)
    response = Response(body=b"ok\n" if well else b"non\n", content_type="text/plain")
    response.status_int = 200 if well else 503
    return response


def _version() -> str:
    """Of what is installed; run from its sources, it has none."""
    return next((one.version for one in distributions(name="cep_docs")), "sources")
