"""Pilotage: what a manager looks after, and the whole house for those who steer the contract."""

from datetime import date
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.lifecycle.counting import counts_of_house, states_counted
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.risks import LABELS
from cep_docs.lifecycle.team import (
    ADVISERS,
    advisers_of,
    files_at_risk,
    standings,
    who_wait,
    without_referent,
)
from cep_docs.lifecycle.team_times import times_of_month
from cep_docs.values.dates import french_day
from cep_docs.values.months import add_months
from cep_docs.web.pages import page
from cep_docs.web.steering_tree import HousePlace, SteeringPlace, TeamPlace

FIRST = 8  # of the files at risk, on the board; the list has them all


@page(SteeringPlace, needs="list indicators", template="steering/overview")
def steering(place: SteeringPlace, request: Any) -> HTTPSeeOther:
    """Each to what he steers: his place, else the whole house."""
    code = request.identity.actor.structure
    own = code in place.thing.structures
    return HTTPSeeOther(f"/pilotage/equipes/{quote(code)}" if own else "/pilotage/ensemble")


@page(HousePlace, needs="list indicators", template="steering/overview")
def overview(place: HousePlace, request: Any) -> dict[str, Any]:
    return {
        "structures": sorted(place.thing.structures, key=lambda one: one.name),
        "counts": counts_of_house(request.identity.actor, request.tools),
        "states": list(states_counted(request.tools).values()),
    }


@page(TeamPlace, needs="list indicators", template="steering/team")
def team(place: TeamPlace, request: Any) -> dict[str, Any]:
    structure, actor, tools = place.thing, request.identity.actor, request.tools
    first = _whole(request.GET.get("debut", ""))
    board = files_at_risk(structure, actor, tools)
    return {
        **around(place, request, "equipe"),
        "rows": standings(structure, actor, tools, first),
        "first": first,
        "advisers": len(advisers_of(structure, tools)),
        "by_page": ADVISERS,
        "red": without_referent(structure, actor, tools),
        "files": board.files[:FIRST],
        "more": bool(board.after) or len(board.files) > FIRST,
        "waiting": who_wait(structure, actor, tools),
    }


@page(TeamPlace, "a-risque", needs="list indicators", template="steering/at_risk")
def at_risk(place: TeamPlace, request: Any) -> dict[str, Any]:
    structure, actor, tools = place.thing, request.identity.actor, request.tools
    adviser, risk = request.GET.get("conseiller", ""), request.GET.get("motif", "")
    found = files_at_risk(
        structure, actor, tools, adviser, risk, after=request.GET.get("apres", "")
    )
    return {
        **around(place, request, "risque"),
        "files": found.files,
        "after": found.after,
        "adviser": adviser,
        "risk": risk,
        "risks": LABELS,
        "team": advisers_of(structure, tools),
    }


@page(TeamPlace, "temps", needs="list indicators", template="steering/times")
def times(place: TeamPlace, request: Any) -> dict[str, Any]:
    """Of one month: the last one that is over unless another is asked for."""
    today = request.tools.hour_in(place.thing.code).date()
    last = add_months(today.replace(day=1), -1)
    months = [add_months(last, -back) for back in range(12)]
    month = next((m for m in months if f"{m:%Y-%m}" == request.GET.get("mois", "")), last)
    return {
        **around(place, request, "temps"),
        "times": times_of_month(place.thing, month, request.identity.actor, request.tools),
        "month": month,
        "months": months,
        "named": month_named,
    }


def around(place: TeamPlace, request: Any, current: str) -> dict[str, Any]:
    """What every page about a team shows; `mends`: he may hand files over."""
    return {
        "place": place.thing,
        "here": request.resource_path(place).rstrip("/"),
        "current": current,
        "mends": decide(
            request.tools, request.identity.actor, "reassign", place.facet("file")
        ).allowed,
    }


def month_named(month: date) -> str:
    """« mars 2020 »"""
    return french_day(month.replace(day=1)).removeprefix("1er ")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
