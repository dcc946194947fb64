"""What an adviser writes for himself alone, and opening a file in an emergency (R-122, R-123)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.errors import Invalid
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.notes import read_note, write_note
from cep_docs.lifecycle.once import named_by
from cep_docs.lifecycle.rights import decide
from cep_docs.web.act_pages import DONE_BEFORE, KEY, about, done_before, latest, to_file
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace

LONGEST = 20_000


@page(FilePlace, "notes", needs="create note", template="acts/notes")
def notes(place: FilePlace, request: Any) -> Shown:
    """One's own only: those of others do not exist."""
    tools, actor = request.tools, request.identity.actor
    own = [
        (note, read_note(note, actor, tools))
        for note in place.thing.notes
        if decide(tools, actor, "view", note).allowed
    ]
    own.sort(key=lambda one: one[0].written_at, reverse=True)
    return about(place, request, notes=own)


@act(FilePlace, "notes", needs="create note", again=notes, template="acts/notes")
def add_note(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    key, text = said.text(KEY), said.long_text("text").strip()
    if key in place.thing.notes:
        return go(request, place, "notes", told=DONE_BEFORE)
    if not text:
        raise Invalid({"text": "La note est vide. L'écrire, ou revenir au dossier."})
    if len(text) > LONGEST:
        raise Invalid({"text": f"Une note compte au plus {LONGEST} signes. La raccourcir."})
    write_note(place.thing, text, request.identity.actor, named_by(key, request.tools))
    return go(request, place, "notes", told="Note enregistrée. Vous seul la lisez.")


@page(FilePlace, "briser-la-glace", needs="break_glass file", template="acts/emergency")
def emergency(place: FilePlace, request: Any) -> Shown:
    unit = latest(place.thing)
    limits = request.tools.agreement_of(unit).limits if unit else None
    return about(place, request, limits=limits)


@act(
    FilePlace,
    "briser-la-glace",
    needs="break_glass file",
    again=emergency,
    template="acts/emergency",
)
def open_in_emergency(place: FilePlace, request: Any) -> HTTPSeeOther:
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    motive = Said(request).text("motive")
    grant = break_glass(place.thing, motive, request.identity.actor, request.tools)
    until = grant["until"].astimezone(
        request.tools.hour_in(request.identity.actor.structure).tzinfo
    )
    told = (
        f"Dossier ouvert en lecture jusqu'à {until:%H h %M}. Le référent, le manager et le "
        "délégué à la protection des données en sont avertis."
    )
    return to_file(place, request, told)
