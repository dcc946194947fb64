"""A draft as a Word file to work on (R-054, R-064): what stands in it, and how it is marked."""

import io
import re
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from cep_docs.rendering.word import write_docx
from cep_docs.rendering.word_anchors import bookmark
from tests.unit.rendering.every_kind import (
    CONTENT,
    FORM,
    MENTIONS,
    PROVIDERS,
    cell,
    copy_of,
    document,
    heading,
    part,
)
from tests.unit.rendering.word_edits import a_copy, names_of, part_of


@pytest.fixture(scope="module")
def data():
    return a_copy()


@pytest.fixture(scope="module")
def word(data):
    return docx.Document(io.BytesIO(data))


def words(element):
    """Those in content controls too."""
    return "".join(text.text for text in element.iter(qn("w:t")))


def said(word, style):
    return [words(p._p) for p in word.paragraphs if p.style.name == style]


def test_the_same_draft_gives_the_same_bytes(data):
    assert a_copy() == data


def test_each_part_and_each_heading_has_its_title_in_the_order_of_the_layout(word):
    assert said(word, "Heading 1")[:3] == ["Partie identity", "Partie words", "Demande"]
    assert said(word, "Heading 2")[:2] == ["Rubrique story", "Rubrique title"]


def test_a_part_of_one_heading_with_its_name_is_titled_once(word):
    assert (said(word, "Heading 1") + said(word, "Heading 2")).count("Demande") == 1


def test_a_part_that_does_not_apply_is_not_in_the_copy(word):
    assert "Partie later" not in said(word, "Heading 1")


def test_each_title_is_anchored_by_a_bookmark_of_its_own_that_word_accepts(data):
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="([^"]+)"', part_of(data))
    ids = re.findall(r'<w:bookmarkStart w:id="(\d+)"', part_of(data))

    assert len(set(names)) == len(names)
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names)
    assert {"cep_story", "cep_steps", "cep__identity", "cep__reference"} <= set(names)


def test_no_bookmark_spans_two_paragraphs(data):
    """LibreOffice 7.4 loses count of the ends of those that do."""
    starts = re.findall(r"<w:bookmarkStart[^>]*>(.*?)<w:bookmarkEnd", part_of(data))

    assert starts
    assert not any("</w:p>" in between for between in starts)


def test_help_and_possible_answers_stand_under_the_title(word):
    notes = said(word, "CEP Aide")

    assert "En une ligne." in notes
    assert any("Réponses possibles : à faire, en cours, fait." in note for note in notes)
    assert any("« sans objet » est une réponse." in note for note in notes)


def test_what_the_program_fills_says_so(word):
    notes = said(word, "CEP Aide")

    assert len([note for note in notes if note.startswith("Rempli par le programme")]) == 4


def test_answers_are_shown_as_people_write_them(word):
    answers = said(word, "CEP Réponse")

    assert {"08/02/2024", "en cours", "oui", "1\u202f234,50\u00a0€", "sans objet"} <= set(answers)


def test_rows_are_a_table_under_its_heads_with_a_line_to_write_in(word):
    table = word.tables[1]
    first = [words(cell._tc) for cell in table.rows[1].cells]

    assert [cell.text for cell in table.rows[0].cells][:2] == ["Objectif", "Action"]
    assert first[2:] == ["01/03/2024", "250\u00a0€", "à faire", "non"]
    assert len(table.rows) == 1 + len(CONTENT["steps"]) + 1
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_a_row_that_is_too_wide_for_the_page_is_told_line_by_line():
    wide = replace(PROVIDERS, cells=tuple(cell(f"c{n}", "line") for n in range(9)))
    of = heading("providers", "text", columns=wide)
    form = replace(FORM, sections=(part("lists", of),), layout=FORM.layout)
    content = {"providers": [{"c1": "Un", "c8": "Huit"}, {"c2": "Deux"}]}

    word = docx.Document(io.BytesIO(a_copy(content, form)))

    assert [len(table.columns) for table in word.tables] == [2, 2]
    assert [words(of._tc) for of in word.tables[0].rows[1].cells] == ["Colonne c8", "Huit"]


def test_an_empty_table_has_lines_to_write_in():
    table = docx.Document(io.BytesIO(a_copy({}))).tables[1]

    assert len(table.rows) == 4


def test_columns_are_as_wide_as_the_layout_says(word):
    widths = [cell.width for cell in word.tables[1].rows[0].cells]

    assert widths[1] > widths[0] > widths[2] > widths[5]


def test_choices_and_days_have_a_control_with_a_tag(data):
    tags = re.findall(r'<w:tag w:val="([^"]+)"', part_of(data))

    assert {"cep:decision", "cep:told_on", "cep:continues", "cep:steps.state"} <= set(tags)


def test_what_nobody_chose_yet_is_a_prompt():
    assert part_of(a_copy({})).count("<w:showingPlcHdr/>") == 3 + 3 * 3


def test_text_from_right_to_left_says_so(data):
    assert "<w:rtl/>" in part_of(data)


def test_a_paragraph_in_arabic_goes_from_right_to_left():
    assert "<w:bidi/>" in part_of(a_copy({"story": "أتعلم الفرنسية"}))


def test_the_mediator_is_named_in_the_copy(word):
    """R-058."""
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)

    assert MENTIONS["mediator"].label in text
    assert "mediateur@exemple.fr" in text


def test_head_and_foot_say_that_it_is_a_working_copy(word):
    section = word.sections[0]

    assert section.header.paragraphs[0].text.startswith("Copie de travail – Toutes les rubriques")
    assert "ne pas le remettre ni le transmettre" in section.footer.paragraphs[0].text


def test_properties_say_what_it_is_and_when(word, data):
    properties = word.core_properties

    assert properties.title == "Toutes les rubriques"
    assert properties.language == "fr-FR"
    assert properties.identifier == "4G200201000001/every_kind"
    assert properties.modified.isoformat()[:10] == "2024-02-08"
    assert "CEP1|" in part_of(data, "docProps/custom.xml")


def test_nothing_of_the_template_of_the_library_is_left(data):
    assert not [name for name in names_of(data) if "thumbnail" in name or "customXml" in name]


def test_a_sign_that_xml_cannot_carry_is_replaced():
    data = write_docx(document({"story": "a\ufffeb"}), copy_of())

    assert "a\ufffdb" in part_of(data)


def test_a_part_begins_a_page_where_the_layout_says_so(data):
    assert part_of(data).count("<w:pageBreakBefore/>") == 1


def test_long_names_give_short_bookmarks():
    one, other = bookmark("a" * 60), bookmark("a" * 59 + "b")

    assert len(one) == 40
    assert one != other


def test_the_form_of_the_tests_has_every_kind():
    kinds = {field.cell.kind for field in FORM.fields()}

    assert kinds == {"text", "line", "day", "choice", "yes_no", "amount"}
