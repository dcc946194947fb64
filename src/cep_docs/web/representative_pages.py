"""/dossiers/<personne>/representant: who signs with her is noted, changed, removed (R-079)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.representing import Noted, note_representative, remove_representative
from cep_docs.lifecycle.signatories import KINDS
from cep_docs.lifecycle.signing_state import minors_birthday
from cep_docs.web.act_pages import DONE_BEFORE, about, done_before, to_file, today_at
from cep_docs.web.file_pages import shown_phone
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace

TEMPLATE = "acts/representative"
CHOICES = tuple((code, label[:1].upper() + label[1:]) for code, label in KINDS.items())
NEXT = " Il signera les documents proposés à partir de maintenant."


@page(FilePlace, "representant", needs="edit", template=TEMPLATE)
def representative(place: FilePlace, request: Any) -> Shown:
    person = place.thing
    noted = person.representative
    author = noted.noted_by if noted is not None else ""
    return about(
        place,
        request,
        noted=noted,
        noted_by=named(author, person, request.identity.actor, request.tools),
        kinds=CHOICES,
        phone=shown_phone,
        today=today_at(request),
        minor_until=minors_birthday(person, today_at(request)),
    )


@act(FilePlace, "representant", needs="edit", again=representative, template=TEMPLATE)
def note(place: FilePlace, request: Any) -> HTTPSeeOther:
    said, person = Said(request), place.thing
    noted = Noted(
        kind=said.text("kind"),
        first_name=said.text("first_name"),
        last_name=said.text("last_name"),
        since=said.day("since"),
        email=said.text("email"),
        phone=said.text("phone"),
    )
    shared = note_representative(person, noted, request.identity.actor, request.tools)
    _close_his_visits(person, request)
    warned = "".join(f" {sentence} : le vérifier avec eux." for sentence in shared)
    return to_file(place, request, f"Représentant noté.{NEXT}{warned}", undo=_back(place))


@act(FilePlace, "retirer-representant", needs="edit", again=representative, template=TEMPLATE)
def remove(place: FilePlace, request: Any) -> HTTPSeeOther:
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    remove_representative(place.thing, request.identity.actor, request.tools)
    _close_his_visits(place.thing, request)
    return to_file(place, request, "Représentant retiré : la personne signe seule.")


def _back(place: FilePlace) -> tuple[FilePlace, str, str]:
    return place, "representant", "Changer ou retirer"


def _close_his_visits(person: Beneficiary, request: Any) -> None:
    """Whoever came in under what was noted before is out."""
    request.outside.doors.visits.end_all(beneficiary=person.identifier)
