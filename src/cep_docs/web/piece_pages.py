"""The pieces of a file: added, looked at, taken, set aside and taken up again (R-035, R-087,
R-099, FIC-02)."""

from io import BytesIO
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.access.kinds import Facet
from cep_docs.content.attachment import Attachment, VaultedAttachment
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Invalid
from cep_docs.intake.previews import previews
from cep_docs.intake.taking_in import Received, take_in
from cep_docs.lifecycle.attachments import (
    NewAttachment,
    attach,
    attachments_of,
    look_at_attachment,
    open_attachment,
    ready_to_attach,
    restore_attachment,
    set_attachment_aside,
)
from cep_docs.lifecycle.once import named_by
from cep_docs.lifecycle.rights import decide
from cep_docs.web.act_pages import DONE_BEFORE, KEY, about
from cep_docs.web.assets import as_data
from cep_docs.web.pages import Shown, Undo, act, download, go, page
from cep_docs.web.said import Said
from cep_docs.web.transactions import BETWEEN_ATTEMPTS
from cep_docs.web.tree import PiecePlace, PiecesPlace, Place

FORM = "acts/add_piece"


@page(PiecesPlace, needs="list attachment", template="acts/pieces")
def pieces(place: PiecesPlace, request: Any) -> Shown:
    tools, actor, person = request.tools, request.identity.actor, place.thing
    kept = attachments_of(person, actor, tools)
    return about(
        place,
        request,
        lines=[_line(one, request) for one in kept if not one.set_aside_because],
        aside=[_line(one, request) for one in kept if one.set_aside_because],
        adds=decide(tools, actor, "create", Facet(person, "attachment")).allowed,
        kinds=tools.rules.attachments.kinds,
    )


@page(PiecesPlace, "verser", needs="create attachment", template=FORM)
def piece_to_add(place: PiecesPlace, request: Any) -> Shown:
    policy, person = request.tools.rules.attachments, place.thing
    units = [(unit.number, f"{unit.unit}, {unit.number}") for unit in person.engagements()]
    return about(
        place,
        request,
        kinds=[(name, kind.label) for name, kind in policy.kinds.items()],
        units=list(reversed(units)),
        limits=policy.limits,
    )


@act(PiecesPlace, "verser", needs="create attachment", again=piece_to_add, template=FORM)
def add_piece(place: PiecesPlace, request: Any) -> HTTPSeeOther:
    """The right is asked before a byte of the file is looked at."""
    said, tools, actor, person = Said(request), request.tools, request.identity.actor, place.thing
    key = said.text(KEY)
    if key in person.attachments or key in person.vault:
        return go(request, place, told=DONE_BEFORE)
    new = NewAttachment(said.text("kind"), said.text("title"), said.text("about"))
    ready_to_attach(person, new, actor, tools)
    received = _taken_in(said, request)
    attach(person, received, new, actor, named_by(key, tools))
    removed = ", ".join(received.removed)
    more = f" Pour votre sécurité, en ont été retirés : {removed}." if removed else ""
    return go(request, place, told=f"Pièce versée au dossier.{more}")


@page(PiecePlace, needs="view", template="acts/piece")
def piece(place: PiecePlace, request: Any) -> Shown:
    """Its first pages as pictures, drawn now and kept nowhere."""
    tools, actor, one = request.tools, request.identity.actor, place.thing
    data = look_at_attachment(one, actor, tools)
    media_type = one.file.media_type if one.file else ""
    drawn = previews(data, media_type, tools.rules.attachments.limits)
    return about(
        place,
        request,
        line=_line(one, request),
        pictures=[as_data(picture, "image/png") for picture in drawn],
        at_piece=f"/dossiers/{beneficiary_of(one).identifier}/pieces/{one.__name__}",
        kinds=tools.rules.attachments.kinds,
    )


@page(PiecePlace, "fichier", needs="download", template="acts/piece")
def piece_file(place: PiecePlace, request: Any) -> Response:
    one = place.thing
    data = open_attachment(one, request.identity.actor, request.tools)
    name, media_type = (one.file.name, one.file.media_type) if one.file else ("", "")
    return download(data, name, media_type)


@page(PiecePlace, "ecarter", needs="set_aside", template="acts/piece_aside")
def piece_to_set_aside(place: PiecePlace, request: Any) -> Shown:
    return about(place, request, line=_line(place.thing, request), restored=False)


@act(
    PiecePlace,
    "ecarter",
    needs="set_aside",
    again=piece_to_set_aside,
    template="acts/piece_aside",
)
def set_aside(place: PiecePlace, request: Any) -> HTTPSeeOther:
    motive = Said(request).text("motive")
    set_attachment_aside(place.thing, motive, request.identity.actor, request.tools)
    told = "Pièce mise de côté. Elle est en bas de la liste, d'où elle peut être reprise."
    return _to_pieces(place, request, told, (place, "reprendre", "La reprendre"))


@page(PiecePlace, "reprendre", needs="set_aside", template="acts/piece_aside")
def piece_to_restore(place: PiecePlace, request: Any) -> Shown:
    return about(place, request, line=_line(place.thing, request), restored=True)


@act(
    PiecePlace,
    "reprendre",
    needs="set_aside",
    again=piece_to_restore,
    template="acts/piece_aside",
)
def restore(place: PiecePlace, request: Any) -> HTTPSeeOther:
    motive = Said(request).text("motive")
    restore_attachment(place.thing, motive, request.identity.actor, request.tools)
    undo = (place, "ecarter", "La remettre de côté")
    return _to_pieces(place, request, "Pièce reprise.", undo)


def _line(one: Attachment, request: Any) -> dict[str, Any]:
    """A piece and what this visitor may do with it."""
    tools, actor = request.tools, request.identity.actor
    return {
        "piece": one,
        "vaulted": isinstance(one, VaultedAttachment),
        "may": {
            action
            for action in ("view", "download", "set_aside")
            if decide(tools, actor, action, one).allowed
        },
    }


def _taken_in(said: Said, request: Any) -> Received:
    """Read and made harmless in a process apart; once for all attempts."""
    sent = said.file("file")
    if sent is None or not sent[1]:
        raise Invalid({"file": "Choisir un fichier : aucun n'est arrivé, ou il est vide."})
    kept: dict[str, Received] = request.environ.get(BETWEEN_ATTEMPTS, {})
    if "taken_in" not in kept:
        limits = request.tools.rules.attachments.limits
        kept["taken_in"] = take_in(BytesIO(sent[1]), sent[0], limits)
    return kept["taken_in"]


def _to_pieces(place: Place, request: Any, told: str, undo: Undo) -> HTTPSeeOther:
    return go(request, place.__parent__ or place, told=told, undo=undo)
