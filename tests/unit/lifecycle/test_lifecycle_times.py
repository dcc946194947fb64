"""How long units take, estimated from their exchanges (R-039)."""

from datetime import date

from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.times import MeanTime, mean_times, minutes_of
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged

FEBRUARY = date(2020, 2, 1), date(2020, 2, 29)


def closed(tools, *minutes, name="Zoé", unit="UO1"):
    """A unit with exchanges of so many minutes, closed today."""
    found = engaged(tools, unit, received(tools, first_name=name))
    for count in minutes:
        log_interaction(found, Exchange("PRES", minutes=count), actor(tools, "alice"), tools)
    act(found, "close", tools, reason="VOL_SITUATION", motive="Courrier")
    return found


def test_the_time_of_a_unit_is_that_of_its_exchanges(house):
    assert minutes_of(closed(house, 60, 0, 45)) == 105
    assert minutes_of(closed(house, name="Ana")) == 0


def test_the_mean_of_each_kind_of_unit_beside_the_estimate(house):
    closed(house, 60, 30, name="Ana")
    closed(house, 30, name="Eva")
    closed(house, 200, name="Léa", unit="UO2.1")

    assert mean_times(*FEBRUARY, house) == {
        "UO1": MeanTime(2, 60.0, 120),
        "UO2.1": MeanTime(1, 200.0, 240),
    }


def test_a_unit_that_was_not_measured_is_left_out(house):
    closed(house, 60, name="Ana")
    closed(house, name="Eva")

    assert mean_times(*FEBRUARY, house)["UO1"] == MeanTime(1, 60.0, 120)


def test_a_cancelled_unit_never_was_r_042(house):
    unit = engaged(house, "UO1")
    log_interaction(unit, Exchange("PRES", minutes=60), actor(house, "alice"), house)
    act(unit, "cancel", house, "denis", motive="Homonyme")

    assert mean_times(*FEBRUARY, house) == {}


def test_both_days_of_the_period_are_of_it_and_it_may_cross_a_year(house, clock):
    clock.on("2020-12-30")
    closed(house, 20, name="Ana")
    clock.on("2020-12-31")
    closed(house, 60)

    assert mean_times(date(2020, 12, 31), date(2021, 1, 4), house)["UO1"].mean_minutes == 60
    assert set(mean_times(date(2020, 12, 31), date(2020, 12, 31), house)) == {"UO1"}
    assert set(mean_times(date(2019, 11, 1), date(2021, 2, 1), house)) == {"UO1"}
    assert mean_times(date(2020, 12, 1), date(2020, 12, 30), house)["UO1"].mean_minutes == 20
    assert mean_times(date(2021, 1, 1), date(2021, 1, 31), house) == {}


def test_a_long_unit_is_stopped_by_nothing(house):
    assert minutes_of(closed(house, 600, 600)) == 1200
