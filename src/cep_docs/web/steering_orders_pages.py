"""Purchase orders: what remains, what waits for one, registering the next one (R-019, R-020)."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.errors import Invalid
from cep_docs.lifecycle.order_board import ORDERS, orders_page, waiting_for_an_order
from cep_docs.lifecycle.orders import NewOrder, register_order, serve_the_waiting
from cep_docs.lifecycle.rights import decide
from cep_docs.web.pages import act, go, page
from cep_docs.web.said import Said
from cep_docs.web.steering_tree import OrdersPlace

LIST, FORM = "steering/orders", "steering/order"
NO_DAY = "Indiquer cette date, telle qu'elle est sur le bon de commande."


@page(OrdersPlace, needs="list order", template=LIST)
def orders(place: OrdersPlace, request: Any) -> dict[str, Any]:
    actor, tools = request.identity.actor, request.tools
    start = request.GET.get("debut", "")
    first = int(start) if start.isdecimal() and len(start) < 6 else 0
    lines, total = orders_page(actor, tools, first)
    return {
        "orders": lines,
        "total": total,
        "first": first,
        "by_page": ORDERS,
        "waiting": waiting_for_an_order(actor, tools),
        "registers": decide(tools, actor, "register", Facet(place.thing, "order")).allowed,
    }


@page(OrdersPlace, "enregistrer", needs="register order", template=FORM)
def new_order(place: OrdersPlace, request: Any) -> dict[str, Any]:
    agreements = request.tools.rules.agreements.values()
    return {"agreements": [(one.name, one.label) for one in agreements]}


@act(OrdersPlace, "enregistrer", needs="register order", again=new_order, template=FORM)
def register(place: OrdersPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    starts_on, notified_on = said.day("starts_on"), said.day("notified_on")
    if starts_on is None:
        raise Invalid({"starts_on": NO_DAY})
    new = NewOrder(
        said.text("reference"),
        said.text("agreement"),
        said.whole("quantity") or 0,
        notified_on=notified_on or starts_on,
        starts_on=starts_on,
        ends_on=said.day("ends_on"),
        amount=said.text("amount"),
    )
    order = register_order(new, request.identity.actor, request.tools)
    told = f"Bon de commande {order.reference} enregistré."
    return go(request, place, told=told)


@act(OrdersPlace, "servir", needs="register order", again=orders, template=LIST)
def serve(place: OrdersPlace, request: Any) -> HTTPSeeOther:
    """What the night does, done now, by whoever may register an order."""
    served = len(serve_the_waiting(request.tools))
    if not served:
        return go(request, place, told="Aucun bon de commande ne couvre les unités en attente.")
    several = "s" if served > 1 else ""
    told = f"{served} unité{several} rattachée{several} à un bon de commande."
    return go(request, place, told=told)
