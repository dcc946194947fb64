"""What stands in the way of an engagement is known before anything is done."""

from dataclasses import replace

import pytest

from cep_docs.errors import Invalid
from cep_docs.lifecycle.readiness import due_at_closing, due_fields, known_sheet, obstacles
from tests.people import UNIT, actor, opening, received
from tests.unit.lifecycle.courses import engaged


def words(person, said, tools):
    return [one.word for one in obstacles(person, said, actor(tools, "alice"), tools)]


def test_nothing_stands_against_an_ordinary_engagement_but_its_referent(house):
    assert words(received(house), opening(house, "UO1"), house) == ["the_referent_is_active"]


def test_each_obstacle_has_its_sentence_and_says_who_may_pass_it_r_004(house):
    person = received(house, status="AGPUB")

    found = obstacles(person, opening(house, "UO1"), actor(house, "alice"), house)

    [outside] = [one for one in found if one.word == "status_in_perimeter"]
    assert outside.overridable
    assert outside.sentence.startswith("Le statut de la personne")
    assert "CCTP § 1.2.4" in outside.sentence


def test_asking_changes_nothing(house):
    person = received(house)

    words(person, opening(house, "UO1"), house)

    assert list(person) == []
    assert person.demands == ()


def test_what_is_missing_is_named_field_by_field_r_100(house):
    person = received(house, sex="", town="")

    fields, faults = due_fields(person, opening(house, "UO1"), actor(house, "alice"), house)

    assert {field.name for field in fields} == {"sex", "town"}
    assert faults["sex"] == "« Sexe » manque."


def test_what_the_unit_before_knew_is_known_r_100(house):
    first = engaged(house, "UO0", sheet={**UNIT, "orientation": "CEP_INT"})
    person = first.__parent__.__parent__

    known = known_sheet(person, opening(house, "UO1", sheet={}), actor(house, "alice"), house)

    assert known["origin"] == UNIT["origin"]
    assert known["status"] == "SAL_CDI"


@pytest.mark.parametrize("wrong", [{"structure": "XXX"}, {"unit": "UO9"}])
def test_a_place_or_a_unit_that_does_not_exist_is_told(house, wrong):
    said = replace(opening(house, "UO1"), **wrong)

    with pytest.raises(Invalid):
        words(received(house), said, house)


def test_what_the_closing_waits_for_is_named_c_14(house):
    unit = engaged(house, "UO2.1")

    fields, faults = due_at_closing(unit, actor(house, "alice"), house)

    assert "service_types" in {field.name for field in fields}
    assert faults["interaction_dates"] == "Aucun échange avec la personne n'est noté."
