"""Purchase orders as they are looked at: what is drawn, what remains, what waits for one (R-019,
R-020)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.order import PurchaseOrder
from cep_docs.lifecycle.orders import remaining
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

ORDERS = 20  # on a page
COUNTED = 1000  # of the units that wait; beyond, « more than » is said

STATES = {
    "exhausted": "Épuisé",
    "over": "Terminé",
    "coming": "À venir",
    "low": "Bientôt épuisé",
    "running": "En cours",
}
# Below this part of the order, somebody should ask for another one.
LOW = 10


@dataclass(frozen=True, slots=True)
class OrderLine:
    reference: str
    agreement: str
    unit: str
    lot: str
    quantity: int
    remaining: int
    starts_on: date | None
    ends_on: date | None
    state: str

    @property
    def drawn(self) -> int:
        return self.quantity - self.remaining

    @property
    def label(self) -> str:
        return STATES[self.state]


@dataclass(frozen=True, slots=True)
class WaitingUnits:
    """Units of one kind, in one lot, that no order covers yet."""

    agreement: str
    lot: str
    unit: str
    number: int
    more: bool


def orders_page(actor: Actor, tools: Tools, first: int = 0) -> tuple[Sequence[OrderLine], int]:
    """Some of the orders, the last ones first, and how many there are."""
    require(tools, actor, "list", Facet(tools.site, "order"))
    orders = sorted(tools.site.orders, key=lambda order: order.reference, reverse=True)
    shown = orders[first : first + ORDERS]
    return [_line(order, tools) for order in shown], len(orders)


def waiting_for_an_order(actor: Actor, tools: Tools) -> list[WaitingUnits]:
    """By agreement, lot and unit; nothing where nothing waits."""
    require(tools, actor, "list", Facet(tools.site, "order"))
    found = []
    for agreement in tools.rules.agreements.values():
        for lot in agreement.lots:
            for unit in agreement.units:
                waiting = tools.catalog.waiting(agreement.name, lot, unit)
                number = sum(1 for _ in islice(waiting, COUNTED + 1))
                if number:
                    label, more = agreement.label, number > COUNTED
                    found.append(WaitingUnits(label, lot, unit, min(number, COUNTED), more))
    return found


def _line(order: PurchaseOrder, tools: Tools) -> OrderLine:
    agreement = tools.rules.agreements[order.agreement]
    lots = [lot.code for lot in agreement.lots.values() if lot.may_order_as(order.lot)]
    today = tools.today(agreement, lots[0]) if lots else tools.now().date()
    left = remaining(order, tools)
    return OrderLine(
        reference=order.reference,
        agreement=agreement.label,
        unit=order.unit,
        lot=order.lot,
        quantity=order.quantity,
        remaining=left,
        starts_on=order.starts_on,
        ends_on=order.ends_on,
        state=_state(order, left, today),
    )


def _state(order: PurchaseOrder, left: int, today: date) -> str:
    if order.ends_on is not None and order.ends_on < today:
        return "over"
    if left == 0:
        return "exhausted"
    if order.starts_on is not None and order.starts_on > today:
        return "coming"
    return "low" if LOW * left <= order.quantity else "running"
