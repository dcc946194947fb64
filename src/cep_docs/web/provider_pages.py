"""Lists of providers: drawn whole and in a neutral order, delivered, then chosen from by the
person (R-082…R-085)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.errors import Invalid
from cep_docs.lifecycle.directories import regions
from cep_docs.lifecycle.provider_choices import Choice, choose, deliver, prescription_of
from cep_docs.lifecycle.provider_lists import Wish, draw_list
from cep_docs.lifecycle.provider_tables import (
    headings,
    order_label,
    organisations,
    region_label,
    service_label,
    warnings_of,
)
from cep_docs.lifecycle.rights import decide
from cep_docs.values.spreadsheets import written_for_spreadsheets
from cep_docs.web.act_pages import (
    DONE_BEFORE,
    about_unit,
    done_before,
    today_at,
    unit_of,
)
from cep_docs.web.pages import Shown, act, download, go, page
from cep_docs.web.said import Said
from cep_docs.web.tree import ProviderListPlace, ProviderListsPlace

LISTS, LIST = "acts/provider_lists", "acts/provider_list"
LISTED, OTHER, NONE = "listed", "other", "none"
ANSWERS = (
    (LISTED, "Un organisme de la liste"),
    (OTHER, "Un autre organisme"),
    (NONE, "Aucun"),
)
PRESCRIPTIONS = {
    "self": "Organisme du groupement : auto-prescription.",
    "subcontracted": "Sous-traitant du groupement : compté à part.",
    "elsewhere": "Organisme extérieur au groupement.",
    "": "Son SIREN est à compléter avant la clôture.",
}


@page(ProviderListsPlace, needs="edit", template=LISTS)
def provider_lists(place: ProviderListsPlace, request: Any) -> Shown:
    unit, day = place.thing, today_at(request)
    agreement = request.tools.agreement_of(unit)
    table = agreement.tables.get("prestation_complementaire")
    services = agreement.provider_lists.services if table else {}
    return about_unit(
        place,
        request,
        services=[(code, table.label(code, day)) for code in services] if table else [],
        orders=list(agreement.provider_lists.orders.items()),
        regions=list(regions(agreement, day).items()),
        here=unit.lot,
        lists=[(one, service_label(one, agreement)) for one in reversed(unit.provider_lists)],
    )


@act(ProviderListsPlace, needs="edit", again=provider_lists, template=LISTS)
def draw(place: ProviderListsPlace, request: Any) -> HTTPSeeOther:
    """Drawn again for the same wish, it is the same list."""
    said = Said(request)
    wish = Wish(
        said.text("service"),
        said.text("words"),
        said.text("order") or "alphabetical",
        said.text("region"),
    )
    drawn = draw_list(place.thing, wish, request.identity.actor, request.tools)
    told = f"Liste complète tirée : {drawn.drawn['count']} organismes."
    return go(request, place, str(drawn.__name__), told=told)


@page(ProviderListPlace, needs="view", template=LIST)
def provider_list(place: ProviderListPlace, request: Any) -> Shown:
    tools, actor, drawn = request.tools, request.identity.actor, place.thing
    agreement = tools.agreement_of(unit_of(place))
    return about_unit(
        place,
        request,
        drawn=drawn,
        title=service_label(drawn, agreement),
        region=region_label(drawn, agreement),
        order=order_label(drawn, agreement),
        warnings=warnings_of(drawn, tools),
        providers=organisations(drawn),
        ways=list(agreement.provider_lists.deliveries.items()),
        answers=ANSWERS,
        today=today_at(request),
        delivers=decide(tools, actor, "edit", drawn).allowed,
        chooses=decide(tools, actor, "record_choice", drawn).allowed,
        prescription=PRESCRIPTIONS[prescription_of(drawn.choice, tools.site)]
        if drawn.choice
        else "",
    )


@page(ProviderListPlace, "tableur", needs="view", template=LIST)
def provider_sheet(place: ProviderListPlace, request: Any) -> Response:
    """The same providers in the same order, for a spreadsheet."""
    columns = headings(request.tools.agreement_of(unit_of(place)))
    rows = [[row[name] for name in columns] for row in organisations(place.thing)]
    data = written_for_spreadsheets([list(columns.values()), *rows])
    return download(data, "organismes.csv", "text/csv")


@act(ProviderListPlace, "remettre", needs="edit", again=provider_list, template=LIST)
def hand_over(place: ProviderListPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    if done_before(place, request):
        return go(request, place, told=DONE_BEFORE)
    actor, day = request.identity.actor, said.day("on")
    deliver(place.thing, said.text("how"), actor, request.tools, day)
    return go(request, place, told="Remise de la liste enregistrée. La personne peut choisir.")


@act(ProviderListPlace, "choisir", needs="record_choice", again=provider_list, template=LIST)
def note_choice(place: ProviderListPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    if done_before(place, request):
        return go(request, place, told=DONE_BEFORE)
    actor, tools = request.identity.actor, request.tools
    chosen = choose(place.thing, _choice(said), actor, tools, said.day("chosen_on"))
    told = "Choix de la personne enregistré."
    if chosen["kind"] != NONE:
        told += f" {PRESCRIPTIONS[prescription_of(chosen, tools.site)]}"
    return go(request, place, told=told)


def _choice(said: Said) -> Choice:
    """One of three answers; what belongs to the two others is not read."""
    answer, paper = said.text("choice"), said.ticked("from_paper")
    if answer == LISTED:
        if not said.text("key"):
            raise Invalid({"key": "Choisir l'organisme dans la liste."})
        return Choice(key=said.text("key"), from_paper=paper)
    if answer == OTHER:
        if not said.text("name"):
            raise Invalid({"name": "Écrire le nom de l'organisme."})
        return Choice(name=said.text("name"), siren=said.text("siren"), from_paper=paper)
    if answer == NONE:
        return Choice(from_paper=paper)
    raise Invalid({"choice": "Dire ce que la personne a choisi."})
