"""What people see in a cell of a working copy, and what they typed there."""

import pytest

from cep_docs.rendering.word_cells import answers, hint, shown, typed
from tests.unit.rendering.every_kind import STATES, cell


def test_two_answers_with_one_label_are_told_apart():
    twins = cell("state", "choice", choices={"one": "Oui", "two": "oui"})

    assert answers(twins) == {"one": "Oui", "two": "oui (two)"}
    assert typed(twins, shown(twins, "two")) == "two"


@pytest.mark.parametrize(
    ("kind", "stored", "seen"),
    [
        ("day", "0987-02-08", "08/02/0987"),
        ("amount", "1234567.05", "1\u202f234\u202f567,05\u00a0€"),
        ("amount", "0.00", "0\u00a0€"),
        ("yes_no", "no", "non"),
        ("choice", "doing", "en cours"),
        ("line", "Comme cela", "Comme cela"),
    ],
)
def test_what_is_shown_reads_back_as_what_was_stored(kind, stored, seen):
    of = cell("x", kind, choices=STATES if kind == "choice" else {})

    assert shown(of, stored) == seen
    assert of.stored_form(typed(of, seen)) == stored


@pytest.mark.parametrize("kind", ["day", "amount", "yes_no", "choice", "line", "text"])
def test_blank_stays_blank(kind):
    of = cell("x", kind, choices=STATES if kind == "choice" else {})

    assert shown(of, "") == ""
    assert typed(of, "  ") == ""


def test_only_kinds_that_need_it_have_a_hint():
    assert hint(cell("x", "amount")) == "En euros, par exemple 1 234,50 €."
    assert hint(cell("x", "text")) == ""


def test_a_choice_that_the_form_no_longer_has_is_shown_as_it_is_kept():
    assert shown(cell("x", "choice", choices=STATES), "former") == "former"
