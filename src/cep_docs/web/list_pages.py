"""Lists: the files one may list, filtered and sorted, exported as they are shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from pyramid.response import Response

from cep_docs.lifecycle.file_lists import (
    Choices,
    Row,
    choices_for,
    first_filter,
    page_of,
    rows_of,
)
from cep_docs.lifecycle.filtering import ALL, ANY_STATE, MINE, PAST, WITHOUT, Filter
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.ods import Cell
from cep_docs.web.export_sheets import exported
from cep_docs.web.pages import page
from cep_docs.web.security import STAFF
from cep_docs.web.tree import FilesPlace

# What addresses say, and what it means.
WHOSE = {"moi": MINE, "tous": ALL}
DEADLINES = {
    "depassee": (PAST, "Dépassée"),
    "7": ("7", "Dans les 7 jours"),
    "21": ("21", "Dans les 21 jours"),
    "60": ("60", "Dans les 60 jours"),
    "sans": (WITHOUT, "Sans échéance"),
}
ANY = "tous"
ORDERS = {
    "personne": "name",
    "dossier": "number",
    "unite": "unit",
    "etat": "state",
    "echeance": "due",
    "referent": "referent",
}
HEADS = (
    "Personne",
    "Dossier",
    "Unité",
    "État",
    "Échéance",
    "Jours restants",
    "Statut à l'engagement",
    "Référent",
    "Lieu",
    "Engagée le",
)
FILE_NAME = "dossiers"


@page(FilesPlace, needs=STAFF, template="lists/files")
def files(place: FilesPlace, request: Any) -> dict[str, Any]:
    actor, tools = request.identity.actor, request.tools
    choices = choices_for(actor, tools)
    asked = _asked(request, choices)
    return {
        "asked": asked,
        "choices": choices,
        "deadlines": DEADLINES,
        "follows": first_filter(actor).whose == MINE,
        "listed": page_of(asked, request.GET.get("apres", ""), actor, tools),
        "going_on": bool(request.GET.get("apres")),
        "query": _query(asked),
        "said_in_address": _said(asked),
        "orders": ORDERS,
        "turned": {name: _turned(asked, name) for name in ORDERS},
    }


@page(FilesPlace, "export.csv", needs=STAFF, template="lists/files")
def files_as_csv(place: FilesPlace, request: Any) -> Response:
    return _exported("csv", request)


@page(FilesPlace, "export.ods", needs=STAFF, template="lists/files")
def files_as_ods(place: FilesPlace, request: Any) -> Response:
    return _exported("ods", request)


def _exported(kind: str, request: Any) -> Response:
    """Exactly what is shown and filtered, all of its pages."""
    actor = request.identity.actor
    asked = _asked(request, choices_for(actor, request.tools))

    def rows(tools: Tools) -> Iterator[Sequence[Cell]]:
        yield HEADS
        yield from map(_cells, rows_of(asked, actor, tools))

    return exported(kind, FILE_NAME, rows, request.application.reading)


def _cells(row: Row) -> Sequence[Cell]:
    return (
        row.name,
        row.number,
        row.unit,
        row.state,
        row.due_on,
        row.days_left,
        row.status,
        row.referent,
        row.structure,
        row.opened_on,
    )


def _asked(request: Any, choices: Choices) -> Filter:
    """What the address says; what it does not say well is not said."""
    said: Mapping[str, str] = request.GET
    first = first_filter(request.identity.actor)
    order = ORDERS.get(said.get("tri", ""), "due")
    return replace(
        first,
        whose=WHOSE.get(said.get("qui", ""), first.whose),
        unit=_one_of(said.get("unite", ""), dict(choices.units)),
        state=_state(said.get("etat", ""), choices),
        deadline=DEADLINES.get(said.get("echeance", ""), ("", ""))[0],
        adviser=_one_of(said.get("conseiller", ""), dict(choices.advisers)),
        structure=_one_of(said.get("lieu", ""), dict(choices.structures)),
        status=_one_of(said.get("statut", ""), dict(choices.statuses)),
        order=order,
        down=said.get("sens") == "inverse",
    )


def _state(said: str, choices: Choices) -> str:
    return ANY_STATE if said == ANY else _one_of(said, dict(choices.states))


def _one_of(said: str, known: Mapping[str, str]) -> str:
    return said if said in known else ""


def _said(asked: Filter) -> dict[str, str]:
    """The same, as it is written in an address."""
    deadline = next((name for name, (code, _) in DEADLINES.items() if code == asked.deadline), "")
    return {
        "qui": next(name for name, code in WHOSE.items() if code == asked.whose),
        "unite": asked.unit,
        "etat": ANY if asked.state == ANY_STATE else asked.state,
        "echeance": deadline,
        "conseiller": asked.adviser,
        "lieu": asked.structure,
        "statut": asked.status,
        "tri": next(name for name, order in ORDERS.items() if order == asked.order),
        "sens": "inverse" if asked.down else "",
    }


def _query(asked: Filter) -> str:
    return urlencode({name: value for name, value in _said(asked).items() if value})


def _turned(asked: Filter, name: str) -> str:
    """The address that sorts by a column; the other way round when it is sorted by it already."""
    again = ORDERS[name] == asked.order and not asked.down
    return _query(replace(asked, order=ORDERS[name], down=again))
