"""The page where a document is written, and what is done with the whole of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.columns import financing_totals
from cep_docs.definitions.form_field import FormField
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.document_moves import DocumentMove, document_moves
from cep_docs.lifecycle.editing import EditedDocument, EditedField, edited_document
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.printing import PDF, preview
from cep_docs.lifecycle.readability import readability
from cep_docs.lifecycle.readiness import due_at_closing
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.signing_state import stage_of
from cep_docs.lifecycle.texts import DRAFT, VERSION, label_of, may_read, standing_version
from cep_docs.lifecycle.two_texts import TwoTexts, two_texts
from cep_docs.values.amounts import spoken_amount
from cep_docs.web import field_values
from cep_docs.web.editor_side import side
from cep_docs.web.pages import act, download, go, page
from cep_docs.web.presences import others, tell
from cep_docs.web.preview_sheet import blocks_of, sheet_of, version_sheet
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace, HeadingPlace, Place

EDITOR = "editor/editor"


@page(DocumentPlace, needs="view", template=EDITOR)
def document(place: DocumentPlace, request: Any) -> dict[str, Any]:
    """The draft to be written in; the version that stands for whoever may not write there."""
    actor, tools, deliverable = request.identity.actor, request.tools, place.thing
    right = require(tools, actor, "view", deliverable)
    details = {"deliverable": deliverable.kind}
    record(engagement_of(deliverable), "view", actor, right, tools, details)
    return shown_document(place, request)


def shown_document(place: Place, request: Any) -> dict[str, Any]:
    """Everything the page of a document says; also after a form came back with a fault."""
    actor, tools = request.identity.actor, request.tools
    deliverable: Deliverable = place.thing
    if not may_read(DRAFT, deliverable, actor, tools):
        return _standing(place, request)
    edited = edited_document(deliverable, actor, tools)
    if not edited.editable and may_read(VERSION, deliverable, actor, tools):
        return {**_standing(place, request), **_acts(place, request)}
    tell(request, deliverable, "")
    return {
        **frame_of(place, request),
        **_acts(place, request),
        **side(deliverable, request),
        "document": edited,
        "sheet": sheet_of(document_of(deliverable, None, tools), edited),
        "readability": readability(edited, tools),
        "two": waiting_texts(deliverable, edited, request),
        "others": others(request, deliverable),
        "saved_at": max((of.at for of in edited.fields() if of.at), default=None),
        "typed": typed_again(place, request, edited),
    }


def _standing(place: Place, request: Any) -> dict[str, Any]:
    """Only to be read: the version, and not what was written since."""
    deliverable, tools = place.thing, request.tools
    version = standing_version(deliverable)
    if version is None:
        raise NotPossible("Aucune version de ce document ne peut être lue. Rien n'a été changé.")
    printed = document_of(deliverable, version, tools)
    return {
        **frame_of(place, request),
        **side(deliverable, request),
        "document": None,
        "moves": [],
        "sheet": version_sheet(printed),
        "number": version.__name__,
        "frozen_at": printed.day,
        "stage": stage_of(deliverable, tools),
        "his": decide(tools, replace(request.identity.actor, strong=True), "sign", deliverable),
    }


def frame_of(place: Place, request: Any) -> dict[str, Any]:
    """The head of every page about a document, and what its parts are written with."""
    deliverable, tools = place.thing, request.tools
    engagement = engagement_of(deliverable)
    agreement = tools.agreement_of(engagement)
    person = beneficiary_of(engagement)
    sheet = person.sheet
    names = sheet.get("first_name", ""), sheet.get("usual_name") or sheet.get("birth_name", "")
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    return {
        "url": request.resource_path(document_of_place(place)).rstrip("/"),
        "person_url": f"/dossiers/{person.identifier}",
        "person_name": " ".join(filter(None, names)) or "Dossier",
        "label": label_of(deliverable, tools),
        "unit": agreement.units[engagement.unit].label,
        "engagement": engagement,
        "edition": agreement.forms[deliverable.kind].edition,
        "state_label": state.label,
        "concluded": state.concludes or state.stays,
        "versions_count": len(deliverable),
        "number": "",
        "siblings": [(of.__name__, label_of(of, tools)) for of in engagement],
        "values": field_values,
        "as_blocks": blocks_of,
        "totals": financing_totals,
        "amount": spoken_amount,
        "typed": {},
        "two": {},
    }


def document_of_place(place: Place) -> Place:
    """The document, seen from one of its headings."""
    at: Place | None = place
    while at is not None and not isinstance(at, DocumentPlace):
        at = at.__parent__
    return at or place


def waiting_texts(
    deliverable: Deliverable, edited: EditedDocument, request: Any
) -> Mapping[str, TwoTexts | None]:
    """Texts of the reader that came too late, by heading (R-054)."""
    actor, tools = request.identity.actor, request.tools
    waiting = [of.field for of in edited.fields() if of.waits and edited.editable]
    return {of.name: two_texts(deliverable, actor, of, tools) for of in waiting}


def typed_again(place: Place, request: Any, edited: EditedDocument) -> dict[str, Any]:
    """What was sent and could not be kept is shown again in its heading."""
    if request.method != "POST" or not isinstance(place, HeadingPlace):
        return {}
    fields = {of.name: of.field for of in edited.fields()}
    field: FormField | None = fields.get(place.__name__)
    return {field.name: field_values.as_typed(field, request)} if field else {}


def _acts(place: Place, request: Any) -> dict[str, Any]:
    moves = document_moves(place.thing, request.identity.actor, request.tools)
    return {"moves": [move for move in moves if move.freezes or move.reopens]}


@page(DocumentPlace, "figer", needs="edit", template="editor/freeze")
def freeze_page(place: DocumentPlace, request: Any) -> dict[str, Any]:
    """What is still missing, each with the way to it; when nothing is, the act (R-044)."""
    actor, tools, unit = request.identity.actor, request.tools, engagement_of(place.thing)
    edited = edited_document(place.thing, actor, tools)
    moves = [move for move in _acts(place, request)["moves"] if move.freezes]
    _, lacks = due_at_closing(unit, actor, tools)
    return {
        **frame_of(place, request),
        "document": edited,
        "lacks": list(lacks.values()) if any(move.asks_data for move in moves) else [],
        "gaps": [(of, said) for of in edited.fields() for said in of.gaps],
        "doubts": [(of, said) for of in edited.fields() for said in _doubts(of)],
        "moves": moves,
    }


def _doubts(field: EditedField) -> list[str]:
    label = field.field.label
    stale = f"« {label} » est repris d'un document ancien : le relire avec la personne."
    waits = f"Un de vos textes attend à côté de « {label} » : choisir lequel reste."
    return [*field.doubts, *([stale] * field.stale), *([waits] * field.waits)]


@act(DocumentPlace, "figer", needs="edit", again=freeze_page, template="editor/freeze")
def freeze(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    move = _wanted(place, request, freezes=True)
    _make(place, request, move)
    told = f"Version {len(place.thing)} figée. Le document est maintenant « {move.to_state} »."
    return go(request, place, told=told)


@act(DocumentPlace, "reprendre", needs="edit", again=shown_document, template=EDITOR)
def reopen(place: DocumentPlace, request: Any) -> HTTPSeeOther:
    _make(place, request, _wanted(place, request, freezes=False))
    return go(request, place, told="Le document peut de nouveau être modifié.")


def _wanted(place: Place, request: Any, *, freezes: bool) -> DocumentMove:
    name = Said(request).text("acte")
    for move in document_moves(place.thing, request.identity.actor, request.tools):
        if move.name == name and (move.freezes if freezes else move.reopens):
            return move
    raise NotPossible(
        "Cet acte n'est pas possible à ce stade. Rien n'a été changé ; "
        "recharger la page pour voir où en est le document."
    )


def _make(place: Place, request: Any, move: DocumentMove) -> None:
    given = Given(motive=Said(request).text("motif"))
    move_deliverable(place.thing, move.name, request.identity.actor, request.tools, given)


@page(DocumentPlace, "apercu.pdf", needs="edit", template=EDITOR)
def exact_preview(place: DocumentPlace, request: Any) -> Response:
    """The draft exactly as it would be printed; nothing is kept."""
    files = preview(place.thing, request.identity.actor, request.tools)
    name = f"{engagement_of(place.thing).number}_{place.thing.kind}_apercu.pdf"
    return download(files[PDF], name, "application/pdf", shown=True)
