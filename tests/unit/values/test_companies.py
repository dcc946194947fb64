"""SIREN and SIRET: requirements §2.1."""

import pytest

from cep_docs.values.companies import parse_siren, parse_siret


def test_numbers_are_kept_without_spaces():
    assert parse_siren(" 732 829 320 ") == "732829320"
    assert parse_siret("732\u00a0829\u00a0320\u00a000074") == "73282932000074"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "73282932",
        "7328293200",
        "732829321",
        "732829302",
        "000000000",
        "73282932\u0660",
        "ABCDEFGHI",
    ],
)
def test_a_wrong_siren_is_refused(text):
    with pytest.raises(ValueError, match="neuf chiffres dont une clé, par exemple 732 829 320"):
        parse_siren(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "732829320",
        "7328293200007",
        "73282932000075",
        "73282932000704",
        "00000000000000",
        "7328293200007\u0664",
        "73282932100007",  # Luhn is right, that of its SIREN is not
    ],
)
def test_a_wrong_siret_is_refused(text):
    with pytest.raises(ValueError, match="quatorze chiffres dont une clé"):
        parse_siret(text)


def test_post_offices_add_up_to_a_multiple_of_five():
    assert parse_siret("35600000000048") == "35600000000048"  # head office: Luhn
    assert parse_siret("35600000009075") == "35600000009075"  # no Luhn, sum 35
    with pytest.raises(ValueError, match="SIRET n'est pas juste"):
        parse_siret("35600000009076")


def test_others_may_not_use_that_exception():
    """73282932000004 has the sum 40 and no Luhn key."""
    with pytest.raises(ValueError, match="SIRET n'est pas juste"):
        parse_siret("73282932000004")
