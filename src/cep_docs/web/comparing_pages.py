"""Two texts of a document side by side, at an address that can be kept (R-050, R-054)."""

from typing import Any

from cep_docs.lifecycle.versions import compare_versions, history_of
from cep_docs.web.document_head import around, column_labels, deliverable_of
from cep_docs.web.pages import Shown, go, page
from cep_docs.web.tree import DRAFT, ComparisonPlace, VersionsPlace


@page(VersionsPlace, "comparer", needs="list", template="editor/compare")
def choose(place: VersionsPlace, request: Any) -> Any:
    """The choice of the two selects, as the address of their comparison."""
    sides = [request.GET.get(name, "") for name in ("de", "a")]
    known = {DRAFT, *(version.__name__ for version in place.thing)}
    if not known.issuperset(sides) or sides[0] == sides[1]:
        return go(request, place, told="Choisir deux textes différents à comparer.")
    return go(request, place, "..".join(sides))


@page(ComparisonPlace, needs="view", template="editor/compare")
def compare(place: ComparisonPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    deliverable, (one, other) = deliverable_of(place), place.sides()
    return {
        **around(place, request),
        "history": history_of(deliverable, actor, tools),
        "sides": (one, other),
        "comparison": compare_versions(deliverable, one, other, actor, tools),
        "columns": column_labels(deliverable, request.tools),
    }
