"""The invented operator: its grouping, its three places in lot 08, its staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.operator import Organisation, Structure
from cep_docs.demo.playing import Clock, instant
from cep_docs.demo.words import Words
from cep_docs.lifecycle.accounts import create_account
from cep_docs.lifecycle.places import declare_organisation, declare_structure, describe_operator
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin.demonstration import furnish_credentials
from cep_docs.values.names import folded

CODE, LOT = "4G", "08"
LEAD, PARTNER, SUBCONTRACTOR, STRANGER = "999100019", "999200025", "999300031", "999400047"
INSTALLER = Actor("installation", frozenset({"administrator"}))

ORGANISATIONS = (
    (LEAD, "Cap Horizon Loire", "lead"),
    (PARTNER, "Atelier des Transitions", "partner"),
    (SUBCONTRACTOR, "Boussole et Compagnie", "subcontractor"),
)
# code, name, organisation, postcode, town, address
STRUCTURES = (
    ("NTE", "Agence de Nantes", LEAD, "44000", "Nantes", "12 quai des Trois Ormeaux"),
    ("ANG", "Agence d'Angers", LEAD, "49000", "Angers", "5 rue de l'Ardoisière"),
    ("LEM", "Agence du Mans", PARTNER, "72000", "Le Mans", "27 avenue des Tanneurs"),
)
HOURS = "Du lundi au vendredi, 8 h 45 – 17 h 45 ; le samedi sur rendez-vous"

# login, full name, roles, structure
STAFF = (
    ("alice.martin", "Alice Martin", "adviser", "NTE"),
    ("bruno.leguen", "Bruno Le Guen", "adviser", "NTE"),
    ("chloe.benali", "Chloé Ben Ali", "adviser", "ANG"),
    ("nawel.haddad", "Nawel Haddad", "adviser", "LEM"),
    ("yann.kermeur", "Yann Kermeur", "adviser", "LEM"),
    ("elise.fontaine", "Élise Fontaine", "information_officer assistant", "NTE"),
    ("denis.moreau", "Denis Moreau", "manager", "NTE"),
    ("sylvie.charron", "Sylvie Charron", "manager mediation_officer", "ANG"),
    ("pawel.nowak", "Paweł Nowak", "manager", "LEM"),
    (
        "farid.zerrouk",
        "Farid Zerrouk",
        "project_director controller contract_contact",
        "",
    ),
    ("gaelle.rio", "Gaëlle Rio", "administrator systems_officer", ""),
    ("ines.dacosta", "Inès Da Costa", "dpo", ""),
)
DEPARTING = "yann.kermeur"  # leaves before the end; only one scene knows him
PEOPLE_PER_ADVISER = 200


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may be called to act, by place."""

    advisers: dict[str, list[str]]
    managers: dict[str, str]
    welcomers: dict[str, str]
    controller: str = "farid.zerrouk"
    administrator: str = "gaelle.rio"


def furnish(size: int, words: Words, clock: Clock, tools: Tools) -> None:
    """Everything there is before the first person comes."""
    clock.now = instant(first_day(tools) + timedelta(days=1), 8 * 60)
    describe_operator("Cap Horizon Loire", (LOT,), INSTALLER, tools)
    for siren, name, part in ORGANISATIONS:
        declare_organisation(Organisation(siren, name, part), INSTALLER, tools)
    for code, name, organisation, postcode, town, address in STRUCTURES:
        structure = Structure(code, name, organisation, LOT, postcode)
        structure.town, structure.address, structure.hours = town, address, HOURS
        structure.holiday_zone = "Métropole"
        declare_structure(structure, INSTALLER, tools)
    for login, name, roles, place in (*STAFF, *more_staff(size, words)):
        create_account(_account(login, name, roles, place, tools), INSTALLER, tools)
    furnish_credentials(tools.site.accounts)


def more_staff(size: int, words: Words) -> Iterator[tuple[str, str, str, str]]:
    """A large demonstration has more advisers, so that each follows as many people as in life."""
    firsts = words.names["more_staff"]["first_names"]
    lasts = words.names["more_staff"]["last_names"]
    for number in range(max(0, size // PEOPLE_PER_ADVISER - 4)):
        turn, place = divmod(number, len(firsts) * len(lasts))
        first, last = firsts[place % len(firsts)], lasts[place // len(firsts)]
        login = f"{folded(first)}.{folded(last)}{turn or ''}"
        yield login, f"{first} {last}", "adviser", STRUCTURES[number % len(STRUCTURES)][0]


def cast_of(tools: Tools) -> Cast:
    advisers: dict[str, list[str]] = {code: [] for code, *_ in STRUCTURES}
    managers, welcomers = {}, {}
    for account in tools.site.accounts:
        if "adviser" in account.roles and account.login != DEPARTING:
            advisers[account.structure].append(account.login)
        if "manager" in account.roles:
            managers[account.structure] = account.login
        if "information_officer" in account.roles:
            welcomers[account.structure] = account.login
    return Cast(advisers, managers, welcomers)


def first_day(tools: Tools) -> date:
    return min(agreement.valid_from for agreement in tools.rules.agreements.values())


def phone_of(login: str) -> str:
    """Of the numbers that are given to nobody, for fiction."""
    drawn = int.from_bytes(sha256(login.encode()).digest()[:4], "big") % 10_000
    return f"06 39 98 {drawn // 100:02} {drawn % 100:02}"


def _account(login: str, name: str, roles: str, place: str, tools: Tools) -> Account:
    account = Account(login, name, tuple(roles.split()))
    account.structure = place
    account.organisation = tools.site.structures[place].organisation if place else LEAD
    account.email = f"{login}@cap-horizon-loire.example"
    if "adviser" in account.roles:
        account.phone = phone_of(login)
    return account
