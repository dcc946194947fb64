"""Numbers that are given once: file numbers and lines of purchase orders."""

from datetime import date

from cep_docs.content.engagement import Engagement
from cep_docs.content.order import PurchaseOrder
from cep_docs.content.site import Site
from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog import Catalog
from cep_docs.values.file_number import HIGHEST_COUNTER, FileNumber
from cep_docs.values.order_reference import OrderLine, OrderReference


def file_key(operator: str, day: date) -> str:
    """One counter per operator and month, whatever the unit (annexe 2, note 38; C-17)."""
    return f"file:{operator}:{day:%Y-%m}"


def order_key(reference: str) -> str:
    return f"order:{reference}"


def draw_numbers(engagement: Engagement, today: date, tools: Tools) -> None:
    """Give the unit its file number, in the month it is in the lot, and a line of an order.

    Both are asked for at once: each asking is a small transaction of its own.
    """
    agreement = tools.agreement_of(engagement)
    orders = open_orders(engagement, today, tools)
    operator = tools.site.operator.code
    keys: list[tuple[str, int | None]] = [(file_key(operator, today), HIGHEST_COUNTER)]
    counter, *ranks = tools.numbers.take(keys + [_key(order) for order in orders[:1]])
    if counter is None:
        raise NotPossible(
            "Tous les numéros de dossier de ce mois sont attribués. Rien n'a été enregistré. "
            "Prévenir le pilote ; l'engagement sera possible le mois prochain."
        )
    code = agreement.units[engagement.unit].file_code
    engagement.number = str(FileNumber(operator, today.year, today.month, code, counter))
    if ranks and ranks[0] is not None:
        engagement.order_line = _line(orders[0], ranks[0], agreement)
    else:
        draw_order_line(engagement, orders[1:], tools)


def numbers_in_use(site: Site, catalog: Catalog) -> dict[str, list[int]]:
    """Every number that stands on an engagement, by key: the others may be given again."""
    used: dict[str, list[int]] = {}
    for number in catalog.numbers():
        parsed = FileNumber.parse(number, [number[6:8]])
        key = f"file:{parsed.operator}:{parsed.year}-{parsed.month:02}"
        used.setdefault(key, []).append(parsed.counter)
    for order in site.orders:
        used[order_key(order.reference)] = [rank for rank, _ in catalog.ranks(order.reference)]
    return used


def draw_order_line(
    engagement: Engagement, orders: list[PurchaseOrder], tools: Tools
) -> PurchaseOrder | None:
    """A line of the first order that has one left; none, and the unit waits (R-019)."""
    for order in orders:
        (rank,) = tools.numbers.take([_key(order)])
        if rank is not None:
            engagement.order_line = _line(order, rank, tools.agreement_of(engagement))
            return order
    return None


def open_orders(engagement: Engagement, today: date, tools: Tools) -> list[PurchaseOrder]:
    """The orders a unit may draw on, the oldest first: those of the day it was engaged, then, so
    that what waits is served one day, those of today (R-019)."""
    lot = tools.agreement_of(engagement).lots[engagement.lot]
    return [
        order
        for order in sorted(tools.site.orders, key=lambda order: order.reference)
        if (order.agreement, order.unit) == (engagement.agreement, engagement.unit)
        and lot.may_order_as(order.lot)
        and (order.open_on(engagement.opened_on) or order.open_on(today))
    ]


def _key(order: PurchaseOrder) -> tuple[str, int | None]:
    return order_key(order.reference), order.quantity


def _line(order: PurchaseOrder, rank: int, agreement: Agreement) -> str:
    return str(OrderLine(reference_of(order, agreement), rank))


def reference_of(order: PurchaseOrder, agreement: Agreement) -> OrderReference:
    return OrderReference.parse(order.reference, agreement.order_lots, agreement.order_codes)
