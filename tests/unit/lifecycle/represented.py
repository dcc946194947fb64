"""A person who does not sign alone: who represents her, and units that wait for both."""

from datetime import date

from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import beneficiary_of, errand_of
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.representing import Noted, note_representative
from cep_docs.lifecycle.signatories import REPRESENTATIVE
from cep_docs.lifecycle.signer import signer_of
from tests.people import actor, received
from tests.unit.lifecycle import courses

HER_OWN = {"email": "lina.bara@laposte.net", "phone": "06 12 34 56 78"}
MOTHER = Noted(
    "legal", "Claire", "Bara", date(2020, 1, 6), "claire.bara@laposte.net", "06 98 76 54 32"
)


def young(tools, noted=MOTHER, **sheet):
    """An apprentice of 17; somebody signs with her."""
    said = {"birth_date": "2002-09-01", **HER_OWN, **sheet}
    person = received(tools, **said)
    if noted is not None:
        note_representative(person, noted, actor(tools, "alice"), tools)
    return person


def started(tools, person=None):
    """The adviser signed; her mother is next, if a person is not given."""
    unit = courses.engaged(tools, "UO1", person or young(tools, None))
    if person is None:
        note_representative(beneficiary_of(unit), MOTHER, actor(tools, "alice"), tools)
    courses.proposed(unit, tools)
    courses.act(unit, "sign_as_adviser", tools)
    return unit


def herself(unit):
    return signer_of(beneficiary_of(unit), errand_of(unit.deliverable))


def the_mother(unit):
    return signer_of(beneficiary_of(unit), errand_of(unit.deliverable, REPRESENTATIVE))


def asked_on_site(unit, tools):
    alice = actor(tools, "alice")
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools)
    see_identity(unit.deliverable, "identity_card", alice, tools, NOWHERE)


def goes_through(unit, who, tools, *, signs=True):
    """Reads, writes the mention, signs."""
    ceremony = ceremony_of(unit.deliverable, who, tools)
    note_read(ceremony, who, tools, NOWHERE)
    write_mention(ceremony, "Lu et approuvé", "typed", who, tools, NOWHERE)
    if signs:
        sign_now(ceremony, who, tools, NOWHERE)
    return ceremony


def both_signed(tools):
    unit = started(tools)
    for who in (the_mother(unit), herself(unit)):
        asked_on_site(unit, tools)
        goes_through(unit, who, tools)
    return unit
