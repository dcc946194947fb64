"""Purchase orders and their lines (référence du bon de commande), CCTP annexe 2."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

# C-16: the agreement has 19 lots and writes « de 01 à 18 »; France compétences may widen it.
CCTP_LOTS = frozenset(f"{lot:02}" for lot in range(1, 19))
CCTP_UNITS = frozenset({"00", "01", "2.1", "2.2"})
HIGHEST_SEQUENCE = 99
HIGHEST_RANK = 99_999

_ORDER_EXAMPLE = "par exemple 2020-Lot08-UO2.1-02"
_LINE_EXAMPLE = "par exemple 2020-Lot08-UO2.1-02-00256"
_ORDER = re.compile(r"(20[0-9]{2})-Lot([0-9]{2})-UO([0-9A-Za-z.]{1,8})-([0-9]{2})")
_LINE = re.compile(r"(.{1,40})-([0-9]{5})")


@dataclass(frozen=True, slots=True)
class OrderReference:
    """AAAA-Lotww-UOxx-yy: year, lot, unit, rank of the order among those of that unit."""

    year: int
    lot: str
    unit: str
    sequence: int

    def __post_init__(self) -> None:
        if not 1 <= self.sequence <= HIGHEST_SEQUENCE:
            raise ValueError(
                f"Le numéro d'un bon de commande va de 01 à 99, {_ORDER_EXAMPLE}. "
                "Aucun bon n'est numéroté au-delà."
            )
        if not _ORDER.fullmatch(str(self)):
            raise ValueError(_wrong_form(_ORDER_EXAMPLE))

    @classmethod
    def parse(
        cls,
        text: str,
        lots: Collection[str] = CCTP_LOTS,
        units: Collection[str] = CCTP_UNITS,
    ) -> Self:
        """The one form there is; `lots` and `units` are those of the agreement."""
        match = _ORDER.fullmatch(text)
        if match is None:
            raise ValueError(_wrong_form(_ORDER_EXAMPLE))
        year, lot, unit, sequence = match.groups()
        if lot not in lots:
            raise ValueError(
                "Le lot de la référence du bon de commande n'existe pas dans ce marché. "
                f"Il s'écrit avec deux chiffres, {_ORDER_EXAMPLE}."
            )
        if unit not in units:
            raise ValueError(
                "L'unité d'œuvre de la référence du bon de commande doit être l'une de "
                f"{', '.join(sorted(units))}, {_ORDER_EXAMPLE}."
            )
        return cls(int(year), lot, unit, int(sequence))

    def __str__(self) -> str:
        return f"{self.year}-Lot{self.lot}-UO{self.unit}-{self.sequence:02}"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """AAAA-Lotww-UOxx-yy-zzzzz: one unit consumed from an order, in the order of engagement."""

    order: OrderReference
    rank: int

    def __post_init__(self) -> None:
        if not 1 <= self.rank <= HIGHEST_RANK:
            raise ValueError(
                f"Le rang dans un bon de commande va de 00001 à 99999, {_LINE_EXAMPLE}. "
                "Aucun rang n'est attribué au-delà."
            )

    @classmethod
    def parse(
        cls,
        text: str,
        lots: Collection[str] = CCTP_LOTS,
        units: Collection[str] = CCTP_UNITS,
    ) -> Self:
        """The one form there is; `lots` and `units` are those of the agreement."""
        match = _LINE.fullmatch(text)
        if match is None:
            raise ValueError(_wrong_form(_LINE_EXAMPLE))
        order, rank = match.groups()
        return cls(OrderReference.parse(order, lots, units), int(rank))

    def __str__(self) -> str:
        return f"{self.order}-{self.rank:05}"


def _wrong_form(example: str) -> str:
    return f"Cette référence de bon de commande n'a pas la bonne forme, {example}."
