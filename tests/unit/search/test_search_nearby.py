"""« Vouliez-vous dire »: words that differ by a letter or two."""

import pytest

from cep_docs.search.nearby import near


@pytest.mark.parametrize("other", ["projt", "projets", "brojet", "porjet"])
def test_a_letter_missing_added_changed_or_swapped_is_near(other):
    assert near("projet", [other]) == [other]


@pytest.mark.parametrize("other", ["projet", "prot", "objet", "projection"])
def test_the_word_itself_and_what_differs_more_are_not(other):
    assert near("projet", [other]) == []


def test_a_long_word_may_differ_by_two():
    assert near("formation", ["fromtion", "formatio"]) == ["formatio", "fromtion"]
    assert near("vente", ["vnt"]) == []
