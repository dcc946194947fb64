"""The operator's own journal: who did what with accounts, places, orders and directories.

Nothing of a file stands in it: each file has a journal of its own (R-122).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day, parse_day

LINES = 50  # on a page
DEEPEST = 10_000  # further back, the export of the journal

WORDS = {
    "create_account": "Compte créé",
    "set_roles": "Rôles changés",
    "disable_account": "Compte désactivé",
    "record_habilitation": "Habilitation enregistrée",
    "invite": "Invitation faite",
    "accept_invitation": "Invitation acceptée",
    "describe_operator": "Titulaire décrit",
    "set_logo": "Logo changé",
    "declare_organisation": "Organisation déclarée",
    "declare_structure": "Lieu d'accueil déclaré",
    "describe_organisation": "Organisation décrite à nouveau",
    "describe_structure": "Lieu d'accueil décrit à nouveau",
    "close_structure": "Lieu d'accueil fermé",
    "open_structure": "Lieu d'accueil rouvert",
    "register_order": "Bon de commande enregistré",
    "import_directory": "Annuaire importé",
    "hold_session": "Atelier noté",
    "count_contact": "Premier contact compté",
    "begin_batch": "Lot numérisé reçu",
    "look_at_page": "Page d'un lot regardée",
    "set_page_aside": "Page d'un lot mise de côté",
    "erase_batch": "Fichier d'un lot effacé",
}
DETAILS = {
    "roles": "rôles",
    "because": "motif",
    "reassigned": "dossiers confiés",
    "what": "habilitation",
    "until": "jusqu'au",
    "since": "à partir du",
    "lots": "lots",
    "size": "octets",
    "part": "place",
    "lot": "lot",
    "quantity": "quantité",
    "region": "région",
    "source": "source",
    "source_on": "source du",
    "providers": "organismes",
    "rejected": "lignes écartées",
    "participants": "participants",
    "kind": "nature",
    "lost_factor": "second facteur perdu",
    "pages": "pages",
    "page": "page",
}
# Values that are codes, in French.
CODES = {"anonymous": "anonyme", "out_of_scope": "hors périmètre"}


@dataclass(frozen=True, slots=True)
class HouseLine:
    """`thing` as the journal has it; `details` in French; `at` by the clock of the house."""

    number: int
    at: datetime
    who: str
    what: str
    thing: str
    details: tuple[tuple[str, str], ...]


def house_lines(actor: Actor, tools: Tools, first: int = 0) -> tuple[list[HouseLine], int]:
    """The latest first, and how many there are."""
    require(tools, actor, "list", Facet(tools.site, "account"))
    journal, zone = tools.site.journal, tools.hour_in(actor.structure).tzinfo
    first = min(first, DEEPEST)
    lines = journal.recent(first + LINES)[first:]
    return [_line(line, zone, tools) for line in lines], len(journal)


def _line(line: Mapping[str, Any], zone: Any, tools: Tools) -> HouseLine:
    account = tools.site.accounts.get(line["who"])
    told = (
        (DETAILS[key], _said(key, value, tools))
        for key, value in line["details"].items()
        if key in DETAILS
    )
    return HouseLine(
        number=line["number"],
        at=datetime.fromisoformat(line["at"]).astimezone(zone),
        who=account.full_name if account else line["who"],
        what=WORDS.get(line["what"], line["what"]),
        thing=line["object"].partition(" ")[2],
        details=tuple((label, value) for label, value in told if value),
    )


def _said(key: str, value: object, tools: Tools) -> str:
    if isinstance(value, bool):
        return "oui" if value else ""
    if key == "roles":
        roles = tools.rules.access.roles
        named = str(value).split(",")
        return ", ".join(roles[one].label if one in roles else one for one in named)
    return _spoken(CODES.get(str(value), str(value)))


def _spoken(text: str) -> str:
    try:
        return french_day(parse_day(text))
    except ValueError:
        return text
