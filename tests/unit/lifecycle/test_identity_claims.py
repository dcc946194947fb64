"""Whether the identity that a provider tells is hers: names as people write them, the birth date
to the day (R-067)."""

import pytest

from cep_docs.lifecycle.identity_claims import Claimed, is_hers

SHEET = {
    "birth_name": "Lefèvre-Martin",
    "usual_name": "D'Angelo",
    "first_name": "Zoé-Anne",
    "birth_date": "1984-05-17",
}
DAY = SHEET["birth_date"]

HERS = {
    "as it stands": Claimed("Lefèvre-Martin", "Zoé-Anne", DAY),
    "capitals without accents": Claimed("LEFEVRE MARTIN", "ZOE ANNE", DAY),
    "another order": Claimed("Martin Lefèvre", "Anne Zoé", DAY),
    "her used name": Claimed("D'ANGELO", "Zoé-Anne", DAY),
    "without apostrophe": Claimed("D ANGELO", "Zoé-Anne", DAY),
    "another apostrophe": Claimed("d’angelo", "Zoé-Anne", DAY),
    "used name apart": Claimed("Autre", "Zoé-Anne", DAY, "D'Angelo"),
    "both in one": Claimed("Lefèvre-Martin D'Angelo", "Zoé-Anne", DAY),
    "all her first names": Claimed("Lefèvre-Martin", "Zoé-Anne Louise Marie", DAY),
    "one of them only": Claimed("Lefèvre-Martin", "Zoé", DAY),
    "in one word": Claimed("Lefèvremartin", "Zoéanne", DAY),
    "spaces around": Claimed(" Lefèvre-Martin  ", " Zoé-Anne ", DAY),
    "other hyphens": Claimed("Lefèvre‑Martin", "Zoé–Anne", DAY),
}
NOT_HERS = {
    "born a day later": Claimed("Lefèvre-Martin", "Zoé-Anne", "1984-05-18"),
    "day and month turned": Claimed("Lefèvre-Martin", "Zoé-Anne", "1984-17-05"),
    "only the year": Claimed("Lefèvre-Martin", "Zoé-Anne", "1984"),
    "no day": Claimed("Lefèvre-Martin", "Zoé-Anne", ""),
    "half of a double name": Claimed("Lefèvre", "Zoé-Anne", DAY),
    "one name more": Claimed("Lefèvre-Martin Durand", "Zoé-Anne", DAY),
    "a letter less": Claimed("Lefèvr-Martin", "Zoé-Anne", DAY),
    "her sister": Claimed("Lefèvre-Martin", "Zoé-Claire", DAY),
    "another first name": Claimed("Lefèvre-Martin", "Louise", DAY),
    "no first name": Claimed("Lefèvre-Martin", "", DAY),
    "no family name": Claimed("", "Zoé-Anne", DAY),
    "signs only": Claimed("-", "Zoé-Anne", DAY),
    "first name for family name": Claimed("Zoé-Anne", "Lefèvre-Martin", DAY),
    "nothing": Claimed("", "", ""),
}


@pytest.mark.parametrize("way", HERS)
def test_her_identity_is_known_in_whatever_way_it_is_written(way):
    assert is_hers(HERS[way], SHEET)


@pytest.mark.parametrize("way", NOT_HERS)
def test_the_identity_of_somebody_else_is_not(way):
    assert not is_hers(NOT_HERS[way], SHEET)


@pytest.mark.parametrize("lacking", ["birth_date", "first_name"])
def test_a_sheet_that_lacks_something_is_nobodys(lacking):
    sheet = {name: value for name, value in SHEET.items() if name != lacking}

    assert not is_hers(HERS["as it stands"], sheet)


def test_one_of_both_names_is_enough_and_none_is_not():
    without = {name: value for name, value in SHEET.items() if name != "usual_name"}

    assert is_hers(HERS["as it stands"], without)
    assert not is_hers(HERS["her used name"], without)
    del without["birth_name"]
    assert not is_hers(HERS["as it stands"], without)


def test_an_empty_sheet_is_nobodys_and_neither_is_one_of_signs():
    assert not is_hers(Claimed("", "", ""), {})
    assert not is_hers(Claimed("-", "Zoé-Anne", DAY), {**SHEET, "birth_name": "-"})
