"""Opening a document that no unit waits for: an action plan of its own, a summary, a letter."""

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import PLANS, Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.prefilling import prefill
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def open_document(engagement: Engagement, kind: str, actor: Actor, tools: Tools) -> Deliverable:
    """It starts from what earlier documents of the person say; opened twice, it is the same."""
    thing = Facet(engagement, "plan" if kind in PLANS else "deliverable")
    right = require(tools, actor, "create", thing)
    agreement = tools.agreement_of(engagement)
    if kind not in agreement.units[engagement.unit].also:
        raise NotPossible(
            "Ce document ne s'ouvre pas dans cette unité. En choisir un de la liste ; "
            "rien n'a été changé."
        )
    if kind in engagement:
        return engagement[kind]
    opened = Deliverable(kind, agreement.workflow_of(kind).starts_as)
    prefill(engagement.add(kind, opened), tools)
    tools.catalog.keep(engagement)
    record(engagement, "create", actor, right, tools, {"deliverable": kind})
    return opened
