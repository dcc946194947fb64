"""The rail of units: days used, days allowed, how near a limit is, in both agreements."""

from datetime import date

import pytest

from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.prospects import prospects_of
from cep_docs.lifecycle.rail import CALM, DONE, GONE, LATE, NEXT, WARN, pressing, rail_of
from tests.people import actor, received
from tests.unit.lifecycle import courses


def rail(person, tools, login="alice"):
    return rail_of(person, prospects_of(person, actor(tools, login), tools), tools)


def person_of(unit):
    return unit.__parent__.__parent__


def test_a_closed_unit_says_how_many_of_its_days_it_took(house, clock):
    unit = courses.engaged(house, "UO1")
    clock.on("2020-03-03")
    courses.signed(unit, house)

    line = rail(person_of(unit), house).lines[0]

    assert (line.tone, line.days_used, line.days_allowed) == (DONE, 29, 60)
    assert (line.closed_on, line.days_left) == (date(2020, 3, 3), None)


@pytest.mark.parametrize(
    ("day", "left", "tone"),
    [("2020-03-12", 22, CALM), ("2020-03-13", 21, WARN), ("2020-03-27", 7, LATE)],
)
def test_a_running_unit_is_coloured_as_its_limit_comes_near_r_032(house, clock, day, left, tone):
    unit = courses.engaged(house, "UO1")
    clock.on(day)

    line = rail(person_of(unit), house).lines[0]

    assert (line.days_left, line.tone) == (left, tone)
    assert line.used_until == date.fromisoformat(day)


def test_without_a_limit_nothing_presses(house):
    assert pressing(None) == CALM


def test_abandoned_and_cancelled_units_are_not_shown_as_done(house, clock):
    left = courses.engaged(house, "UO1")
    mistaken = courses.engaged(house, "UO1", courses.received(house, first_name="Inès"))
    courses.act(mistaken, "cancel", house, "denis", motive="Ouverte par erreur.")
    clock.on("2020-04-20")
    settle(left, house)

    assert rail(person_of(left), house).lines[0].tone == LATE
    assert rail(person_of(mistaken), house).lines[0].tone == GONE


def test_a_unit_that_waits_for_an_order_says_so_r_019(tools):
    unit = courses.engaged(tools, "UO1")

    assert rail(person_of(unit), tools).lines[0].waits
    assert rail(person_of(unit), tools).order == ""


def test_what_may_follow_is_drawn_until_the_time_of_the_course_is_over_r_025(house):
    unit = courses.engaged(house, "UO2.1")

    follows = rail(person_of(unit), house).lines[1:]

    assert [(line.unit, line.tone, line.until) for line in follows] == [
        ("UO2.2", NEXT, date(2021, 8, 3))
    ]


def test_after_an_abandonment_nothing_follows_r_026(house, clock):
    unit = courses.engaged(house, "UO2.1")
    clock.on("2020-09-01")
    settle(unit, house)

    assert len(rail(person_of(unit), house).lines) == 1


def test_an_agreement_without_time_limits_has_bars_without_an_end_r_129(tools, clock):
    clock.on("2024-02-05")
    unit = courses.engaged(tools, "RDV1")
    clock.on("2024-03-06")

    line = rail(person_of(unit), tools).lines[0]

    assert (line.due_on, line.days_allowed, line.days_left) == (None, None, None)
    assert (line.tone, line.days_used, line.until) == (CALM, 30, date(2024, 3, 6))


def test_somebody_who_just_came_has_an_empty_rail(house):
    assert rail(received(house), house).lines == []
