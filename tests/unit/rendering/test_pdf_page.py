"""What is on the pages, before it is given a look."""

from dataclasses import replace

from cep_docs.definitions.layouts import Layout, Slot
from cep_docs.definitions.mentions import Mention
from cep_docs.rendering.pdf_page import page_of
from tests.unit.rendering.pdf_documents import (
    FACTS,
    FORM,
    LETTER,
    MENTIONS,
    document,
    with_content,
)


def told(blocks):
    return "".join(run["t"] for block in blocks for line in block["lines"] for run in line)


def part(page, title):
    return next(one for one in page["parts"] if one["title"] == title)


def on_a_sheet(form):
    """The same form, on the paper of a document."""
    slots = tuple(Slot(one.name, "prose", False, {}) for one in form.sections)
    return replace(form, layout=Layout("document", False, slots))


def test_the_address_stands_in_the_window_of_a_letter_and_in_a_part_elsewhere():
    letter = page_of(document(LETTER))
    sheet = page_of(document(on_a_sheet(LETTER), content={"body": "x"}))

    assert letter["recipient"] == [
        "Sandrine Exemple",
        "12 rue de l'Invention",
        "31000 Exempleville",
    ]
    assert "Destinataire" not in [one["title"] for one in letter["parts"]]
    assert told(part(sheet, "Destinataire")["blocks"]).startswith("Sandrine Exemple12 rue")
    assert sheet["recipient"] == []


def test_a_mention_that_begins_with_a_list_still_has_its_name():
    listed = {**MENTIONS, "quality": Mention("quality", "Qualité", "- un\n- deux", "")}

    blocks = part(page_of(document(mentions=listed)), "Mentions")["blocks"]

    assert told(blocks[1:2]) == "Qualité. "
    assert blocks[2]["k"] == "bullets"


def test_days_are_said_in_words_wherever_they_stand():
    page = page_of(document())

    birth = page["parts"][0]["blocks"][0]["items"][2]
    assert birth["label"] == "Date de naissance"
    assert told(birth["value"]) == "14\u00a0mars\u00a01987"
    assert (
        told(part(page, "Durée")["blocks"])
        == "Suivi depuis le 8\u00a0janvier\u00a02024, sans frais."
    )


def test_a_fact_nobody_knows_leaves_no_line():
    page = page_of(document(facts={}))

    assert page["parts"][0]["blocks"] == []
    assert page["about"]["author"] == "Conseil en évolution professionnelle"
    assert page["about"]["reference"] == ["Version 3 du 8\u00a0février\u00a02024"]


def test_short_answers_stand_together_and_texts_under_their_label():
    blocks = part(page_of(document()), "Choix")["blocks"]

    assert [block["k"] for block in blocks] == ["facts", "label", "remark"]
    assert [told(item["value"]) for item in blocks[0]["items"]] == [
        "8\u00a0février\u00a02024",
        "Poursuivre",
        "Oui",
        "1\u202f234,50\u00a0€",
        "Toulouse et 40 km autour",
    ]


def test_a_heading_named_like_its_part_is_not_said_twice():
    blocks = part(page_of(document()), "Projet")["blocks"]

    assert "label" not in [block["k"] for block in blocks]


def test_what_cannot_be_read_is_shown_as_it_is():
    page = page_of(with_content(told_on="hier", budget="beaucoup", decision="?", steps="un texte"))

    values = [told(item["value"]) for item in part(page, "Choix")["blocks"][0]["items"]]
    assert [values[0], values[1], values[3]] == ["hier", "?", "beaucoup"]
    assert told(part(page, "Plan d'actions")["blocks"][1:]) == "un texte"


def test_rows_where_a_text_is_expected_are_passed_over():
    page = page_of(with_content(project=[{"x": "y"}]))

    assert part(page, "Projet")["blocks"] == []


def test_each_signatory_has_a_box_with_what_is_expected_there():
    boxes = page_of(document())["signatures"]["boxes"]

    assert [box["name"] for box in boxes] == [FACTS["adviser_name"], FACTS["beneficiary_name"], ""]
    assert [strip["caption"] for strip in boxes[1]["strips"]] == [
        "Écrire : « lu et approuvé »",
        "Date",
        "Signature",
    ]
    assert sum(strip["id"] for strip in boxes[0]["strips"]) == sum(
        strip["id"] for strip in boxes[1]["strips"]
    )
    assert boxes[2]["optional"] == "s'il y a lieu"


def test_a_draft_has_boxes_and_no_fields():
    assert [box["id"] for box in page_of(document(version=0))["signatures"]["boxes"]] == [""] * 3


def test_parts_follow_the_layout_not_the_form():
    turned = replace(FORM, layout=replace(FORM.layout, slots=FORM.layout.slots[::-1]))

    titles = [one["title"] for one in page_of(document(turned))["parts"]]

    assert titles == [one.label for one in FORM.sections[::-1]]
