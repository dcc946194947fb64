"""Word out and Word back in: seen before it is taken, and nothing foreign gets in (R-054)."""

import pytest
from webtest import Upload

from cep_docs.lifecycle.drafts import save_field
from tests.functional.web.papers_of_people import (
    draft_of,
    drafted,
    finished,
    journal,
    with_an_expert,
)
from tests.people import actor
from tests.unit.rendering.word_edits import changed


def taken(browser, at):
    return browser.get(at + "copie.docx").body


def sent(browser, at, data, name="copie.docx", status=None):
    form = browser.get(at + "copie").forms[1]
    form["file"] = Upload(name, data)
    return form.submit(status=status)


def written(town, at, name, value):
    def work(tools):
        _, _, person, _, number, _, document, _ = at.split("/")
        course = next(c for c in tools.site.beneficiaries[person] if number in c)
        deliverable = course[number][document]
        seen = deliverable.heading(name).revision
        save_field(deliverable, actor(tools, "alice"), name, value, seen, tools)

    town.write(work)


def waiting(town):
    folder = town.application.house.folder / "visits" / "copies"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_a_copy_leaves_under_the_number_of_the_file_and_is_journaled_r_124(town):
    browser, at = town.browser("alice"), drafted(town)

    answer = browser.get(at + "copie.docx")

    assert answer.body.startswith(b"PK")
    assert "copie_de_travail.docx" in answer.headers["Content-Disposition"]
    assert "Lef" not in answer.headers["Content-Disposition"]
    assert len(journal(town, at, "copy_out")) == 1


def test_what_changed_is_shown_first_then_taken(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")

    page = sent(browser, at, copy).follow()

    assert [mark.text for mark in page.html.select("ins")] == ["cinq"]
    assert draft_of(town, at, "situation") == "Vendeuse depuis quatre ans."
    assert len(waiting(town)) == 1
    answer = page.forms[1].submit().follow()

    assert "1 rubrique reprise." in answer.text
    assert draft_of(town, at, "situation") == "Vendeuse depuis cinq ans."
    assert waiting(town) == []


def test_only_the_ticked_headings_are_taken(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")
    copy = changed(copy, "sans quitter la région", "sans quitter Nantes")
    page = sent(browser, at, copy).follow()

    form = page.forms[1]
    form.fields["heading"][0].checked = False
    form.submit()

    assert "la région" in draft_of(town, at, "request")
    assert draft_of(town, at, "situation") == "Vendeuse depuis cinq ans."


def test_ticking_nothing_says_so_and_takes_nothing(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")
    form = sent(browser, at, copy).follow().forms[1]

    form.fields["heading"][0].checked = False
    answer = form.submit(status=422)

    assert "Aucune rubrique n’est cochée" in answer.text
    assert draft_of(town, at, "situation") == "Vendeuse depuis quatre ans."


def test_a_heading_somebody_wrote_since_keeps_both_texts(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")
    written(town, at, "situation", "Vendeuse depuis six ans.")

    page = sent(browser, at, copy).follow()
    assert "Quelqu’un a écrit ici depuis la copie" in page.text
    assert (page.html.select_one("del").text, page.html.select_one("ins").text) == ("six", "cinq")
    answer = page.forms[1].submit().follow()

    assert "gardé à côté" in answer.text
    assert draft_of(town, at, "situation") == "Vendeuse depuis six ans."


def test_a_copy_nobody_touched_changes_nothing(town):
    browser, at = town.browser("alice"), drafted(town)

    page = sent(browser, at, taken(browser, at)).follow()

    assert "La copie ne change rien" in page.text


def test_what_cannot_be_taken_is_said(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "Copie de travail. ", "Bonjour. ")

    page = sent(browser, at, copy).follow()

    assert "Ce qui n’est pas repris" in page.text


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.7 nothing", "copie.pdf", "pas une copie Word"),
        (b"PK\x03\x04 broken", "copie.docx", "Rien n"),
        (b"MZ\x90\x00", "copie.docx", "Rien n"),
        (b"", "copie.docx", "Rien n"),
    ],
)
def test_foreign_files_are_refused_with_what_to_do(town, data, name, said):
    browser, at = town.browser("alice"), drafted(town)

    answer = sent(browser, at, data, name, status=422)

    assert said in answer.html.select_one(".fault").text
    assert waiting(town) == []


def test_no_file_at_all_is_said_at_its_place(town):
    browser, at = town.browser("alice"), drafted(town)

    answer = browser.get(at + "copie").forms[1].submit(status=422)

    assert "Aucun fichier n’est arrivé" in answer.html.select_one(".fault").text


def test_a_copy_of_another_document_is_refused(town):
    browser, at = town.browser("alice"), drafted(town)
    other = taken(browser, drafted(town, name="Marchand"))

    answer = sent(browser, at, other, status=422)

    assert "Rien n’a été modifié" in answer.text


def test_a_file_waits_for_the_visit_that_sent_it_and_half_an_hour(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")
    address = sent(browser, at, copy).location

    assert town.browser("alice").get(address).status_int == 303
    assert browser.get(address).status_int == 200
    town.wall.now = town.wall.now.replace(hour=9, minute=29)
    assert browser.get(address).status_int == 200
    town.wall.now = town.wall.now.replace(hour=9, minute=31)

    assert "n’est plus là" in browser.get(address).follow().text
    assert waiting(town) == []


def test_a_form_sent_after_the_file_is_gone_changes_nothing(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "cinq ans")
    form = sent(browser, at, copy).follow().forms[1]
    form.submit()

    written(town, at, "situation", "Vendeuse.")
    answer = form.submit().follow()

    assert "n’est plus là" in answer.text
    assert draft_of(town, at, "situation") == "Vendeuse."


def test_tokens_are_no_paths(town):
    browser, at = town.browser("alice"), drafted(town)

    for token in ("../../data/Data.fs", "0" * 64, ""):
        assert browser.get(at + "copie-retour", {"envoi": token}).status_int == 303


def test_what_was_signed_has_no_copy(town):
    browser, at = town.browser("alice"), finished(town)

    answer = browser.get(at + "copie.docx").follow()

    assert "ne se modifie plus" in answer.text
    browser.get(at + "copie", status=403)


def test_an_expert_who_may_only_read_takes_nothing_away(town):
    at = drafted(town)
    with_an_expert(town, at)
    browser = town.browser("bruno")

    browser.get(at + "copie.docx", status=403)
    browser.get(at + "copie", status=403)


def test_words_of_a_copy_are_words_and_nothing_else(town):
    browser, at = town.browser("alice"), drafted(town)
    copy = changed(taken(browser, at), "quatre ans", "&lt;script&gt;canari()&lt;/script&gt;")

    page = sent(browser, at, copy).follow()

    assert "<script>canari" not in page.text
    assert "canari" in page.text
