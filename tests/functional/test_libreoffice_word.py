"""Working copies through LibreOffice as it is in Debian: what people changed changes, and nothing
else (R-054)."""

import io

import docx
import pytest
from PIL import Image

from cep_docs.rendering.word import write_docx
from tests.functional.libreoffice import libreoffice, profile, writer
from tests.unit.rendering.every_kind import CONTENT, copy_of, written_by_people
from tests.unit.rendering.test_odt_render import sample
from tests.unit.rendering.word_edits import a_copy, differences, read_back

__all__ = ["libreoffice", "profile", "writer"]

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("between", [("docx",), ("odt", "docx"), ("docx", "docx")])
def test_opened_and_saved_again_it_says_the_same(libreoffice, between):
    data, before = a_copy(), "docx"

    for after in between:
        data, before = libreoffice.converted(data, before, after), after

    reading = read_back(data)
    assert (differences(reading), reading.unread) == ({}, ())


def test_an_empty_copy_stays_empty(libreoffice):
    reading = read_back(libreoffice.converted(a_copy({}), "docx", "docx"))

    assert (differences(reading), reading.unreadable, reading.unread) == ({}, {}, ())


def test_a_changed_paragraph_and_a_bold_word(writer):
    data = writer.edited(a_copy(), ["rewrite", "La fin", "Le bout"], ["embolden", "une seconde"])

    text = CONTENT["story"].replace("La fin", "Le bout").replace("une seconde", "**une seconde**")
    assert differences(read_back(data)) == {"story": text}


def test_a_point_more_in_a_list(writer):
    data = writer.edited(a_copy(), ["add_after", "un autre point", "un dernier"])

    text = CONTENT["story"].replace("**autre** point\n", "**autre** point\n- un dernier\n")
    assert differences(read_back(data)) == {"story": text}


def test_lines_added_changed_and_taken_away(writer):
    new = ["Écrire", "Une lettre", "2/5/2024", "12,5", "fait", "oui"]
    data = writer.edited(
        a_copy(),
        ["add_row", "Objectif", 2, *new],
        ["fill_row", "Objectif", 3, "But"],
        ["remove_row", "Objectif", 1],
    )

    stored = dict(
        zip(
            CONTENT["steps"][0],
            ["Écrire", "Une lettre", "2024-05-02", "12.50", "done", "yes"],
            strict=True,
        )
    )
    rows = [stored, {**CONTENT["steps"][1], "objective": "But"}]
    assert differences(read_back(data)) == {"steps": rows}


def test_arabic_is_typed(writer):
    data = writer.edited(a_copy(), ["rewrite", "La fin", "أتعلم الفرنسية"])

    text = CONTENT["story"].replace("La fin", "أتعلم الفرنسية")
    assert differences(read_back(data)) == {"story": text}


def test_answers_are_chosen_anew(writer):
    data = writer.edited(
        a_copy(),
        ["answer_with", "08/02/2024", "9 mars 2024"],
        ["answer_with", "en cours", "fait"],
        ["answer_with", "oui", "non"],
        ["answer_with", "1\u202f234,50\u00a0€", "99 €"],
        ["answer_with", "sans objet", "Tout de même."],
    )

    assert differences(read_back(data)) == {
        "told_on": "2024-03-09",
        "decision": "done",
        "continues": "no",
        "total": "99.00",
        "absent": "Tout de même.",
    }


@pytest.mark.parametrize("kind", ["professional_project", "action_plan"])
def test_the_documents_of_the_house_come_back_as_they_were(libreoffice, kind):
    made = sample("cctp-2019", kind)
    data = write_docx(made, copy_of(made.form))

    reading = read_back(libreoffice.converted(data, "docx", "docx"), made.form)

    assert (reading.unreadable, reading.unread) == ({}, ())
    assert reading.untouched == set(written_by_people(made.content, made.form))


