"""Working copies: a draft out as a Word file, and back with what changed (R-054, R-064)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import engagement_of
from cep_docs.definitions.form import Form
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.comparing import HeadingChange, compare_contents
from cep_docs.lifecycle.drafts import Conflict
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.working_copies import (
    CHANGED,
    CONFLICT,
    UNCHANGED,
    UNREADABLE,
    CopyChange,
    bring_back,
    compare_copy,
    copy_out,
)
from cep_docs.rendering.word import LARGEST, Reading, read_docx
from cep_docs.storage.waiting_files import WaitingFiles
from cep_docs.web.document_head import column_labels, head_of
from cep_docs.web.doors import FOLDER
from cep_docs.web.pages import Shown, act, download, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import DocumentPlace

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BACK = "copie-retour"
NO_FILE = "Aucun fichier n'est arrivé. Choisir la copie de travail (.docx), puis l'envoyer."
NOT_WORD = (
    "Ce fichier n'est pas une copie Word (.docx). Rien n'a été modifié. Dans LibreOffice ou Word, "
    "l'enregistrer au format .docx, puis l'envoyer de nouveau."
)
GONE = "Le fichier envoyé n'est plus là. Rien n'a été modifié : l'envoyer de nouveau."
NOTHING = "Aucune rubrique n'est cochée. Rien n'a été modifié ; cocher celles à reprendre."
STILL = "Ce document ne se modifie plus : une copie de travail n'y servirait à rien."


@dataclass(frozen=True, slots=True)
class Proposal:
    """One heading of the copy beside the draft: `change` is what would become of it."""

    of: CopyChange
    change: HeadingChange | None

    @property
    def in_conflict(self) -> bool:
        return self.of.what == CONFLICT


@page(DocumentPlace, "copie", needs="edit", template="editor/copy")
def copy(place: DocumentPlace, request: Any) -> Shown:
    tools = request.tools
    may_take = decide(tools, request.identity.actor, "download", place.thing).allowed
    return {
        **head_of(place, request),
        "editable": _editable(place.thing, tools),
        "may_take": may_take,
        "largest": LARGEST // 2**20,
    }


@page(DocumentPlace, "copie.docx", needs="download", template="editor/copy")
def out(place: DocumentPlace, request: Any) -> Any:
    actor, tools = request.identity.actor, request.tools
    may_edit = decide(tools, actor, "edit", place.thing).allowed
    if not (may_edit and _editable(place.thing, tools)):
        return go(request, place, "versions", told=STILL)
    name = f"{engagement_of(place.thing).number}_{place.thing.kind}_copie_de_travail.docx"
    return download(copy_out(place.thing, actor, tools), name, DOCX)


@act(DocumentPlace, "copie", needs="edit", again=copy, template="editor/copy")
def send(place: DocumentPlace, request: Any) -> Any:
    """Read in a process apart before anything of it is kept; nothing is written yet."""
    sent = Said(request).file("file")
    if sent is None:
        raise Invalid({"file": NO_FILE})
    name, data = sent
    if not name.lower().endswith(".docx"):
        raise Invalid({"file": NOT_WORD})
    try:
        compare_copy(place.thing, _read(data, place, request), request.tools)
    except NotPossible as error:
        raise Invalid({"file": str(error)}) from error
    token = _waiting(request).keep(_owner(place, request), data, request.outside.doors.now())
    response = go(request, place, BACK)
    response.location += f"?envoi={token}"
    return response


@page(DocumentPlace, BACK, needs="edit", template="editor/copy_back")
def back(place: DocumentPlace, request: Any) -> Any:
    """What the copy would change, rubric by rubric, before it does."""
    token = request.params.get("envoi", "")
    data = _waiting(request).find(_owner(place, request), token, request.outside.doors.now())
    if data is None:
        return go(request, place, "copie", told=GONE)
    reading = _read(data, place, request)
    changes = compare_copy(place.thing, reading, request.tools)
    return {
        **head_of(place, request),
        "token": token,
        "proposals": _proposals(changes, place.thing, request.tools),
        "unreadable": [of for of in changes if of.what == UNREADABLE],
        "unread": reading.unread,
        "same": sum(of.what == UNCHANGED for of in changes),
        "columns": column_labels(place.thing, request.tools),
        "chosen": request.POST.getall("heading") if request.method == "POST" else None,
    }


@act(DocumentPlace, BACK, needs="edit", again=back, template="editor/copy_back")
def take_back(place: DocumentPlace, request: Any) -> Any:
    said = Said(request, several=("heading",))
    owner, token = _owner(place, request), said.text("envoi")
    data = _waiting(request).find(owner, token, request.outside.doors.now())
    if data is None:
        return go(request, place, "copie", told=GONE)
    chosen = said.many("heading")
    if not chosen:
        raise Invalid({"heading": NOTHING})
    reading = _read(data, place, request)
    actor, tools = request.identity.actor, request.tools
    brought = bring_back(place.thing, actor, reading, chosen, tools)
    aside = sum(isinstance(answer, Conflict) for answer in brought.values())
    _waiting(request).drop(owner, token)
    return go(request, place, told=_told(len(brought) - aside, aside))


def waiting_copies(folder: Path) -> WaitingFiles:
    """Of the instance in this folder: beside its visits, out of its data and its backups."""
    return WaitingFiles(folder / FOLDER / "copies")


def _told(taken: int, aside: int) -> str:
    told = f"{taken} rubrique{'s' if taken > 1 else ''} reprise{'s' if taken > 1 else ''}."
    if aside:
        told += (
            f" {aside} texte{'s' if aside > 1 else ''} de la copie gardé{'s' if aside > 1 else ''}"
            " à côté : choisir, dans la rubrique, lequel reste."
        )
    return told


def _proposals(
    changes: Sequence[CopyChange], deliverable: Deliverable, tools: Any
) -> list[Proposal]:
    form = _form(deliverable, tools)
    found = []
    for of in changes:
        if of.what in (CHANGED, CONFLICT):
            pair = compare_contents({of.name: of.draft}, {of.name: of.copy}, form)
            found.append(Proposal(of, next(iter(pair), None)))
    return found


def _read(data: bytes, place: DocumentPlace, request: Any) -> Reading:
    return read_docx(data, _form(place.thing, request.tools))


def _form(deliverable: Deliverable, tools: Any) -> Form:
    form: Form = tools.agreement_of(engagement_of(deliverable)).forms[deliverable.kind]
    return form


def _editable(deliverable: Deliverable, tools: Any) -> bool:
    agreement = tools.agreement_of(engagement_of(deliverable))
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    return bool(state.editable)


def _owner(place: DocumentPlace, request: Any) -> str:
    """A file waits for this visit, and for this document."""
    number = engagement_of(place.thing).number
    return f"{request.identity.visit.key} {number}/{place.thing.__name__}"


def _waiting(request: Any) -> WaitingFiles:
    return waiting_copies(request.application.house.folder)
