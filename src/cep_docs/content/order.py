"""Purchase orders (bons de commande) of France compétences."""

from datetime import date

from cep_docs.content.facts import StatementPeriod
from cep_docs.content.folder import Node


class PurchaseOrder(Node):
    """An order of one unit in one lot, named by its reference AAAA-Lotww-UOxx-yy (R-020)."""

    def __init__(self, reference: str, agreement: str, unit: str, lot: str, quantity: int) -> None:
        self.reference = reference
        self.agreement = agreement
        self.unit = unit
        self.lot = lot
        self.quantity = quantity
        self.notified_on: date | None = None
        self.starts_on: date | None = None
        self.ends_on: date | None = None
        self.amount = ""
        self.statements: tuple[StatementPeriod, ...] = ()

    def open_on(self, day: date) -> bool:
        begun = self.starts_on is not None and self.starts_on <= day
        return begun and (self.ends_on is None or day <= self.ends_on)
