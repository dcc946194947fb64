"""Handing files over to other advisers: choose, read what will happen, confirm, take back."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.renderers import render_to_response
from pyramid.response import Response

from cep_docs.errors import Invalid
from cep_docs.lifecycle.reassigning import (
    MOST,
    carried_out,
    files_of,
    passed_on,
    planned,
    successors,
    with_their_loads,
)
from cep_docs.lifecycle.team import advisers_of, full_name
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.steering_pages import around
from cep_docs.web.steering_tree import TeamPlace

FORM, CONFIRM = "steering/reassign", "steering/reassign_confirm"
# A file that goes to somebody: the name of its field in the form that confirms.
TO = "vers-"


@page(TeamPlace, "reattribuer", needs="reassign file", template=FORM)
def choose(place: TeamPlace, request: Any) -> dict[str, Any]:
    """Whose files, which ones, to whom, with which note."""
    given: Any = request.POST if request.method == "POST" else request.GET
    actor, tools = request.identity.actor, request.tools
    login, where = given.get("de", ""), given.get("lieu", "") or place.thing.code
    files = files_of(login, actor, tools) if login else []
    asked = set(given.getall("n"))
    return {
        **around(place, request, ""),
        "team": advisers_of(place.thing, tools),
        "login": login,
        "leaving": full_name(login, tools),
        "files": files,
        "ticked": asked or {f.number for f in files if given.get("tout", "")},
        "successors": successors(where, login, tools) if login else [],
        "where": where,
        "places": sorted(tools.site.structures, key=lambda one: one.name),
        "chosen": set(given.getall("a")),
        "note": given.get("note", ""),
        "most": MOST,
    }


@act(TeamPlace, "reattribuer", needs="reassign file", again=choose, template=FORM)
def prepare(place: TeamPlace, request: Any) -> Response:
    """Nothing is changed yet: the page that says exactly what will be."""
    said = Said(request, several=("n", "a"))
    note = said.long_text("note").strip()
    plan = planned(said.many("n"), said.many("a"), request.identity.actor, request.tools)
    if not note:
        raise Invalid({"note": "Écrire la note de passation : elle est lue dans chaque dossier."})
    to_confirm = {
        **around(place, request, ""),
        "plan": plan,
        "going": [passing for passing in plan if not passing.refusal],
        "staying": [passing for passing in plan if passing.refusal],
        "note": note,
        "login": said.text("de"),
        "leaving": full_name(said.text("de"), request.tools),
        "successors": with_their_loads(dict.fromkeys(said.many("a")), request.tools),
    }
    return render_to_response(f"{CONFIRM}.jinja2", to_confirm, request)


def once_again(place: TeamPlace, request: Any) -> Shown:
    """When a file changed between the two pages: choose anew, with what was chosen."""
    return choose(place, request)


@act(TeamPlace, "confirmer", needs="reassign file", again=once_again, template=FORM)
def confirm(place: TeamPlace, request: Any) -> HTTPSeeOther:
    said = Said(request, several=("n", "a"))
    chosen = _chosen(said)
    note = said.long_text("note").strip()
    since, until = carried_out(chosen, note, request.identity.actor, request.tools)
    query = [
        ("de", said.text("de")),
        *(("a", login) for login in sorted(set(chosen.values()))),
        ("debut", since.isoformat()),
        ("fin", until.isoformat()),
    ]
    return HTTPSeeOther(f"{around(place, request, '')['here']}/reattribution?{urlencode(query)}")


@page(TeamPlace, "reattribution", needs="reassign file", template="steering/reassigned")
def reassigned(place: TeamPlace, request: Any) -> dict[str, Any]:
    """What was done, as long as it stands, and the way to take it back."""
    actor, tools, given = request.identity.actor, request.tools, request.GET
    since, until = _instant(given.get("debut", "")), _instant(given.get("fin", ""))
    passed = passed_on(since, until, given.getall("a"), actor, tools)
    return {
        **around(place, request, ""),
        "passed": passed,
        "to": {login: full_name(login, tools) for login in given.getall("a")},
        "login": given.get("de", ""),
        "leaving": full_name(given.get("de", ""), tools),
        "back": "Retour au référent précédent : la réattribution n'avait pas lieu d'être.",
    }


def _chosen(said: Said) -> dict[str, str]:
    numbers = said.many("n")
    return {number: said.text(f"{TO}{number}") for number in numbers}


def _instant(text: str) -> datetime:
    """A word of the address is nobody's promise: what cannot be read is long ago."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
