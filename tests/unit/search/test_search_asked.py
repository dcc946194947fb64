"""R-133: what is typed is read as words, phrases and beginnings; it never fails."""

from hypothesis import given
from hypothesis import strategies as st

from cep_docs.search.asked import MOST, Asked, holds, read


def test_words_are_those_of_the_index_once_each():
    assert read("Les métiers du métier, l'artisan").words == ("meti", "artisan")


def test_what_stands_between_quotes_is_a_phrase():
    said = read('« chef de projet » "bâtiment" “vente en gros”')

    assert said.phrases == (("chef", "projet"), ("vent", "gro"))
    assert said.words == ("chef", "projet", "batiment", "vent", "gro")


def test_a_star_asks_for_a_beginning():
    assert read("l'Électro* élec*").beginnings == ("electro", "elec")


def test_a_beginning_of_two_letters_is_a_word():
    """It would be half of the dictionary."""
    assert read("re* *") == Asked(words=("re",))


def test_quotes_that_do_not_close_are_punctuation():
    assert read('"chef de projet') == Asked(words=("chef", "projet"))


def test_small_words_alone_ask_for_nothing():
    assert not read("de la et les")
    assert not read('""')


def test_a_pasted_page_is_cut():
    said = read(" ".join(f"mot{number}" for number in range(1000)))

    assert len(said.words) == MOST


def test_a_phrase_is_held_when_its_words_follow_one_another():
    assert holds(["un", "chef", "projet", "btp"], ("chef", "projet"))
    assert not holds(["projet", "chef"], ("chef", "projet"))
    assert not holds(["chef"], ("chef", "projet"))


@given(st.text())
def test_whatever_is_typed_is_read(text):
    said = read(text)

    assert all(word and word == word.strip() for word in (*said.words, *said.beginnings))
