"""R-133: what identifies a file is seen in whatever spacing it is typed."""

import pytest

from cep_docs.lifecycle.recognizing import names_in, recognized

CODES = {"00", "01", "21", "22"}


@pytest.mark.parametrize(
    "typed",
    [
        "4G200201000001",
        "4g 20 02 01 000001",
        "4G 2002 01 000 001",
        " 4G-20-02-01-000001 ",
        "4G.20.02.01.000001",
        "4G/20/02/01/000001",
        "dossier 4G 20 02 01 000001, urgent",
    ],
)
def test_a_file_number_is_seen_in_any_spacing(typed):
    assert recognized(typed, CODES).numbers == ("4G200201000001",)


@pytest.mark.parametrize(
    "typed", ["4G200299000001", "4G2002010000012", "4G201301000001", "0612345678"]
)
def test_what_only_looks_like_one_is_text(typed):
    said = recognized(typed, CODES)

    assert (said.numbers, said.rest) == ((), typed)


def test_several_numbers_are_seen_and_the_rest_stays():
    said = recognized("voir 4G200201000001 et 4G 20 02 01 000002", CODES)

    assert said.numbers == ("4G200201000001", "4G200201000002")
    assert said.rest == "voir et"


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ("2020-Lot08-UO2.1-02", ("2020-Lot08-UO2.1-02", None)),
        ("2020 - lot 08 - uo01 - 02", ("2020-Lot08-UO01-02", None)),
        ("2020-Lot08-UO2.1-02-00256", ("2020-Lot08-UO2.1-02", 256)),
    ],
)
def test_a_purchase_order_is_seen_with_or_without_its_line(typed, order):
    said = recognized(f"bon {typed}", CODES)

    assert said.orders == (order,)
    assert (said.days, said.rest) == ((), "bon")


@pytest.mark.parametrize(
    "typed",
    ["1984-05-07", "07/05/1984", "7.5.1984", "07-05-1984", "7 mai 1984", "07 05 1984"],
)
def test_a_day_is_seen_as_people_write_it(typed):
    said = recognized(f"Lefèvre {typed}", CODES)

    assert (said.days, said.rest) == (("1984-05-07",), "Lefèvre")


def test_the_first_of_a_month_and_months_without_accents_are_read():
    assert recognized("1er août 1980 et 2 fevrier 1981", CODES).days == (
        "1980-08-01",
        "1981-02-02",
    )


@pytest.mark.parametrize("typed", ["31/02/1984", "1984-13-01", "12 brumaire 1984", "00/00/0000"])
def test_a_day_that_does_not_exist_is_text(typed):
    assert recognized(typed, CODES).days == ()


def test_a_name_is_meant_in_either_order():
    assert list(names_in("zoé le goff")) == [
        ("zoé le goff", ""),
        ("zoé", "le goff"),
        ("le goff", "zoé"),
        ("zoé le", "goff"),
        ("goff", "zoé le"),
    ]


@pytest.mark.parametrize(
    "typed", ["", "a", "uo2 projet", "un deux trois quatre cinq six", "élec*"]
)
def test_what_cannot_be_a_name_is_none(typed):
    assert list(names_in(typed)) == []
