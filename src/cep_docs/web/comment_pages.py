"""Comments on a draft, and asking a colleague to read it again."""

from typing import Any

from cep_docs.content.comment import REOPEN, RESOLVE
from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.comments import (
    add_comment,
    answer_comment,
    comments_of,
    may_comment,
    settle_comment,
)
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.review_requests import (
    ask_review,
    finish_review,
    is_asked_to_review,
    reviewers,
)
from cep_docs.lifecycle.rights import decide, require
from cep_docs.web.document_head import head_of
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace

PAGE = "commentaires"
# Where a form came from, and where one goes back to.
EDITOR = "editeur"


@page(DocumentPlace, PAGE, needs="view comment", template="editor/comments")
def comments(place: DocumentPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    threads = comments_of(place.thing, actor, tools)
    form = tools.agreement_of(engagement_of(place.thing)).forms[place.thing.kind]
    right = require(tools, actor, "view", place.facet("comment"))
    record(engagement_of(place.thing), "view", actor, right, tools, {"comments": place.thing.kind})
    return {
        **head_of(place, request),
        "threads": threads,
        "open": sum(thread.is_open for thread in threads),
        "may_comment": may_comment(place.thing, actor, tools),
        "may_settle": decide(tools, actor, "edit", place.facet("comment")).allowed,
        "fields": [(field.name, field.label) for field in form.fields()],
        "asked": is_asked_to_review(place.thing, actor, tools),
        "about": (request.GET.get("rubrique", ""), request.GET.get("citation", "")[:300]),
        "may_ask": decide(tools, actor, "edit", place.thing).allowed,
    }


@act(
    DocumentPlace,
    "commenter",
    needs="create comment",
    again=comments,
    template="editor/comments",
)
def comment(place: DocumentPlace, request: Any) -> Any:
    said = Said(request)
    about = said.text("field"), said.text("quote")
    actor, tools = request.identity.actor, request.tools
    add_comment(place.thing, actor, about, said.long_text("text"), tools)
    return _back(place, request, said, "Commentaire ajouté.", about[0])


@act(
    DocumentPlace,
    "repondre",
    needs="create comment",
    again=comments,
    template="editor/comments",
)
def answer(place: DocumentPlace, request: Any) -> Any:
    said = Said(request)
    actor, tools = request.identity.actor, request.tools
    answer_comment(place.thing, said.text("comment"), actor, said.long_text("text"), tools)
    return _back(place, request, said, "Réponse ajoutée.", said.text("field"))


@act(DocumentPlace, "regler", needs="edit comment", again=comments, template="editor/comments")
def resolve(place: DocumentPlace, request: Any) -> Any:
    return _settled(place, request, RESOLVE, "Commentaire réglé.")


@act(DocumentPlace, "rouvrir", needs="edit comment", again=comments, template="editor/comments")
def reopen(place: DocumentPlace, request: Any) -> Any:
    return _settled(place, request, REOPEN, "Commentaire rouvert.")


@page(DocumentPlace, "relecture", needs="edit", template="editor/ask_review")
def asking(place: DocumentPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    return {**head_of(place, request), "colleagues": reviewers(place.thing, actor, tools)}


@act(DocumentPlace, "relecture", needs="edit", again=asking, template="editor/ask_review")
def ask(place: DocumentPlace, request: Any) -> Any:
    said = Said(request)
    actor, tools = request.identity.actor, request.tools
    ask_review(place.thing, said.text("colleague"), said.long_text("text"), actor, tools)
    return go(request, place, PAGE, told="Relecture demandée : elle attend dans sa journée.")


@act(DocumentPlace, "relu", needs="create comment", again=comments, template="editor/comments")
def reread(place: DocumentPlace, request: Any) -> Any:
    Said(request)
    finish_review(place.thing, request.identity.actor, request.tools)
    return go(request, place, PAGE, told="Relecture terminée : elle quitte votre journée.")


def _settled(place: DocumentPlace, request: Any, does: str, told: str) -> Any:
    said = Said(request)
    actor, tools = request.identity.actor, request.tools
    settle_comment(place.thing, said.text("comment"), does, actor, tools)
    return _back(place, request, said, told, said.text("field"))


def _back(place: DocumentPlace, request: Any, said: Said, told: str, field: str) -> Any:
    if said.text("back") == EDITOR:
        return go(request, place, told=told, anchor=f"champ-{field}")
    return go(request, place, PAGE, told=told)
