"""Time limits and thresholds, lots and their calendars, told in French."""

from collections.abc import Iterator

from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.describing_words import capital, gathered, heading, listed, table
from cep_docs.definitions.limits import LISTS, NUMBERS, TEXTS, Limits
from cep_docs.definitions.lots import Lot

ORDERS = {"own": "à son numéro", "assisted": "au numéro du lot secouru"}


def limits(agreement: Agreement) -> Iterator[str]:
    yield from heading(3, "Les délais et les seuils")
    yield "Ce qui n'est pas dans cette liste n'est pas limité par l'accord."
    yield ""
    yield from table(
        ("Ce qui est limité", "Valeur", "Parce que"),
        (
            (capital(what), _value(agreement.limits, name, unit), agreement.limits.because[name])
            for name, (what, unit) in {**NUMBERS, **LISTS, **TEXTS}.items()
            if name in agreement.limits.because
        ),
    )


def lots(agreement: Agreement, before: list[Agreement]) -> Iterator[str]:
    yield from heading(3, "Les lots")
    for other in before:
        if other.lots == agreement.lots:
            yield f"Les mêmes que ceux de : {other.label}."
            return
    yield from table(
        ("Lot", "Nom", "Départements", "Heure de", "Jours fériés", "Bons de commande", "Source"),
        (
            (
                lot.code,
                agreement.tables["lot"].label(lot.code, agreement.valid_to),
                ", ".join(lot.departments) or "tous, en secours d'un autre lot",
                lot.time_zone,
                _holidays(lot),
                ORDERS[lot.order_lot],
                lot.source,
            )
            for lot in agreement.lots.values()
        ),
    )


def _value(limits: Limits, name: str, unit: str) -> str:
    value = getattr(limits, name)
    if isinstance(value, tuple):
        return f"{listed(map(str, value))} {unit}"
    return f"{value} {unit}" if unit else f"`{value}`"


def _holidays(lot: Lot) -> str:
    places = gathered(lot.zones_by_department, lot.zones_by_department.__getitem__)
    others = [f"{zone} ({listed(departments)})" for zone, departments in places.items()]
    return " ; ".join([lot.holiday_zone, *others])
