"""A small operator for tests: two structures, staff of several roles, sheets that are complete."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from cep_docs.access.actor import Actor, actor_of
from cep_docs.app import new_site
from cep_docs.content.account import Account
from cep_docs.content.operator import Organisation, Structure
from cep_docs.definitions.rules import load_rules
from cep_docs.lifecycle.engagements import Opening
from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.orders import NewOrder, register_order
from cep_docs.lifecycle.persons import NewPerson, register_person
from cep_docs.lifecycle.tools import Tools
from cep_docs.storage.catalog import Catalog

RULES = load_rules()

PERSON = {
    "birth_name": "Lefèvre",
    "first_name": "Zoé",
    "birth_date": "1984-05-17",
    "sex": "F",
    "street_number": "12",
    "street_type": "rue",
    "street_name": "des Tanneurs",
    "town": "Nantes",
    "postcode": "44000",
    "education_level": "NIV4",
    "business_sector": "G",
    "company_size": "12",
    "social_category": "5",
    "sector_label": "Commerce de détail",
    "occupation": "Vendeuse",
    "company_entered_in": "2016-09",
    "email": "zoe.lefevre@courriel.fr",
}
UNIT = {"origin": "IND", "motive": "PROJET", "detailed_motive": "CHANGE"}
CLOSING = {
    "service_types": ("COMP",),
    "service_description": "Point d'étape et mise en réseau",
    "complementary_services": ("AUCUNE",),
    "training_funding": ("AUCUN",),
    "job_discoveries": ("AUCUNE",),
    "project_state": "RECONV_P",
}


@dataclass
class Clock:
    """Time stands still until a test sets it."""

    now: datetime = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, day: str, at: str = "09:00") -> None:
        self.now = datetime.fromisoformat(f"{day}T{at}+00:00")


@dataclass
class Numbers:
    """Gives numbers in order, as the storage does, without a database."""

    last: dict[str, int] = field(default_factory=dict)

    def take(self, keys):
        return [self._one(key, limit) for key, limit in keys]

    def _one(self, key, limit):
        if limit is not None and self.last.get(key, 0) >= limit:
            return None
        self.last[key] = self.last.get(key, 0) + 1
        return self.last[key]

    def peek(self, key):
        return self.last.get(key, 0)


def furnish(site) -> None:
    """The operator 4G of the Pays de la Loire, its grouping, its places and its people."""
    site.operator.name, site.operator.lots = "Cap Métiers Loire", ("08",)
    for siren, name, part in (
        ("732829320", "Cap Métiers Loire", "lead"),
        ("404833048", "Atlantique Conseil", "partner"),
        ("552100554", "Boussole Emploi", "subcontractor"),
    ):
        site.organisations.add(siren, Organisation(siren, name, part))
    for code, name, postcode in (("NTE", "Nantes", "44000"), ("ANG", "Angers", "49000")):
        structure = Structure(code, name, "732829320", "08", postcode)
        structure.holiday_zone = "Métropole"
        site.structures.add(code, structure)
    for login, roles, structure in (
        ("alice", ("adviser",), "NTE"),
        ("bruno", ("adviser",), "NTE"),
        ("chloe", ("adviser",), "ANG"),
        ("denis", ("manager",), "NTE"),
        ("elise", ("information_officer",), "NTE"),
        ("farid", ("controller",), ""),
        ("gaelle", ("administrator",), ""),
    ):
        account = Account(login, login.capitalize(), roles)
        account.structure, account.organisation = structure, "732829320"
        site.accounts.add(login, account)


def kept_nowhere(source, name, media_type, account):
    raise AssertionError("this test keeps no file")


def make_tools(clock: Clock) -> Tools:
    site = new_site("4G")
    furnish(site)
    ids = count(1)
    return Tools(
        rules=RULES,
        site=site,
        catalog=Catalog(site.catalog, RULES),
        numbers=Numbers(),
        now=clock,
        new_id=lambda: f"{next(ids):020d}",
        store=kept_nowhere,
        press=lambda document: {},
    )


def actor(tools: Tools, login: str) -> Actor:
    return actor_of(tools.site.accounts[login])


def order(tools: Tools, unit: str, quantity: int = 100, sequence: int = 1) -> None:
    code = RULES.agreements["cctp-2019"].units[unit].order_code
    new = NewOrder(
        f"2020-Lot08-UO{code}-{sequence:02}",
        "cctp-2019",
        quantity,
        notified_on=date(2020, 1, 2),
        starts_on=date(2020, 1, 2),
        ends_on=date(2020, 12, 31),
    )
    register_order(new, actor(tools, "farid"), tools)


def orders(tools: Tools) -> None:
    for unit in RULES.agreements["cctp-2019"].units:
        order(tools, unit)


def received(tools: Tools, login: str = "alice", **changes: str):
    """A person who just arrived, with a complete sheet."""
    who = actor(tools, login)
    today = tools.now().date()
    sheet = {name: value for name, value in {**PERSON, **changes}.items() if value}
    status = sheet.pop("status", "SAL_CDI")
    return register_person(NewPerson(sheet, status, today, who.structure), who, tools)


def opening(tools: Tools, unit: str, login: str = "alice", **changes) -> Opening:
    """What is said of an ordinary engagement, today."""
    today = tools.now().date()
    said = {
        "unit": unit,
        "structure": actor(tools, login).structure,
        "opened_on": today,
        "sheet": {**UNIT, **({"orientation": "CEP_INT"} if unit == "UO0" else {})},
        "declarations": {"followed_elsewhere": "no"},
        "demand": {
            "unit": unit,
            "on": today,
            "channel": "PRES",
            "author": "person",
            "recorded_at": tools.now(),
            "recorded_by": login,
        },
    }
    return Opening(**{**said, **changes})


def met(engagement, tools: Tools, login: str = "alice") -> None:
    """An ordinary exchange on site, today."""
    log_interaction(engagement, Exchange("PRES", minutes=60), actor(tools, login), tools)
