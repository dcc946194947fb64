"""A working copy comes back: only what was changed changes, nothing is lost without a word
(R-054)."""

import re
from dataclasses import replace

import pytest

from cep_docs.errors import Invalid, NotPossible
from cep_docs.rendering.word import read_docx, write_docx
from tests.unit.rendering.every_kind import CONTENT, FORM, copy_of, written_by_people
from tests.unit.rendering.test_odt_render import SAMPLES, sample
from tests.unit.rendering.word_edits import (
    BODY,
    WRITTEN,
    a_copy,
    answer,
    changed,
    differences,
    paragraph_with,
    part_of,
    read_back,
    said,
    with_parts,
)


@pytest.fixture(scope="module")
def data():
    return a_copy()


def test_a_copy_nobody_touched_says_what_the_draft_says(data):
    reading = read_back(data)

    assert reading.content == WRITTEN
    assert reading.untouched == set(WRITTEN)
    assert (reading.unreadable, reading.unread) == ({}, ())


def test_it_is_read_in_a_process_apart(data):
    assert read_docx(data, FORM) == read_back(data)


def test_it_says_which_draft_it_was_made_from(data):
    copy = read_back(data).copy

    assert copy.document == "4G200201000001/every_kind"
    assert (copy.form, copy.edition, copy.version) == ("every_kind", "2020-01", 1)
    assert copy.revisions == dict.fromkeys(WRITTEN, 3)


def test_what_the_program_fills_is_not_brought_back(data):
    assert "providers" not in read_back(data).content


def test_a_changed_word_changes_its_heading_only(data):
    reading = read_back(changed(data, "La fin", "Le bout"))

    assert differences(reading) == {"story": CONTENT["story"].replace("La fin", "Le bout")}
    assert reading.unread == ()


def test_an_emptied_answer_is_blank(data):
    reading = read_back(answer(data, "Une ligne", "<w:p/>"))

    assert differences(reading) == {"title": ""}


def test_an_answer_whose_paragraphs_are_all_gone_is_blank(data):
    reading = read_back(answer(data, "Une ligne", ""))

    assert differences(reading) == {"title": ""}


def test_an_answer_pasted_over_with_several_paragraphs_is_found(data):
    reading = read_back(answer(data, "Apprendre", said("Un") + "<w:p/>" + said("Deux")))

    assert differences(reading) == {"request": "Un\n\nDeux"}


def test_text_typed_at_the_end_of_a_title_is_part_of_the_answer(data):
    inside = changed(
        data, "Rubrique title</w:t>", "Rubrique title</w:t></w:r><w:r><w:t> Ajout</w:t>"
    )

    assert differences(read_back(inside)) == {"title": "Ajout Une ligne & rien d'autre"}


def test_text_typed_at_the_end_of_a_note_is_part_of_the_answer(data):
    inside = changed(data, "En une ligne.", "En une ligne. Ajout.")

    assert differences(read_back(inside)) == {"title": "Ajout. Une ligne & rien d'autre"}


def test_a_note_may_be_taken_away(data):
    without = changed(data, paragraph_with(data, "En une ligne."), "")

    assert differences(read_back(without)) == {}
    assert read_back(without).unread == ()


def test_a_note_whose_bookmark_is_gone_is_still_no_answer(data):
    note = paragraph_with(data, "En une ligne.")

    assert differences(read_back(changed(data, note, said("En une ligne.")))) == {}


def test_a_note_that_was_rewritten_is_told(data):
    reading = read_back(changed(data, "En une ligne.", "En deux lignes."))

    assert differences(reading) == {}
    assert reading.unread == ("« Rubrique title » : l'aide a changé : « En deux lignes. ».",)


def test_a_title_that_was_rewritten_is_told_and_its_answer_read(data):
    reading = read_back(changed(data, "Rubrique title", "Mon titre"))

    assert differences(reading) == {}
    assert reading.unread == ("« Rubrique title » : son titre a changé : « Mon titre ».",)


def test_an_answer_that_may_have_been_written_into_the_title_is_not_emptied(data):
    moved = answer(changed(data, "Rubrique title", "Une ligne et plus"), "rien d'autre", "<w:p/>")

    reading = read_back(moved)

    assert reading.unreadable == {"title": "« Rubrique title » : son titre a été réécrit."}
    assert "Une ligne et plus" in reading.unread[0]


def test_a_heading_without_its_title_is_listed_and_not_emptied(data):
    reading = read_back(changed(data, paragraph_with(data, "Rubrique title"), ""))

    assert set(reading.unreadable) == {"story", "title"}
    assert "n'est plus dans la copie" in reading.unreadable["title"]
    assert "on ne sait pas où elle finit" in reading.unreadable["story"]
    assert "En une ligne." not in reading.content.values()


