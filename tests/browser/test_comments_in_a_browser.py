"""Phrases and comments beside the text, in a real browser; axe finds nothing on these pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cep_docs.access.actor import actor_of
from cep_docs.lifecycle.comments import add_comment
from cep_docs.lifecycle.phrases import place_of, share_phrase

ADVISER = "alice.martin"
LOOKS = [(1440, False), (390, True), (320, False)]
PAGES = (
    "versions",
    "versions/1",
    "versions/brouillon",
    "versions/brouillon/pages",
    "versions/1..brouillon",
    "versions/1/reprendre",
    "copie",
    "commentaires",
    "relecture",
    "extraits",
)


@pytest.fixture(scope="module")
def at(live):
    """A plan under revision, with a comment and a shared phrase."""

    def work(tools):
        alice = actor_of(tools.site.accounts[ADVISER])
        unit, plan = next(
            (unit, document)
            for person in tools.site.beneficiaries
            for course in person
            if course.referent == ADVISER
            for unit in course
            for document in unit
            if document.state == "draft" and len(document) == 1
        )
        field = next(name for name in plan.draft if isinstance(plan.heading(name).value, str))
        add_comment(plan, alice, (field, ""), "Vérifier la date.", tools)
        share_phrase(place_of(alice, tools), "Suite", "Revoir {prénom}.", alice, tools)
        person = unit.__parent__.__parent__.identifier
        return f"/dossiers/{person}/uo/{unit.number}/documents/{plan.__name__}/"

    return live.application.write(work)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_axe_finds_nothing(live, at, width, dark):
    page = live.page(ADVISER, width=width, dark=dark)
    found = {}
    for path in (*(at + name for name in PAGES), "/extraits", "/extraits/nouveau"):
        page.goto(live.base + path)
        report = Axe().run(page)
        if report.violations_count:
            found[path] = report.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    assert found == {}


def test_a_phrase_is_put_where_the_cursor_is_and_nothing_goes(live, at):
    page = live.page(ADVISER)
    page.goto(live.base + at)
    area = page.locator(".rich textarea").first
    before = area.input_value()
    area.click()
    page.keyboard.press("Control+End")

    page.locator(".rich [data-phrases]").first.click()
    page.locator("#extraits [data-insert]").first.click()

    assert area.input_value().startswith(before)
    assert "Revoir " in area.input_value()
    assert not page.locator("#extraits").is_visible()


def test_a_comment_takes_the_words_that_are_marked(live, at):
    page = live.page(ADVISER)
    page.goto(live.base + at)
    area = page.locator(".rich textarea").nth(1)
    area.evaluate("area => { area.focus(); area.setSelectionRange(0, 6); }")
    words = area.input_value()[:6]

    page.locator(".rich").nth(1).locator("[data-comment]").click()
    page.wait_for_url("**/commentaires?*")

    assert page.locator("[name=quote]").input_value() == words
    assert page.locator("select[name=field]").input_value()


def test_comments_are_read_in_the_panel_of_the_editor(live, at):
    page = live.page(ADVISER)
    page.goto(live.base + at)

    page.get_by_role("button", name="Commentaires").click()

    assert page.locator("#commentaires").is_visible()
    assert "Vérifier la date." in page.locator("#commentaires").inner_text()
