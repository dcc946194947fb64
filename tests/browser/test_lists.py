"""Lists and the day in a browser: live filters, single keys, all of it without scripts too."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = ("/aujourdhui", "/dossiers", "/dossiers?qui=tous&tri=personne", "/a-signer", "/recherche")


def test_a_filter_answers_while_it_is_chosen_and_the_address_follows(live):
    page = live.page("alice.martin")
    page.goto(f"{live.base}/dossiers")
    before = page.locator("#liste tr[data-line]").count()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.select_option("#unite", "UO2.1")
    page.wait_for_url("**/dossiers?**unite=UO2.1**")

    assert 0 < page.locator("#liste tr[data-line]").count() < before
    assert page.evaluate("document.activeElement.id") in ("unite", "")
    assert page.locator("#annonce").text_content() == page.locator("#nombre").text_content()
    assert len([url for url in asked if "/dossiers" in url]) == 1


def test_a_column_sorts_and_keeps_the_focus_and_the_filter(live):
    page = live.page("denis.moreau")
    page.goto(f"{live.base}/dossiers?unite=UO1")

    page.focus("#tri-personne")
    page.keyboard.press("Enter")
    page.wait_for_url("**tri=personne**")

    assert "unite=UO1" in page.url
    assert page.evaluate("document.activeElement.id") == "tri-personne"
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.select_option("#echeance", "60")
    page.wait_for_url("**echeance=60**")
    assert "tri=personne" in page.url


def test_the_same_without_any_script(live):
    page = live.page("alice.martin", js=False)
    page.goto(f"{live.base}/dossiers")

    page.select_option("#unite", "UO2.1")
    page.click("#filtre button")

    assert "unite=UO2.1" in page.url
    assert page.locator("#liste tr[data-line]").count() > 0


def test_an_expired_visit_ends_at_the_entrance(live):
    page = live.page("alice.martin")
    page.goto(f"{live.base}/dossiers")
    page.context.clear_cookies()

    page.select_option("#unite", "UO1")

    page.wait_for_url("**/connexion**")


def test_the_day_is_walked_with_single_keys(live):
    page = live.page("alice.martin")
    page.goto(f"{live.base}/aujourdhui")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    line = page.evaluate("document.activeElement.closest('[data-line]').innerText")
    href = page.evaluate(
        "document.activeElement.closest('[data-line]').querySelector('[data-key=e]').href"
    )
    page.keyboard.press("e")

    assert line
    page.wait_for_url(lambda url: url.split("#")[0] == href.split("#")[0])
    assert "/documents/" in page.url


def test_a_file_is_exported_as_it_is_filtered(live):
    page = live.page("alice.martin")
    page.goto(f"{live.base}/dossiers?unite=UO1")

    with page.expect_download() as download:
        page.click("text=CSV")

    text = download.value.path().read_text("utf-8-sig")
    assert text.count("\n") == page.locator("#liste tr[data-line]").count() + 1


@pytest.mark.parametrize("width", [1440, 390, 320])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_and_nothing_overflows(live, width, dark):
    page = live.page("alice.martin", width=width, dark=dark)
    for path in PAGES:
        page.goto(live.base + path)

        found = Axe().run(page)

        assert found.violations_count == 0, (path, found.generate_report())
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, (path, width, wide)
