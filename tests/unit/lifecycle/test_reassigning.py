"""Handing many files over at once (R-035, R-131): what is shown before is what is done."""

from datetime import date, timedelta

import pytest

from cep_docs.content.site import course_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.reassigning import (
    MOST,
    carried_out,
    files_of,
    passed_on,
    planned,
    successors,
)
from tests.people import actor, received
from tests.unit.lifecycle import courses

NOTE = "Alice part en congé : deux dossiers sont à rappeler cette semaine."


def engaged(tools, unit="UO1", login="alice"):
    """A unit of somebody of her own, born on another day than the others."""
    tools.numbers.take([("born", None)])
    born = date(1970, 1, 1) + timedelta(days=tools.numbers.peek("born"))
    return courses.engaged(tools, unit, received(tools, login, birth_date=born.isoformat()), login)


@pytest.fixture
def denis(house):
    return actor(house, "denis")


def test_successors_are_shown_with_what_they_follow_already(house):
    engaged(house, login="bruno")

    (bruno,) = successors("NTE", "alice", house)
    assert (bruno.login, bruno.structure, bruno.running) == ("bruno", "NTE", 1)
    assert [one.login for one in successors("ANG", "alice", house)] == ["chloe"]
    assert [one.login for one in successors("", "alice", house)] == ["bruno", "chloe"]


def test_somebody_who_left_takes_nothing(house):
    house.site.accounts["bruno"].disabled_on = date(2020, 2, 3)

    assert successors("NTE", "alice", house) == []


def test_the_files_of_an_adviser_are_those_the_manager_may_list(house, denis):
    unit = engaged(house)

    assert [line.number for line in files_of("alice", denis, house)] == [unit.number]
    assert files_of("alice", actor(house, "gaelle"), house) == []


def test_files_go_to_whoever_has_least(house, denis):
    for _ in range(2):
        engaged(house, login="bruno")
    numbers = [engaged(house).number for _ in range(4)]

    plan = planned(numbers, ["bruno", "chloe"], denis, house)

    assert [one.to for one in plan] == ["chloe", "chloe", "bruno", "chloe"]
    assert all(one.refusal == "" for one in plan)


def test_planning_changes_nothing(house, denis):
    unit = engaged(house)

    planned([unit.number], ["bruno"], denis, house)

    assert course_of(unit).referent == "alice"


def test_two_units_of_one_course_go_together(house, denis, clock):
    project = courses.signed(engaged(house, "UO2.1"), house)
    clock.on("2020-03-02")
    support = courses.engaged(house, "UO2.2", project.__parent__.__parent__)

    plan = planned([support.number, project.number], ["bruno", "chloe"], denis, house)

    assert {one.to for one in plan} == {"bruno"}
    assert [one.refusal for one in plan] == ["", "Cette unité n'est plus en cours."]


def test_what_would_not_pass_is_said_before_and_counts_for_nobody(house, denis):
    hers, elsewhere = engaged(house, login="bruno"), engaged(house, login="chloe")
    house.site.accounts["denis"].roles = ("manager", "controller")
    both = actor(house, "denis")

    his, other = planned([hers.number, elsewhere.number], ["bruno"], both, house)

    assert his.refusal == "Cette personne en est déjà le référent."
    assert "autre structure" in other.refusal


def test_confirmed_files_have_a_new_referent_and_the_note_in_their_history(house, denis):
    units = [engaged(house) for _ in range(3)]

    carried_out({unit.number: "bruno" for unit in units}, NOTE, denis, house)

    for unit in units:
        course = course_of(unit)
        assert course.referent == "bruno"
        assert course.starts[-1]["because"] == NOTE
        line = course.__parent__.journal.recent(1)[0]
        assert (line["what"], line["who"]) == ("reassign", "denis")
    assert [number for _, number in house.catalog.caseload("alice")] == []


