"""Delays and thresholds, each with the reason for it (C-10, C-15, R-021, R-032, R-122)."""

import pytest

from cep_docs.definitions.limits import LISTS, NUMBERS, TEXTS, load_limits
from cep_docs.definitions.reading import FILES, Reader

PATH = "policies/old/limits.yaml"


def loaded(tmp_path, text):
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_text(text, "utf-8")
    reader = Reader(tmp_path)
    return load_limits(reader, "old"), list(reader.faults)


def test_the_limits_of_the_contract_have_their_reasons_r_032():
    limits = load_limits(Reader(FILES), "cctp-2019")

    assert limits.warning_days == (30, 15, 3)
    assert limits.backdating_days == 15
    assert limits.because.keys() == {*NUMBERS, *LISTS, *TEXTS}
    assert all(limits.because.values())


def test_what_an_agreement_does_not_limit_is_nought_and_has_no_reason(tmp_path):
    limits, faults = loaded(tmp_path, "statement_number: {value: 'T{quarter}', because: usage}\n")

    assert faults == []
    assert (limits.quiet_days, limits.warning_days) == (0, ())
    assert limits.because == {"statement_number": "usage"}


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{trimestre}", "« {trimestre} » est inconnu dans ce modèle de numéro."),
        ("{quarter", "ce modèle de numéro est mal écrit (vérifier les accolades)."),
        ("{}", "ce modèle de numéro est mal écrit (vérifier les accolades)."),
        ("{year.month}", "ce modèle de numéro est mal écrit (vérifier les accolades)."),
        ("{lot:03d}", "ce modèle de numéro est mal écrit (vérifier les accolades)."),
    ],
)
def test_the_number_of_a_statement_is_made_of_known_parts_c_15(pattern, sentence, tmp_path):
    text = f"statement_number: {{value: '{pattern}', because: usage}}\n"
    limits, faults = loaded(tmp_path, text)

    assert limits.statement_number == ""
    assert faults == [f"{PATH}:1: {sentence}"]


def test_a_limit_nobody_knows_is_told(tmp_path):
    text = "statement_number: {value: X, because: usage}\npatience_days: {value: 3, because: ''}\n"
    _, faults = loaded(tmp_path, text)

    assert [fault.split(":")[1] for fault in faults] == ["2", "2"]
    assert "« patience_days » est inconnu ici" in faults[0]
