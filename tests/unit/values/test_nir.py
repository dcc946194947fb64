"""The social security number: R-104. All numbers are invented."""

import pytest

from cep_docs.values.nir import masked, parse_nir


@pytest.mark.parametrize(
    "text",
    [
        "255081416802538",
        "2 55 08 14 168 025 38",
        "2\u00a055\u00a008\u00a014\u00a0168\u00a0025\u00a038",
        " 255081416802538\n",
    ],
)
def test_is_kept_without_spaces(text):
    nir = parse_nir(text)

    assert nir == "255081416802538"


@pytest.mark.parametrize("text", ["185052A00412356", "1 85 05 2a 004 123 56", "185052B00412383"])
def test_corsica_has_letters(text):
    """2A counts as 19 and 2B as 18: 1850519004123 is 41 mod 97, 1850518004123 is 14."""
    nir = parse_nir(text)

    assert nir[5:7] in {"2A", "2B"}


@pytest.mark.parametrize("text", ["255081416802539", "285081416802538", "185052A00412383"])
def test_a_wrong_key_is_refused(text):
    with pytest.raises(ValueError, match="La clé de ce numéro"):
        parse_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2550814168025",
        "555081416802538",
        "255001416802538",
        "255131416802538",
        "255082C16802538",
        "2550814168025 3８",
    ],
)
def test_another_form_is_refused(text):
    with pytest.raises(ValueError, match="Il compte 15 signes avec sa clé"):
        parse_nir(text)


@pytest.mark.parametrize("month", ["20", "42", "99"])
def test_unknown_months_of_birth_are_numbers_from_20_on(month):
    body = f"255{month}14168025"
    key = 97 - int(body) % 97

    nir = parse_nir(f"{body}{key:02}")

    assert nir.startswith(body)


def test_only_its_last_two_figures_are_shown():
    shown = masked("255081416802538")

    assert shown == "•" * 13 + "38"
