"""Shared phrases: those of a team, and those that are put into a document."""

from typing import Any

from pyramid.renderers import render_to_response

from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.phrases import (
    SLOTS,
    add_phrase,
    edit_phrase,
    phrases_of,
    place_of,
    ready_phrases,
    set_phrase_aside,
    share_phrase,
)
from cep_docs.web.document_head import head_of
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace, PhrasePlace, PhrasesPlace, Place


@page(PhrasesPlace, needs="list phrase", template="phrases/phrases")
def phrases(place: PhrasesPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    own, asked = place_of(actor, tools), request.GET.get("q", "").strip()[:100]
    found = phrases_of(own, actor, tools, asked)
    return {
        "place_name": own.name,
        "phrases": [phrase for phrase in found if not phrase.aside],
        "aside": [phrase for phrase in found if phrase.aside],
        "asked": asked,
    }


@page(PhrasesPlace, "nouveau", needs="create phrase", template="phrases/write")
def new(place: PhrasesPlace, request: Any) -> Shown:
    return {"slots": list(SLOTS), "phrase": None, "at": "/extraits/nouveau"}


@act(PhrasesPlace, "nouveau", needs="create phrase", again=new, template="phrases/write")
def create(place: PhrasesPlace, request: Any) -> Any:
    said = Said(request)
    actor, tools = request.identity.actor, request.tools
    own = place_of(actor, tools)
    share_phrase(own, said.text("title"), said.long_text("text"), actor, tools)
    return go(request, place, told="Extrait partagé avec l'équipe.")


@page(PhrasePlace, needs="edit", template="phrases/write")
def editing(place: PhrasePlace, request: Any) -> Shown:
    return {
        "slots": list(SLOTS),
        "phrase": place.thing,
        "at": request.resource_path(place),
        "hints": request.tools.rules.plain_words.hints(place.thing.text),
    }


@act(PhrasePlace, needs="edit", again=editing, template="phrases/write")
def edit(place: PhrasePlace, request: Any) -> Any:
    said = Said(request)
    words = said.text("title"), said.long_text("text")
    seen = said.whole("revision") or 0
    edit_phrase(place.thing, words, seen, request.identity.actor, request.tools)
    return go(request, _all(place), told="Extrait modifié ; l'ancien texte est gardé.")


@act(PhrasePlace, "ecarter", needs="edit", again=editing, template="phrases/write")
def set_aside(place: PhrasePlace, request: Any) -> Any:
    Said(request)
    set_phrase_aside(place.thing, True, request.identity.actor, request.tools)
    return go(request, _all(place), told="Extrait mis de côté : il n'est plus proposé.")


@act(PhrasePlace, "remettre", needs="edit", again=editing, template="phrases/write")
def take_up(place: PhrasePlace, request: Any) -> Any:
    Said(request)
    set_phrase_aside(place.thing, False, request.identity.actor, request.tools)
    return go(request, _all(place), told="Extrait de nouveau proposé.")


@page(DocumentPlace, "extraits", needs="edit", template="phrases/insert")
def ready(place: DocumentPlace, request: Any) -> Any:
    """A whole page for whoever walks there; its list alone for the editor, which asks for it."""
    actor, tools = request.identity.actor, request.tools
    asked = request.GET.get("q", "").strip()[:100]
    found = ready_phrases(place.thing, asked, actor, tools)
    if "text/html" not in request.headers.get("Accept", "text/html"):
        response = render_to_response("phrases/ready.jinja2", {"ready": found}, request)
        response.headers["Vary"] = "Accept"
        return response
    form = tools.agreement_of(engagement_of(place.thing)).forms[place.thing.kind]
    texts = [field for field in form.fields() if not field.columns and field.kind == "text"]
    return {
        **head_of(place, request),
        "ready": found,
        "asked": asked,
        "fields": [(field.name, field.label) for field in texts],
        "field": request.GET.get("rubrique", ""),
    }


@act(DocumentPlace, "extraits", needs="edit", again=ready, template="phrases/insert")
def add(place: DocumentPlace, request: Any) -> Any:
    """Without JavaScript: behind what stands in the heading."""
    said = Said(request)
    actor, tools = request.identity.actor, request.tools
    field = said.text("field")
    add_phrase(place.thing, field, said.text("phrase"), actor, tools)
    return go(
        request, place, told="Extrait ajouté à la fin de la rubrique.", anchor=f"champ-{field}"
    )


def _all(place: PhrasePlace) -> Place:
    return place.__parent__ or place
