"""The frame in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

LOOKS = [(width, dark) for width in (1440, 390, 320) for dark in (False, True)]


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_today_has_no_fault_of_accessibility(live, width, dark):
    page = live.page("alice.martin", width=width, dark=dark)
    page.goto(f"{live.base}/aujourdhui")

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()


def test_keys_walk_and_search(live):
    page = live.page("alice.martin")
    page.goto(f"{live.base}/aujourdhui")

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") == "q"
