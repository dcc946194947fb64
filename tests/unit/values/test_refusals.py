"""What is refused is told in French, with an example, and nothing of what was typed."""

import pytest

from cep_docs.values.companies import parse_siren, parse_siret
from cep_docs.values.contacts import parse_email, parse_phone
from cep_docs.values.dates import parse_day, parse_month
from cep_docs.values.file_number import FileNumber
from cep_docs.values.names import clean_name
from cep_docs.values.nir import parse_nir
from cep_docs.values.order_reference import OrderLine, OrderReference
from cep_docs.values.places import department_of_postcode, parse_department, parse_postcode

PARSERS = [
    FileNumber.parse,
    FileNumber.read,
    OrderReference.parse,
    OrderLine.parse,
    parse_nir,
    clean_name,
    parse_email,
    parse_phone,
    parse_postcode,
    parse_department,
    department_of_postcode,
    parse_siren,
    parse_siret,
    parse_day,
    parse_month,
]


@pytest.mark.parametrize("parse", PARSERS)
def test_a_refusal_says_what_is_right_and_repeats_nothing(parse):
    typed = "\x00Wolfeschlegelstein 2550814168025"

    with pytest.raises(ValueError) as refusal:  # noqa: PT011 - the message is looked at below
        parse(typed)

    message = str(refusal.value)
    assert message[0].isupper()
    assert message.endswith(".")
    assert "exemple" in message
    assert "Wolfeschlegel" not in message
    assert "2550814168025" not in message
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
