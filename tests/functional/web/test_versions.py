"""The versions of a document in the browser: read, compared, printed, taken up again (R-054)."""

import pytest

from tests.functional.web.papers_of_people import (
    draft_of,
    drafted,
    finished,
    journal,
    written_twice,
)


def test_the_list_has_the_draft_first_and_each_version_with_its_state(town):
    at = written_twice(town)

    page = town.browser("alice").get(at + "versions")

    rows = [row.text for row in page.html.select("tbody tr")]
    assert "Brouillon" in rows[0]
    assert "en cours d’écriture" in rows[0]
    assert "Version 1" in rows[1]
    assert "retirée" in rows[1]
    assert "Une date à corriger" in rows[1]


def test_a_version_is_read_as_text_and_the_reading_is_journaled_r_122(town):
    at = written_twice(town)
    before = len(journal(town, at, "view"))

    page = town.browser("alice").get(at + "versions/1")

    assert "Vendeuse depuis quatre ans." in page.text
    read = journal(town, at, "view")[before:]
    assert [line["details"]["version"] for line in read] == ["1"]


def test_the_draft_says_that_it_is_not_signed(town):
    page = town.browser("alice").get(drafted(town) + "versions/brouillon")

    assert "Aperçu, non signé" in page.text
    assert "Vendeuse depuis quatre ans." in page.text


@pytest.mark.parametrize("which", ["1", "brouillon"])
def test_papers_are_shown_or_taken_away(town, which):
    browser, at = town.browser("alice"), written_twice(town)

    pdf = browser.get(f"{at}versions/{which}/pdf")
    odt = browser.get(f"{at}versions/{which}/odt")

    assert pdf.body.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    assert odt.body.startswith(b"PK")
    assert odt.headers["Content-Disposition"].startswith("attachment")
    assert "Lefèvre" not in pdf.headers["Content-Disposition"]


def test_the_same_draft_is_printed_once_and_each_look_is_journaled(town):
    browser, at = town.browser("alice"), drafted(town)
    one, two = (browser.get(at + "versions/brouillon/pdf").body for _ in range(2))

    kept = town.site.registry["kept_papers"]

    assert one is not None
    assert one == two
    assert len(kept._kept) == 1
    assert len(journal(town, at, "view")) == 2


def test_the_pages_are_pictures_that_only_their_page_opens(town):
    browser, at = town.browser("alice"), written_twice(town)

    page = browser.get(at + "versions/1/pages")
    source = page.html.select_one(".paper img")["src"]
    picture = browser.get(source)

    assert picture.content_type == "image/png"
    assert picture.body.startswith(b"\x89PNG")
    assert browser.get(source.split("&preuve")[0]).status_int == 303
    assert browser.get(source.replace("page=1", "page=99")).status_int == 303
    assert town.browser("alice").get(source).status_int == 303


def test_pictures_that_are_no_longer_kept_are_drawn_by_their_page(town):
    browser, at = town.browser("alice"), written_twice(town)
    source = browser.get(at + "versions/1/pages").html.select_one(".paper img")["src"]

    del town.site.registry["kept_papers"]

    assert browser.get(source).status_int == 303


def test_taking_a_version_up_again_is_shown_first_and_loses_nothing(town):
    browser, at = town.browser("alice"), written_twice(town)

    page = browser.get(at + "versions/1/reprendre")
    assert page.html.select_one("ins").text in "quatre"
    assert "Rien n’est perdu" in page.text
    answer = page.forms[1].submit().follow()

    assert "Le brouillon dit de nouveau" in answer.text
    assert draft_of(town, at, "situation") == "Vendeuse depuis quatre ans."


def test_a_signed_document_is_read_and_not_taken_up_again(town):
    browser, at = town.browser("alice"), finished(town)

    page = browser.get(at + "versions/1")

    assert "Signatures" in page.text
    assert "reprendre" not in page.text
    assert browser.get(at + "versions/1/reprendre", status=403)


def test_the_manager_reads_what_was_signed_and_not_what_is_written(town):
    browser, done, writing = town.browser("denis"), finished(town), drafted(town)

    assert "Vendeuse depuis quatre ans." in browser.get(done + "versions/1").text
    assert "ODT" not in browser.get(done + "versions/1").text
    browser.get(done + "versions/1/odt", status=403)
    browser.get(writing + "versions/brouillon", status=403)
    browser.get(writing + "versions/brouillon/pdf", status=403)


def test_who_may_list_and_not_read_sees_that_versions_exist(town):
    at = written_twice(town)

    page = town.browser("denis").get(at + "versions")

    assert "Version 1" in page.text
    assert "Une date à corriger" not in page.text
    assert not page.html.select("tbody a")


@pytest.mark.parametrize("path", ["versions", "versions/1", "versions/1..brouillon"])
@pytest.mark.parametrize("login", ["bruno", "chloe", "gaelle"])
def test_others_are_told_what_they_are_told_of_nothing(town, login, path):
    at, browser = written_twice(town), town.browser(login)

    answer = browser.get(at + path, status=404)

    assert answer.body == browser.get("/dossiers/nobody", status=404).body


def test_a_version_that_is_not_there_is_not_found(town):
    browser, at = town.browser("alice"), written_twice(town)

    for which in ("9", "1..9", "brouillon..9", "x..y", "1..1..1"):
        browser.get(f"{at}versions/{which}", status=404)


def test_motives_are_words_and_nothing_else(town):
    at = written_twice(town, second="<script>alert(1)</script>")

    page = town.browser("alice").get(at + "versions/1..brouillon")

    assert "<script>alert" not in page.text
    assert page.html.select("ins")


def test_what_cannot_be_taken_up_is_said(town):
    """A heading that the form of today does not have stays in the version."""
    at = written_twice(town)

    def work(tools):
        _, _, person, _, number, _, document, _ = at.split("/")
        course = next(c for c in tools.site.beneficiaries[person] if number in c)
        version = course[number][document]["1"]
        version.content = {**version.content, "decision": "an answer of long ago"}

    town.write(work)
    page = town.browser("alice").get(at + "versions/1/reprendre")

    assert "1 rubrique(s) n’ont pas pu être reprises" in page.forms[1].submit().follow().text
