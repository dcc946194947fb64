"""The operator, the organisations of its grouping and the places where people are received."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

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
CLOSED = (
    "« {name} » est fermé ce jour-là : personne n'y est reçu. Choisir un lieu ouvert ; rien n'a "
    "été enregistré."
)


@dataclass(frozen=True, slots=True)
class SaidOfPlace:
    """What may change of a place, by the names of its attributes."""

    name: str
    postcode: str
    town: str = ""
    address: str = ""
    hours: str = ""
    holiday_zone: str = ""
    accessible: bool = True


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
    messages = _faults(structure.postcode, structure.holiday_zone)
    if structure.code in tools.site.structures:
        messages["code"] = "Ce code de structure a déjà servi. En choisir un autre."
    if structure.organisation not in tools.site.organisations:
        messages["organisation"] = "Cette organisation n'est pas déclarée. La déclarer d'abord."
    if structure.lot not in tools.site.operator.lots:
        messages["lot"] = "Ce lot n'est pas un lot de cet opérateur. Vérifier le lot."
    if messages:
        raise Invalid(messages)
    tools.site.structures.add(structure.code, structure)
    details: Details = {"thing": f"structure {structure.code}", "lot": structure.lot}
    write(tools.site.journal, "declare_structure", actor, right, tools, details)
    return structure


def describe_organisation(
    organisation: Organisation, name: str, part: str, actor: Actor, tools: Tools
) -> None:
    """Its name and its part; another SIREN is another organisation (R-131)."""
    right = require(tools, actor, "manage", organisation)
    messages = {} if name.strip() else {"name": "Indiquer le nom de l'organisation."}
    if part not in PARTS:
        messages["part"] = f"Sa place dans le groupement est l'une de {', '.join(PARTS)}."
    if messages:
        raise Invalid(messages)
    organisation.name, organisation.part = name.strip(), part
    details: Details = {"thing": f"organisation {organisation.siren}", "part": part}
    write(tools.site.journal, "describe_organisation", actor, right, tools, details)


def describe_structure(
    structure: Structure, said: SaidOfPlace, actor: Actor, tools: Tools
) -> None:
    """How a place is called and where it is; its code, its lot and its organisation are those of
    the files that were opened there: another one is another place (R-017)."""
    right = require(tools, actor, "manage", structure)
    messages = _faults(said.postcode, said.holiday_zone)
    if not said.name.strip():
        messages["name"] = "Indiquer le nom du lieu."
    if messages:
        raise Invalid(messages)
    for field in fields(said):
        setattr(structure, field.name, getattr(said, field.name))
    details: Details = {"thing": f"structure {structure.code}"}
    write(tools.site.journal, "describe_structure", actor, right, tools, details)


def close_structure(structure: Structure, since: date | None, actor: Actor, tools: Tools) -> None:
    """From that day nobody is received or expected there; what was opened there goes on until it
    is passed on. None: the place stays open, or opens again (R-017)."""
    right = require(tools, actor, "manage", structure)
    if since is not None and since < tools.hour_in(structure.code).date():
        raise Invalid({"closed_from": "Ce jour est passé. Un lieu ferme aujourd'hui au plus tôt."})
    structure.closed_from = since
    details: Details = {"thing": f"structure {structure.code}"}
    if since is not None:
        details = {**details, "since": since.isoformat()}
    what = "open_structure" if since is None else "close_structure"
    write(tools.site.journal, what, actor, right, tools, details)


def require_open(structure: Structure, day: date) -> None:
    """Nobody is received in a place that is closed (R-017)."""
    if not structure.open_on(day):
        raise Invalid({"structure": CLOSED.format(name=structure.name)})


def _faults(postcode: str, holiday_zone: str) -> dict[str, str]:
    messages = {}
    try:
        department_of_postcode(parse_postcode(postcode))
    except ValueError as error:
        messages["postcode"] = str(error)
    if holiday_zone not in ("", *ZONES):
        messages["holiday_zone"] = f"Les zones de jours fériés sont {', '.join(ZONES)}."
    return messages
