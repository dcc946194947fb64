"""First contacts that stay unknown, or that the service does not concern: counted, not sent."""

from collections.abc import Mapping
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.contact import LocalContact
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.engagements import Opening, engage
from cep_docs.lifecycle.persons import NewPerson, register_person
from cep_docs.lifecycle.places import require_open
from cep_docs.lifecycle.record import write
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools

KINDS = ("anonymous", "out_of_scope")
MOST = 20


def count_contact(
    kind: str, structure: str, sheet: Mapping[str, str], actor: Actor, tools: Tools
) -> str:
    """Keep a contact without a name (R-002) or outside the service (R-001); gives its key."""
    if kind not in KINDS or structure not in tools.site.structures:
        raise Invalid(
            {"contact": "Ce contact ne peut pas être compté. Choisir sa nature et sa structure."}
        )
    agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    today = tools.today(agreement, tools.site.structures[structure].lot)
    require_open(tools.site.structures[structure], today)
    contact = LocalContact(kind, structure, today, actor.account, tools.now())
    contact.sheet = dict(sheet)
    right = require(tools, actor, "create", contact)
    key = tools.new_id()
    tools.catalog.keep_contact(tools.site.contacts.add(key, contact))
    details = {"thing": f"contact {key}", "kind": kind}
    write(tools.site.journal, "count_contact", actor, right, tools, details)
    return key


def identify_contact(
    key: str, new: NewPerson, opening: Opening, actor: Actor, tools: Tools
) -> Beneficiary:
    """The caller gave a name after all, the same day: the contact becomes a first unit (C-30)."""
    if key not in tools.site.contacts:
        raise NotPossible("Ce contact n'existe pas. Rien n'a été changé.")
    contact = tools.site.contacts[key]
    require(tools, actor, "create", contact)
    agreement = tools.rules.agreement_on(tools.hour_in(actor.structure).date())
    today = tools.today(agreement, tools.site.structures[contact.structure].lot)
    if contact.became or contact.kind != "anonymous" or contact.on != today:
        raise NotPossible(
            "Un contact anonyme ne reçoit un nom que le jour même, et une seule fois. "
            "Enregistrer un nouvel aiguillage."
        )
    person = register_person(new, actor, tools)
    engage(person, opening, actor, tools)
    contact.became = person.identifier
    tools.catalog.keep_contact(contact)
    return person


def counted_today(actor: Actor, tools: Tools, most: int = MOST) -> list[LocalContact]:
    """The contacts of his place that stayed without a name today, the last first."""
    today = tools.hour_in(actor.structure).date()
    known = (tools.site.contacts[key] for key in tools.catalog.counted_on(actor.structure, today))
    return list(islice((one for one in known if decide(tools, actor, "list", one).allowed), most))
