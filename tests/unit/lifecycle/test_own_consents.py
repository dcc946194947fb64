"""What she agreed to, in her words, and taken back (R-087, R-095)."""

from datetime import date, timedelta

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.attachment import ASSESSMENT
from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.own_consents import own_consents, take_back_consent
from tests.people import actor, received

DAY = date(2020, 2, 3)


@pytest.fixture
def person(house):
    person = received(house)
    person.consents = (
        {
            "subject": ASSESSMENT,
            "scope": "keep search",
            "given_on": DAY,
            "channel": "PRES",
            "recorded_by": "alice",
            "revoked_on": None,
        },
    )
    person.mandates = (mandate(DAY + timedelta(days=10)), mandate(DAY - timedelta(days=1)))
    return person


def mandate(until):
    return {
        "third_party": "Transitions Pro",
        "scope": "deliverable unknown",
        "given_on": DAY - timedelta(days=5),
        "until": until,
        "recorded_by": "alice",
    }


def herself(person):
    roles = frozenset({"beneficiary"})
    return Actor(f"beneficiary:{person.identifier}", roles, beneficiary=person.identifier)


def test_those_that_run_come_first_and_say_for_what(house, person):
    told = own_consents(person, herself(person), house)

    assert [(one.label, one.details, one.ended_on) for one in told] == [
        ("Montrer à Transitions Pro", "vos documents, unknown", None),
        (
            "Garder la synthèse de votre bilan de compétences",
            "garder la synthèse au dossier, la retrouver par la recherche",
            None,
        ),
        ("Montrer à Transitions Pro", "vos documents, unknown", DAY - timedelta(days=1)),
    ]


def test_a_mandate_taken_back_opens_nothing_from_this_day_on(house, person):
    take_back_consent(person, "mandate-0", herself(person), house)

    assert all(said["until"] < DAY for said in person.mandates)
    assert person.journal.recent(1)[0]["what"] == "revoke_mandate"


def test_a_consent_taken_back_stays_in_the_history(house, person):
    take_back_consent(person, ASSESSMENT, herself(person), house)

    assert person.consents[0]["revoked_on"] == DAY


@pytest.mark.parametrize("key", ["mandate-1", "mandate-9", "mandate-", "mediation"])
def test_what_does_not_run_is_not_taken_back(house, person, key):
    before = person.consents, person.mandates

    with pytest.raises(NotPossible):
        take_back_consent(person, key, herself(person), house)

    assert (person.consents, person.mandates) == before


@pytest.mark.parametrize("login", ["bruno", "farid"])
def test_nobody_else_takes_it_back(house, person, login):
    with pytest.raises((NotAllowed, NotFound)):
        take_back_consent(person, "mandate-0", actor(house, login), house)
