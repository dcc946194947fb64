"""Days as they are lived in a lot: R-018 (month in the lot's time zone), C-08."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cep_docs.values.local_time import (
    end_of_day,
    local_day,
    month_bounds,
    quarter,
    quarter_bounds,
)


def test_late_in_saint_denis_it_is_still_january():
    late = datetime(2020, 1, 31, 23, 30, tzinfo=ZoneInfo("Indian/Reunion"))

    assert local_day(late.astimezone(UTC), "Indian/Reunion") == date(2020, 1, 31)


def test_after_midnight_in_saint_denis_it_is_february_there_and_january_in_paris():
    later = datetime(2020, 1, 31, 20, 30, tzinfo=UTC)

    assert local_day(later, "Indian/Reunion") == date(2020, 2, 1)
    assert local_day(later, "Europe/Paris") == date(2020, 1, 31)


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [
        ("Europe/Paris", date(2020, 2, 1)),
        ("Indian/Mayotte", date(2020, 2, 1)),
        ("America/Cayenne", date(2020, 1, 31)),
        ("America/Guadeloupe", date(2020, 1, 31)),
        ("America/Martinique", date(2020, 1, 31)),
    ],
)
def test_at_one_instant_the_overseas_lots_live_two_days(time_zone, day):
    instant = datetime(2020, 2, 1, 2, 30, tzinfo=UTC)

    assert local_day(instant, time_zone) == day


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="pas de fuseau horaire"):
        local_day(datetime(2020, 2, 1, 2, 30), "Europe/Paris")  # noqa: DTZ001 - the point


@pytest.mark.parametrize(
    "name", ["", ".", "America", "Europe/Colmar", "../Europe/Paris", "/etc/passwd", "\0"]
)
def test_an_unknown_time_zone_is_refused(name):
    with pytest.raises(ValueError, match="Ce fuseau horaire n'existe pas"):
        local_day(datetime(2020, 2, 1, tzinfo=UTC), name)


@pytest.mark.parametrize(
    ("time_zone", "end"),
    [
        ("Europe/Paris", datetime(2020, 3, 31, 22, tzinfo=UTC)),
        ("Indian/Reunion", datetime(2020, 3, 31, 20, tzinfo=UTC)),
        ("America/Martinique", datetime(2020, 4, 1, 4, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_its_own_midnight(time_zone, end):
    """C-08: the last day is valid until 24:00 local."""
    assert end_of_day(date(2020, 3, 31), time_zone) == end
    assert end_of_day(date(2020, 3, 31), time_zone).utcoffset() == timedelta(0)
    assert local_day(end - timedelta(microseconds=1), time_zone) == date(2020, 3, 31)


@pytest.mark.parametrize(
    ("month", "number"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_a_quarter_has_three_months(month, number):
    assert quarter(date(2020, month, 15)) == (2020, number)


def test_bounds_are_first_and_last_days():
    assert month_bounds(2020, 2) == (date(2020, 2, 1), date(2020, 2, 29))
    assert quarter_bounds(2021, 1) == (date(2021, 1, 1), date(2021, 3, 31))
    assert quarter_bounds(2021, 4) == (date(2021, 10, 1), date(2021, 12, 31))


@pytest.mark.parametrize("number", [0, 5])
def test_there_are_four_quarters(number):
    with pytest.raises(ValueError, match="Le trimestre va de 1 à 4"):
        quarter_bounds(2020, number)


@pytest.mark.parametrize("month", [0, 13])
def test_there_are_twelve_months(month):
    with pytest.raises(ValueError, match="Le mois va de 1 à 12"):
        month_bounds(2020, month)