def test_each_file_goes_to_whoever_was_chosen_for_it(house, denis):
    one, other = engaged(house), engaged(house)

    carried_out({one.number: "bruno", other.number: "chloe"}, NOTE, denis, house)

    assert (course_of(one).referent, course_of(other).referent) == ("bruno", "chloe")


def test_a_course_is_handed_over_once(house, denis, clock):
    project = courses.signed(engaged(house, "UO2.1"), house)
    clock.on("2020-03-02")
    support = courses.engaged(house, "UO2.2", project.__parent__.__parent__)
    project.state = "overdue"

    carried_out({project.number: "bruno", support.number: "bruno"}, NOTE, denis, house)

    assert len(course_of(support).starts) == 2


def test_a_course_is_not_given_to_two_people(house, denis, clock):
    project = courses.signed(engaged(house, "UO2.1"), house)
    clock.on("2020-03-02")
    support = courses.engaged(house, "UO2.2", project.__parent__.__parent__)
    project.state = "overdue"

    with pytest.raises(NotPossible):
        carried_out({project.number: "bruno", support.number: "chloe"}, NOTE, denis, house)


def test_a_file_that_changed_meanwhile_stops_everything(house, denis):
    """Nothing is done that was not on the page that was confirmed."""
    unit = engaged(house)
    carried_out({unit.number: "bruno"}, NOTE, denis, house)

    with pytest.raises(NotPossible, match="rien n'a été réattribué"):
        carried_out({unit.number: "bruno"}, NOTE, denis, house)


def test_a_manager_of_elsewhere_hands_nothing_over(house):
    unit = engaged(house)
    house.site.accounts["denis"].structure = "ANG"

    with pytest.raises(Invalid, match="n'existe pas"):
        carried_out({unit.number: "bruno"}, NOTE, actor(house, "denis"), house)


def test_an_unknown_number_and_a_foreign_one_get_the_same_answer(house, denis):
    foreign = engaged(house, login="chloe")
    messages = set()
    for number in (foreign.number, "4G200201999999", "rien"):
        with pytest.raises(Invalid) as refused:
            planned([number], ["bruno"], denis, house)
        messages.add(str(refused.value))

    assert len(messages) == 1


@pytest.mark.parametrize(
    ("numbers", "to", "field"),
    [
        ([], ["bruno"], "n"),
        (["4G200201000001"] * (MOST + 1), ["bruno"], "n"),
        (["4G200201000001"], [], "a"),
        (["4G200201000001"], ["denis"], "a"),
        (["4G200201000001"], ["nobody"], "a"),
    ],
)
def test_each_fault_is_told_beside_its_field(house, denis, numbers, to, field):
    with pytest.raises(Invalid) as refused:
        planned(numbers, to, denis, house)

    assert list(refused.value.messages) == [field]


def test_a_note_is_always_written(house, denis):
    unit = engaged(house)

    with pytest.raises(Invalid) as refused:
        carried_out({unit.number: "bruno"}, "  ", denis, house)

    assert list(refused.value.messages) == ["note"]
    with pytest.raises(Invalid):
        carried_out({unit.number: "denis"}, NOTE, denis, house)


def test_what_was_passed_on_is_found_again_to_be_taken_back(house, denis, clock):
    passed, before = engaged(house), engaged(house, login="bruno")
    since, until = carried_out({passed.number: "bruno"}, NOTE, denis, house)

    ((line, had),) = passed_on(since, until, ["bruno"], denis, house)

    assert (line.number, had) == (passed.number, "alice")
    assert before.number != line.number
    clock.on("2020-02-04")
    carried_out({passed.number: "alice"}, "Retour.", denis, house)
    assert passed_on(since, until, ["bruno"], denis, house) == []


def test_nobody_is_shown_what_somebody_else_passed_on(house, denis):
    unit = engaged(house)
    since, until = carried_out({unit.number: "bruno"}, NOTE, denis, house)
    other = actor(house, "farid")

    assert passed_on(since, until, ["bruno"], other, house) == []
