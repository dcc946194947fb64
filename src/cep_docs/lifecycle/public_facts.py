"""What an operator tells everybody of itself: how to reach its DPO, how accessible its site is."""

from dataclasses import dataclass

from cep_docs.access.actor import Actor
from cep_docs.definitions.mentions import MEDIATOR
from cep_docs.errors import Invalid
from cep_docs.lifecycle.record import write
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools

# RGAA: only an audit by somebody else says more than the first of them.
ACCESSIBILITY = {
    "unaudited": "non audité",
    "not_conformant": "non conforme",
    "partly_conformant": "partiellement conforme",
    "conformant": "conforme",
}


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """`audited_by` is blank as long as nobody audited; `mediator` is how to reach the mediator."""

    operator: str
    dpo_contact: str
    accessibility: str
    audited_by: str
    mediator: str


def public_facts(tools: Tools) -> PublicFacts:
    operator = tools.site.operator
    agreements = list(tools.rules.agreements.values())
    return PublicFacts(
        operator=operator.name,
        dpo_contact=operator.dpo_contact,
        accessibility=ACCESSIBILITY[operator.accessibility],
        audited_by=operator.audited_by,
        mediator=agreements[0].mentions[MEDIATOR].contact,
    )


def describe_to_everybody(
    dpo_contact: str, accessibility: str, audited_by: str, actor: Actor, tools: Tools
) -> None:
    """Set what the public pages say. A conformity is claimed only with the audit that found it."""
    operator = tools.site.operator
    right = require(tools, actor, "manage", operator)
    if accessibility not in ACCESSIBILITY:
        raise Invalid({"accessibility": "Cet état n'existe pas. En choisir un de la liste."})
    if accessibility != "unaudited" and not audited_by.strip():
        raise Invalid(
            {"audited_by": "Dire par qui et quand l'audit a été fait : sans lui, « non audité »."}
        )
    operator.dpo_contact = dpo_contact.strip()
    operator.accessibility = accessibility
    operator.audited_by = audited_by.strip() if accessibility != "unaudited" else ""
    details = {"thing": "operator", "accessibility": accessibility}
    write(tools.site.journal, "describe_to_everybody", actor, right, tools, details)
