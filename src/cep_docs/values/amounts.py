"""Amounts in euros: typed as people do, stored as « 1234.50 », read as « 1 234,50 € »."""

import re
from decimal import Decimal

_AMOUNT = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,2}))?")
_NARROW_SPACE = "\u202f"


def parse_amount(text: str) -> str:
    bare = re.sub(r"[\s\u00a0\u202f]", "", text).removesuffix("€").removesuffix("EUR")
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        raise ValueError(
            "Ce montant n'est pas lisible : des euros sont attendus, par exemple 1 234,50."
        )
    return f"{int(found[1])}.{(found[2] or '').ljust(2, '0')}"


def spoken_amount(stored: str) -> str:
    """« 1 234,50 € », without the cents when there are none."""
    whole, _, cents = f"{Decimal(stored):.2f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", _NARROW_SPACE)
    return f"{sign}{grouped}{'' if cents == '00' else ',' + cents}\u00a0€"


def total(stored: list[str]) -> str:
    """The sum, in the form that is stored; what is blank counts for nothing."""
    return f"{sum((Decimal(amount) for amount in stored if amount), Decimal(0)):.2f}"
