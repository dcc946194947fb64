"""What was let pass or justified, for France compétences (R-004, R-008, R-021, R-027, R-034)."""

from datetime import date

import pytest

from cep_docs.lifecycle.exceptions import PLACES, exceptions_between
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.opening_conditions import PLACE_EXCEPTIONS
from tests.people import actor, met, received
from tests.unit.lifecycle.courses import act, engaged, signed

YEAR = date(2020, 1, 1), date(2020, 12, 31)
ELSEWHERE = {"followed_elsewhere": "no"}


def listed(tools, since=YEAR[0], until=YEAR[1], login="farid"):
    return list(exceptions_between(since, until, actor(tools, login), tools))


def overridden(tools, word="status_in_perimeter", **changes):
    """A public agent whose manager lets her be accompanied."""
    given = Given(referent="alice", overrides={word: "Accord du siège"})
    person = received(tools, status="AGPUB")
    return engaged(tools, "UO1", person, "denis", given=given, **changes)


def came_back(tools, clock, day, **said):
    """Somebody who comes back to a first level after a project closed on 3 February."""
    person = signed(engaged(tools, "UO2.1"), tools).__parent__.__parent__
    clock.on(day)
    return engaged(tools, "UO1", person, declarations={**ELSEWHERE, **said})


def test_an_ordinary_house_has_none(house):
    signed(engaged(house, "UO1"), house)

    assert listed(house) == []


def test_an_override_bears_its_rule_its_motive_who_and_when_r_004(house):
    unit = overridden(house)

    (found,) = listed(house)

    assert (found.number, found.unit, found.code) == (unit.number, "UO1", "status_in_perimeter")
    assert found.kind.startswith("dérogation à la règle « le statut de la personne ouvre droit")
    assert (found.motive, found.by, found.on) == ("Accord du siège", "denis", date(2020, 2, 3))
    assert found.as_data()["number"] == unit.number


def test_everybody_lists_what_he_may_list_and_the_administrator_nothing_r_122(house):
    overridden(house)

    found = {login: len(listed(house, login=login)) for login in ("alice", "bruno", "gaelle")}

    assert found == {"alice": 1, "bruno": 1, "gaelle": 0}


def test_a_late_entry_is_of_the_day_it_was_let_pass_r_021(house, clock):
    clock.on("2020-03-02")
    day = date(2020, 2, 10)
    asked = {"unit": "UO1", "on": day, "author": "person"}
    given = Given(referent="alice", overrides={"not_backdated_too_far": "Panne"})
    person = received(house)
    person.statuses = ({**person.statuses[0], "since": day},)
    engaged(house, "UO1", person, "denis", given=given, opened_on=day, demand=asked)

    (found,) = listed(house)

    assert (found.code, found.on) == ("not_backdated_too_far", date(2020, 3, 2))


def test_a_support_without_a_signed_project_r_027(house, clock):
    project = engaged(house, "UO2.1")
    met(project, house)
    act(project, "close", house, reason="VOL_SITUATION", motive="Courrier")
    clock.on("2020-02-10")
    given = Given(referent="alice", overrides={"follows_a_signed_project": "Projet perdu"})
    engaged(house, "UO2.2", project.__parent__.__parent__, "denis", given=given)

    assert [(e.unit, e.code) for e in listed(house)] == [("UO2.2", "follows_a_signed_project")]


def test_a_place_outside_the_lot_is_told_in_french_r_008(house):
    said = {**ELSEWHERE, "place_exception": "mobility"}
    engaged(house, "UO1", received(house, postcode="75001"), declarations=said)

    (found,) = listed(house)

    assert (found.code, found.by) == ("place_exception", "alice")
    assert (found.kind, found.motive) == ("résidence et emploi hors du lot", "mobilité envisagée")


def test_another_reason_is_told_as_it_was_written_r_008(house):
    said = {**ELSEWHERE, "place_exception": "other", "place_reason": " Logée ici l'année. "}
    engaged(house, "UO1", received(house, postcode="75001"), declarations=said)

    (found,) = listed(house)

    assert found.motive == "autre raison : Logée ici l'année."


def test_every_place_exception_has_its_french():
    assert set(PLACES) == set(PLACE_EXCEPTIONS)


@pytest.mark.parametrize(("day", "count"), [("2020-05-02", 1), ("2020-05-03", 0)])
def test_a_return_within_three_months_r_034(house, clock, day, count):
    unit = came_back(house, clock, day, return_motive=" Licenciement ")

    found = listed(house)

    assert len(found) == count
    assert [e.motive for e in found] == ["Licenciement"] * count
    assert [e.number for e in found] == [unit.number] * count


def test_going_on_in_the_same_course_is_no_return_c_42(house, clock):
    back = signed(came_back(house, clock, "2020-03-02", return_motive="Licenciement"), house)
    clock.on("2020-03-10")
    engaged(house, "UO2.1", back.__parent__.__parent__)

    assert [e.unit for e in listed(house)] == ["UO1"]


def test_coming_back_after_a_first_level_is_no_quick_return(house, clock):
    unit = signed(engaged(house, "UO1"), house)
    clock.on("2020-02-10")
    engaged(house, "UO1", unit.__parent__.__parent__)

    assert listed(house) == []


def test_what_came_before_a_closing_is_no_return_after_it(house, clock):
    first = signed(engaged(house, "UO1"), house)
    clock.on("2020-02-10")
    signed(engaged(house, "UO2.1", first.__parent__.__parent__), house)

    assert listed(house) == []


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        (date(2020, 2, 3), date(2020, 2, 3), 1),
        (date(2020, 2, 4), date(2020, 2, 28), 0),
        (date(2020, 1, 1), date(2020, 2, 2), 0),
    ],
)
def test_both_days_of_the_period_are_of_it(house, since, until, count):
    overridden(house)

    assert len(listed(house, since, until)) == count


def test_a_cancelled_unit_never_was_r_042(house):
    unit = overridden(house)

    act(unit, "cancel", house, "denis", motive="Homonyme")

    assert listed(house) == []


def test_no_name_is_told(house):
    overridden(house)

    data = str([e.as_data() for e in listed(house)])

    assert actor(house, "denis").account in data
    assert not any(name in data for name in ("Lefèvre", "Zoé"))
