"""Who follows the person: another referent, a deputy for some days, an expert for a while
(R-035, R-037)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.referents import add_deputy, grant_expert, reassign
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    colleagues,
    done_before,
    to_file,
    today_at,
)
from cep_docs.web.pages import Shown, act, page
from cep_docs.web.said import Said
from cep_docs.web.tree import FilePlace

REASSIGN, DEPUTY, EXPERT = "acts/referent", "acts/deputy", "acts/expert"
NOBODY = "Personne ne suit encore cette personne : engager d'abord une unité d'accompagnement."
FORTNIGHT, MONTH = timedelta(days=14), timedelta(days=30)


@page(FilePlace, "referent", needs="reassign file", template=REASSIGN)
def referent(place: FilePlace, request: Any) -> Shown:
    return _shown(place, request)


@act(FilePlace, "referent", needs="reassign file", again=referent, template=REASSIGN)
def change_referent(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    course = _course(place.thing)
    account = _chosen(said)
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    before, names = course.referent, dict(colleagues(request, "adviser"))
    reassign(course, account, said.text("because"), request.identity.actor, request.tools)
    told = "Référent changé. L'ancien ne lit plus ce dossier."
    back = (place, f"referent?a={quote(before)}", f"Rendre à {names.get(before, '')}")
    return to_file(place, request, told, undo=back if before in names else None)


@page(FilePlace, "suppleant", needs="add_deputy file", template=DEPUTY)
def deputy(place: FilePlace, request: Any) -> Shown:
    return _shown(place, request, until=today_at(request) + FORTNIGHT)


@act(FilePlace, "suppleant", needs="add_deputy file", again=deputy, template=DEPUTY)
def name_deputy(place: FilePlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    since, until = said.day("since"), said.day("until")
    course, account = _course(place.thing), _chosen(said)
    if since is None or until is None:
        raise Invalid({"since" if since is None else "until": "Indiquer les deux jours."})
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    add_deputy(course, account, since, until, request.identity.actor, request.tools)
    return to_file(place, request, "Suppléant nommé. Son accès s'ouvre et se ferme seul.")


@page(FilePlace, "expert", needs="grant_expert file", template=EXPERT)
def expert(place: FilePlace, request: Any) -> Shown:
    return _shown(place, request, until=today_at(request) + MONTH)


@act(FilePlace, "expert", needs="grant_expert file", again=expert, template=EXPERT)
def call_expert(place: FilePlace, request: Any) -> HTTPSeeOther:
    said, tools, actor = Said(request), request.tools, request.identity.actor
    last = said.day("until")
    account = _chosen(said)
    if last is None:
        raise Invalid({"until": "Indiquer le dernier jour de l'accès."})
    zone = tools.hour_in(actor.structure).tzinfo
    until = datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)
    if done_before(place, request):
        return to_file(place, request, DONE_BEFORE)
    grant_expert(place.thing, account, until, said.text("because"), actor, tools)
    return to_file(place, request, "Accès ouvert à l'expert. Il se ferme seul le dernier jour.")


def _shown(place: FilePlace, request: Any, **more: Any) -> Shown:
    """The courses, who follows now, and who could."""
    person, tools = place.thing, request.tools
    courses = list(person)
    now = courses[-1].referent if courses else ""
    others = [one for one in colleagues(request, "adviser") if one[0] != now]
    return about(
        place,
        request,
        follows=named(now, person, request.identity.actor, tools) if now else "",
        others=others,
        today=today_at(request),
        nobody=NOBODY,
        chosen=request.GET.get("a", ""),
        **more,
    )


def _course(person: Beneficiary) -> Course:
    courses = list(person)
    if not courses or not courses[-1].referent:
        raise NotPossible(NOBODY)
    return courses[-1]


def _chosen(said: Said) -> str:
    account = said.text("account")
    if not account:
        raise Invalid({"account": "Choisir quelqu'un dans la liste."})
    return account
