"""Postcodes and departments: requirements §2.1."""

import re

import pytest

from cep_docs.values.places import department_of_postcode, parse_department, parse_postcode

REQUIRED = re.compile(r"^(00|0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])$")


def test_a_postcode_is_kept_without_spaces():
    assert parse_postcode(" 68 000 ") == "68000"


@pytest.mark.parametrize("text", ["", "6800", "680000", "2A000", "6800\u0660", "F-68000"])
def test_another_form_is_refused(text):
    with pytest.raises(ValueError, match="cinq chiffres, par exemple 68000"):
        parse_postcode(text)


def test_departments_are_those_of_the_requirements():
    candidates = [f"{n:0{width}}" for n in range(1000) for width in (1, 2, 3)] + ["2A", "2B", "2C"]

    for candidate in candidates:
        if REQUIRED.match(candidate):
            assert parse_department(candidate) == candidate
        else:
            with pytest.raises(ValueError, match="08, 2A ou 974"):
                parse_department(candidate)


def test_a_department_may_be_typed_in_small_letters():
    assert parse_department(" 2a ") == "2A"


@pytest.mark.parametrize("text", ["", "A2", "68\u00b2", "6\u0668", "974 Réunion"])
def test_what_is_no_department_is_refused(text):
    with pytest.raises(ValueError, match="Ce numéro de département n'existe pas"):
        parse_department(text)


@pytest.mark.parametrize(
    ("postcode", "department"),
    [
        ("68000", "68"),
        ("01000", "01"),
        ("95100", "95"),
        ("20000", "2A"),  # Ajaccio
        ("20137", "2A"),  # Porto-Vecchio
        ("20200", "2B"),  # Bastia
        ("20600", "2B"),
        ("97110", "971"),
        ("97200", "972"),
        ("97300", "973"),
        ("97400", "974"),
        ("97500", "975"),
        ("97600", "976"),
    ],
)
def test_a_postcode_tells_the_department(postcode, department):
    assert department_of_postcode(postcode) == department


@pytest.mark.parametrize(
    "postcode", ["00100", "20300", "96000", "97000", "97700", "98000", "99123"]
)
def test_some_postcodes_tell_none(postcode):
    """Army, bulk mail of Corsica, Monaco, abroad."""
    with pytest.raises(ValueError, match="aucun département"):
        department_of_postcode(postcode)
