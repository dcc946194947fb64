"""Months, from same day to same day: requirements §2.2."""

from datetime import date

import pytest

from cep_docs.values.months import add_months


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2020, 12, 31), 2, date(2021, 2, 28)),  # the example of UO1
        (date(2020, 8, 31), 6, date(2021, 2, 28)),  # the example of UO2.1
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2020, 1, 15), 2, date(2020, 3, 15)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 8, 31), 18, date(2022, 2, 28)),
        (date(2020, 6, 30), 0, date(2020, 6, 30)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2023, 12, 31), -2, date(2023, 10, 31)),
        (date(2024, 1, 31), -2, date(2023, 11, 30)),
    ],
)
def test_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert add_months(start, months) == end
