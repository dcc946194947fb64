"""Pointing somebody the right way in a file that exists, what comes after, and to whom else to go
(R-004, R-005, R-028)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.errors import Invalid
from cep_docs.lifecycle.engagements import Opening
from cep_docs.lifecycle.readiness import obstacles
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.welcoming import (
    FirstContact,
    operators_for,
    point_the_way,
    welcoming_unit,
)
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about,
    agreement_today,
    done_before,
    latest,
    root_above,
    today_at,
)
from cep_docs.web.counter_fields import codes_asked, codes_typed, fill_motive
from cep_docs.web.pages import Shown, act, go, page
from cep_docs.web.said import Said
from cep_docs.web.security import STAFF
from cep_docs.web.tree import FilePlace, RootPlace, WelcomePlace

OUTSIDE = "status_in_perimeter"
FORM = "welcome/orientation"


@page(FilePlace, "aiguiller", needs="orient file", template=FORM)
def orientation(place: FilePlace, request: Any) -> Shown:
    agreement, day = agreement_today(request), today_at(request)
    codes = [one for one in codes_asked(agreement, day) if one.name != "status"]
    return about(place, request, codes=codes, service=welcoming_unit(agreement), today=day)


@act(FilePlace, "aiguiller", needs="orient file", again=orientation, template=FORM)
def orient(place: FilePlace, request: Any) -> HTTPSeeOther:
    tools, actor = request.tools, request.identity.actor
    told = "Aiguillage enregistré."
    if done_before(place, request):
        told = DONE_BEFORE
    else:
        agreement, day = agreement_today(request), today_at(request)
        asked = [one for one in codes_asked(agreement, day) if one.name != "status"]
        codes, faults = codes_typed(Said(request), asked)
        fill_motive(codes, agreement, day)
        if faults:
            raise Invalid(faults)
        mode, offer = codes.pop("mode"), codes.pop("offer")
        point_the_way(place.thing, FirstContact(mode, codes, offer), actor, tools)
    if decide(tools, actor, "view", Facet(place.thing, "file")).allowed:
        return go(request, place, "accueilli", told=told)
    return go(request, WelcomePlace(tools.site, "nouveau", root_above(place)), told=told)


@page(FilePlace, "accueilli", needs="view file", template="welcome/welcomed")
def welcomed(place: FilePlace, request: Any) -> Shown:
    """What was recorded, and the next step under the Enter key."""
    tools, actor, person = request.tools, request.identity.actor, place.thing
    agreement, day = agreement_today(request), today_at(request)
    unit, status = latest(person), person.status_on(day)
    engages = decide(tools, actor, "engage", Facet(person, "file")).allowed
    stops = _stops(place, request)
    return about(
        place,
        request,
        unit=unit,
        agreement=agreement,
        next=next((u for u in agreement.units.values() if u.accompaniment), None),
        may_engage=engages,
        stops=stops,
        operators=operators_for(status, agreement) if stops else [],
        orientation=_label(unit, tools) if unit is not None else "",
    )


@page(RootPlace, "operateurs", needs=STAFF, template="welcome/operators")
def operators(place: RootPlace, request: Any) -> Shown:
    """The contact sheets of the others, to be read aloud or printed; `fiche` shows one alone."""
    known = agreement_today(request).other_operators
    wanted = request.GET.get("fiche", "")
    return {"operators": [known[wanted]] if wanted in known else list(known.values())}


def _stops(place: FilePlace, request: Any) -> str:
    """Why this person is for somebody else, when she is; nothing else stops her yet."""
    tools, actor = request.tools, request.identity.actor
    unit = next((u for u in agreement_today(request).units.values() if u.accompaniment), None)
    if unit is None or actor.structure not in tools.site.structures:
        return ""
    found = obstacles(place.thing, Opening(unit.name, actor.structure), actor, tools)
    return next((one.sentence for one in found if one.word == OUTSIDE), "")


def _label(unit: Any, tools: Any) -> str:
    table = tools.agreement_of(unit).tables.get("aiguillage")
    code = str(unit.sheet.get("orientation", ""))
    return table.label(code, unit.opened_on) if table and code else ""
