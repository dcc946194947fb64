"""What leaves for a spreadsheet never runs there (OUT-01); numbers get their zeros back."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.values.spreadsheets import (
    inert,
    is_abridged,
    with_its_zeros,
    written_for_spreadsheets,
)

DANGEROUS = "=+-@＝＋－＠"


@pytest.mark.parametrize("sign", DANGEROUS)
@pytest.mark.parametrize("before", ["", " ", '"', ";", "«", "'", " \u00a0"])
def test_what_looks_like_a_formula_is_shown_and_not_run_out_01(sign, before):
    cell = f"{before}{sign}cmd|'/c calc'!A1"

    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["\t=1", "\r=1", "\n=1"])
def test_what_is_hidden_behind_a_tab_or_a_line_end_is_shown_too_out_01(cell):
    assert inert(cell).startswith("'")


@pytest.mark.parametrize("cell", ["", "Atelier", "02 61 91 00 00", "44000", "a=b", "L'Escale"])
def test_an_ordinary_cell_is_left_alone(cell):
    assert inert(cell) == cell


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), min_size=1))
def test_no_row_loses_a_cell_and_no_cell_begins_a_formula_out_01(rows):
    data = written_for_spreadsheets(rows)

    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(data.decode("utf-8-sig").splitlines(True), delimiter=";"))
    flat = [cell for row in read for cell in row]
    assert not any(cell.lstrip().startswith(tuple(DANGEROUS)) for cell in flat)


def test_the_same_cells_come_back():
    data = written_for_spreadsheets([["Nom", "n;1"], ['dit "le Phare"', "deux\nlignes"]])

    rows = list(csv.reader(data.decode("utf-8-sig").splitlines(True), delimiter=";"))
    assert rows == [["Nom", "n;1"], ['dit "le Phare"', "deux\nlignes"]]


@pytest.mark.parametrize(
    ("text", "length", "most", "whole"),
    [
        ("1000", 5, 1, "01000"),
        ("44000", 5, 1, "44000"),
        ("100", 5, 1, "100"),
        ("5520135", 9, 3, "005520135"),
        ("20 135", 9, 3, "20 135"),
        ("", 9, 3, ""),
        ("Nantes", 5, 1, "Nantes"),
    ],
)
def test_a_number_gets_back_the_zeros_it_may_have_lost_and_no_more(text, length, most, whole):
    assert with_its_zeros(text, length, most) == whole


@pytest.mark.parametrize(
    ("text", "abridged"),
    [("7,3283E+13", True), ("7.3E13", True), ("732829320", False), ("E13", False)],
)
def test_a_number_that_a_spreadsheet_abridged_is_recognised(text, abridged):
    assert is_abridged(text) is abridged
