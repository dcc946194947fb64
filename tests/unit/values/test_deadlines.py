"""Time limits: R-023, R-024, R-025, C-07, C-08."""

from datetime import date, timedelta

import pytest

from cep_docs.values.calendars import is_working_day
from cep_docs.values.deadlines import Deadline, days_left, deadline, has_lapsed, is_overdue

DAYS_OF_2026 = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_two_months_from_the_last_of_december():
    """28 February 2021 was a Sunday."""
    limit = deadline(date(2020, 12, 31), 2, "Métropole")

    assert limit == Deadline(strict=date(2021, 2, 28), extended=date(2021, 3, 1))


def test_six_months_from_the_last_of_august():
    limit = deadline(date(2020, 8, 31), 6, "Métropole")

    assert limit.strict == date(2021, 2, 28)


def test_a_unit_of_the_day_ends_the_day_it_begins():
    limit = deadline(date(2020, 3, 3), 0, "Métropole")

    assert limit == Deadline(date(2020, 3, 3), date(2020, 3, 3))


def test_on_the_first_of_may_it_is_extended():
    """1 May 2026 is a Friday."""
    limit = deadline(date(2026, 3, 1), 2, "Métropole")

    assert limit == Deadline(date(2026, 5, 1), date(2026, 5, 4))


def test_colmar_rests_on_good_friday_and_reims_does_not():
    start = date(2026, 2, 3)

    colmar = deadline(start, 2, "Alsace-Moselle")
    reims = deadline(start, 2, "Métropole")

    assert colmar == Deadline(date(2026, 4, 3), date(2026, 4, 7))  # Easter Monday is the 6th
    assert reims == Deadline(date(2026, 4, 3), date(2026, 4, 3))


def test_the_last_day_is_valid_until_its_end():
    friday, monday = date(2026, 5, 1), date(2026, 5, 4)
    limit = Deadline(strict=friday, extended=monday)

    assert [is_overdue(limit, friday + timedelta(days=n)) for n in range(2)] == [False, True]
    assert [has_lapsed(limit, monday + timedelta(days=n)) for n in range(2)] == [False, True]


def test_days_left_are_counted_to_the_strict_day():
    limit = Deadline(strict=date(2026, 5, 1), extended=date(2026, 5, 4))

    assert days_left(limit, date(2026, 4, 1)) == 30
    assert days_left(limit, date(2026, 5, 1)) == 0
    assert days_left(limit, date(2026, 5, 2)) == -1


@pytest.mark.parametrize(("months", "not_working", "shorter"), [(2, 116, 4), (6, 111, 7)])
def test_one_in_three_falls_on_a_day_off(months, not_working, shorter):
    """Requirements §0.7, UO1 and UO2.1 engaged on each day of 2026."""
    limits = {day: deadline(day, months, "Métropole") for day in DAYS_OF_2026}

    days_off = [limit for limit in limits.values() if limit.extended != limit.strict]
    last_of_month = [day for day, limit in limits.items() if limit.strict.day != day.day]

    assert len(days_off) == not_working
    assert len(last_of_month) == shorter
    assert all(is_working_day(limit.extended, "Métropole") for limit in limits.values())
