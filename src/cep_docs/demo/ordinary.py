"""A life as most are: told where to go, advised, accompanied, signed; sometimes otherwise."""

from cep_docs.demo.accompaniment import (
    assessed,
    cancelled,
    closed_otherwise,
    decided,
    late,
    projected,
    silent,
    supported,
    welcomed,
)
from cep_docs.demo.appointments import appointed
from cep_docs.demo.lives import Person
from cep_docs.demo.playing import Life


def ordinary(person: Person) -> Life:
    welcomed(person)
    if person.is_outside or person.chance(0.2):
        return
    yield person.soon(30) if person.chance(0.2) else person.later(1, 15)
    yield from _goes_on(person)


def _goes_on(person: Person) -> Life:
    """Whatever the agreement of that day offers."""
    if not person.offers("UO1"):
        yield from appointed(person)
        return
    draw = person.rng.random()
    if draw < 0.11:
        yield from silent(person, "UO1")
    elif draw < 0.14:
        yield from _leaves(person)
    elif draw < 0.16:
        yield from cancelled(person, "UO1")
    elif draw < 0.20:
        yield from late(person, "UO1", near=38, after=person.rng.choice((0, 18, 30)))
        yield from decided(person)
    elif draw < 0.30:
        yield from _accompanied(person)
    else:
        yield from _advised(person)


def _advised(person: Person) -> Life:
    goes_on = person.chance(0.62)
    yield from assessed(person, decision="continue" if goes_on else "close")
    if person.unit.state != "closed":
        return
    if goes_on:
        yield person.later(2, 18)
        yield from _accompanied(person)
    elif person.chance(0.3):
        yield person.later(120, 420)
        yield from _goes_on(person)


def _accompanied(person: Person) -> Life:
    if not person.offers("UO2.1"):
        yield from appointed(person)
    elif person.chance(0.12):
        yield from silent(person, "UO2.1")
    elif person.chance(0.07):
        yield from late(person, "UO2.1", near=158, after=person.rng.choice((0, 22, 35)))
        yield from decided(person)
    else:
        wishes = person.chance(0.55)
        yield from projected(person, continues=wishes)
        yield person.later(2, 20)
        if wishes and person.unit.state == "closed":
            yield from _supported(person)


def _supported(person: Person) -> Life:
    if not person.offers("UO2.2"):
        yield from appointed(person)
    elif person.chance(0.1):
        yield from silent(person, "UO2.2")
    else:
        yield from supported(person)


def _leaves(person: Person) -> Life:
    person.engages("UO1")
    person.meets()
    yield person.later(8, 20)
    closed_otherwise(person, "VOL_SITUATION", person.rng.choice(("moved", "proof")))
