"""What comes out of the form of one heading, of every kind."""

import pytest
from webob import Request

from cep_docs.errors import Invalid
from cep_docs.web.field_values import as_typed, is_absent, shown, shown_rows, value_said
from tests.people import RULES

FORMS = RULES.agreements["cctp-2019"].forms
PROJECT = FORMS["professional_project"]


def said(name, *pairs, form=PROJECT):
    body = "&".join(f"{key}={value}" for key, value in pairs)
    request = Request.blank("/", method="PUT", body=body.encode())
    request.content_type = "application/x-www-form-urlencoded"
    return form.field(name), request


def test_a_text_keeps_its_lines():
    assert value_said(*said("project", ("value", "Un%0D%0Adeux"))) == "Un\ndeux"


def test_a_day_is_read_as_people_write_it():
    for typed in ("17/05/1984", "17051984", "17.05.1984", "1984-05-17"):
        assert value_said(*said("advice_asked_on", ("value", typed))) == "1984-05-17"


def test_a_day_nobody_can_read_is_told_by_its_heading():
    with pytest.raises(Invalid) as refused:
        value_said(*said("advice_asked_on", ("value", "demain")))

    assert "« Conseil demandé le »" in refused.value.messages["advice_asked_on"]


def test_a_tick_says_that_it_does_not_apply():
    assert value_said(*said("training", ("value", "Un texte"), ("absent", "yes"))) == "sans objet"


def test_a_heading_that_is_not_in_the_form_is_not_a_blank_one():
    for name in ("project", "steps"):
        with pytest.raises(Invalid) as refused:
            value_said(*said(name, ("csrf_token", "x")))

        assert "arrivée incomplète" in refused.value.messages[name]


def test_a_table_that_comes_with_holes_is_not_guessed():
    pairs = [(f"c.{cell.name}", "x") for cell in PROJECT.field("gaps").columns.cells]

    with pytest.raises(Invalid):
        value_said(*said("gaps", *pairs, ("c.expected", "y")))


def rows(*names):
    cells = [cell.name for cell in PROJECT.field("gaps").columns.cells]
    return [(f"c.{cell}", name if cell == "expected" else "") for name in names for cell in cells]


def test_lines_come_in_the_order_of_the_page():
    value = value_said(*said("gaps", *rows("un", "deux")))

    assert [row["expected"] for row in value] == ["un", "deux"]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("monter-2", ["deux", "un", "trois"]),
        ("monter-1", ["un", "deux", "trois"]),
        ("descendre-2", ["un", "trois", "deux"]),
        ("descendre-3", ["un", "deux", "trois"]),
        ("retirer-2", ["un", "trois"]),
        ("retirer-9", ["un", "deux", "trois"]),
        ("jeter-2", ["un", "deux", "trois"]),
        ("ajouter", ["un", "deux", "trois"]),
    ],
)
def test_buttons_move_lines_without_javascript(button, order):
    field, request = said("gaps", *rows("un", "deux", "trois"), ("ligne", button))

    assert [row["expected"] for row in value_said(field, request)] == order


def test_a_day_in_a_table_is_told_with_its_line():
    cells = [cell.name for cell in PROJECT.field("steps").columns.cells]
    line = [(f"c.{cell}", "hier" if cell == "due_on" else "x") for cell in cells]

    with pytest.raises(Invalid) as refused:
        value_said(*said("steps", *line))

    assert "ligne 1, « Échéance »" in refused.value.messages["steps"]


def test_a_table_the_program_fills_takes_no_line():
    field, request = said("providers_list", ("value", ""))
    absent = said("providers_list", ("value", ""), ("absent", "yes"))

    assert value_said(field, request) == ""
    assert value_said(*absent) == "sans objet"


def test_what_was_typed_is_shown_again_as_it_was():
    assert as_typed(*said("advice_asked_on", ("value", "demain"))) == "demain"
    assert as_typed(*said("advice_asked_on", ("other", "demain"))) == ""


def test_days_and_amounts_are_shown_as_people_write_them():
    day, cost = PROJECT.field("training_starts_on").cell, PROJECT.field("training_cost").cell

    assert shown(day, "2020-03-01") == "01/03/2020"
    assert shown(cost, "1234.50") == "1\u202f234,50"
    assert shown(day, "demain") == "demain"
    assert shown(cost, "beaucoup") == "beaucoup"
    assert shown(PROJECT.field("target_job").cell, "Chef") == "Chef"


def test_there_is_always_a_line_to_write_in():
    assert shown_rows("") == [{}]
    assert shown_rows([{"a": "b"}]) == [{"a": "b"}, {}]


def test_not_applicable_is_known_whatever_its_capitals():
    assert is_absent("Sans objet")
    assert not is_absent([])
