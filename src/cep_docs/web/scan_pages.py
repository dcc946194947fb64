"""/numerisation: a batch of scanned pages is sent, read a few pages at a time, and told."""

from io import BytesIO
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.access.decide import NOT_FOUND
from cep_docs.errors import Invalid, NotFound
from cep_docs.intake.taking_in import Received, take_in
from cep_docs.lifecycle.batches_told import tell_batch
from cep_docs.lifecycle.scanned import (
    ToldPage,
    batches_for,
    begin_batch,
    picture_of,
    read_some,
    set_page_aside,
    tell_page,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.paper_tree import BatchPlace, ScansPlace
from cep_docs.web.said import Said
from cep_docs.web.transactions import BETWEEN_ATTEMPTS

LIST, BATCH = "paper/scans", "paper/batch"


@page(ScansPlace, needs="create paper", template=LIST)
def scans(place: ScansPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    return {
        "batches": [tell_batch(batch, actor, tools) for batch in batches_for(actor, tools)],
        "limits": tools.rules.attachments.limits,
    }


@act(ScansPlace, needs="create paper", again=scans, template=LIST)
def send(place: ScansPlace, request: Any) -> HTTPSeeOther:
    received = _taken_in(Said(request), request)
    batch = begin_batch(received, request.identity.actor, request.tools)
    return go(request, place, batch.__name__)


@page(BatchPlace, needs="view", template=BATCH)
def batch(place: BatchPlace, request: Any) -> Shown:
    return {"batch": tell_batch(place.thing, request.identity.actor, request.tools)}


@act(BatchPlace, "lire", needs="edit", again=batch, template=BATCH)
def read(place: BatchPlace, request: Any) -> HTTPSeeOther:
    Said(request)
    read_some(place.thing, request.identity.actor, request.tools)
    return go(request, place)


@page(BatchPlace, "image", needs="view", template=BATCH)
def picture(place: BatchPlace, request: Any) -> Any:
    number = request.GET.get("page", "")
    if not number.isdecimal() or len(number) > 4:
        return go(request, place)
    drawn = picture_of(place.thing, int(number), request.identity.actor, request.tools)
    return Response(body=drawn, content_type="image/jpeg", charset=None)


@act(BatchPlace, "classer", needs="edit", again=batch, template=BATCH)
def tell(place: BatchPlace, request: Any) -> HTTPSeeOther:
    """« Cette page est la page 3 de … »"""
    said = Said(request)
    number = _number(said)
    told = ToldPage(
        said.text("number"), said.text("document"), said.whole("page"), said.whole("turn") or 0
    )
    tell_page(place.thing, number, told, request.identity.actor, request.tools)
    return go(request, place, told=f"Page {number} du lot : c'est noté.")


@act(BatchPlace, "ecarter", needs="edit", again=batch, template=BATCH)
def set_aside(place: BatchPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    number = _number(said)
    because = said.text("because")
    set_page_aside(place.thing, number, because, request.identity.actor, request.tools)
    return go(request, place, told=f"Page {number} du lot mise de côté.")


def _number(said: Said) -> int:
    number = said.whole("of")
    if number is None:
        raise NotFound(NOT_FOUND)
    return number


def _taken_in(said: Said, request: Any) -> Received:
    """Read and made harmless in a process apart, once for all attempts."""
    sent = said.file("file")
    if sent is None or not sent[1]:
        raise Invalid({"file": "Choisir un fichier : aucun n'est arrivé, ou il est vide."})
    kept: dict[str, Received] = request.environ.get(BETWEEN_ATTEMPTS, {})
    if "taken_in" not in kept:
        limits = request.tools.rules.attachments.limits
        kept["taken_in"] = take_in(BytesIO(sent[1]), sent[0], limits)
    return kept["taken_in"]
