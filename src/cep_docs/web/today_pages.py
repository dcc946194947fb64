"""Aujourd'hui: what an adviser has to do, the most urgent first."""

from typing import Any

from cep_docs.lifecycle.caseload import caseload_of
from cep_docs.web.pages import page
from cep_docs.web.security import STAFF
from cep_docs.web.tree import RootPlace


@page(RootPlace, "aujourdhui", needs=STAFF, template="today/today")
def today(place: RootPlace, request: Any) -> dict[str, Any]:
    return {"lines": list(caseload_of(request.identity.actor, request.tools))[:20]}
