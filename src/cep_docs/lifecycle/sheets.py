"""What is missing or wrong in the data of annexe 2, at the opening or the closing of a unit."""

from collections.abc import Mapping
from datetime import date

from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.lifecycle.history import previous_unit
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.provider_choices import missing_sirens


def person_sheet(person: Beneficiary, day: date) -> dict[str, str]:
    """The sheet of the person as annexe 2 sees it: the status is a dated history (R-006)."""
    return {**person.sheet, "status": person.status_on(day)}


def unit_sheet(engagement: Engagement) -> dict[str, str | tuple[str, ...]]:
    """The sheet of the unit; the codes of the services told one by one need no second typing."""
    codes = tuple(dict.fromkeys(service["code"] for service in engagement.services))
    return {**engagement.sheet, **({"complementary_services": codes} if codes else {})}


def carried_sheet(move: Move) -> dict[str, str | tuple[str, ...]]:
    """What was typed, and what the previous unit knows already (annexe 2)."""
    before = previous_unit(move)
    known = move.agreement.fields.carried(before.sheet) if before is not None else {}
    return {**known, **move.engagement.sheet}


def opening_faults(move: Move) -> Mapping[str, str]:
    """A French sentence for each datum due at the engagement that is missing or wrong (R-100)."""
    return _faults(move, "engagement", carried_sheet(move))


def closing_faults(move: Move) -> Mapping[str, str]:
    """A French sentence for each datum due at the closing that is missing or wrong (C-14)."""
    messages = dict(_faults(move, "closing", unit_sheet(move.engagement)))
    if move.unit.accompaniment and not move.engagement.interactions:
        messages["interaction_dates"] = "Aucun échange avec la personne n'est noté."
    if missing_sirens(move.engagement):
        messages["choice_siren"] = (
            "Le SIREN d'un organisme choisi manque : sans lui, l'auto-prescription ne se calcule "
            "pas (R-084)."
        )
    return messages


def _faults(
    move: Move, event: str, of_unit: Mapping[str, str | tuple[str, ...]]
) -> Mapping[str, str]:
    fields, tables = move.agreement.fields, move.agreement.tables
    day = move.engagement.opened_on
    sheet = {**person_sheet(move.person, day), **of_unit}
    missing = fields.missing(sheet, move.engagement.unit, event)
    return {
        **{field.name: f"« {field.label} » manque." for field in missing},
        **fields.check(sheet, day, tables),
    }
