"""Exchanges with the person, one by one or in a collective session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Interaction
from cep_docs.content.session import CollectiveSession
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Invalid
from cep_docs.lifecycle.record import Details, record, write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

ON_SITE = ("PRES", "ATEL")
COLLECTIVE = "ATEL"
AGREED_BY = ("person_asked", "person_accepted")


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an adviser says of an exchange; the rest is known."""

    mode: str
    on: date | None = None
    at: str = ""
    minutes: int = 0
    synchronous: bool = True
    place: str = ""
    remote_agreed_by: str = ""
    confidential_place: bool = False
    session: str = ""


def log_interaction(
    engagement: Engagement, exchange: Exchange, actor: Actor, tools: Tools
) -> Interaction:
    """Add an exchange to a unit (R-012, R-038)."""
    right = require(tools, actor, "log_interaction", engagement)
    agreement = tools.agreement_of(engagement)
    day = exchange.on or tools.today(agreement, engagement.lot)
    if messages := _faults(engagement, exchange, day, tools):
        raise Invalid(messages)
    interaction: Interaction = {
        "on": day,
        "at": exchange.at,
        "minutes": exchange.minutes,
        "mode": exchange.mode,
        "by": actor.account,
        "synchronous": exchange.synchronous,
        "place": exchange.place,
        "remote_agreed_by": exchange.remote_agreed_by,
        "confidential_place": exchange.confidential_place,
        "session": exchange.session,
        "recorded_at": tools.now(),
    }
    engagement.interactions = (*engagement.interactions, interaction)
    tools.catalog.keep_unmet(beneficiary_of(engagement))
    details: Details = {"mode": exchange.mode, "on": day.isoformat(), "minutes": exchange.minutes}
    record(engagement, "log_interaction", actor, right, tools, details)
    return interaction


def hold_session(
    session: CollectiveSession, engagements: Sequence[Engagement], actor: Actor, tools: Tools
) -> str:
    """One interaction a participant; nobody's file names another participant (R-013)."""
    right = require(tools, actor, "create", session)
    name = tools.new_id()
    for engagement in engagements:
        exchange = Exchange(COLLECTIVE, session.on, session=name)
        log_interaction(engagement, exchange, actor, tools)
    session.numbers = tuple(engagement.number for engagement in engagements)
    tools.site.sessions.add(name, session)
    details: Details = {"thing": f"session {name}", "participants": len(engagements)}
    write(tools.site.journal, "hold_session", actor, right, tools, details)
    return name


def _faults(engagement: Engagement, exchange: Exchange, day: date, tools: Tools) -> dict[str, str]:
    agreement = tools.agreement_of(engagement)
    today = tools.today(agreement, engagement.lot)
    last = min(engagement.closed_on or today, today)
    messages = {}
    if not engagement.opened_on <= day <= last:
        messages["on"] = (
            "La date de l'échange doit se trouver entre l'engagement et la clôture, "
            "sans être dans l'avenir. Corriger la date."
        )
    if not agreement.tables["mode_contact"].valid(exchange.mode, day):
        messages["mode"] = "Ce mode de contact n'existe pas. Choisir un mode de la liste."
    elif exchange.mode not in ON_SITE and exchange.remote_agreed_by not in AGREED_BY:
        messages["remote_agreed_by"] = (
            "Un échange à distance est demandé ou accepté par la personne (CCTP § 3.3). "
            "Indiquer lequel des deux."
        )
    if not agreement.units[engagement.unit].accompaniment and exchange.mode == COLLECTIVE:
        messages["mode"] = "L'aiguillage ne se fait pas en atelier collectif (annexe 2)."
    if exchange.place and not exchange.confidential_place:
        messages["confidential_place"] = (
            "Hors des locaux du CEP, indiquer que l'échange reste confidentiel (CCTP § 3.3)."
        )
    return messages
