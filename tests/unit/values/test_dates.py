"""Days and months as forms write them: requirements §2.1."""

from datetime import date

import pytest

from cep_docs.values.dates import french_day, french_number, parse_day, parse_month


def test_a_day_is_year_month_day():
    assert parse_day("2020-02-29") == date(2020, 2, 29)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-02-29", "2026-00-01", "2026-13-01", "0000-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match="Ce jour n'existe pas dans le calendrier"):
        parse_day(text)


@pytest.mark.parametrize(
    "text",
    ["", "20200301", "2020-3-1", "01/03/2020", "2020-W10-7", "2020-03-01\n", "2020-03-0\u0661"],
)
def test_a_day_in_another_form_is_refused(text):
    with pytest.raises(ValueError, match="année-mois-jour, par exemple 2020-03-01"):
        parse_day(text)


def test_a_month_is_year_and_month():
    assert parse_month("2020-03") == (2020, 3)


@pytest.mark.parametrize("text", ["2020-00", "2020-13", "0000-03"])
def test_a_month_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match="Ce mois n'existe pas"):
        parse_month(text)


@pytest.mark.parametrize("text", ["", "2020-3", "03/2020", "2020-03-01", "2020-03\n"])
def test_a_month_in_another_form_is_refused(text):
    with pytest.raises(ValueError, match="année-mois, par exemple 2020-03"):
        parse_month(text)


def test_a_day_in_words():
    assert french_day(date(2020, 3, 1)) == "1er mars 2020"
    assert french_day(date(2020, 8, 31)) == "31 août 2020"


@pytest.mark.parametrize(
    ("n", "words"),
    [(0, "0"), (999, "999"), (1234567, "1\u202f234\u202f567"), (-1000, "-1\u202f000")],
)
def test_thousands_stand_apart(n, words):
    assert french_number(n) == words
