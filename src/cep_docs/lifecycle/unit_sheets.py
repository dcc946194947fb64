"""Writing the data of annexe 2 about a unit, and the services that complete the advice."""

from collections.abc import Mapping

from cep_docs.access.actor import Actor
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import ComplementaryService
from cep_docs.content.site import Site, beneficiary_of
from cep_docs.errors import Invalid
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.companies import parse_siren

SELF, SUBCONTRACTED, ELSEWHERE = "self", "subcontracted", "elsewhere"


def edit_unit_sheet(
    engagement: Engagement,
    changes: Mapping[str, str | tuple[str, ...]],
    actor: Actor,
    tools: Tools,
) -> None:
    """Write these fields of the unit's sheet; an empty value takes one away."""
    right = require(tools, actor, "edit", engagement)
    agreement = tools.agreement_of(engagement)
    names = {field.name for field in agreement.fields.sheet_of(engagement.unit)}
    sheet = {**engagement.sheet, **changes}
    messages = agreement.fields.check(sheet, engagement.opened_on, agreement.tables)
    strange = "Cette donnée n'est pas sur la fiche de cette unité. La retirer."
    messages |= {name: strange for name in changes if name not in names}
    if messages:
        raise Invalid(messages)
    engagement.sheet = dict(agreement.fields.stored_forms(sheet))
    tools.catalog.keep_unmet(beneficiary_of(engagement))  # a promised appointment is said here
    record(engagement, "edit_unit_sheet", actor, right, tools, {"fields": _names(changes)})


def add_service(
    engagement: Engagement, service: ComplementaryService, actor: Actor, tools: Tools
) -> str:
    """Note a service and its provider; who provides it says whether it is self-prescription."""
    right = require(tools, actor, "edit", engagement)
    agreement = tools.agreement_of(engagement)
    messages = {}
    if not agreement.tables["prestation_complementaire"].valid(
        service["code"], engagement.opened_on
    ):
        messages["code"] = "Cette prestation n'existe pas. En choisir une de la liste."
    try:
        siren = parse_siren(service["provider_siren"])
    except ValueError as error:
        messages["provider_siren"] = str(error)
        siren = ""
    if messages:
        raise Invalid(messages)
    engagement.services = (*engagement.services, {**service, "provider_siren": siren})
    provided = provider_kind(siren, tools.site)
    details = {"code": service["code"], "prescription": provided}
    record(engagement, "add_service", actor, right, tools, details)
    return provided


def provider_kind(siren: str, site: Site) -> str:
    """Computed from the SIREN, never typed (R-084, I13); subcontractors are told apart (C-46)."""
    if siren not in site.organisations:
        return ELSEWHERE
    return SUBCONTRACTED if site.organisations[siren].part == "subcontractor" else SELF


def self_prescriptions(engagement: Engagement, site: Site) -> list[str]:
    """For each service of the unit, in order, who provides it."""
    return [provider_kind(service["provider_siren"], site) for service in engagement.services]


def _names(changes: Mapping[str, object]) -> str:
    return ",".join(sorted(changes))
