"""The appointments of one person: made, moved, called off (R-072)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Appointment
from cep_docs.lifecycle.appointments import (
    MODES,
    RECEIVE,
    NewAppointment,
    cancel_appointment,
    make_appointment,
    move_appointment,
    open_places,
    to_come,
)
from cep_docs.lifecycle.referents import referent_now
from cep_docs.values.dates import french_day
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    agreement_today,
    choices_of,
    colleagues,
    done_before,
    latest,
    today_at,
)
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace

RIGHT = "declare_demand file"
FORM = "acts/appointments"
USUAL_MINUTES = 60


@page(FilePlace, "rendez-vous", needs=RIGHT, template=FORM)
def appointments(place: FilePlace, request: Any) -> Shown:
    person, day = place.thing, today_at(request)
    coming = to_come(person, request.identity.actor, request.tools)
    key = request.params.get("deplacer", "")
    moved = next((one for one in coming if one["key"] == key), None)
    accounts = request.tools.site.accounts
    modes = dict(choices_of(agreement_today(request), "mode_contact", day))
    return about(
        place,
        request,
        coming=[
            (one, modes.get(one["mode"], one["mode"]), _name(accounts.get(one["account"])))
            for one in coming
        ],
        moved=moved,
        first=_first(moved, place, request),
        modes=[(code, modes[code]) for code in MODES if code in modes],
        places=[(one.code, one.name) for one in open_places(day, request.tools)],
        receivers=colleagues(request, *RECEIVE),
    )


@act(FilePlace, "rendez-vous", needs=RIGHT, again=appointments, template=FORM)
def note_appointment(place: FilePlace, request: Any) -> HTTPSeeOther:
    """A new one, or another one in the place of the one that is moved."""
    said = Said(request)
    wanted = NewAppointment(
        on=said.day("on"),
        at=said.text("at"),
        minutes=said.whole("minutes") or 0,
        mode=said.text("mode"),
        structure=said.text("structure"),
        account=said.text("account"),
    )
    if done_before(place, request):
        return go(request, place, "rendez-vous", told=DONE_BEFORE)
    actor, tools, key = request.identity.actor, request.tools, said.text("deplacer")
    if key:
        made = move_appointment(place.thing, key, wanted, actor, tools)
    else:
        made = make_appointment(place.thing, wanted, actor, tools)
    told = f"Rendez-vous {'déplacé au' if key else 'noté le'} {french_day(made['on'])}."
    return go(request, place, "rendez-vous", told=told)


@act(FilePlace, "annuler-rendez-vous", needs=RIGHT, again=appointments, template=FORM)
def call_off(place: FilePlace, request: Any) -> HTTPSeeOther:
    key = Said(request).text("key")
    cancel_appointment(place.thing, key, request.identity.actor, request.tools)
    return go(request, place, "rendez-vous", told="Rendez-vous annulé.")


def _first(moved: Appointment | None, place: FilePlace, request: Any) -> dict[str, Any]:
    """What stands in the form before anything is typed."""
    if moved is not None:
        return dict(moved)
    actor = request.identity.actor
    unit: Engagement | None = latest(place.thing)
    own = actor.account if "adviser" in actor.roles else ""
    return {
        "on": None,
        "at": "",
        "minutes": USUAL_MINUTES,
        "mode": MODES[0],
        "structure": actor.structure or (unit.structure if unit is not None else ""),
        "account": referent_now(place.thing) or own,
    }


def _name(account: Any) -> str:
    return account.full_name if account is not None else ""
