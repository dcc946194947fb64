"""Somebody comes in: one act makes her file and her first unit (R-001)."""

import pytest

from cep_docs.errors import Invalid, NotAllowed
from cep_docs.lifecycle.contacts import count_contact
from cep_docs.lifecycle.persons import NewPerson
from cep_docs.lifecycle.welcoming import (
    FirstContact,
    contact_to_name,
    give_a_name,
    operators_for,
    point_the_way,
    twins_of,
    welcome,
)
from tests.people import PERSON, RULES, actor, received
from tests.unit.lifecycle.courses import engaged

CODES = {
    "origin": "IND",
    "motive": "PROJET",
    "detailed_motive": "CHANGE",
    "orientation": "CEP_INT",
}
SHEET = {key: PERSON[key] for key in ("birth_name", "first_name", "birth_date")}


def new(tools, **changes):
    return NewPerson({**SHEET, **changes}, "SAL_CDI", tools.now().date(), "NTE")


def test_one_act_is_the_file_the_unit_the_exchange_and_the_closing_r_022(house):
    said = FirstContact("TEL", CODES, "declined", minutes=8)

    person = welcome(new(house), said, actor(house, "elise"), house)

    [unit] = person.engagements()
    assert (unit.unit, unit.closed_on) == ("UO0", unit.opened_on)
    [exchange] = unit.interactions
    assert (exchange["minutes"], exchange["remote_agreed_by"]) == (8, "person_asked")
    assert unit.declarations == {"reception_offer": "declined"}


def test_what_is_missing_is_told_by_field_and_nothing_is_engaged(house):
    person = received(house)

    with pytest.raises(Invalid) as refusal:
        point_the_way(
            person, FirstContact("PRES", {"origin": "IND"}), actor(house, "alice"), house
        )

    assert set(refusal.value.messages) == {"motive", "detailed_motive", "orientation"}
    assert person.engagements() == []


def test_an_offer_that_is_none_of_the_three_is_told_r_003(house):
    said = FirstContact("TEL", CODES, "maybe")

    with pytest.raises(Invalid, match="accueil sur place"):
        welcome(new(house), said, actor(house, "alice"), house)


def test_in_the_file_of_a_colleague_no_exchange_is_written_r_122(house):
    person = engaged(house, "UO1").__parent__.__parent__

    unit = point_the_way(person, FirstContact("TEL", CODES), actor(house, "bruno"), house)

    assert unit is not None
    assert unit.interactions == ()


def test_a_manager_welcomes_nobody(house):
    with pytest.raises(NotAllowed):
        welcome(new(house), FirstContact("TEL", CODES), actor(house, "denis"), house)


def test_an_agreement_without_such_a_unit_keeps_the_demand_r_010(house, clock):
    clock.on("2024-02-08")

    person = welcome(new(house), FirstContact("TEL", {}), actor(house, "alice"), house)

    assert [demand["unit"] for demand in person.demands] == ["RDV1"]
    assert person.engagements() == []


def test_an_anonymous_contact_gets_a_name_the_same_day_only_c_30(house, clock):
    alice = actor(house, "alice")
    key = count_contact("anonymous", "NTE", {}, alice, house)
    assert contact_to_name(key, alice, house) is not None
    assert contact_to_name("nothing", alice, house) is None
    assert contact_to_name(key, actor(house, "chloe"), house) is None

    give_a_name(key, new(house), FirstContact("TEL", CODES), alice, house)

    assert contact_to_name(key, alice, house) is None


def test_out_of_scope_never_gets_a_name_c_30(house):
    alice = actor(house, "alice")
    key = count_contact("out_of_scope", "NTE", {}, alice, house)

    assert contact_to_name(key, alice, house) is None


def test_where_nobody_is_pointed_the_way_a_contact_keeps_no_name(house, clock):
    clock.on("2024-02-08")
    alice = actor(house, "alice")
    key = count_contact("anonymous", "NTE", {}, alice, house)

    with pytest.raises(Invalid, match="ne reçoit pas de nom"):
        give_a_name(key, new(house), FirstContact("TEL", {}), alice, house)


def test_homonyms_are_named_to_those_who_may_know_them_r_106_r_122(house):
    elsewhere = engaged(house, "UO1", login="chloe").__parent__.__parent__

    [seen] = twins_of(SHEET, actor(house, "chloe"), house)
    [hidden] = twins_of(SHEET, actor(house, "alice"), house)

    assert (seen.name, seen.readable) == ("Zoé Lefèvre", True)
    assert (hidden.name, hidden.readable, hidden.welcomable) == ("", False, False)
    assert (hidden.identifier, hidden.place) == (elsewhere.identifier, "Angers")
    assert twins_of({**SHEET, "birth_date": ""}, actor(house, "alice"), house) == []


def test_each_status_has_its_operators_first_r_004():
    rules = RULES.agreements["cctp-2019"]

    assert [one.code for one in operators_for("DE", rules)] == ["OP_PE"]
    assert [one.code for one in operators_for("AGPUB", rules)] == ["HORS"]
    assert len(operators_for("SAL_CDI", rules)) == len(rules.other_operators)
