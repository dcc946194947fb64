"""Holidays and working days: requirements §2.2, C-08, C-36."""

import statistics
from datetime import date, timedelta

import pytest
from holidays import country_holidays
from jours_feries_france import JoursFeries

from cep_docs.values.calendars import (
    ZONES,
    add_working_days,
    holidays,
    is_working_day,
    next_working_day,
    previous_working_day,
    working_days_between,
    zone_of_department,
)

YEARS = range(2019, 2061)
DAYS_OF_2026 = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_the_zones_are_seven():
    assert ZONES == (
        "Métropole",
        "Alsace-Moselle",
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "La Réunion",
        "Mayotte",
    )


@pytest.mark.parametrize("zone", ZONES)
def test_holidays_are_those_of_jours_feries_france(zone):
    ours = {year: set(holidays(year, zone)) for year in YEARS}

    theirs = {year: set(JoursFeries.for_year(year, zone).values()) for year in YEARS}

    assert ours == theirs


@pytest.mark.parametrize(
    ("zone", "subdivision", "more_there"),
    [
        ("Métropole", None, set()),
        ("Alsace-Moselle", "57", set()),
        # Customs of the Antilles, not in the code du travail: left out (requirements §2.2)
        ("Guadeloupe", "971", {"Vendredi saint", "Mi-Carême", "Fête de Victor Schoelcher"}),
        ("Martinique", "972", {"Fête de Victor Schoelcher"}),
        ("Guyane", "973", set()),
        ("La Réunion", "974", set()),
        ("Mayotte", "976", set()),
    ],
)
def test_a_second_source_differs_by_customs_only(zone, subdivision, more_there):
    for year in YEARS:
        theirs = country_holidays("FR", subdiv=subdivision, years=year, language="fr")

        legal = {day for day in theirs if not set(theirs.get_list(day)) <= more_there}

        assert holidays(year, zone) == legal


def test_easter_is_right_for_three_centuries():
    """1954, 1981, 2049 and 2076 are those that simple rules miss."""
    for year in range(1954, 2255):
        assert JoursFeries.lundi_paques(year) in holidays(year, "Métropole")


@pytest.mark.parametrize("zone", ZONES)
def test_eleven_are_national(zone):
    national = holidays(2026, "Métropole")

    assert len(national) == 11
    assert national <= holidays(2026, zone)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Alsace-Moselle", date(2026, 4, 3)),
        ("Alsace-Moselle", date(2025, 12, 26)),
        ("Guadeloupe", date(2026, 5, 27)),
        ("Martinique", date(2026, 5, 22)),
        ("Guyane", date(2026, 6, 10)),
        ("La Réunion", date(2024, 12, 20)),
        ("Mayotte", date(2026, 4, 27)),
    ],
)
def test_a_local_holiday_is_one_in_its_zone_only(zone, day):
    without = [zone for zone in ZONES if is_working_day(day, zone)]

    assert without == [other for other in ZONES if other != zone]


def test_an_unknown_zone_is_refused():
    with pytest.raises(ValueError, match="Les zones sont Métropole, Alsace-Moselle"):
        is_working_day(date(2026, 1, 5), "Bretagne")


def test_the_start_day_is_not_counted():
    monday = date(2026, 3, 2)

    assert add_working_days(monday, 0, "Métropole") == monday
    assert add_working_days(monday, 1, "Métropole") == date(2026, 3, 3)
    assert add_working_days(monday, 5, "Métropole") == date(2026, 3, 9)


def test_from_a_holiday_the_first_working_day_counts_as_one():
    friday_first_of_may = date(2026, 5, 1)

    assert add_working_days(friday_first_of_may, 1, "Métropole") == date(2026, 5, 4)


def test_a_negative_number_of_working_days_is_refused():
    with pytest.raises(ValueError, match="négatif"):
        add_working_days(date(2026, 3, 2), -1, "Métropole")


def test_thirty_working_days_are_six_to_seven_weeks():
    """Requirements §0.7: 40 to 48 calendar days over 2026, median 43."""
    spans = [(add_working_days(day, 30, "Métropole") - day).days for day in DAYS_OF_2026]

    assert (min(spans), statistics.median(spans), max(spans)) == (40, 43, 48)


@pytest.mark.parametrize(
    ("zone", "changed"),
    [("Alsace-Moselle", 42), ("Martinique", 45), ("Mayotte", 45), ("Guadeloupe", 48)],
)
def test_local_holidays_move_one_first_appointment_in_eight(zone, changed):
    """Requirements §0.7: 42 to 48 of 365 in 2026."""
    moved = [
        day
        for day in DAYS_OF_2026
        if add_working_days(day, 30, zone) != add_working_days(day, 30, "Métropole")
    ]

    assert len(moved) == changed


def test_working_days_are_counted_up_to_the_end():
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)

    assert working_days_between(friday, monday, "Métropole") == 1
    assert working_days_between(friday, friday, "Métropole") == 0
    assert working_days_between(monday, friday, "Métropole") == -1
    assert working_days_between(friday, date(2026, 3, 7), "Métropole") == 0
    assert working_days_between(date(2026, 3, 8), monday, "Métropole") == 1


def test_next_and_previous_stay_on_a_working_day():
    tuesday, first_of_may, sunday = date(2026, 3, 3), date(2026, 5, 1), date(2026, 5, 3)

    assert next_working_day(tuesday, "Métropole") == tuesday
    assert previous_working_day(tuesday, "Métropole") == tuesday
    assert next_working_day(first_of_may, "Métropole") == date(2026, 5, 4)
    assert previous_working_day(sunday, "Métropole") == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("department", "zone"),
    [
        ("68", "Alsace-Moselle"),  # Colmar
        (" 67 ", "Alsace-Moselle"),
        ("57", "Alsace-Moselle"),
        ("51", "Métropole"),  # Reims, in the same lot
        ("2A", "Métropole"),
        ("2b", "Métropole"),
        ("971", "Guadeloupe"),
        ("972", "Martinique"),
        ("973", "Guyane"),
        ("974", "La Réunion"),
        ("975", "Métropole"),
        ("976", "Mayotte"),
    ],
)
def test_the_zone_is_that_of_the_place_of_work(department, zone):
    assert zone_of_department(department) == zone


@pytest.mark.parametrize("department", ["00", "96", "20A", "98"])
def test_a_department_abroad_or_unknown_has_no_zone(department):
    with pytest.raises(ValueError, match="par exemple"):
        zone_of_department(department)
