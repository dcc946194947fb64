"""What the person did with a list: it was delivered to her, then she chose, by herself.

Who provides is computed from the SIREN, never typed (R-084, I13).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.directory import ProviderChoice, ProviderList, key_of
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import Site, engagement_of
from cep_docs.definitions.kinds import STORED_FORMS
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.provider_lists import providers_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.unit_sheets import provider_kind
from cep_docs.values.companies import parse_siren

LISTED, OTHER, NONE = "listed", "other", "none"
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider of the list by its key; another one by its name; none when both are empty.

    `from_paper`: the day stands on a paper, and may be before the delivery of the list."""

    key: str = ""
    name: str = ""
    siren: str = ""
    from_paper: bool = False


def deliver(
    drawn: ProviderList, how: str, actor: Actor, tools: Tools, on: date | None = None
) -> None:
    """Note that the list was handed over: the proof R-082 asks for."""
    engagement = engagement_of(drawn)
    right = require(tools, actor, "edit", engagement)
    agreement = tools.agreement_of(engagement)
    day = on or tools.today(agreement, engagement.lot)
    messages = {}
    if how not in agreement.provider_lists.deliveries:
        known = ", ".join(agreement.provider_lists.deliveries)
        messages["how"] = f"Cette façon de remettre une liste n'existe pas. Choisir : {known}."
    if not drawn.drawn["drawn_on"] <= day <= _last_day(engagement, tools):
        messages["on"] = (
            "La liste se remet entre le jour où elle a été tirée et la clôture, sans être dans "
            "l'avenir. Corriger la date."
        )
    if messages:
        raise Invalid(messages)
    drawn.deliveries = (
        *drawn.deliveries,
        {"how": how, "on": day, "by": actor.account, "recorded_at": tools.now()},
    )
    details: Details = {"list": drawn.__name__, "how": how, "on": day.isoformat()}
    record(engagement, "deliver_list", actor, right, tools, details)


def choose(
    drawn: ProviderList, choice: Choice, actor: Actor, tools: Tools, on: date | None = None
) -> ProviderChoice:
    """Note what the person chose, once the list was in her hands (R-083, I14); the last counts.

    A paper that bears an earlier day is kept with its flag, for the auditor to see."""
    engagement = engagement_of(drawn)
    right = require(tools, actor, "record_choice", engagement)
    day = on or tools.today(tools.agreement_of(engagement), engagement.lot)
    if not engagement.opened_on <= day <= _last_day(engagement, tools):
        raise Invalid(
            {
                "on": "Le choix se fait entre l'engagement et la clôture, sans être dans "
                "l'avenir. Corriger la date."
            }
        )
    before = _is_before_delivery(drawn, day, choice.from_paper)
    kind, name, siren = _chosen(drawn, choice)
    chosen: ProviderChoice = {
        "kind": kind,
        "key": choice.key,
        "name": name,
        "siren": siren,
        "on": day,
        "before_delivery": before,
        "recorded_by": actor.account,
        "recorded_at": tools.now(),
    }
    drawn.choices = (*drawn.choices, chosen)
    details: Details = {
        "list": drawn.__name__,
        "choice": kind,
        "on": day.isoformat(),
        "prescription": prescription_of(chosen, tools.site),
        "before_delivery": before,
    }
    record(engagement, "record_choice", actor, right, tools, details)
    return chosen


def prescription_of(choice: ProviderChoice, site: Site) -> str:
    """Self-prescription or not, as of today's grouping; nothing as long as nobody knows."""
    return provider_kind(choice["siren"], site) if choice["siren"] else ""


def missing_sirens(engagement: Engagement) -> list[ProviderList]:
    """The lists from which a provider was chosen whose SIREN is not known (R-084)."""
    return [
        drawn
        for drawn in engagement.provider_lists
        if drawn.choice and drawn.choice["kind"] == OTHER and not drawn.choice["siren"]
    ]


def red_flags(engagement: Engagement) -> Iterator[tuple[str, str]]:
    """(list, French sentence) for whoever audits the file: nothing that was chosen is hidden."""
    for drawn in engagement.provider_lists:
        for choice in drawn.choices:
            if choice["before_delivery"]:
                yield drawn.__name__, "Le choix est daté d'avant la remise de la liste (R-083)."


def _last_day(engagement: Engagement, tools: Tools) -> date:
    """A paper that comes after the end is noted under the day it bears (R-033)."""
    today = tools.today(tools.agreement_of(engagement), engagement.lot)
    return min(engagement.closed_on or today, today)


def _chosen(drawn: ProviderList, choice: Choice) -> tuple[str, str, str]:
    """Kind, name and SIREN of what was chosen."""
    if choice.key:
        if choice.name or choice.siren:
            raise Invalid(
                {"choice": "Choisir un organisme de la liste ou un autre, pas les deux."}
            )
        found = [row for row in providers_of(drawn) if key_of(row) == choice.key]
        if not found:
            raise Invalid(
                {"choice": "Cet organisme n'est pas dans la liste. Vérifier son numéro."}
            )
        return LISTED, found[0]["name"], found[0]["siren"]
    if not choice.name.strip():
        if choice.siren:
            raise Invalid({"name": "Le nom de l'organisme choisi manque. L'écrire aussi."})
        return NONE, "", ""
    try:
        siren = parse_siren(choice.siren) if choice.siren else ""
        name = STORED_FORMS["text"](choice.name)
    except ValueError as error:
        raise Invalid({"choice": str(error)}) from error
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": f"Ce nom compte au plus {LONGEST_NAME} signes. Le raccourcir."})
    return OTHER, name, siren


def _is_before_delivery(drawn: ProviderList, day: date, from_paper: bool) -> bool:
    delivered = drawn.delivered
    if delivered is None:
        raise NotPossible(
            "La personne choisit après avoir reçu la liste (CCTP § 2.1.3). Rien n'a été "
            "enregistré. Noter d'abord la remise de la liste."
        )
    before = day < delivered["on"]
    if before and not from_paper:
        raise NotPossible(
            "Ce choix est daté d'avant la remise de la liste. Rien n'a été enregistré. Corriger "
            "la date ; si elle est celle d'un papier, l'indiquer : le choix sera gardé et signalé."
        )
    return before
