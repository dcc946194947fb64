"""The sheet beside the text: its tables are narrow."""

import pytest

from cep_docs.lifecycle.words import spoken_rules
from cep_docs.web.preview_sheet import blocks_of

ROW = {"objective": "Se former", "action": "S'inscrire", "who": "person", "state": "todo"}


@pytest.fixture(scope="module")
def steps():
    forms = spoken_rules().agreements["cctp-2019"].forms
    parts = forms["professional_project"].sections
    return next(field for part in parts for field in part.fields if field.name == "steps")


def cells(field, day):
    day_cell = next(cell for cell in field.columns.cells if cell.kind == "day")
    (table,) = blocks_of(field, [{**ROW, day_cell.name: day}])
    return str(table["rows"])


def test_a_day_in_a_table_stands_on_one_short_line(steps):
    assert "14/12/2023" in cells(steps, "2023-12-14")
    assert "décembre" not in cells(steps, "2023-12-14")


def test_a_day_that_cannot_be_read_is_shown_as_it_was_typed(steps):
    assert "bientôt" in cells(steps, "bientôt")


def test_a_heading_without_columns_has_no_table(steps):
    assert blocks_of(steps, "")[0]["k"] == "remark"
