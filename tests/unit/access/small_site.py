"""A small operator: two structures, a few people, and one file in every situation.

alice   adviser and referent in LYON            camille  assistant in LYON
bob     adviser in LYON, nobody's referent      max      manager in LYON
eve     expert called in by alice until June    nina     adviser and referent in NICE
denis   alice's deputy from 2 to 13 March       infos    information officer in LYON
"""

from datetime import UTC, date, datetime

from cep_docs.access import Actor
from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.note import PrivateNote
from cep_docs.content.operator import Organisation, Structure
from cep_docs.content.site import Site

NOW = datetime(2020, 3, 9, 10, 0, tzinfo=UTC)
BEGUN = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
LATER = datetime(2020, 6, 30, 18, 0, tzinfo=UTC)

STAFF = {
    "alice": ("adviser", "LYON"),
    "bob": ("adviser", "LYON"),
    "eve": ("adviser", "NICE"),
    "denis": ("adviser", "LYON"),
    "nina": ("adviser", "NICE"),
    "infos": ("information_officer", "LYON"),
    "camille": ("assistant", "LYON"),
    "max": ("manager", "LYON"),
    "odile": ("manager", "NICE"),
    "diane": ("project_director", ""),
    "ines": ("contract_contact", ""),
    "marc": ("mediation_officer", ""),
    "sacha": ("systems_officer", ""),
    "pia": ("controller", ""),
    "root": ("administrator", ""),
    "paul": ("dpo", ""),
}


def actor(account: str, *roles: str, **known) -> Actor:
    role, structure = STAFF.get(account, ("", ""))
    settled = {"structure": structure, "organisation": "123456782", **known}
    return Actor(account, frozenset(roles or {role}), **settled)


def small_site() -> Site:
    """B1 has a shared assessment in the making and a signed project; B2 is followed in NICE;
    B3 has just come; B4 was only told where to go, by infos, today."""
    site = Site("4G")
    site.organisations.add("123456782", Organisation("123456782", "Cap Avenir", "lead"))
    site.organisations.add("732829320", Organisation("732829320", "Rives", "subcontractor"))
    for code, organisation in (("LYON", "123456782"), ("NICE", "732829320")):
        site.structures.add(code, Structure(code, code.title(), organisation, "01", "69001"))
    for login, (role, structure) in STAFF.items():
        account = site.accounts.add(login, Account(login, login.title(), (role,)))
        account.structure = structure
    _followed_in_lyon(site)
    _followed_in_nice(site)
    site.beneficiaries.add("B3", Beneficiary("B3", {}))
    told = site.beneficiaries.add("B4", Beneficiary("B4", {}))
    unit = _unit(told.add("c1", Course()), "4G200300000004", "UO0", "LYON", "infos")
    unit.recorded_at = NOW
    close(unit, NOW.date())
    return site


def follow(course: Course, account: str, since: datetime = BEGUN) -> None:
    start = {"since": since, "account": account, "because": "engagement", "given_by": "max"}
    course.starts = (*course.starts, start)


def grant(person: Beneficiary, kind: str, account: str, since=BEGUN, until=LATER) -> None:
    given = {"kind": kind, "account": account, "since": since, "until": until}
    person.grants = (*person.grants, {**given, "because": "appui", "given_by": "alice"})


def mandate(person: Beneficiary, third_party: str, scope: str) -> None:
    days = {"given_on": date(2020, 3, 1), "until": date(2020, 3, 31)}
    given = {"third_party": third_party, "scope": scope, "recorded_by": "alice", **days}
    person.mandates = (*person.mandates, given)


def sign(deliverable: Deliverable, *signatories: str) -> None:
    version = deliverable.current or deliverable.freeze({}, "2019-1", "alice", BEGUN)
    for name in signatories:
        version.add_signature(name, {"account": name, "at": NOW, "level": "provisional"})


def close(unit: Engagement, on: date) -> None:
    closing = {"on": on, "reason": "VOL_SIGNE", "by": "alice", "at": NOW, "late": False}
    unit.closings = (*unit.closings, {**closing, "billable": "yes", "statement": "", "motive": ""})


def _followed_in_lyon(site: Site) -> None:
    person = site.beneficiaries.add("B1", Beneficiary("B1", {"last_name": "Martin"}))
    course = person.add("c1", Course())
    follow(course, "alice")
    deputy = {"account": "denis", "since": date(2020, 3, 2), "until": date(2020, 3, 13)}
    course.deputies = ({**deputy, "given_by": "max"},)
    grant(person, "expert", "eve")
    first = _unit(course, "4G200101000001", "UO1", "LYON", "alice")
    signed = first.add("shared_assessment", Deliverable("shared_assessment", "signed"))
    sign(signed, "adviser", "beneficiary")
    close(first, date(2020, 2, 3))
    second = _unit(course, "4G200221000001", "UO2.1", "LYON", "alice")
    second.add("professional_project", Deliverable("professional_project", "draft"))
    second.add("action_plan", Deliverable("action_plan", "draft"))
    note = person.notes.add("n1", PrivateNote("alice", "à revoir", BEGUN))
    assert note.__parent__ is person.notes


def _followed_in_nice(site: Site) -> None:
    person = site.beneficiaries.add("B2", Beneficiary("B2", {"last_name": "Roux"}))
    course = person.add("c1", Course())
    follow(course, "nina")
    unit = _unit(course, "4G200101000002", "UO1", "NICE", "nina")
    unit.add("shared_assessment", Deliverable("shared_assessment", "draft"))


def _unit(course: Course, number: str, unit: str, structure: str, by: str) -> Engagement:
    engaged = course.add(number, Engagement("cctp-2019", unit, date(2020, 1, 6), "open"))
    engaged.number, engaged.structure, engaged.opened_by = number, structure, by
    engaged.recorded_at = BEGUN
    return engaged
