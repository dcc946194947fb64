"""Rows on paper: columns, groups, cards, sums."""

from cep_docs.rendering.document import Annex
from cep_docs.rendering.pdf_tables import ROWS_IN_A_PART, annex_blocks, rows_blocks
from tests.unit.rendering.pdf_documents import (
    COMPETENCES,
    CONTENT,
    FINANCING,
    PROVIDERS,
    STEPS,
)


def table(columns, rows, shares=None, stacked=False):
    return rows_blocks(columns, rows, shares or {}, stacked, 3)


def told(blocks):
    return [run["t"] for block in blocks for line in block["lines"] for run in line]


def test_widths_come_from_the_layout_but_days_take_what_they_need():
    (steps,) = table(STEPS, CONTENT["steps"], {"objective": 3, "action": 6, "who": 2})

    assert steps["heads"] == ["N°", "Objectif", "Action", "Qui", "Échéance", "État"]
    assert steps["shares"] == [0, 3, 6, 2, 0, 0]


def test_columns_nobody_filled_are_left_out_and_required_ones_are_not():
    (steps,) = table(STEPS, [{"objective": "", "action": "", "who": "Elle"}])

    assert steps["heads"] == ["N°", "Objectif", "Action", "Qui"]


def test_a_state_has_a_mark_and_its_word():
    (steps,) = table(STEPS, CONTENT["steps"][:2])

    assert [row[-1]["mark"] for row in steps["rows"]] == ["empty", "half"]
    assert told(steps["rows"][1][-1]["v"]) == ["En\u00a0cours"]


def test_sums_are_told_below_without_what_was_refused():
    """R-049."""
    rows = [
        {"item": "Cours", "cost": "100.00", "state": "granted", "amount": "30.50"},
        {"item": "Train", "cost": "", "state": "refused", "amount": "69.50"},
    ]

    _, sums = table(FINANCING, rows)

    values = [told(item["value"])[0] for item in sums["items"]]
    assert values == ["100\u00a0€", "30,50\u00a0€", "69,50\u00a0€"]


def test_competences_are_grouped_by_kind_in_the_order_of_the_form():
    rows = [
        {"label": "c", "kind": ""},
        {"label": "b", "kind": "to_acquire"},
        {"label": "a", "kind": "acquired"},
    ]

    blocks = table(COMPETENCES, rows)

    assert [block["title"] for block in blocks if block["k"] == "group"] == [
        "Acquise",
        "À acquérir",
    ]
    assert [block["k"] for block in blocks] == ["group", "table", "group", "table", "table"]
    assert all("Nature" not in block["heads"] for block in blocks if block["k"] == "table")


def test_too_many_columns_become_cards():
    (sheets,) = table(PROVIDERS, CONTENT["lists"])

    assert sheets["k"] == "sheets"
    assert sheets["sheets"][0]["title"] == "Titre professionnel"
    assert len(sheets["sheets"][0]["items"]) == 8


def test_cards_of_steps_are_numbered():
    (sheets,) = table(STEPS, CONTENT["steps"][:2], stacked=True)

    assert [sheet["title"] for sheet in sheets["sheets"]] == ["1. Objectif 0", "2. Objectif 1"]


def test_a_value_that_is_not_of_its_kind_is_shown_as_it_is():
    rows = [{"item": "x", "cost": "beaucoup", "state": "?", "eligible": "peut-être"}]

    (money, _) = table(FINANCING, [{**row, "cost": ""} for row in rows])

    assert "peut-être" in str(money["rows"])
    assert "?" in str(money["rows"])


def test_a_long_annex_is_in_parts_one_can_go_to():
    rows = [("a", "b")] * (ROWS_IN_A_PART + 1)

    blocks = annex_blocks(Annex("Liste", [], ["Un", "Deux"], rows), stacked=False)

    assert [block["title"] for block in blocks if block["k"] == "group"] == [
        "Lignes 1 à 300",
        "Lignes 301 à 301",
    ]


def test_an_annex_in_large_print_says_what_each_value_is():
    annex = Annex("Liste", [], ["Nom", "Ville", "Téléphone"], [("Un", "Rouen", ""), ()])

    (sheets,) = annex_blocks(annex, stacked=True)

    assert [item["label"] for item in sheets["sheets"][0]["items"]] == ["Ville"]
    assert sheets["sheets"][1]["title"] == ""


def test_columns_of_an_annex_are_as_wide_as_most_rows_need():
    annex = Annex("Liste", [], ["N", "Texte"], [("1", "x" * 20)] * 99 + [("1", "y" * 900)])

    (listed,) = annex_blocks(annex, stacked=False)

    assert listed["shares"] == [9, 23]
