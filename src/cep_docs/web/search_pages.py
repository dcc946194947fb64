"""Search: a number goes straight to its file; names, days and words are listed."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.lifecycle.finding import COUNTED, Found, Page, find
from cep_docs.lifecycle.found_places import file_of, opens, straight_to
from cep_docs.values.dates import parse_day
from cep_docs.web.pages import page
from cep_docs.web.security import STAFF
from cep_docs.web.tree import RootPlace

ON_A_PAGE = 10
LONGEST = 200


@page(RootPlace, "recherche", needs=STAFF, template="search/search")
def search(place: RootPlace, request: Any) -> Any:
    actor, tools = request.identity.actor, request.tools
    text = request.GET.get("q", "").strip()[:LONGEST]
    first = _whole(request.GET.get("debut", ""))
    index = request.outside.index
    found = find(text, actor, tools, index, Page(first, ON_A_PAGE)) if text else Found()
    if straight := straight_to(text, found, actor, tools):
        return HTTPSeeOther(f"/dossiers/{straight}")
    following = first + ON_A_PAGE
    return {
        "text": text,
        "found": found,
        "first": first,
        "next": following if following < found.total else 0,
        "counted": COUNTED,
        "files": [(one, file_of(one.number, actor, tools)) for one in found.files],
        "people": [
            (one, opens(one.identifier, actor, tools), _day(one.birth_date))
            for one in found.people
        ],
        "documents": [(one, file_of(one.number, actor, tools)) for one in found.documents],
        "nothing": not (found.files or found.people or found.total),
    }


def _day(text: str) -> Any:
    return parse_day(text) if text else None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
