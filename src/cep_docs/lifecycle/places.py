"""The operator, the organisations of its grouping and the places where people are received."""

from collections.abc import Sequence

from cep_docs.access.actor import Actor
from cep_docs.content.operator import Organisation, Structure
from cep_docs.errors import Invalid
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.calendars import ZONES
from cep_docs.values.companies import parse_siren
from cep_docs.values.places import department_of_postcode, parse_postcode

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_LOGO = 200 * 1024
PARTS = ("lead", "partner", "subcontractor")


def describe_operator(name: str, lots: Sequence[str], actor: Actor, tools: Tools) -> None:
    """The name of the operator and the lots it was given (R-020)."""
    operator = tools.site.operator
    right = require(tools, actor, "manage", operator)
    known = {lot for agreement in tools.rules.agreements.values() for lot in agreement.lots}
    if unknown := sorted(set(lots) - known):
        raise Invalid({"lots": f"Lot inconnu : {', '.join(unknown)}. En choisir un de la liste."})
    operator.name, operator.lots = name, tuple(lots)
    details: Details = {"thing": f"operator {operator.code}", "lots": ",".join(lots)}
    write(tools.site.journal, "describe_operator", actor, right, tools, details)


def set_logo(logo: bytes, actor: Actor, tools: Tools) -> None:
    """What stands on every document from now on (R-059)."""
    operator = tools.site.operator
    right = require(tools, actor, "manage", operator)
    is_svg = b"<svg" in logo[:2000] and b"<script" not in logo.lower()
    if len(logo) > LARGEST_LOGO or not (is_svg or logo.startswith(PNG)):
        raise Invalid(
            {
                "logo": "Un logo est une image SVG (sans script) ou PNG de 200 Ko au plus. "
                "Celui d'avant reste en place."
            }
        )
    operator.logo = logo
    details: Details = {"thing": f"operator {operator.code}", "size": len(logo)}
    write(tools.site.journal, "set_logo", actor, right, tools, details)


def declare_organisation(organisation: Organisation, actor: Actor, tools: Tools) -> Organisation:
    """A member of the grouping: its SIREN decides what is self-prescription (R-084, R-131)."""
    right = require(tools, actor, "manage", organisation)
    try:
        organisation.siren = parse_siren(organisation.siren)
    except ValueError as error:
        raise Invalid({"siren": str(error)}) from error
    if organisation.siren in tools.site.organisations:
        raise Invalid({"siren": "Cette organisation est déjà déclarée. Vérifier son SIREN."})
    if organisation.part not in PARTS:
        raise Invalid({"part": f"Sa place dans le groupement est l'une de {', '.join(PARTS)}."})
    tools.site.organisations.add(organisation.siren, organisation)
    details: Details = {"thing": f"organisation {organisation.siren}", "part": organisation.part}
    write(tools.site.journal, "declare_organisation", actor, right, tools, details)
    return organisation


def declare_structure(structure: Structure, actor: Actor, tools: Tools) -> Structure:
    """A place of reception, of one organisation and one lot (R-017); its holidays are those of
    its department in the lot, unless they are said."""
    right = require(tools, actor, "manage", structure)
    messages = {}
    try:
        department_of_postcode(parse_postcode(structure.postcode))
    except ValueError as error:
        messages["postcode"] = str(error)
    if structure.code in tools.site.structures:
        messages["code"] = "Ce code de structure a déjà servi. En choisir un autre."
    if structure.organisation not in tools.site.organisations:
        messages["organisation"] = "Cette organisation n'est pas déclarée. La déclarer d'abord."
    if structure.lot not in tools.site.operator.lots:
        messages["lot"] = "Ce lot n'est pas un lot de cet opérateur. Vérifier le lot."
    if structure.holiday_zone not in ("", *ZONES):
        messages["holiday_zone"] = f"Les zones de jours fériés sont {', '.join(ZONES)}."
    if messages:
        raise Invalid(messages)
    tools.site.structures.add(structure.code, structure)
    details: Details = {"thing": f"structure {structure.code}", "lot": structure.lot}
    write(tools.site.journal, "declare_structure", actor, right, tools, details)
    return structure
