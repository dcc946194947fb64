"""Where a search looks: never less than what rules allow, and no more than it takes (R-133)."""

from datetime import UTC, date, datetime

import pytest

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.persons import record_mandate
from cep_docs.lifecycle.referents import add_deputy, grant_expert
from cep_docs.lifecycle.scope import ASKED, SOURCES, reach_of, scope_of
from cep_docs.lifecycle.texts import OF_VERSIONS
from tests.people import actor, received
from tests.unit.lifecycle.courses import engaged

READING = (("view",), ("deliverable", "plan"))
KNOWING = (("view", "list"), ("person",))
JUNE = datetime(2020, 6, 1, tzinfo=UTC)


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


@pytest.fixture
def person(unit):
    return unit.__parent__.__parent__


@pytest.fixture
def other(house):
    """Followed by somebody else, elsewhere."""
    arrived = received(house, "chloe", birth_name="Besson")
    return engaged(house, "UO1", arrived, login="chloe").__parent__.__parent__


def ids(*people):
    return {person.identifier for person in people}


def somebody(role, **known):
    return Actor("x", frozenset({role}), mandate_until=JUNE, **known)


def test_the_referent_looks_at_those_she_follows(house, person, other):
    assert scope_of(actor(house, "alice"), *READING, house) == ids(person)
    assert scope_of(actor(house, "chloe"), *READING, house) == ids(other)
    assert scope_of(actor(house, "bruno"), *READING, house) == set()


def test_deputies_experts_and_whoever_broke_the_glass_look_where_they_are_named(
    house, unit, person, other
):
    days = (date(2020, 2, 3), date(2020, 2, 4))
    motive = "La personne est à l'accueil, sa référente est en congé sans suppléant."
    alice = actor(house, "alice")
    add_deputy(unit.__parent__, "bruno", *days, alice, house)
    assert scope_of(actor(house, "bruno"), *READING, house) == ids(person)
    grant_expert(person, "chloe", JUNE, "Avis", alice, house)
    assert scope_of(actor(house, "chloe"), *READING, house) == ids(person, other)
    break_glass(person, motive, actor(house, "denis"), house)
    assert ids(person) <= scope_of(actor(house, "denis"), *READING, house, OF_VERSIONS)


def test_a_manager_looks_at_the_versions_of_her_structure(house, person, other):
    denis = actor(house, "denis")

    assert scope_of(denis, *READING, house) == ids(person)
    assert scope_of(denis, *READING, house, OF_VERSIONS) == set()


def test_those_without_a_unit_are_looked_at_by_whoever_receives(house, other):
    new = received(house, birth_name="Chevalier")

    assert scope_of(actor(house, "alice"), *KNOWING, house) == ids(new)


def test_whoever_told_people_where_to_go_looks_at_them(house, person):
    told = engaged(house, "UO0", received(house, "elise", birth_name="Evrard"), login="elise")

    assert scope_of(actor(house, "elise"), *KNOWING, house) == ids(told.__parent__.__parent__)


def test_the_person_looks_at_herself(house, person, other):
    herself = somebody("beneficiary", beneficiary=person.identifier)

    assert scope_of(herself, *READING, house) == ids(person)
    assert scope_of(somebody("beneficiary"), *READING, house) == set()


def test_outsiders_look_at_what_they_were_given_by_name(house, unit, person, other):
    auditor = somebody("auditor", sample=frozenset({unit.number, "4G209901000009"}))
    mediator = somebody("mediator", referrals=frozenset(ids(other)))
    successor = somebody("successor", handed_over=frozenset(ids(other)))

    assert scope_of(auditor, *READING, house) == ids(person)
    assert scope_of(mediator, *READING, house) == ids(other)
    assert scope_of(successor, ("view",), ("handover_package",), house) == ids(other)


def test_a_third_party_looks_at_those_who_gave_a_mandate_to_him_or_his_organisation(
    house, person, other
):
    mandate = {"third_party": "opco", "scope": "deliverable", "recorded_by": "alice"}
    days = {"given_on": date(2020, 2, 3), "until": date(2020, 3, 3)}
    record_mandate(person, {**mandate, **days}, actor(house, "alice"), house)

    assert scope_of(somebody("third_party", organisation="opco"), *READING, house) == ids(person)
    assert scope_of(somebody("third_party"), *READING, house) == set()


def test_an_organisation_looks_at_its_places_and_the_lead_at_everybody(house, person, other):
    house.site.structures["ANG"].organisation = "404833048"
    file = (("list",), ("file",))

    partner = somebody("controller", organisation="404833048")
    assert scope_of(partner, *file, house) == ids(other)
    assert scope_of(somebody("controller", organisation="732829320"), *file, house) is None
    assert scope_of(somebody("controller", organisation="nobody"), *file, house) == set()


def test_a_rule_that_names_nobody_is_about_everybody(house, person):
    assert scope_of(CLOCKWORK, *READING, house) is None


def test_whoever_has_no_rule_looks_nowhere(house, person):
    for login in ("gaelle", "farid", "elise"):
        assert scope_of(actor(house, login), *READING, house) == set()


def test_somebody_without_a_structure_looks_at_none(house, person):
    assert scope_of(somebody("manager"), *READING, house) == set()


def test_every_source_is_a_word_of_the_policy(house):
    assert SOURCES.keys() <= house.rules.access.predicates.keys()


@pytest.mark.parametrize(
    "login", ["alice", "bruno", "chloe", "denis", "elise", "farid", "gaelle", "nobody"]
)
def test_asked_one_by_one_the_people_are_those_of_the_scope(house, person, other, login):
    new = received(house, birth_name="Chevalier")
    told = engaged(house, "UO0", received(house, "elise", birth_name="Evrard"), login="elise")
    people = [person, other, new, told.__parent__.__parent__]
    who = actor(house, login) if login != "nobody" else somebody("manager")

    for kinds in (("file",), ("person",), READING[1]):
        scope = scope_of(who, ("view", "list"), kinds, house)
        within = reach_of(who, ("view", "list"), kinds, house)

        expected = [scope is None or one.identifier in scope for one in people]
        assert [within(one.identifier) for one in people] == expected


def test_outsiders_are_asked_about_one_by_one_too(house, unit, person, other):
    mandate = {"third_party": "opco", "scope": "deliverable", "recorded_by": "alice"}
    days = {"given_on": date(2020, 2, 3), "until": date(2020, 3, 3)}
    record_mandate(person, {**mandate, **days}, actor(house, "alice"), house)
    house.site.structures["ANG"].organisation = "404833048"
    outsiders = [
        somebody("third_party", organisation="opco"),
        somebody("auditor", sample=frozenset({unit.number})),
        somebody("mediator", referrals=frozenset(ids(other))),
        somebody("beneficiary", beneficiary=person.identifier),
        somebody("controller", organisation="404833048"),
        somebody("controller", organisation="732829320"),
        somebody("controller", organisation="nobody"),
        CLOCKWORK,
    ]

    for who in outsiders:
        scope = scope_of(who, ("view", "list"), ("file", "deliverable"), house)
        within = reach_of(who, ("view", "list"), ("file", "deliverable"), house)

        expected = [scope is None or one.identifier in scope for one in (person, other)]
        assert [within(one.identifier) for one in (person, other)] == expected


def test_every_source_that_is_asked_is_one_that_is_gathered():
    assert ASKED.keys() <= SOURCES.keys()
