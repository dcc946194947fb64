"""Breaking the glass: reading a file in an emergency, for an hour, with a reason, seen by all."""

from datetime import timedelta

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Grant
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.tools import Tools

TOLD = ("adviser", "manager", "dpo")


def break_glass(person: Beneficiary, motive: str, actor: Actor, tools: Tools) -> Grant:
    """Give oneself a read access that ends by itself; the referent, the manager and the DPO are
    told, and the person can see it (R-122)."""
    right = require(tools, actor, "break_glass", Facet(person, "file"))
    units = person.engagements()
    if not units:
        raise NotPossible("Cette personne n'a encore aucune unité : il n'y a rien à lire.")
    latest = units[-1]
    limits = tools.agreement_of(latest).limits
    if len(motive.strip()) < limits.glass_motive_signs:
        raise Invalid(
            {"motive": "Expliquer en une phrase pourquoi ce dossier doit être lu maintenant."}
        )
    grant: Grant = {
        "kind": "break_glass",
        "account": actor.account,
        "since": tools.now(),
        "until": tools.now() + timedelta(minutes=limits.glass_minutes),
        "because": motive,
        "given_by": actor.account,
    }
    person.grants = (*person.grants, grant)
    for role in TOLD:
        tell_about(latest, role, "glass_broken", tools)
    record(person, "break_glass", actor, right, tools, {"motive": motive})
    return grant
