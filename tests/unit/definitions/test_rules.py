"""All the rules together, and the agreement of a day (R-129)."""

from datetime import date

import pytest

from cep_docs.definitions.rules import load_rules, read_rules
from cep_docs.errors import DefinitionError, Invalid
from tests.people import RULES


@pytest.mark.parametrize(
    ("day", "name"),
    [("2020-02-03", "cctp-2019"), ("2023-12-31", "cctp-2019"), ("2024-01-01", "marche-2024")],
)
def test_a_unit_is_engaged_under_the_agreement_of_its_day_r_129(day, name):
    assert RULES.agreement_on(date.fromisoformat(day)).name == name


def test_on_a_day_without_agreement_nothing_is_engaged():
    with pytest.raises(Invalid, match="Aucun accord-cadre n'est en vigueur à cette date"):
        RULES.agreement_on(date(2035, 1, 1))


def test_an_empty_folder_holds_no_rules(tmp_path):
    rules, reader = read_rules(tmp_path)

    assert rules.agreements == {}
    assert "workflows/vocabulary.yaml:1: ce fichier manque." in reader.faults
    with pytest.raises(DefinitionError):
        load_rules(tmp_path)
