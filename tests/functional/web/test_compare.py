"""Two texts side by side, at an address that can be kept (R-050, R-054)."""

from cep_docs.lifecycle.drafts import save_field
from tests.functional.web.papers_of_people import address, finished, journal, written_twice
from tests.people import actor
from tests.unit.lifecycle.courses import act, engaged, proposed


def test_what_went_and_what_came_is_marked(town):
    at = written_twice(town)

    page = town.browser("alice").get(at + "versions/1..brouillon")

    assert [mark.text for mark in page.html.select("del")] == ["quatre"]
    assert [mark.text for mark in page.html.select("ins")] == ["cinq"]
    assert "1 rubrique changée" in page.text


def test_the_other_way_round_what_came_went(town):
    page = town.browser("alice").get(written_twice(town) + "versions/brouillon..1")

    assert [mark.text for mark in page.html.select("del")] == ["cinq"]


def test_headings_that_say_the_same_are_folded_with_their_words(town):
    page = town.browser("alice").get(written_twice(town) + "versions/1..brouillon")

    folded = page.html.select_one("main details")
    assert "sans changement" in folded.summary.text
    assert "Changer de métier" in folded.text


def test_both_sides_are_chosen_and_the_choice_is_an_address(town):
    browser, at = town.browser("alice"), written_twice(town)
    form = browser.get(at + "versions").forms[1]

    form["de"], form["a"] = "1", "brouillon"
    answer = form.submit()

    assert answer.location.endswith("/versions/1..brouillon")
    form["a"] = "1"
    assert "Choisir deux textes différents" in form.submit().follow().text


def test_a_choice_that_is_none_goes_back_to_the_list(town):
    browser, at = town.browser("alice"), written_twice(town)

    answer = browser.get(at + "versions/comparer?de=9&a=<script>")

    assert answer.status_int == 303
    assert "<script>" not in answer.follow().text


def test_tables_are_compared_line_by_line_in_words(town):
    def work(tools):
        unit = proposed(engaged(tools, "UO2.1"), tools)
        act(unit, "take_back", tools, motive="À revoir")
        rows = [
            {"label": "Organisation, négociation", "kind": "to_acquire"},
            {"label": "Conduite", "kind": "acquired"},
        ]
        heading = unit.deliverable.heading("skills")
        save_field(
            unit.deliverable, actor(tools, "alice"), "skills", rows, heading.revision, tools
        )
        return address(unit)

    page = town.browser("alice").get(town.write(work) + "versions/1..brouillon")

    rows = page.html.select("table.words tbody tr")
    assert [row.th.text for row in rows] == ["changée", "ajoutée"]
    assert "to_acquire" not in page.text
    assert page.html.select("th[scope=col]")


def test_a_comparison_is_a_reading_of_both_r_122(town):
    at = written_twice(town)
    before = len(journal(town, at, "view"))

    town.browser("alice").get(at + "versions/1..brouillon")

    read = journal(town, at, "view")[before:]
    assert [line["details"]["version"] for line in read] == ["1", "now"]


def test_the_manager_does_not_see_the_draft_through_a_comparison(town):
    town.browser("denis").get(finished(town) + "versions/1..brouillon", status=403)


def test_the_editor_has_the_changes_since_the_last_version_beside_it(town):
    at = written_twice(town)

    page = town.browser("alice").get(at)

    assert [mark.text for mark in page.html.select("#comparer ins")] == ["cinq"]
    assert page.html.select_one(f"a[href='{at}versions/1..brouillon']")


def test_who_reads_versions_only_has_neither_comments_nor_the_draft_beside_them(town):
    page = town.browser("denis").get(finished(town))

    assert not page.html.select("#comparer, #commentaires")
