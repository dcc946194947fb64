"""Appointments: the person is expected some day, somewhere, by somebody (R-072)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Appointment
from cep_docs.content.operator import Structure
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools

# Whoever may write down that the person asks may write down when she comes: her referent, his
# deputy, the people who receive in her structure (WELCOME-6, REFERENT-3, DEPUTY-3).
RIGHT = "declare_demand"
# Of the ways to meet, those that have an hour.
MODES = ("PRES", "TEL", "VISIO")
RECEIVE = frozenset({"adviser", "information_officer"})
# Whoever sees to the appointments of a whole place.
WELCOME_DESK = frozenset({"information_officer", "assistant"})
MOVED, CANCELLED = "moved", "cancelled"
FARTHEST = timedelta(days=366)
SHORTEST, LONGEST = 5, 480
_HOUR = re.compile(r"([01]?\d|2[0-3])\s*(?:[h:]?\s*([0-5]\d)?)\s*")


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """When, how long, how, where, with whom."""

    on: date | None
    at: str
    minutes: int
    mode: str
    structure: str
    account: str


@dataclass(frozen=True, slots=True)
class Expected:
    """An appointment, with the person who is expected."""

    person: Beneficiary
    appointment: Appointment


def make_appointment(
    person: Beneficiary, new: NewAppointment, actor: Actor, tools: Tools
) -> Appointment:
    right = require(tools, actor, RIGHT, Facet(person, "file"))
    made = _checked(new, "", actor, tools)
    person.appointments = (*person.appointments, made)
    record(person, "make_appointment", actor, right, tools, _said(made))
    return made


def move_appointment(
    person: Beneficiary, key: str, new: NewAppointment, actor: Actor, tools: Tools
) -> Appointment:
    """Another one in its place; the one that was moved stays in the history."""
    right = require(tools, actor, RIGHT, Facet(person, "file"))
    _standing(person, key)
    made = _checked(new, key, actor, tools)
    person.appointments = (*_ended(person, key, MOVED), made)
    record(person, "move_appointment", actor, right, tools, _said(made))
    return made


def cancel_appointment(person: Beneficiary, key: str, actor: Actor, tools: Tools) -> None:
    right = require(tools, actor, RIGHT, Facet(person, "file"))
    said = _said(_standing(person, key))
    person.appointments = _ended(person, key, CANCELLED)
    record(person, "cancel_appointment", actor, right, tools, said)


def expected_between(
    since: date, until: date, actor: Actor, tools: Tools, *, desk: bool = True
) -> Iterator[Expected]:
    """Those whom he receives between two days, in the order of the hours; whoever keeps the
    welcome desk sees those of the place. Only of people whose file he may list."""
    where = f"by|{actor.account}"
    if desk and actor.structure and actor.roles & WELCOME_DESK:
        where = f"at|{actor.structure}"
    for identifier, key in tools.catalog.appointments(where, since, until):
        person = tools.site.beneficiaries[identifier]
        if decide(tools, actor, "list", Facet(person, "file")).allowed:
            yield Expected(person, _standing(person, key))


def to_come(person: Beneficiary, actor: Actor, tools: Tools) -> list[Appointment]:
    """Those of a person from today on, the next one first; nothing to whoever may not list."""
    if not decide(tools, actor, "list", Facet(person, "file")).allowed:
        return []
    return sorted(
        (a for a in person.appointments if not a["ended"] and a["on"] >= _today(a, tools)),
        key=lambda a: (a["on"], a["at"]),
    )


def last_number(person: Beneficiary, actor: Actor, tools: Tools) -> str:
    """Of the last unit of hers that he may list: what an appointment is called without a name."""
    units = [unit for unit in reversed(person.engagements()) if unit.state != "cancelled"]
    return next((u.number for u in units if decide(tools, actor, "list", u).allowed), "")


def open_places(day: date, tools: Tools) -> list[Structure]:
    """Where somebody may be expected that day (R-017)."""
    return [place for place in tools.site.structures if place.open_on(day)]


def begins_at(appointment: Appointment, tools: Tools) -> datetime:
    """The instant, told by the clock of the place."""
    hour, minute = map(int, appointment["at"].split(":"))
    zone = tools.hour_in(appointment["structure"]).tzinfo
    return datetime(*appointment["on"].timetuple()[:3], hour, minute, tzinfo=zone)


def hour_typed(text: str) -> str:
    """14:30, of « 14h30 », « 1430 », « 14 h »; empty when it is no hour."""
    found = _HOUR.fullmatch(text.strip().lower())
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else ""


def _checked(new: NewAppointment, moved: str, actor: Actor, tools: Tools) -> Appointment:
    at = hour_typed(new.at)
    messages = {**_faults_of_time(new, at, tools), **_faults_of_place(new, tools)}
    if not messages and new.on is not None and _is_taken(new, new.on, at, moved, tools):
        messages["at"] = (
            "Ce conseiller a déjà un rendez-vous à cette heure. Choisir une autre heure ; "
            "rien n'a été enregistré."
        )
    if messages or new.on is None:
        raise Invalid(messages)
    return {
        "key": tools.new_id(),
        "on": new.on,
        "at": at,
        "minutes": new.minutes,
        "mode": new.mode,
        "structure": new.structure,
        "account": new.account,
        "ended": "",
        "recorded_at": tools.now(),
        "recorded_by": actor.account,
    }


def _faults_of_time(new: NewAppointment, at: str, tools: Tools) -> dict[str, str]:
    now = tools.hour_in(new.structure)
    messages = {}
    if new.on is None:
        messages["on"] = "Indiquer le jour du rendez-vous."
    elif new.on < now.date() or (new.on == now.date() and at and at < f"{now:%H:%M}"):
        messages["on"] = "Ce moment est passé. Choisir un jour et une heure à venir."
    elif new.on > now.date() + FARTHEST:
        messages["on"] = "Ce jour est à plus d'un an. Choisir un jour plus proche."
    if not at:
        messages["at"] = "Indiquer l'heure, par exemple 14h30."
    if not SHORTEST <= new.minutes <= LONGEST:
        messages["minutes"] = "Indiquer la durée en minutes, par exemple 60."
    return messages


def _faults_of_place(new: NewAppointment, tools: Tools) -> dict[str, str]:
    messages = {}
    place = tools.site.structures.get(new.structure)
    if place is None:
        messages["structure"] = "Choisir un lieu de la liste."
    elif new.on is not None and not place.open_on(new.on):
        messages["structure"] = (
            "Ce lieu est fermé ce jour-là : il ne prend pas de rendez-vous. "
            "Choisir un autre lieu ou un autre jour."
        )
    if new.mode not in MODES:
        messages["mode"] = "Choisir de quelle façon se tient le rendez-vous."
    account = tools.site.accounts.get(new.account)
    day = new.on or tools.hour_in(new.structure).date()
    if account is None or not account.active_on(day) or not RECEIVE & set(account.roles):
        messages["account"] = "Choisir un conseiller en activité ce jour-là."
    return messages


def _is_taken(new: NewAppointment, day: date, at: str, moved: str, tools: Tools) -> bool:
    """Whether whoever receives is with somebody else at that hour."""
    start = _minute(at)
    for identifier, key in tools.catalog.appointments(f"by|{new.account}", day, day):
        other = _standing(tools.site.beneficiaries[identifier], key)
        begins = _minute(other["at"])
        if key != moved and begins < start + new.minutes and start < begins + other["minutes"]:
            return True
    return False


def _minute(at: str) -> int:
    hour, minute = map(int, at.split(":"))
    return 60 * hour + minute


def _today(appointment: Appointment, tools: Tools) -> date:
    return tools.hour_in(appointment["structure"]).date()


def _standing(person: Beneficiary, key: str) -> Appointment:
    for appointment in person.appointments:
        if appointment["key"] == key and not appointment["ended"]:
            return appointment
    raise NotPossible(
        "Ce rendez-vous n'existe plus : il a été déplacé ou annulé. Rien n'a été changé. "
        "Recharger la page."
    )


def _ended(person: Beneficiary, key: str, how: str) -> tuple[Appointment, ...]:
    return tuple(
        {**one, "ended": how} if one["key"] == key else one for one in person.appointments
    )


def _said(appointment: Appointment) -> dict[str, str]:
    day = appointment["on"].isoformat()
    return {"on": day, "at": appointment["at"], "with": appointment["account"]}
