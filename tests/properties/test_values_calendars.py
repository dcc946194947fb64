"""Months, working days and time limits over 2019-2060, in all zones (R-023 to R-025)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cep_docs.values.calendars import (
    ZONES,
    add_working_days,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
)
from cep_docs.values.dates import french_day, parse_day
from cep_docs.values.deadlines import days_left, deadline, has_lapsed, is_overdue
from cep_docs.values.local_time import end_of_day, local_day, quarter, quarter_bounds
from cep_docs.values.months import add_months

ONE_DAY = timedelta(days=1)
TIME_ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
]

quick = settings(max_examples=200, deadline=None, database=None)
days = st.dates(date(2019, 1, 1), date(2060, 12, 31))
zones = st.sampled_from(ZONES)
time_zones = st.sampled_from(TIME_ZONES)


@quick
@given(days, st.integers(-240, 240))
def test_months_land_in_the_right_month_on_the_right_day(day, months):
    landed = add_months(day, months)

    assert (landed.year - day.year) * 12 + landed.month - day.month == months
    assert landed.day == day.day or (landed.day < day.day and (landed + ONE_DAY).day == 1)


@quick
@given(days, days, st.integers(0, 24))
def test_a_later_start_never_ends_earlier(one, other, months):
    first, second = sorted([one, other])

    assert add_months(first, months) <= add_months(second, months)


@quick
@given(days, st.integers(0, 60), zones)
def test_working_days_are_counted_back_as_they_were_added(day, n, zone):
    end = add_working_days(day, n, zone)

    assert working_days_between(day, end, zone) == n
    assert working_days_between(end, day, zone) == -n
    assert n == 0 or is_working_day(end, zone)


@quick
@given(days, zones)
def test_next_and_previous_working_days_are_the_nearest(day, zone):
    following, before = next_working_day(day, zone), previous_working_day(day, zone)

    assert before <= day <= following
    assert is_working_day(before, zone)
    assert is_working_day(following, zone)
    assert working_days_between(before, following, zone) == (before != following)


@quick
@given(days, st.sampled_from([0, 2, 6, 18]), zones, days)
def test_nothing_lapses_before_it_is_overdue(start, months, zone, today):
    limit = deadline(start, months, zone)

    assert limit.strict <= limit.extended <= limit.strict + timedelta(days=5)
    assert (limit.strict == limit.extended) == is_working_day(limit.strict, zone)
    assert not has_lapsed(limit, today) or is_overdue(limit, today)
    assert is_overdue(limit, today) == (days_left(limit, today) < 0)


@quick
@given(days, time_zones)
def test_a_local_day_ends_where_the_next_begins(day, time_zone):
    """C-08: valid until 24:00 local."""
    end = end_of_day(day, time_zone)

    assert local_day(end - timedelta(microseconds=1), time_zone) == day
    assert local_day(end, time_zone) == day + ONE_DAY


@quick
@given(st.datetimes(datetime(2019, 1, 1), datetime(2060, 12, 31)), time_zones)  # noqa: DTZ001
def test_a_local_day_is_at_most_one_away(moment, time_zone):
    instant = moment.replace(tzinfo=UTC)

    day = local_day(instant, time_zone)

    assert abs((day - instant.date()).days) <= 1
    assert end_of_day(day - ONE_DAY, time_zone) <= instant < end_of_day(day, time_zone)


@quick
@given(days)
def test_each_day_is_in_its_quarter(day):
    first, last = quarter_bounds(*quarter(day))

    assert first <= day <= last
    assert quarter(last + ONE_DAY) != quarter(day) == quarter(first) == quarter(last)


@quick
@given(days)
def test_a_day_is_read_as_it_was_written(day):
    assert parse_day(day.isoformat()) == day
    assert french_day(day).endswith(str(day.year))