def test_an_answer_is_emptied(writer):
    data = writer.edited(a_copy(), ["empty", "Une ligne & rien"])

    assert differences(read_back(data)) == {"title": ""}


def test_an_answer_goes_with_its_paragraph(writer):
    data = writer.edited(a_copy(), ["remove_paragraph", "Une ligne & rien"])

    assert differences(read_back(data)) == {"title": ""}


def test_an_answer_is_cut_into_several_paragraphs(writer):
    data = writer.edited(a_copy(), ["add_after", "Apprendre", "Deux.", "Trois."])

    text = f"{CONTENT['request']}\n\nDeux.\n\nTrois."
    assert differences(read_back(data)) == {"request": text}


def test_several_paragraphs_are_pasted_over(writer):
    data = writer.edited(
        a_copy(), ["paste_over", "Un premier", "La fin", "Tout neuf.", "Et bref."]
    )

    assert differences(read_back(data)) == {"story": "Tout neuf.\n\nEt bref."}


def test_backspace_at_the_beginning_of_an_answer(writer):
    data = writer.edited(a_copy(), ["join_with_the_one_before", "Une ligne & rien"])

    assert differences(read_back(data)) == {}


def test_enter_at_the_end_of_a_title(writer):
    data = writer.edited(a_copy(), ["add_after", "Rubrique story", "Tout au début."])

    assert differences(read_back(data)) == {"story": f"Tout au début.\n\n{CONTENT['story']}"}


def test_an_image_is_listed_and_the_text_stands(writer, tmp_path):
    path = tmp_path / "image.png"
    Image.new("RGB", (8, 8), "red").save(path)

    reading = read_back(writer.edited(a_copy(), ["add_image", "Apprendre", str(path)]))

    assert differences(reading) == {}
    assert reading.unread == ("« Demande » : une image ou une zone de texte n'est pas reprise.",)


def test_a_comment_is_listed(libreoffice):
    word = docx.Document(io.BytesIO(a_copy()))
    place = next(of for of in word.paragraphs if of.text.startswith("La fin"))
    word.add_comment(place.runs, "À vérifier", author="Alice")
    commented = io.BytesIO()
    word.save(commented)

    reading = read_back(libreoffice.converted(commented.getvalue(), "docx", "docx"))

    assert differences(reading) == {}
    assert reading.unread == (
        "« Rubrique story » : un commentaire n'est pas repris : « À vérifier ».",
    )


def test_a_note_is_listed(writer):
    reading = read_back(writer.edited(a_copy(), ["footnote", "Apprendre", "Voir plus"]))

    assert differences(reading) == {}
    assert reading.unread == ("« Demande » : une note n'est pas reprise : « Voir plus ».",)


def test_tracked_changes_are_read_as_accepted(writer):
    data = writer.edited(
        a_copy(),
        ["record_changes"],
        ["rewrite", "La fin", "Le bout"],
        ["remove_row", "Objectif", 1],
    )

    wanted = {
        "story": CONTENT["story"].replace("La fin", "Le bout"),
        "steps": CONTENT["steps"][1:],
    }
    assert differences(read_back(data)) == wanted


def test_a_title_deleted_takes_nothing_with_it(writer):
    """Its bookmark goes with its paragraph: what stood behind it is not taken for the answer of
    another heading."""
    reading = read_back(writer.edited(a_copy(), ["remove_paragraph", "Rubrique title"]))

    assert set(reading.unreadable) == {"story", "title"}
    assert "Une ligne & rien d'autre" in reading.unreadable["story"]
    assert set(differences(reading)) == {"story", "title"}


def test_saved_as_odt_by_its_author_and_as_word_later(writer, libreoffice):
    odt = writer.edited(a_copy(), ["rewrite", "La fin", "Le bout"], after="odt")

    data = libreoffice.converted(odt, "odt", "docx")

    text = CONTENT["story"].replace("La fin", "Le bout")
    assert differences(read_back(data)) == {"story": text}
