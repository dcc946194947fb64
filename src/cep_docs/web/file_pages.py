"""The page of one person: what comes next, her units, her documents, her history, who reads."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.lifecycle.allowed_acts import Act, acts_possible
from cep_docs.lifecycle.appointments import to_come
from cep_docs.lifecycle.checklist import checklist_of
from cep_docs.lifecycle.documents import documents_of
from cep_docs.lifecycle.file_sides import head_of, sides_of
from cep_docs.lifecycle.history_of_file import (
    ACCESS,
    DOCUMENT,
    EXCHANGE,
    SIGNATURE,
    History,
    HistoryLine,
    history_of,
)
from cep_docs.lifecycle.next_act import next_act
from cep_docs.lifecycle.prospects import prospects_of
from cep_docs.lifecycle.rail import rail_of
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.who_reads import (
    note_reading,
    readers_of,
    readings_of,
    readings_this_month,
)
from cep_docs.values.dates import french_day
from cep_docs.web.drawing import drawn
from cep_docs.web.journal_words import Sentence, told
from cep_docs.web.pages import page
from cep_docs.web.person_pages import ADAPTATIONS
from cep_docs.web.tree import FilePlace

# How the kinds of the history are called in addresses.
KINDS = {
    "": "Tout",
    "echanges": "Échanges",
    "documents": "Documents",
    "signatures": "Signatures",
    "acces": "Accès",
}
KIND_OF = {
    "echanges": EXCHANGE,
    "documents": DOCUMENT,
    "signatures": SIGNATURE,
    "acces": ACCESS,
}
# What an accord is about, as people say it; another one is told as it was written.
CONSENTS = {
    "disability": "Situation de handicap",
    "mediation": "Dossier ouvert au médiateur",
    "skills_assessment": "Synthèse du bilan de compétences",
}
SHOWN, PRINTED = 20, 200
FAR = 10**9

Months = Sequence[tuple[str, Sequence[tuple[HistoryLine, Sentence]]]]


@page(FilePlace, needs="list file", template="files/file")
def file(place: FilePlace, request: Any) -> dict[str, Any]:
    """Everything this visitor may know of one person; what he may not is not there."""
    person, tools, actor = place.thing, request.tools, request.identity.actor
    visit = request.identity.visit.begun_at.isoformat(timespec="seconds")
    note_reading(person, visit, actor, tools)
    printing = "imprimer" in request.GET
    prospects = prospects_of(person, actor, tools)
    documents = documents_of(person, actor, tools)
    act = next_act(person, documents, prospects, tools)
    rail = rail_of(person, prospects, tools)
    reads = decide(tools, actor, "view", Facet(person, "file")).allowed
    return {
        "person": person,
        "here": f"/dossiers/{person.identifier}",
        "head": head_of(person, actor, tools),
        "reads": reads,
        "act": act,
        "rail": rail,
        "drawing": drawn(rail),
        "documents": documents,
        "checklist": checklist_of(act, documents),
        "readers": readers_of(person, actor, tools) if reads else None,
        "looked": readings_this_month(person, actor, tools),
        "sides": sides_of(person, actor, tools),
        "printing": printing,
        "glass_minutes": _glass_minutes(person, request.tools),
        "appointments": to_come(person, actor, tools),
        "phone": shown_phone,
        "adaptations": ADAPTATIONS,
        "consents": CONSENTS,
        **_rights(
            person, acts_possible(person, replace(actor, strong=True), tools, prospects), request
        ),
        **_history(person, request, PRINTED if printing else SHOWN),
    }


@page(FilePlace, "consultations", needs="read_journal access_journal", template="files/readings")
def readings(place: FilePlace, request: Any) -> dict[str, Any]:
    """Who looked at the file, when, as what and why."""
    person, actor = place.thing, request.identity.actor
    return {
        "here": f"/dossiers/{person.identifier}",
        "head": head_of(person, actor, request.tools),
        "readings": readings_of(person, actor, request.tools),
    }


def shown_phone(number: str) -> str:
    """As it is read aloud: a French number in pairs, another one as it is kept."""
    if not (number.startswith("+33") and len(number) == len("+33612345678")):
        return number
    national = "0" + number.removeprefix("+33")
    return " ".join(national[at : at + 2] for at in range(0, len(national), 2))


def _glass_minutes(person: Beneficiary, tools: Any) -> int:
    """For how long an emergency opens this file."""
    units = person.engagements()
    return tools.agreement_of(units[-1]).limits.glass_minutes if units else 0


def _rights(person: Beneficiary, acts: Sequence[Act], request: Any) -> dict[str, Any]:
    """Which buttons there are, and why the others are not."""
    tools, file = request.tools, Facet(person, "file")
    # What an act that engages still asks is a second factor: it is asked for when it is done.
    actor = replace(request.identity.actor, strong=True)
    may = {
        name: decide(tools, actor, name, thing).allowed
        for name, thing in (
            ("log_interaction", file),
            ("edit", person),
            ("consent", person),
            ("declare_demand", file),
            ("break_glass", file),
            ("override", file),
        )
    }
    unit = next(reversed(person.engagements()), None)
    may["create"] = unit is not None and any(
        decide(tools, actor, "create", Facet(unit, kind)).allowed
        for kind in ("deliverable", "plan")
    )
    may["attach"] = decide(tools, actor, "create", Facet(person, "attachment")).allowed
    may["note"] = decide(tools, actor, "create", Facet(person, "note")).allowed
    return {
        "may": may,
        "acts": [act for act in acts if act.possible and act.name != "break_glass"],
        "not_possible": [act for act in acts if act.allowed and not act.possible],
        "not_allowed": [act for act in acts if not act.allowed and not act.refusals],
    }


def _history(person: Beneficiary, request: Any, most: int) -> dict[str, Any]:
    wanted = request.GET.get("historique", "")
    kind = wanted if wanted in KINDS else ""
    before = request.GET.get("avant", "")
    at = int(before) if before.isdecimal() and len(before) < len(str(FAR)) else None
    found = history_of(
        person, request.identity.actor, request.tools, KIND_OF.get(kind, ""), at, most
    )
    return {
        "kinds": KINDS,
        "kind": kind,
        "before": at,
        "older": found.older,
        "months": _by_month(found),
    }


def _by_month(history: History) -> Months:
    """« Novembre 2026 », with its lines, the latest first."""
    months = groupby(history.lines, key=lambda line: (line.at.year, line.at.month))
    return [
        (_month(lines[0]), [(line, told(line)) for line in lines])
        for lines in (list(group) for _, group in months)
    ]


def _month(line: HistoryLine) -> str:
    name = french_day(line.at.date()).split(" ", 1)[1]
    return name[:1].upper() + name[1:]