def test_the_answer_before_a_missing_title_stands_when_it_did_not_change(data):
    bare = data
    for words in ("Rubrique title", "En une ligne.", "Une ligne"):
        bare = changed(bare, paragraph_with(bare, words), "")

    reading = read_back(bare)

    assert set(reading.unreadable) == {"title"}
    assert reading.content["story"] == CONTENT["story"]


def test_a_title_that_is_there_twice_makes_its_answer_doubtful(data):
    title = paragraph_with(data, "Rubrique title")

    reading = read_back(changed(data, paragraph_with(data, "Apprendre"), title + said("Autre")))

    assert "deux fois" in reading.unreadable["title"]


def without_bookmarks(data, *names):
    """As programs do that know none: titles keep their words and their style."""
    text = part_of(data)
    for name in names:
        text = re.sub(rf'<w:bookmarkStart w:id="\d+" w:name="{name}"/>', "", text)
    return with_parts(data, {BODY: text})


def test_titles_whose_bookmarks_were_dropped_are_known_by_their_words(data):
    bare = with_parts(data, {BODY: re.sub("<w:bookmark(Start|End)[^>]*>", "", part_of(data))})

    reading = read_back(bare)

    assert reading.content == WRITTEN
    assert differences(reading) == {}


def test_a_title_that_stands_elsewhere_too_is_not_known_by_its_words(data):
    twin = paragraph_with(data, "Rubrique story").replace("cep_story", "other")
    doubled = changed(data, paragraph_with(data, "Apprendre"), twin)

    reading = read_back(without_bookmarks(doubled, "cep_story"))

    assert "story" in reading.unreadable


def test_an_answer_that_says_the_words_of_a_title_is_no_title(data):
    doubled = answer(data, "Apprendre", said("Rubrique title"))
    bare = changed(doubled, paragraph_with(doubled, 'w:name="cep_title"'), "")

    reading = read_back(bare)

    assert reading.content["request"] == "Rubrique title"
    assert "title" in reading.unreadable


def test_a_part_without_its_title_is_told(data):
    reading = read_back(changed(data, paragraph_with(data, "Partie words"), ""))

    assert differences(reading) == {}
    assert reading.unread == ("« Partie words » : son titre n'est plus dans la copie.",)


def test_text_under_no_heading_is_listed(data):
    title = paragraph_with(data, "Partie words")

    reading = read_back(changed(data, title, title + said("Perdu ?")))

    assert differences(reading) == {}
    assert reading.unread == (
        "Sous « Partie words », hors de toute rubrique, un texte n'est pas repris : « Perdu ? ».",
    )


def test_text_after_the_last_heading_is_listed(data):
    reading = read_back(changed(data, "<w:sectPr", said("La fin") + "<w:sectPr"))

    assert reading.unread == (
        "Après la dernière rubrique, un texte n'est pas repris : « La fin ».",
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Numéro de dossier", "Numéro", "« Partie identity » a changé"),
        ("Bonjour", "Salut", "« Partie notice » a changé"),
        (">Bilan<", ">Autre<", "« Rubrique providers » a changé"),
        ("Copie de travail.", "Copie.", "Le début de la copie a changé"),
    ],
)
def test_a_change_in_what_the_program_writes_is_told(data, old, new, told):
    reading = read_back(changed(data, old, new))

    assert differences(reading) == {}
    assert reading.unread[0].startswith(told)
    assert "n'est pas repris" in reading.unread[0]


def test_a_changed_head_of_page_is_told(data):
    reading = read_back(changed(data, "Copie de travail", "Ma copie", "word/header1.xml"))

    assert "L'en-tête ou le pied de page a changé" in reading.unread[0]


