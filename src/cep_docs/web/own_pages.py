"""The person's own space: her documents, what she is asked, who read her file (R-122, R-127)."""

import tempfile
from typing import Any, cast

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import FileIter, Response

from cep_docs.content.stored_file import StoredFile
from cep_docs.lifecycle.attachments import open_attachment
from cep_docs.lifecycle.drafts import Conflict
from cep_docs.lifecycle.own_consents import own_consents, take_back_consent
from cep_docs.lifecycle.own_export import export_everything, own_paper, paper_name
from cep_docs.lifecycle.own_readings import readings
from cep_docs.lifecycle.own_space import (
    follower_of,
    own_deliverable,
    own_documents,
    own_space,
)
from cep_docs.lifecycle.proofs import proofs_of
from cep_docs.lifecycle.shared_fields import answer, fields_to_offer, shared_document
from cep_docs.lifecycle.versions import read_document
from cep_docs.rendering.pdf_page import page_of
from cep_docs.web.own_tree import (
    OwnDraftPlace,
    OwnPiecePlace,
    OwnSpacePlace,
    OwnVersionPlace,
)
from cep_docs.web.pages import Shown, act, download, go, header_name, page
from cep_docs.web.said import Said
from cep_docs.web.security import ENTERED

EXPORTED = "mes-documents.zip"


@page(OwnSpacePlace, needs="view file", template="own_space/home")
def home(place: OwnSpacePlace, request: Any) -> Shown:
    actor = request.identity.actor
    person = place.herself(actor)
    return {"person": person, "space": own_space(person, actor, request.tools)}


# Her documents.


@page(OwnVersionPlace, needs="view", template="own_space/document")
def document(place: OwnVersionPlace, request: Any) -> Shown:
    """As text, for a phone and for whoever has it read aloud; the PDF is one touch away."""
    actor, tools = request.identity.actor, request.tools
    person = place.herself(actor)
    number, name, version = place.parts
    shown = read_document(own_deliverable(person, number, name), version, actor, tools)
    lines = own_documents(person, actor, tools)
    known = {(one.number, one.name, one.version): one for one in lines}
    return {
        "sheet": page_of(shown),
        "line": known[place.parts],
        "follower": follower_of(person, tools),
        "has_proof": bool(proofs_of(place.version(actor), actor, tools)),
    }


@page(OwnVersionPlace, "pdf", needs="download", template="own_space/document")
def pdf(place: OwnVersionPlace, request: Any) -> Response:
    version = place.version(request.identity.actor)
    data = own_paper(version, request.identity.actor, request.tools)
    return download(data, paper_name(version), "application/pdf", shown=True)


@page(OwnPiecePlace, needs="download", template="own_space/home")
def piece(place: OwnPiecePlace, request: Any) -> Response:
    found = place.piece(request.identity.actor)
    data = open_attachment(found, request.identity.actor, request.tools)
    file = cast(StoredFile, found.file)  # what is erased is no piece of hers any more
    return download(data, file.name, file.media_type)


# What she is asked.


@page(OwnDraftPlace, needs="answer", template="own_space/answering")
def answering(place: OwnDraftPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    asked = shared_document(place.deliverable(actor), actor, tools)
    return {"document": asked, "follower": follower_of(place.herself(actor), tools)}


@act(OwnDraftPlace, needs="answer", again=answering, template="own_space/answering")
def write(place: OwnDraftPlace, request: Any) -> HTTPSeeOther:
    """One heading at a time: what she wrote elsewhere in the page is still in its own form."""
    said, actor, tools = Said(request), request.identity.actor, request.tools
    name, seen = said.text("heading"), said.whole("seen") or 0
    deliverable = place.deliverable(actor)
    days = {field.name for field in fields_to_offer(deliverable, tools) if field.kind == "day"}
    day = said.day(name) if name in days else None
    value = day.isoformat() if day else said.long_text(name)
    saved = answer(deliverable, actor, name, value, seen, tools)
    told = "Votre réponse est enregistrée. Votre conseiller la verra."
    if isinstance(saved, Conflict):
        told = "Quelqu'un avait écrit ici. Votre texte est gardé : choisissez ce qui reste."
    return go(request, place, told=told, anchor=f"rubrique-{name}")


# Who read, what she agreed to.


@page(
    OwnSpacePlace,
    "lectures",
    needs="read_journal access_journal",
    template="own_space/readings",
)
def read_by(place: OwnSpacePlace, request: Any) -> Shown:
    actor = request.identity.actor
    return {"readings": readings(place.herself(actor), actor, request.tools)}


@page(OwnSpacePlace, "accords", needs="view person", template="own_space/consents")
def consents(place: OwnSpacePlace, request: Any) -> Shown:
    actor = request.identity.actor
    return {"consents": own_consents(place.herself(actor), actor, request.tools)}


@act(
    OwnSpacePlace,
    "accords",
    needs="consent person",
    again=consents,
    template="own_space/consents",
)
def take_back(place: OwnSpacePlace, request: Any) -> HTTPSeeOther:
    actor = request.identity.actor
    take_back_consent(place.herself(actor), Said(request).text("consent"), actor, request.tools)
    return go(request, place, "accords", told="C'est retiré. Cela vaut dès maintenant.")


# Taking everything.


@page(OwnSpacePlace, "emporter", needs="view person", template="own_space/export")
def exporting(place: OwnSpacePlace, request: Any) -> Shown:
    return {"strong": request.identity.actor.strong}


@act(
    OwnSpacePlace,
    "emporter",
    needs="export person",
    again=exporting,
    template="own_space/export",
)
def export(place: OwnSpacePlace, request: Any) -> Response:
    """Written beside, in the folder of the instance, and gone when the browser has it."""
    actor = request.identity.actor
    file = tempfile.TemporaryFile(dir=request.application.house.folder / "tmp")  # noqa: SIM115
    try:
        export_everything(place.herself(actor), actor, request.tools, file)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response = Response(app_iter=FileIter(file), content_type="application/zip", charset=None)
    response.content_length = size
    response.headers["Content-Disposition"] = f"attachment; {header_name(EXPORTED)}"
    return response


# Where she is signed in.


@page(OwnSpacePlace, "connexions", needs=ENTERED, template="own_space/visits")
def visits(place: OwnSpacePlace, request: Any) -> Shown:
    doors = request.outside.doors
    who = request.identity.actor.beneficiary
    return {
        "visits": doors.visits.of_beneficiary(who, doors.now()),
        "own_key": request.identity.visit.key,
    }


@act(OwnSpacePlace, "quitter", needs=ENTERED)
def leave(place: OwnSpacePlace, request: Any) -> HTTPSeeOther:
    """Here, or everywhere at once."""
    doors, visitor = request.outside.doors, request.identity
    if Said(request).ticked("partout"):
        doors.visits.end_all(beneficiary=visitor.actor.beneficiary)
    doors.leave(request)
    return HTTPSeeOther("/au-revoir")
