"""One heading of a document is one resource: it is saved by who has seen its revision, and what
others saved meanwhile comes back."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from pyramid.csrf import get_csrf_token
from pyramid.renderers import render_to_response
from pyramid.response import Response
from pyramid.view import view_config

from cep_docs.access.decide import NOT_FOUND
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form_field import FormField
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.earlier_texts import earlier_texts, take_again
from cep_docs.lifecycle.editing import EditedDocument, EditedPart, edited_document, numbered_parts
from cep_docs.lifecycle.readability import readability
from cep_docs.lifecycle.two_texts import keep_both, keep_mine, take_theirs, two_texts
from cep_docs.web.editor_pages import (
    EDITOR,
    document_of_place,
    frame_of,
    shown_document,
    waiting_texts,
)
from cep_docs.web.field_values import value_said
from cep_docs.web.pages import act, go, page
from cep_docs.web.presences import others, tell
from cep_docs.web.preview_sheet import sheet_part
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace, HeadingPlace, Place

NOT_SEEN = (
    "Cet enregistrement ne dit pas quel texte il remplace. Rien n'a été enregistré, et rien n'est "
    "perdu. Recharger la page, puis reprendre."
)
ANOTHER = (
    "Une autre personne s'est connectée dans ce navigateur. Rien n'a été enregistré à son nom ; "
    "votre texte est gardé dans cette page. Se connecter de nouveau avec votre compte."
)
NUMBER = re.compile(r"\d{1,9}")
_REVISION = re.compile(r'(?:W/)?"?(\d{1,9})"?')


@page(HeadingPlace, needs="edit", template="editor/heading")
def heading(place: HeadingPlace, request: Any) -> dict[str, Any]:
    """The text of a heading, and every one that stood there before (R-054)."""
    actor, tools = request.identity.actor, request.tools
    field = _field(place, request)
    edited = edited_document(place.thing, actor, tools)
    return {
        **frame_of(place, request),
        "document": edited,
        "of": next((of for of in edited.fields() if of.name == field.name), None),
        "field": field,
        "revision": place.thing.heading(field.name).revision,
        "past": earlier_texts(place.thing, actor, field.name, tools),
    }


@view_config(context=HeadingPlace, request_method="PUT", permission="edit")
def put(place: HeadingPlace, request: Any) -> Response:
    """Saving while one writes: the pieces of the page that changed come back.

    412 when somebody wrote there meanwhile: both texts are kept, and the choice is shown."""
    field = _field(place, request)
    if request.headers.get("X-Account", request.identity.actor.account) != (
        request.identity.actor.account
    ):
        raise NotPossible(ANOTHER)
    seen = _REVISION.fullmatch(request.headers.get("If-Match", ""))
    if seen is None:
        return _without_revision(place, request)
    before = _parts(place, request)
    tell(request, place.thing, field.name)
    try:
        value = value_said(field, request)
        outcome = _save(place, request, field.name, value, int(seen[1]))
    except Invalid as error:
        return _faulty(place, request, field, error)
    response = _pieces(place, request, field, before)
    response.status_int = 412 if isinstance(outcome, Conflict) else 200
    response.headers["ETag"] = f'"{outcome.revision}"'
    return response


@act(HeadingPlace, needs="edit", again=shown_document, template=EDITOR)
def post(place: HeadingPlace, request: Any) -> Response:
    """Saving by a button, in a page without JavaScript."""
    field = _field(place, request)
    seen = _seen(request)
    if seen is None:
        return _without_revision(place, request)
    outcome = _save(place, request, field.name, value_said(field, request), seen)
    return _after(place, request, field, outcome, f"« {field.label} » : enregistré.")


@act(HeadingPlace, "trancher", needs="edit", again=shown_document, template=EDITOR)
def settle(place: HeadingPlace, request: Any) -> Response:
    """Which of two texts stands, or both."""
    field, said = _field(place, request), Said(request)
    actor, tools, deliverable = request.identity.actor, request.tools, place.thing
    seen = _seen(request)
    if seen is None:
        return _without_revision(place, request)
    choice = said.text("choix")
    outcome: Saved | Conflict
    if choice == "theirs":
        outcome = take_theirs(deliverable, actor, field, tools)
    elif choice == "mine":
        outcome = keep_mine(deliverable, actor, field, seen, tools)
    elif choice == "both" and "value" in request.POST:
        outcome = _save(place, request, field.name, said.long_text("value"), seen)
    elif choice == "both":
        outcome = keep_both(deliverable, actor, field, seen, tools)
    else:
        raise NotPossible("Choisir d'abord lequel des deux textes reste. Rien n'a été changé.")
    return _after(
        place, request, field, outcome, f"« {field.label} » : votre choix est enregistré."
    )


@act(HeadingPlace, "reprendre", needs="edit", again=heading, template="editor/heading")
def again(place: HeadingPlace, request: Any) -> Response:
    """An earlier text stands again."""
    field, seen = _field(place, request), _seen(request)
    if seen is None:
        return _without_revision(place, request)
    number = Said(request).whole("texte") or 0
    actor, tools = request.identity.actor, request.tools
    outcome = take_again(place.thing, actor, field.name, number, seen, tools)
    return _after(place, request, field, outcome, f"« {field.label} » : texte repris.")


@page(DocumentPlace, "suite", needs="edit", template="editor/pieces")
def follow(place: DocumentPlace, request: Any) -> Any:
    """What others saved since the revisions this page has, and who is there (`vu`: revisions by
    heading; `ou`: where this reader writes). Nothing of it is a reading of the file anew."""
    tools, actor = request.tools, request.identity.actor
    tell(request, place.thing, request.GET.get("ou", "")[:60])
    edited = edited_document(place.thing, actor, tools)
    present = others(request, place.thing)
    tag = _tag(edited, present)
    request.response.headers["ETag"] = tag
    request.response.headers["X-CSRF-Token"] = _token(request)
    if request.headers.get("If-None-Match") == tag:
        request.response.status_int = 304
        del request.response.headers["Content-Type"]
        return request.response
    known = dict(_known(request.GET.get("vu", "")))
    changed = {name for name, revision in edited.revisions.items() if known.get(name) != revision}
    if set(known) != set(edited.revisions) or not edited.editable:
        request.response.headers["X-Page"] = "changed"
    return {
        **frame_of(place, request),
        "document": edited,
        "others": present,
        "two": waiting_texts(place.thing, edited, request),
        "readability": readability(edited, tools) if changed else None,
        "fields": [of for of in edited.fields() if of.name in changed],
        "notes": [],
        "faults": {},
        "sheet_parts": [sheet_part(of) for of in edited.parts if _any(of, changed)],
    }


def _any(part: EditedPart, names: set[str]) -> bool:
    return any(of.name in names for of in part.fields)


def _pieces(
    place: Place,
    request: Any,
    field: FormField,
    before: list[str],
    faults: Mapping[str, str] | None = None,
) -> Response:
    """What changes in a page when this heading was saved, its own text left alone."""
    tools = request.tools
    edited = edited_document(place.thing, request.identity.actor, tools)
    parts = [part for part in edited.parts if _any(part, {field.name})]
    shown = {
        **frame_of(place, request),
        "document": edited,
        "others": others(request, place.thing),
        "two": waiting_texts(place.thing, edited, request),
        "readability": readability(edited, tools),
        "fields": [],
        "notes": [of for of in edited.fields() if of.name == field.name],
        "sheet_parts": [sheet_part(part) for part in parts],
    }
    request.faults = dict(faults or {})
    response = render_to_response("editor/pieces.jinja2", shown, request)
    if [part.name for part in edited.parts] != before:
        response.headers["X-Page"] = "changed"
    return response


def _faulty(place: Place, request: Any, field: FormField, error: Invalid) -> Response:
    """What was typed cannot be kept: it stays where it was typed."""
    request.given_up = True
    response = _pieces(place, request, field, _parts(place, request), error.messages)
    response.status_int = 422
    return response


def _after(
    place: Place, request: Any, field: FormField, outcome: Saved | Conflict, told: str
) -> Response:
    """Back to the heading; or both texts, when somebody wrote there meanwhile. They are kept."""
    if isinstance(outcome, Saved):
        return go(request, document_of_place(place), told=told, anchor=f"champ-{field.name}")
    actor, tools = request.identity.actor, request.tools
    shown = {
        **frame_of(place, request),
        "field": field,
        "both": two_texts(place.thing, actor, field, tools),
    }
    response = render_to_response("editor/conflict_page.jinja2", shown, request)
    response.status_int = 412
    return response


def _without_revision(place: Place, request: Any) -> Response:
    """428: whoever saves says which text he has seen."""
    request.given_up = True
    shown = {"status": 428, "title": "Page à recharger", "message": NOT_SEEN}
    response = render_to_response("errors/refusal.jinja2", shown, request)
    response.status_int = 428
    return response


def _save(place: Place, request: Any, name: str, value: object, seen: int) -> Saved | Conflict:
    return save_field(place.thing, request.identity.actor, name, value, seen, request.tools)


def _field(place: Place, request: Any) -> FormField:
    form = request.tools.agreement_of(engagement_of(place.thing)).forms[place.thing.kind]
    field: FormField | None = form.field(place.__name__)
    if field is None:
        raise NotFound(NOT_FOUND)
    return field


def _seen(request: Any) -> int | None:
    said = _REVISION.fullmatch(
        request.headers.get("If-Match", "") or request.POST.get("revision", "")
    )
    return int(said[1]) if said else None


def _parts(place: Place, request: Any) -> list[str]:
    """The parts there are: an answer may open some."""
    form = request.tools.agreement_of(engagement_of(place.thing)).forms[place.thing.kind]
    return [part.name for _, part in numbered_parts(form, place.thing.draft)]


def _known(text: str) -> list[tuple[str, int]]:
    """« projet.3,etapes.1 »"""
    pairs = (pair.partition(".") for pair in text.split(",")[:300])
    return [(name, int(number)) for name, _, number in pairs if NUMBER.fullmatch(number)]


def _tag(edited: EditedDocument, present: Mapping[str, str]) -> str:
    said = repr((sorted(edited.revisions.items()), sorted(present.items()), edited.state))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:20]}"'


def _token(request: Any) -> str:
    return get_csrf_token(request)
