"""Who signs with a person is noted in her sheet: her legal representative, or her curator
(R-079). Each change takes back what he was asked under the earlier one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.representative import Representative
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.announcing import is_of_staff
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import KINDS, REPRESENTATIVE, shared_ways
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.contacts import parse_email, parse_phone

LONGEST_NAME = 80
FIELDS = ("kind", "first_name", "last_name", "email", "phone", "since")
NOBODY = "Aucun représentant n'est noté pour cette personne. Rien n'a été changé."
OF_STAFF = (
    "C'est l'adresse ou le numéro d'un compte de la maison : le représentant n'y recevrait rien "
    "lui-même. Donner les siens."
)
BOTH_SHARED = (
    "Cette adresse et ce numéro sont ceux de la personne : l'un pourrait signer à la place de "
    "l'autre. Donner au moins un moyen de le joindre qui soit à lui."
)
SHARED = {
    "email": "Son adresse est aussi celle de la personne",
    "phone": "Son numéro est aussi celui de la personne",
}


@dataclass(frozen=True, slots=True)
class Noted:
    """What is said of him; his contact is needed to ask him at a distance only."""

    kind: str
    first_name: str
    last_name: str
    since: date | None
    email: str = ""
    phone: str = ""


def note_representative(
    person: Beneficiary, noted: Noted, actor: Actor, tools: Tools
) -> tuple[str, ...]:
    """Noted, or noted anew; returns what should be looked at twice. The journal names the fields
    that changed, never what stands in them."""
    right = require(tools, actor, "edit", person)
    before = _said(person.representative)
    sheet = _checked(person, noted, tools.hour_in(actor.structure).date(), tools)
    if noted.since is None:
        raise LookupError("a checked day is there")
    known = Representative(noted.kind, sheet, noted.since, actor.account, tools.now())
    after = _said(known)
    changes = [name for name in FIELDS if before.get(name) != after[name]]
    if not changes:
        return ()
    _take_back_demands(person)
    person.represented_by(known)
    details = {"fields": ",".join(changes)}
    record(person, "note_representative", actor, right, tools, details)
    return tuple(SHARED[way] for way in shared_ways(person))


def remove_representative(person: Beneficiary, actor: Actor, tools: Tools) -> None:
    """She signs alone from now on; the versions that foresee him still do."""
    right = require(tools, actor, "edit", person)
    if person.representative is None:
        raise NotPossible(NOBODY)
    _take_back_demands(person)
    person.represented_by(None)
    record(person, "remove_representative", actor, right, tools)


def _checked(person: Beneficiary, noted: Noted, today: date, tools: Tools) -> dict[str, str]:
    """In its stored form, or Invalid with a message per field."""
    faults: dict[str, str] = {}
    if noted.kind not in KINDS:
        faults["kind"] = "Choisir à quel titre il signe."
    if noted.since is None or noted.since > today:
        faults["since"] = "Donner le jour depuis lequel il l'est ; il n'est pas dans l'avenir."
    typed = {name: getattr(noted, name) for name in READ_BY}
    sheet = {name: _read(name, text, faults) for name, text in typed.items()}
    if faults := faults or _wrong_contact(person, sheet, tools):
        raise Invalid(faults)
    return sheet


def _read(name: str, text: str, faults: dict[str, str]) -> str:
    try:
        return READ_BY[name](text) if text.strip() or name in NEEDED else ""
    except ValueError as error:
        faults[name] = str(error)
        return ""


def _parse_name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(f"Écrire ce nom, en {LONGEST_NAME} signes au plus.")
    return name


NEEDED = ("first_name", "last_name")
READ_BY = {
    "first_name": _parse_name,
    "last_name": _parse_name,
    "email": parse_email,
    "phone": parse_phone,
}


def _wrong_contact(person: Beneficiary, sheet: Mapping[str, str], tools: Tools) -> dict[str, str]:
    """Neither that of somebody who works here (R-069), nor all of hers."""
    found = {}
    if sheet["email"] and is_of_staff(sheet["email"], "", tools):
        found["email"] = OF_STAFF
    if sheet["phone"] and is_of_staff("", sheet["phone"], tools):
        found["phone"] = OF_STAFF
    if not found and len(shared_ways(person, sheet)) > 1:
        found["email"] = BOTH_SHARED
    return found


def _said(noted: Representative | None) -> dict[str, str]:
    if noted is None:
        return {}
    return {"kind": noted.kind, "since": noted.since.isoformat(), **noted.sheet}


def _take_back_demands(person: Beneficiary) -> None:
    """A link that was sent to somebody else, or elsewhere, leads nowhere any more."""
    for unit in person.engagements():
        for document in unit:
            version = document.current
            running = version.request if version is not None else None
            if running is not None and running.signatory == REPRESENTATIVE:
                running.end("withdrawn")
