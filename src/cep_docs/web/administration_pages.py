"""Administration: its first page, the operator's journal, whose reading somebody asks about."""

from collections.abc import Mapping
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from cep_docs.access.kinds import Facet
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import NotFound
from cep_docs.lifecycle.house_journal import LINES, house_lines
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.system_state import to_see_to
from cep_docs.web.administration_tree import AdministrationPlace
from cep_docs.web.pages import page

# Title, address, what it has, what must be allowed to see it.
DOORS = (
    ("Comptes", "comptes", "Créer, donner des rôles, désactiver, inviter", ("list", "account")),
    (
        "Titulaire et lieux d'accueil",
        "lieux",
        "Le titulaire et son logo, le groupement, les lieux",
        ("view", "structure"),
    ),
    (
        "Annuaires des organismes",
        "annuaires",
        "Les éditions par région, importer la suivante",
        ("view", "directory"),
    ),
    (
        "Tables de référence",
        "tables",
        "Les codes, leur libellé, leur période",
        ("view", "rules"),
    ),
    ("Trames", "trames", "Chaque document, ses éditions, un exemple imprimé", ("view", "form")),
    ("Les règles, en clair", "regles", "Ce que le programme applique", ("view", "rules")),
    ("Qui peut faire quoi", "droits", "Tous les droits, rôle par rôle", ("view", "rules")),
    (
        "Journal du titulaire",
        "journal",
        "Qui a fait quoi sur les comptes, les lieux, les bons de commande",
        ("list", "account"),
    ),
    (
        "Qui a consulté un dossier",
        "consultations",
        "Par numéro de dossier",
        ("read_journal", "access_journal"),
    ),
    (
        "État du système",
        "etat",
        "Version, nuit, sceaux, sauvegarde, disque",
        ("list", "account"),
    ),
)
UNKNOWN = "Aucun dossier ne porte ce numéro. Le vérifier sur le document ou dans la demande."


@page(AdministrationPlace, needs="list account", template="administration/first")
def first(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    actor, tools = request.identity.actor, request.tools
    return {
        "findings": to_see_to(actor, tools),
        "doors": [
            (title, path, told)
            for title, path, told, (action, kind) in DOORS
            if decide(tools, actor, action, Facet(place.thing, kind)).allowed
        ],
    }


@page(AdministrationPlace, "journal", needs="list account", template="administration/journal")
def journal(place: AdministrationPlace, request: Any) -> dict[str, Any]:
    start = request.GET.get("debut", "")
    back = int(start) if start.isdecimal() and len(start) < 6 else 0
    lines, total = house_lines(request.identity.actor, request.tools, back)
    return {"lines": lines, "total": total, "first": back, "by_page": LINES}


@page(
    AdministrationPlace,
    "consultations",
    needs="read_journal access_journal",
    template="administration/readings",
)
def readings(place: AdministrationPlace, request: Any) -> Mapping[str, Any] | HTTPSeeOther:
    """A number leads to the page of the file that says who read it; nothing else is opened."""
    number, tools = request.GET.get("numero", "").strip(), request.tools
    if not number:
        return {"number": ""}
    try:
        person = beneficiary_of(engagement_numbered(number, tools))
    except NotFound:
        request.faults = {"numero": UNKNOWN}
        return {"number": number}
    require(tools, request.identity.actor, "read_journal", Facet(person, "access_journal"))
    return HTTPSeeOther(f"/dossiers/{person.identifier}/consultations")