@pytest.mark.parametrize(
    ("name", "words", "stored"),
    [
        ("told_on", "9 mars 2024", "2024-03-09"),
        ("told_on", "1er mars 2024", "2024-03-01"),
        ("told_on", "1.3.2024", "2024-03-01"),
        ("told_on", "2024-03-01", "2024-03-01"),
        ("told_on", "Sans Objet", "sans objet"),
        ("decision", "Fait", "done"),
        ("decision", "todo", "todo"),
        ("continues", "NON", "no"),
        ("total", "99", "99.00"),
        ("total", "1 234,5 €", "1234.50"),
    ],
)
def test_answers_are_read_as_people_write_them(name, words, stored):
    blank = a_copy({})
    title = paragraph_with(blank, f"Rubrique {name}")

    reading = read_back(changed(blank, title, title + said(words)))

    assert reading.content[name] == stored


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("told_on", "31/02/2024", "ce jour n'existe pas"),
        ("told_on", "bientôt", "Une date s'écrit"),
        ("decision", "peut-être", "la réponse attendue est l'une de : à faire, en cours, fait"),
        ("continues", "peut-être", "la réponse attendue est l'une de : oui, non"),
        ("total", "beaucoup", "Ce montant n'est pas lisible"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_listed_with_what_was_written(name, words, told):
    blank = a_copy({})
    title = paragraph_with(blank, f"Rubrique {name}")

    reading = read_back(changed(blank, title, title + said(words)))

    assert name not in reading.content
    assert told in reading.unreadable[name]
    assert words in reading.unreadable[name]


def test_a_copy_whose_line_is_only_in_its_properties_is_recognised(data):
    line = paragraph_with(data, "Repère de cette copie")

    reading = read_back(changed(data, line, ""))

    assert reading.untouched == set(WRITTEN)


def test_a_copy_whose_line_is_only_in_its_text_is_recognised(data):
    reading = read_back(changed(data, "CEP1", "X", "docProps/custom.xml"))

    assert reading.untouched == set(WRITTEN)


def test_a_file_without_any_line_is_refused(data):
    line = paragraph_with(data, "Repère de cette copie")
    foreign = changed(changed(data, line, ""), "CEP1", "X", "docProps/custom.xml")

    with pytest.raises(NotPossible, match="n'est pas une copie de travail"):
        read_back(foreign)


def test_a_line_that_was_touched_is_no_line(data):
    foreign = changed(changed(data, "CEP1|4G2", "CEP1|5G2"), "CEP1", "X", "docProps/custom.xml")

    with pytest.raises(NotPossible, match="n'est pas une copie de travail"):
        read_back(foreign)


def test_two_copies_in_one_file_are_refused(data):
    other = part_of(a_copy({}), "docProps/custom.xml")

    with pytest.raises(NotPossible, match="mélange deux copies"):
        read_back(with_parts(data, {"docProps/custom.xml": other}))


def test_a_copy_of_another_form_is_refused(data):
    with pytest.raises(NotPossible, match="autre trame, ou une autre édition"):
        read_back(data, replace(FORM, edition="2024-01"))


def test_a_form_that_changed_under_the_same_edition_is_refused(data):
    with pytest.raises(NotPossible, match="autre trame, ou une autre édition"):
        read_back(data, replace(FORM, sections=FORM.sections[:-1]))


def test_a_hostile_file_is_refused_with_its_reason(data):
    """FIC-04: the whole list is tried where packages are opened."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rels = part_of(data, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        f'<Relationship Id="rId92" Type="{kind}" Target="http://x/" TargetMode="External"/>'
        "</Relationships>",
    )

    with pytest.raises(Invalid, match="va chercher du contenu ailleurs"):
        read_docx(with_parts(data, {"word/_rels/document.xml.rels": rels}), FORM)


@pytest.mark.parametrize(("agreement", "kind"), SAMPLES)
def test_each_form_of_the_house_comes_back_as_it_was(agreement, kind):
    made = sample(agreement, kind)
    form = made.form

    reading = read_back(write_docx(made, copy_of(form)), form)

    assert (reading.unreadable, reading.unread) == ({}, ())
    assert reading.untouched == set(reading.content) == set(written_by_people(made.content, form))


def test_the_end_of_an_unknown_bookmark_is_nothing(data):
    assert differences(read_back(changed(data, "<w:r>", '<w:bookmarkEnd w:id="999"/><w:r>'))) == {}


def test_other_bookmarks_are_nothing(data):
    mark = '<w:bookmarkStart w:id="998" w:name="_GoBack"/><w:bookmarkEnd w:id="998"/>'

    assert differences(read_back(changed(data, "<w:r>", f"{mark}<w:r>"))) == {}


def test_a_bookmark_begun_again_in_the_next_paragraph_is_one(data):
    """As LibreOffice 7.4 writes those that it let grow over two paragraphs."""
    title = paragraph_with(data, "Rubrique title")
    grown = title.replace('<w:bookmarkEnd w:id="8"/>', "")
    again = said("Ajout").replace("<w:p>", '<w:p><w:bookmarkStart w:id="8" w:name="cep_title"/>')
    end = again.replace("</w:p>", '<w:bookmarkEnd w:id="8"/></w:p>')
    assert grown != title

    assert differences(read_back(changed(data, title, grown + end))) == {
        "title": "Ajout Une ligne & rien d'autre"
    }


def test_a_file_larger_than_any_copy_is_refused():
    with pytest.raises(Invalid, match="20 Mio"):
        read_docx(b"\0" * (20 * 2**20 + 1), FORM)
