"""What was let pass or justified in a period: the list, and the same list to take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from pyramid.response import Response

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.exceptions import Exceptional, exceptions_between
from cep_docs.lifecycle.team import full_name
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.ods import Cell
from cep_docs.web.export_sheets import exported
from cep_docs.web.pages import page
from cep_docs.web.place import Place
from cep_docs.web.said import day_typed
from cep_docs.web.steering_pages import around
from cep_docs.web.steering_tree import HousePlace, TeamPlace

MOST = 500  # on a page; a file that is taken away has them all
COLUMNS = ("Dossier", "Unité", "Jour", "Exception", "Motif", "Par")


@page(TeamPlace, "derogations", needs="list indicators", template="steering/exceptions")
def of_team(place: TeamPlace, request: Any) -> dict[str, Any]:
    return {**around(place, request, "derogations"), **_shown(place, request)}


@page(HousePlace, "derogations", needs="list indicators", template="steering/exceptions")
def of_house(place: HousePlace, request: Any) -> dict[str, Any]:
    return {"place": None, "here": "/pilotage/ensemble", "current": "", **_shown(place, request)}


@page(TeamPlace, "derogations.csv", needs="list indicators", template="steering/exceptions")
@page(HousePlace, "derogations.csv", needs="list indicators", template="steering/exceptions")
def as_csv(place: Place, request: Any) -> Response:
    return _taken("csv", place, request)


@page(TeamPlace, "derogations.ods", needs="list indicators", template="steering/exceptions")
@page(HousePlace, "derogations.ods", needs="list indicators", template="steering/exceptions")
def as_ods(place: Place, request: Any) -> Response:
    return _taken("ods", place, request)


def _taken(kind: str, place: Place, request: Any) -> Response:
    """The same lines as the page, all of them; they are read while they are written."""
    asked = _asked(place, request)
    since, until = asked.since, asked.until
    name = f"derogations-{since:%Y-%m-%d}-{until:%Y-%m-%d}"
    return exported(kind, name, asked.rows, request.application.reading)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for, by whom; `code` names one place, or all of them."""

    since: date
    until: date
    kind: str
    code: str
    actor: Actor

    def found(self, tools: Tools) -> Iterator[Exceptional]:
        found = exceptions_between(self.since, self.until, self.actor, tools, self.code)
        return (one for one in found if self.kind in ("", one.code))

    def rows(self, tools: Tools) -> Iterator[Sequence[Cell]]:
        yield COLUMNS
        for one in self.found(tools):
            by = full_name(one.by, tools)
            yield one.number, one.unit, one.on, one.kind, one.motive, by


def _shown(place: Place, request: Any) -> dict[str, Any]:
    asked = _asked(place, request)
    found = list(islice(asked.found(request.tools), MOST + 1))
    return {
        "since": asked.since,
        "until": asked.until,
        "kind": asked.kind,
        "kinds": {one.code: one.kind for one in found},
        "found": sorted(found[:MOST], key=lambda one: (one.on, one.number)),
        "more": len(found) > MOST,
        "named": lambda login: full_name(login, request.tools),
        "query": request.query_string,
    }


def _asked(place: Place, request: Any) -> _Asked:
    since, until = _period(request)
    code = place.thing.code if isinstance(place, TeamPlace) else ""
    return _Asked(since, until, request.GET.get("nature", ""), code, request.identity.actor)


def _period(request: Any) -> tuple[date, date]:
    """What is asked for; else the last three months."""
    today = request.tools.hour_in(request.identity.actor.structure).date()
    since, until = _day(request.GET.get("du", "")), _day(request.GET.get("au", ""))
    until = until or today
    return since or until - timedelta(days=92), until


def _day(text: str) -> date | None:
    """A day of the address that cannot be read is as if none was given."""
    try:
        return day_typed(text) if text else None
    except ValueError:
        return None
