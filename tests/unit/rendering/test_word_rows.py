"""The tables of a working copy come back, line by line (R-054)."""

import pytest

from tests.unit.rendering.every_kind import CONTENT
from tests.unit.rendering.word_edits import (
    BODY,
    a_copy,
    changed,
    differences,
    part_of,
    read_back,
    said,
    with_parts,
)


@pytest.fixture(scope="module")
def data():
    return a_copy()


def row(*cells):
    return f"<w:tr>{''.join(f'<w:tc>{said(words)}</w:tc>' for words in cells)}</w:tr>"


def rows_of(data):
    """The XML of the lines of the table people fill in."""
    text = part_of(data)
    start = text.index("<w:tbl>", text.index('w:name="cep_steps"'))
    table = text[start : text.index("</w:tbl>", start)]
    return [f"<w:tr>{piece}" for piece in table.split("<w:tr>")[1:]]


def test_lines_may_be_added_changed_and_taken_away(data):
    _, first, second, _ = rows_of(data)
    new = row("Écrire", "Une lettre", "2/5/2024", "12", "fait", "oui")

    reading = read_back(changed(changed(data, first, ""), second, second + new))

    assert list(differences(reading)) == ["steps"]
    assert [line["objective"] for line in reading.content["steps"]] == ["", "Écrire"]
    assert reading.content["steps"][1] == {
        "objective": "Écrire",
        "action": "Une lettre",
        "due_on": "2024-05-02",
        "cost": "12.00",
        "state": "done",
        "agreed": "yes",
    }


def test_a_line_deleted_with_changes_tracked_is_gone(data):
    first = rows_of(data)[1]
    deleted = first.replace("<w:trPr>", "<w:trPr><w:del/>", 1)

    assert len(read_back(changed(data, first, deleted)).content["steps"]) == 1


def test_columns_may_be_put_in_another_order():
    blank = a_copy({})
    head, *_ = rows_of(blank)
    labels = ["Action", "Objectif", "Échéance", "Coût", "État", "Accord"]
    whole = part_of(blank)
    start = whole.index(head)
    table = whole[start : whole.index("</w:tbl>", start)]

    reading = read_back(changed(blank, table, row(*labels) + row("Faire", "But", "", "", "", "")))

    assert reading.content["steps"][0]["action"] == "Faire"
    assert reading.content["steps"][0]["objective"] == "But"


def test_a_table_cut_in_two_under_the_same_heads_is_one(data):
    head, _, second, _ = rows_of(data)
    cut = changed(data, second, f"</w:tbl><w:p/><w:tbl>{head}{second}")

    assert read_back(cut).content["steps"] == CONTENT["steps"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">Objectif<", ">But<", "les titres des colonnes"),
        (">Objectif<", ">Action<", "les titres des colonnes"),
        ("01/03/2024", "au printemps", "ligne 1, « Échéance » : Une date s'écrit"),
    ],
)
def test_a_table_that_is_not_understood_is_listed(data, old, new, told):
    reading = read_back(changed(data, old, new))

    assert told in reading.unreadable["steps"]
    assert "S'inscrire" in reading.unreadable["steps"]


def test_a_column_that_the_form_does_not_have_makes_the_table_unreadable(data):
    head = rows_of(data)[0]
    more = head.replace("</w:tr>", f"<w:tc>{said('Avis')}</w:tc></w:tr>")

    assert "les titres des colonnes" in read_back(changed(data, head, more)).unreadable["steps"]


def test_cells_that_were_joined_make_the_table_unreadable(data):
    first = rows_of(data)[1]
    merged = first.replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>', 1)

    reading = read_back(changed(data, first, merged))

    assert "ligne 1, les cellules ont été fusionnées" in reading.unreadable["steps"]


def test_a_line_of_too_few_cells_makes_the_table_unreadable(data):
    second = rows_of(data)[2]

    reading = read_back(changed(data, second, row("Seule")))

    assert "ligne 2, les cellules ont été fusionnées" in reading.unreadable["steps"]


def test_a_table_that_is_gone_is_listed_and_not_emptied(data):
    text = part_of(data)
    start = text.index("<w:tbl>", text.index('w:name="cep_steps"'))
    end = text.index("</w:tbl>", start) + len("</w:tbl>")

    reading = read_back(with_parts(data, {BODY: text[:start] + text[end:]}))

    assert "son tableau n'est plus là" in reading.unreadable["steps"]


def test_text_beside_a_table_is_listed(data):
    last = rows_of(data)[-1]

    reading = read_back(changed(data, f"{last}</w:tbl>", f"{last}</w:tbl>{said('À côté')}"))

    assert differences(reading) == {}
    assert reading.unread == (
        "« Rubrique steps » : un texte hors du tableau n'est pas repris : « À côté ».",
    )


def test_a_table_may_be_answered_by_sans_objet():
    data = a_copy({"steps": "sans objet"})

    assert read_back(data).content["steps"] == "sans objet"


def test_lines_count_more_than_sans_objet(data):
    shown = a_copy({**CONTENT, "steps": "sans objet"})
    blank = rows_of(shown)[1]

    reading = read_back(changed(shown, blank, row("But", "", "", "", "", "")))

    assert reading.content["steps"][0]["objective"] == "But"
    assert "« sans objet »" in reading.unread[0]


def test_rows_and_cells_may_stand_in_controls(data):
    second = rows_of(data)[2]
    held = f"<w:sdt><w:sdtContent>{second}</w:sdtContent></w:sdt>"

    assert read_back(changed(data, second, held)).content["steps"] == CONTENT["steps"]
