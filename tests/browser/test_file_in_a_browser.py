"""The page of a person in a real browser: nothing overlaps, the history sifts, axe is content."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

WIDTHS = (320, 390, 780, 1057, 1440)
# Where each label of the calendar is written, of those that are shown.
LABELS = """() => [...document.querySelectorAll('.months text')]
  .map(text => text.getBoundingClientRect()).filter(box => box.width)
  .map(box => [box.left, box.right])"""
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def files(live):
    """One running file and one that is over, those with the longest history, with who follows
    each."""
    found = {}
    with live.application.reading() as tools:
        for person in sorted(tools.site.beneficiaries, key=lambda one: len(one.journal)):
            units = person.engagements()
            referent = list(person)[-1].referent if units else ""
            states = {unit.state for unit in units}
            if len(units) > 2 and referent in tools.site.accounts:
                found["running" if "open" in states else "over"] = (referent, person.identifier)
    return found


def opened(live, files, kind, **how):
    referent, identifier = files[kind]
    page = live.page(referent, **how)
    page.goto(f"{live.base}/dossiers/{identifier}")
    return page


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(live, files, dark):
    page = opened(live, files, "running", dark=dark)
    page.click(".why-not summary")

    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert Axe().run(page).response["violations"] == [], width


@pytest.mark.parametrize("kind", ["running", "over"])
def test_nothing_overlaps_at_any_width(live, files, kind):
    page = opened(live, files, kind)

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, width
        assert_apart(page.evaluate(LABELS))


@pytest.mark.parametrize("kind", ["running", "over"])
def test_on_paper_the_calendar_is_still_one_and_nothing_overlaps(live, files, kind):
    page = opened(live, files, kind, width=672)
    page.emulate_media(media="print")

    labels = page.evaluate(LABELS)

    assert len(labels) >= 2
    assert_apart(labels)
    assert page.locator("main .btn:visible").count() == 0


def test_the_history_sifts_at_once_and_the_address_follows(live, files):
    page = opened(live, files, "over")
    all_of_it = page.locator("#log li:visible").count()

    page.click("[data-sift=sig]")
    expect(page.locator("#annonce")).not_to_be_empty()
    expect(page.locator("#log li:not(.sig):not([hidden])")).to_have_count(0)
    shown = page.locator("#log li:visible").count()

    assert 0 < shown < all_of_it
    assert page.locator("[data-sift=sig]").get_attribute("aria-current") == "true"


def test_older_lines_come_below_those_that_are_there(live, files):
    page = opened(live, files, "over")
    before = page.locator("#log li").count()

    page.click("[data-older]")
    page.locator("#log li").nth(before).wait_for()

    assert page.locator("#historique").is_visible()


def test_the_keys_of_the_page(live, files):
    page = opened(live, files, "running")

    page.keyboard.press("i")
    page.wait_for_url("**/echange")


def assert_apart(spans):
    spans = sorted(spans)
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start + 0.5
