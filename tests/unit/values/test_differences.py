"""Comparing two texts word by word, two tables line by line (R-050, R-054)."""

from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.differences import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    Piece,
    row_changes,
    text_changes,
)

TEXTS = st.text(alphabet="ab '’é.\n1\u00a0", max_size=60)
ROWS = st.lists(st.fixed_dictionaries({"a": st.sampled_from("xyz"), "b": st.just("")}), max_size=6)


def said(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.what in kinds)


class TestTexts:
    def test_are_told_apart_by_words(self):
        pieces = text_changes("Elle veut partir.", "Elle veut rester.")

        assert pieces == [
            Piece(SAME, "Elle veut "),
            Piece(REMOVED, "partir"),
            Piece(ADDED, "rester"),
            Piece(SAME, "."),
        ]

    def test_that_are_equal_or_empty_have_no_change(self):
        assert text_changes("", "") == []
        assert text_changes("Oui", "Oui") == [Piece(SAME, "Oui")]
        assert text_changes("", "Oui") == [Piece(ADDED, "Oui")]

    @given(TEXTS, TEXTS)
    def test_are_both_in_the_pieces(self, before, after):
        pieces = text_changes(before, after)

        assert said(pieces, SAME, REMOVED) == before
        assert said(pieces, SAME, ADDED) == after


class TestTables:
    def test_are_told_apart_by_lines(self):
        before = [{"action": "Lire", "who": "Ana"}, {"action": "Écrire", "who": ""}]
        after = [
            {"action": "Lire", "who": "Ana"},
            {"action": "Écrire", "who": "Léo"},
            {"action": "Agir"},
        ]

        changes = row_changes(before, after)

        assert [change.what for change in changes] == [SAME, CHANGED, ADDED]
        assert changes[1].cells["who"] == [Piece(ADDED, "Léo")]

    def test_say_which_line_went(self):
        changes = row_changes([{"action": "Lire"}, {"action": "Agir"}], [{"action": "Agir"}])

        assert [change.what for change in changes] == [REMOVED, SAME]

    @given(ROWS, ROWS)
    def test_are_both_in_the_changes(self, before, after):
        changes = row_changes(before, after)

        kept = [said(c.cells["a"], SAME, REMOVED) for c in changes if c.what != ADDED]
        came = [said(c.cells["a"], SAME, ADDED) for c in changes if c.what != REMOVED]
        assert kept == [row["a"] for row in before]
        assert came == [row["a"] for row in after]


def test_words_that_stand_everywhere_are_compared_in_bounded_work():
    """A text of one word repeated took two minutes before."""
    pieces = text_changes("mot " * 4500, "mon " * 4500)

    assert said(pieces, SAME, ADDED) == "mon " * 4500
