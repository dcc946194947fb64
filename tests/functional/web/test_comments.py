"""Comments and requests to read again, in the browser (R-037, R-122)."""

from urllib.parse import urlsplit

import pytest

from tests.functional.web.hostile_texts import TEXTS
from tests.functional.web.papers_of_people import drafted, finished, journal, with_an_expert


def form_of(page, action):
    return next(form for form in page.forms.values() if form.action.endswith(action))


def add(browser, at, text, **said):
    form = form_of(browser.get(at + "commentaires"), "commenter")
    for name, value in {"text": text, **said}.items():
        form[name] = value
    return form.submit()


def test_a_comment_is_added_answered_resolved_and_opened_again(town):
    browser, at = town.browser("alice"), drafted(town)

    page = add(browser, at, "Préciser.", field="situation", quote="Vendeuse").follow()
    assert page.html.select_one(".note blockquote").text == "Vendeuse"
    assert "1 ouvert" in page.text

    form = form_of(page, "repondre")
    form["text"] = "C’est fait."
    page = form.submit().follow()
    assert "C’est fait." in page.html.select_one(".turn").text

    page = form_of(page, "regler").submit().follow()
    assert "tous réglés" in page.text
    assert not page.html.select(".note[data-line]")

    page = form_of(page, "rouvrir").submit().follow()
    assert "1 ouvert" in page.text


def test_a_form_of_the_editor_goes_back_to_the_editor(town):
    browser, at = town.browser("alice"), drafted(town)
    add(browser, at, "Préciser.", field="situation")
    page = browser.get(at)

    answer = form_of(page, "regler").submit()

    assert answer.location.endswith("#champ-situation")
    assert urlsplit(answer.location).path == at


def test_the_editor_counts_what_is_open(town):
    browser, at = town.browser("alice"), drafted(town)
    add(browser, at, "Un.", field="situation")
    add(browser, at, "Deux.", field="need")

    assert "Commentaires (2)" in browser.get(at).text


def test_words_marked_in_the_editor_are_in_the_form(town):
    browser, at = town.browser("alice"), drafted(town)

    page = browser.get(at + "commentaires?rubrique=situation&citation=Vendeuse")

    form = form_of(page, "commenter")
    assert (form["field"].value, form["quote"].value) == ("situation", "Vendeuse")


def test_a_blank_comment_comes_back_with_what_was_chosen(town):
    browser, at = town.browser("alice"), drafted(town)

    answer = form_of(browser.get(at + "commentaires"), "commenter")
    answer["field"] = "need"
    page = answer.submit(status=422)

    assert "Ce commentaire est vide" in page.html.select_one(".fault").text
    assert form_of(page, "commenter")["field"].value == "need"


def test_reading_comments_is_reading_the_file_r_122(town):
    browser, at = town.browser("alice"), drafted(town)
    before = len(journal(town, at, "view"))

    browser.get(at + "commentaires")

    assert len(journal(town, at, "view")) == before + 1


def test_a_colleague_is_asked_reads_and_says_it_is_done(town):
    alice, at = town.browser("alice"), drafted(town)
    with_an_expert(town, at)
    form = form_of(alice.get(at + "relecture"), "relecture")
    form["colleague"], form["text"] = "bruno", "Le besoin est-il clair ?"
    assert "Relecture demandée" in form.submit().follow().text

    bruno = town.browser("bruno")
    page = bruno.get(at + "commentaires")
    assert "Une relecture vous est demandée" in page.text
    assert "Le besoin est-il clair" in page.text
    page = form_of(page, "relu").submit().follow()

    assert "Relecture terminée" in page.text
    assert "vous est demandée" not in page.text


def test_nobody_to_ask_says_what_to_do_first(town):
    page = town.browser("alice").get(drafted(town) + "relecture")

    assert "ouvrir un accès d’expert" in page.text


def test_somebody_who_may_not_read_is_not_asked(town):
    alice, at = town.browser("alice"), drafted(town)
    with_an_expert(town, at)
    form = form_of(alice.get(at + "relecture"), "relecture")

    form["colleague"].force_value("chloe")
    answer = form.submit(status=422)

    assert "ne peut pas lire le brouillon" in answer.text


def test_after_the_signature_comments_are_only_read(town):
    page = town.browser("alice").get(finished(town) + "commentaires")

    assert "Commenter" not in page.html.select_one("main").text


@pytest.mark.parametrize("login", ["bruno", "denis", "gaelle"])
def test_others_do_not_know_that_there_are_comments(town, login):
    at = drafted(town)
    add(town.browser("alice"), at, "Entre nous.")
    browser = town.browser(login)

    answer = browser.get(at + "commentaires", status="*")

    assert answer.status_int in (403, 404)
    assert "Entre nous" not in answer.text


def test_hostile_texts_are_words_and_nothing_else(town):
    browser, at = town.browser("alice"), drafted(town)
    for text in TEXTS:
        add(browser, at, text, quote=text[:200])

    for page in (browser.get(at + "commentaires"), browser.get(at)):
        assert "<script>canari" not in page.text
        assert not page.html.select("[onerror], [onclick], [onload], [autofocus][onfocus]")
        assert "{{ canari }}" in page.text
