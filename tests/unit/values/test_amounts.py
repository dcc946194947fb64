"""Amounts in euros: typed as people do, stored in one form, added without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.amounts import parse_amount, spoken_amount, total

CENTS = st.integers(0, 99_999_999_999).map(lambda cents: f"{cents // 100}.{cents % 100:02}")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1 234,50", "1234.50"),
        ("1\u202f234,5 €", "1234.50"),
        ("1\u00a0234 EUR", "1234.00"),
        ("0", "0.00"),
        ("007", "7.00"),
        (" 12.3 ", "12.30"),
    ],
)
def test_an_amount_is_typed_as_people_do(typed, stored):
    assert parse_amount(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "-5", "12,345", "douze", "1e3", "1,2,3", "1234567890", "12 $", "+1", "٣"]
)
def test_what_is_no_amount_is_refused_without_being_repeated(typed):
    with pytest.raises(ValueError, match=r"par exemple 1 234,50") as refused:
        parse_amount(typed)

    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    ("stored", "spoken"),
    [
        ("1234.50", "1\u202f234,50\u00a0€"),
        ("1000000.00", "1\u202f000\u202f000\u00a0€"),
        ("0.05", "0,05\u00a0€"),
        ("-12.30", "-12,30\u00a0€"),
    ],
)
def test_an_amount_is_read_as_french_writes_it(stored, spoken):
    assert spoken_amount(stored) == spoken


@given(CENTS)
def test_what_is_read_may_be_typed_again(stored):
    assert parse_amount(spoken_amount(stored)) == stored
    assert parse_amount(stored) == stored


@given(st.lists(st.one_of(CENTS, st.just("")), max_size=40))
def test_no_cent_is_lost_in_a_sum(amounts):
    cents = sum(int(Decimal(amount) * 100) for amount in amounts if amount)

    assert int(Decimal(total(amounts)) * 100) == cents
