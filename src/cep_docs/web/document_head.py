"""Above every page about one document: where one is, whose it is, which it is."""

from collections.abc import Mapping
from typing import Any, cast

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.lifecycle.papers import facts_of
from cep_docs.lifecycle.texts import label_of
from cep_docs.web.pages import Shown
from cep_docs.web.tree import DocumentPlace, Place, VersionsPlace


def deliverable_of(place: Place) -> Deliverable:
    """Of a place below the versions of a document."""
    found: Deliverable = parent_of(place).thing
    return found


def parent_of(place: Place) -> VersionsPlace:
    return cast(VersionsPlace, place.__parent__)


def around(place: Place, request: Any) -> Shown:
    """What the pages about one document have above them: who, which document, where one is."""
    versions_at = place if isinstance(place, VersionsPlace) else parent_of(place)
    document = cast(DocumentPlace, versions_at.__parent__)
    return {**head_of(document, request), "which": "" if place is versions_at else place.__name__}


def head_of(document: Place, request: Any) -> Shown:
    engagement = engagement_of(document.thing)
    tools = request.tools
    facts = facts_of(document.thing, tools)
    return {
        "at": request.resource_path(document),
        "file_at": "/dossiers/" + beneficiary_of(engagement).identifier,
        "label": label_of(document.thing, tools),
        "unit": engagement.unit,
        "number": engagement.number,
        "who": facts.get("beneficiary_name", ""),
    }


def column_labels(deliverable: Deliverable, tools: Any) -> Mapping[str, Mapping[str, str]]:
    """Of the tables of the form: heading, column."""
    form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    return {
        field.name: {cell.name: cell.label for cell in field.columns.cells}
        for field in form.fields()
        if field.columns
    }
