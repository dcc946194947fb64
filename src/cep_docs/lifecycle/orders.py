"""Purchase orders: registering them, what remains, the units that wait for one."""

from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.content.engagement import Engagement
from cep_docs.content.order import PurchaseOrder
from cep_docs.definitions.agreement import Agreement
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.closing import reserve_statement
from cep_docs.lifecycle.drawing import draw_order_line, open_orders
from cep_docs.lifecycle.record import Details, record, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.order_reference import HIGHEST_RANK, OrderReference


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What France compétences writes on an order."""

    reference: str
    agreement: str
    quantity: int
    notified_on: date
    starts_on: date
    ends_on: date | None = None
    amount: str = ""


def register_order(new: NewOrder, actor: Actor, tools: Tools) -> PurchaseOrder:
    """Register an order of one of the operator's lots (R-020)."""
    agreement = tools.rules.agreements.get(new.agreement)
    if agreement is None:
        raise Invalid(
            {"agreement": "Cet accord-cadre n'existe pas. Choisir un accord de la liste."}
        )
    reference = _reference(new, agreement, tools)
    unit = next(u.name for u in agreement.units.values() if u.order_code == reference.unit)
    order = PurchaseOrder(new.reference, new.agreement, unit, reference.lot, new.quantity)
    order.notified_on, order.starts_on, order.ends_on = new.notified_on, new.starts_on, new.ends_on
    order.amount = new.amount
    right = require(tools, actor, "register", order)
    tools.site.orders.add(new.reference, order)
    details: Details = {"thing": f"order {new.reference}", "quantity": new.quantity}
    write(tools.site.journal, "register_order", actor, right, tools, details)
    return order


def remaining(order: PurchaseOrder, tools: Tools) -> int:
    """How many units may still be drawn on the order (R-019)."""
    return order.quantity - sum(1 for _ in tools.catalog.ranks(order.reference))


def serve_the_waiting(tools: Tools) -> list[str]:
    """Give a line to the units that wait for an order, the oldest first (R-019)."""
    served = []
    for order in sorted(tools.site.orders, key=lambda order: order.reference):
        lots = tools.rules.agreements[order.agreement].lots.values()
        for lot in (lot for lot in lots if lot.may_order_as(order.lot)):
            for number in list(tools.catalog.waiting(order.agreement, lot.code, order.unit)):
                if _serve(number, tools):
                    served.append(number)
    return served


def _serve(number: str, tools: Tools) -> bool:
    engagement = engagement_numbered(number, tools)
    agreement = tools.agreement_of(engagement)
    today = tools.today(agreement, engagement.lot)
    order = draw_order_line(engagement, open_orders(engagement, today, tools), tools)
    if order is None:
        return False
    reserve_statement(engagement, order, agreement)
    right = require(tools, CLOCKWORK, "settle", engagement)
    tools.catalog.keep(engagement)
    record(engagement, "draw_order", CLOCKWORK, right, tools, {"line": engagement.order_line})
    return True


def engagement_numbered(number: str, tools: Tools) -> Engagement:
    """The engagement of a file number that the catalog knows."""
    found = tools.catalog.locate(number)
    if found is None:
        raise NotPossible("Ce numéro de dossier n'existe pas.")
    person, course = found
    return tools.site.beneficiaries[person][course][number]


def _reference(new: NewOrder, agreement: Agreement, tools: Tools) -> OrderReference:
    codes = agreement.order_lots, agreement.order_codes
    try:
        reference = OrderReference.parse(new.reference, *codes)
    except ValueError as error:
        raise Invalid({"reference": str(error)}) from error
    messages = {}
    own = tools.site.operator.lots
    if not any(agreement.lots[lot].may_order_as(reference.lot) for lot in own):
        messages["reference"] = (
            f"Le lot {reference.lot} n'est pas un lot de cet opérateur "
            f"({', '.join(sorted(own))}). Vérifier la référence du bon de commande."
        )
    elif new.reference in tools.site.orders:
        messages["reference"] = (
            "Ce bon de commande est déjà enregistré. Vérifier son numéro d'ordre."
        )
    if not 1 <= new.quantity <= HIGHEST_RANK:
        messages["quantity"] = "La quantité d'un bon de commande va de 1 à 99 999."
    if new.ends_on is not None and new.ends_on < new.starts_on:
        messages["ends_on"] = "La fin du bon de commande précède son début. Corriger les dates."
    if messages:
        raise Invalid(messages)
    return reference
