"""What the house tells the people who work in it: read by the role it is for, and done with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.outbox import Notice
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import NotFound, NotPossible
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.record import write
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import follows

LABELS = {
    "copy_on_paper": "Son exemplaire signé ne lui est pas parvenu : le lui remettre sur papier.",
    "decide_on_overdue": "Unité échue alors que la personne est active : décider de la suite.",
    "glass_broken": "Ce dossier a été ouvert en urgence : le bris de glace est au journal.",
    "decision_late": "Le temps laissé pour décider de cette unité échue est passé.",
    "file_damaged": "Un fichier signé n'est plus tel qu'il a été gardé : il n'est plus remis.",
    "file_refused": "Les signatures d'un fichier gardé ne se vérifient plus.",
    "first_meeting_late": "Cette personne attend toujours son premier rendez-vous.",
    "identity_refused": "Pour signer, trois identités annoncées ne sont pas celle de la fiche.",
    "message_failed": "Un message n'est pas arrivé : vérifier ses coordonnées avec la personne.",
    "no_order_left": "Plus de bon de commande pour cette unité : elle attend son tour.",
    "paper_wanted": "La personne préfère signer sur papier : lui préparer deux exemplaires.",
    "paper_lacking": "Exemplaire papier revenu incomplet : voir ce qui manque, le faire signer.",
    "referent_left": "Le référent est parti : le dossier a changé de mains.",
    "signature_declined": "La personne n'a pas signé : le document est revenu en brouillon.",
    "signature_lacks": "La personne ne peut pas signer : compléter les données de clôture.",
    "signature_expired": "Le délai pour signer est passé : proposer l'exemplaire papier.",
    "transmission_failed": "L'envoi à France compétences a échoué.",
}
LOOKED_AT = 200
UNKNOWN = "Un avis vous est adressé."


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that waits. `person` is the identifier of whoever it is about, when her file may be
    opened; `name` her name for whoever may know it."""

    key: str
    sentence: str
    at: datetime
    number: str
    person: str
    name: str


def notices_for(actor: Actor, tools: Tools) -> Iterator[Told]:
    """Those that are for his roles in his structure, or anywhere when he works in none; the last
    one first. What is told to advisers is for those who follow the person."""
    places = ["", actor.structure]
    if not actor.structure:
        places = ["", *(structure.code for structure in tools.site.structures)]
    found = (
        tools.catalog.notices(role, place)
        for role in sorted(actor.roles)
        for place in dict.fromkeys(places)
    )
    for _, key in islice(merge(*found), LOOKED_AT):
        notice = tools.site.outbox[key]
        if decide(tools, actor, "list", notice).allowed and _concerns(notice, actor, tools):
            yield _told(notice, actor, tools)


def settle_notice(notice: Notice, actor: Actor, tools: Tools) -> None:
    """He has seen to it; the notice stays, and waits no more (R-043)."""
    right = require(tools, actor, "edit", notice)
    if notice.done_at is not None:
        raise NotPossible("Cet avis est déjà soldé. Rien n'a été changé.")
    notice.done_at = tools.now()
    tools.catalog.keep_notice(notice)
    details = {"thing": f"notice {notice.__name__}", "about": notice.about}
    write(tools.site.journal, "settle_notice", actor, right, tools, details)


def _concerns(notice: Notice, actor: Actor, tools: Tools) -> bool:
    if notice.role != "adviser" or tools.catalog.locate(notice.thing) is None:
        return True
    return follows(engagement_numbered(notice.thing, tools), actor, tools)


def _told(notice: Notice, actor: Actor, tools: Tools) -> Told:
    number, person, name = _about(notice.thing, actor, tools)
    at = notice.at.astimezone(tools.hour_in(actor.structure).tzinfo)
    sentence = LABELS.get(notice.about, UNKNOWN)
    return Told(notice.__name__, sentence, at, number, person, name)


def _about(thing: str, actor: Actor, tools: Tools) -> tuple[str, str, str]:
    """A file number, or a person: nothing is said of what he may not know."""
    number = ""
    person = tools.site.beneficiaries.get(thing)
    if person is None:
        try:
            engagement = engagement_numbered(thing, tools)
        except NotFound:
            return "", "", ""
        if decide(tools, actor, "list", engagement).allowed:
            number = thing
        person = beneficiary_of(engagement)
    opens = decide(tools, actor, "list", Facet(person, "file")).allowed
    return number, person.identifier if opens else "", name_of(person, actor, tools)
