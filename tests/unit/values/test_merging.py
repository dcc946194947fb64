"""Two texts written from the same one become one: a proposal in which no word is missing."""

from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.merging import merged_rows, merged_text


def test_what_each_one_added_is_there():
    merged = merged_text("Un. Deux.", "Zéro. Un. Deux.", "Un. Deux. Trois.")

    assert merged.text == "Zéro. Un. Deux. Trois."
    assert merged.clashes == 0


def test_what_one_of_them_changed_is_taken():
    merged = merged_text(
        "Reste à charge : 410 €. Début en mai.",
        "Reste à charge : 0 €. Début en mai.",
        "Reste à charge : 410 €. Début en juin.",
    )

    assert merged.text == "Reste à charge : 0 €. Début en juin."


def test_the_same_change_is_taken_once():
    merged = merged_text("Un deux.", "Un deux trois.", "Un deux trois.")

    assert (merged.text, merged.clashes) == ("Un deux trois.", 0)


def test_a_passage_both_wrote_otherwise_is_there_twice_and_counted():
    merged = merged_text("Coût : 410 euros.", "Coût : 300 euros.", "Coût : 0 euros.")

    assert merged.text == "Coût : 0 [ou : 300] euros."
    assert merged.clashes == 1


def test_who_takes_words_away_does_not_take_those_of_the_other():
    merged = merged_text("Il aime lire. Fin.", "Fin.", "Il aime beaucoup lire. Fin.")

    assert "beaucoup" in merged.text


def test_two_texts_in_a_blank_heading_stand_one_after_the_other():
    merged = merged_text("", "Le mien.", "Le sien.")

    assert merged.text == "Le sien. Le mien."
    assert merged.clashes == 1


def test_lines_each_one_added_are_there():
    base = [{"item": "Formation"}]

    merged = merged_rows(base, [*base, {"item": "Trajets"}], [{"item": "Repas"}, *base])

    assert [row["item"] for row in merged.rows] == ["Repas", "Formation", "Trajets"]
    assert merged.clashes == 0


def test_two_cells_of_one_line_are_both_taken():
    base = [{"item": "Formation", "cost": "10.00", "funder": ""}]
    mine = [{"item": "Formation", "cost": "20.00", "funder": ""}]
    theirs = [{"item": "Formation", "cost": "10.00", "funder": "CPF"}]

    merged = merged_rows(base, mine, theirs)

    assert merged.rows == [{"item": "Formation", "cost": "20.00", "funder": "CPF"}]


def test_a_cell_both_wrote_otherwise_keeps_both_lines():
    base, mine, theirs = ([{"cost": cost}] for cost in ("10.00", "20.00", "30.00"))

    merged = merged_rows(base, mine, theirs)

    assert merged.rows == [{"cost": "30.00"}, {"cost": "20.00"}]
    assert merged.clashes == 1


def test_lines_that_went_and_lines_that_changed_are_counted():
    base = [{"a": "1"}, {"a": "2"}]

    merged = merged_rows(base, [{"a": "3"}], [{"a": "4"}, {"a": "5"}])

    assert {"a": "3"} in merged.rows
    assert merged.clashes == 1


WORDS = st.lists(st.sampled_from(["un", "deux", "trois", "fin."]), max_size=8).map(" ".join)


@given(WORDS, WORDS)
def test_against_an_unchanged_text_the_other_one_wins(base, changed):
    assert merged_text(base, changed, base).text == changed.strip()
    assert merged_text(base, base, changed).text == changed.strip()


@given(WORDS, WORDS, WORDS)
def test_every_word_somebody_added_is_in_the_proposal(base, mine, theirs):
    said = merged_text(base, mine, theirs).text

    for text in (mine, theirs):
        assert {w for w in text.split() if w not in base.split()} <= set(
            said.replace("[ou :", "").replace("]", "").split()
        )
