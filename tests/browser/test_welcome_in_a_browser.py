"""UO0 by keyboard alone in a real browser, homonyms while one types, and axe on the forms."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.living import living
from tests.people import Clock, received
from tests.unit.lifecycle.courses import engaged
from tests.web_people import make_folder

# The nine inputs, as they are typed; the last one is already right and is only passed.
NINE = ("Lefèvre", "Zoé", "17051984", "cdi", "ind", "proj", "chan", "int", "")
KEY, THOUGHT = 0.28, 1.35  # seconds of the keystroke-level model
BUDGET = 28


@pytest.fixture(scope="module")
def counter(tmp_path_factory, chromium):
    """The small operator of the tests, in the days of UO0; somebody is already followed there."""
    folder = tmp_path_factory.mktemp("counter") / "instance"
    make_folder(folder)
    with living(folder, chromium, Clock()) as site:
        site.people = site.application.write(_somebody)
        yield site
        assert site.said == []


def _somebody(tools):
    """Somebody followed, somebody new, somebody for another operator: their paths."""
    unit = engaged(tools, "UO2.1", received(tools, birth_name="Marchand"))
    new = received(tools, birth_name="Aubry", sex="", email="")
    outside = received(tools, birth_name="Quéré", status="AGPUB")
    person = unit.__parent__.__parent__
    return [f"/dossiers/{one.identifier}" for one in (person, new, outside)] + [
        f"/dossiers/{person.identifier}/uo/{unit.number}"
    ]


def test_uo0_is_done_by_keyboard_within_its_budget_r_001(counter):
    page = counter.page("alice")
    page.goto(f"{counter.base}/aujourdhui")
    page.keyboard.press("n")
    page.wait_for_url("**/nouveau")
    keys = 1

    for name, typed in zip(("birth_name", *FOLLOWING), NINE, strict=True):
        while page.evaluate("document.activeElement.id") != name:
            page.keyboard.press("Tab")
            keys += 1
        page.keyboard.type(typed)
        keys += len(typed)
    assert page.input_value("#status") == "1 Salarié en CDI"
    assert page.input_value("#orientation") == "1 Rendez-vous CEP interne"
    page.keyboard.press("Enter")
    keys += 1
    page.wait_for_url("**/accueilli*")

    assert KEY * keys + THOUGHT * len(NINE) <= BUDGET, keys
    expect(page.locator("a[autofocus]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/engager?unite=UO1")


FOLLOWING = (
    "first_name",
    "birth_date",
    "status",
    "origin",
    "motive",
    "detailed_motive",
    "orientation",
    "mode",
)


def test_homonyms_appear_while_one_types_r_106(counter):
    page = counter.page("alice")
    page.goto(f"{counter.base}/nouveau")

    for name, typed in (
        ("birth_name", "marchan"),
        ("first_name", "Zoe"),
        ("birth_date", "17051984"),
    ):
        page.fill(f"#{name}", typed)
    page.fill("#birth_name", "MARCHAND")

    page.wait_for_selector("#doublons >> text=Zoé Marchand")
    assert "/nouveau" in page.url
    assert "MARCHAND" not in page.url


def test_the_first_fault_has_the_focus(counter):
    page = counter.page("alice")
    page.goto(f"{counter.base}{counter.people[0]}/fiche")
    page.fill("#postcode", "4400")
    page.click("button.main")

    page.wait_for_selector("#postcode-faute")

    assert page.evaluate("document.activeElement.id") == "postcode"


PAGES = ("/nouveau", "/operateurs", "/atelier")
FORMS = (
    "fiche",
    "statut",
    "echange",
    "consentements",
    "mandats",
    "pieces/verser",
    "engager?unite=UO1",
    "suppleant",
    "notes",
    "demande",
)
OF_UNIT = ("clore", "donnees", "prestations", "document", "organismes")


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (320, True)])
def test_the_forms_have_no_fault_of_accessibility(counter, width, dark):
    page = counter.page("alice", width=width, dark=dark)

    followed, new, outside, unit = counter.people
    forms = [f"{followed}/{form}" for form in FORMS] + [f"{unit}/{form}" for form in OF_UNIT]
    for path in (*PAGES, *forms, f"{new}/engager", f"{outside}/engager"):
        page.goto(f"{counter.base}{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, path
