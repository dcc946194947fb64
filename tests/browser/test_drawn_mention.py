"""« Lu et approuvé » drawn with a mouse and with a finger, in a real browser (R-066, R-080)."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import errand_of
from cep_docs.lifecycle.ceremony import NOWHERE, ask_to_sign, ceremony_of, note_read, see_identity
from cep_docs.lifecycle.signer import signer_of
from cep_docs.signing.authority import make_authority
from cep_docs.values.ink import parse_ink
from tests.browser.living import living
from tests.people import Clock, actor, received
from tests.unit.lifecycle import courses
from tests.web_people import make_folder

NAMES = iter(("Jestin", "Kerloc'h", "Lozach", "Morvan", "Nédélec"))
# The frame, and three words in it, in parts of its width and height.
WORDS = (
    [(0.05 + n / 90, 0.5 + (0.2 if n % 2 else -0.2)) for n in range(12)],
    [(0.3 + n / 90, 0.5 + (0.2 if n % 2 else -0.2)) for n in range(10)],
    [(0.5 + n / 90, 0.5 + (0.2 if n % 2 else -0.2)) for n in range(30)],
)


@pytest.fixture(scope="module")
def live(tmp_path_factory, chromium):
    folder, clock = tmp_path_factory.mktemp("drawing") / "instance", Clock()
    make_folder(folder)
    make_authority(folder, "4G")
    with living(folder, chromium, clock) as site:
        yield site
        assert site.said == []


@pytest.fixture
def reads(live):
    """Somebody who has read her document and has the mention before her; a page where she is."""

    def prepare(**look):
        # In a thread of its own: the one that drives browsers has an event loop already.
        with ThreadPoolExecutor(1) as other:
            person, errand = other.submit(live.application.write, _prepared).result()
        page = live.page(person=person, errand=errand, **look)
        page.goto(f"{live.base}/signature/mention")
        return page, lambda: kept(live, person, errand)

    return prepare


def _prepared(tools):
    person = received(tools, birth_name=next(NAMES))
    unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
    courses.act(unit, "sign_as_adviser", tools)
    document, alice = unit.deliverable, actor(tools, "alice")
    ask_to_sign(document, ON_SITE, alice, tools)
    see_identity(document, "passport", alice, tools, NOWHERE)
    herself = signer_of(person, errand_of(document))
    note_read(ceremony_of(document, herself, tools), herself, tools, NOWHERE)
    return person.identifier, errand_of(document)


def kept(live, person, errand):
    """The strokes of her request."""
    number, _, name = errand.partition("_")

    def look(tools):
        units = tools.site.beneficiaries[person].engagements()
        unit = next(unit for unit in units if unit.number == number)
        return unit[name].current.requests[-1].strokes

    with ThreadPoolExecutor(1) as other:
        return other.submit(live.application.write, look).result()


def frame(page):
    return page.get_by_role("img", name=re.compile("^Cadre où écrire"))


def with_the_mouse(page, words=WORDS):
    frame(page).scroll_into_view_if_needed()
    box = frame(page).bounding_box()
    for word in words:
        at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in word]
        page.mouse.move(*at[0])
        page.mouse.down()
        for point in at[1:]:
            page.mouse.move(*point, steps=3)
        page.mouse.up()


def with_a_finger(page, words=WORDS):
    """As a touch screen tells it."""
    frame(page).scroll_into_view_if_needed()
    box = frame(page).bounding_box()
    session = page.context.new_cdp_session(page)

    def touch(kind, *points):
        told = [{"x": x, "y": y} for x, y in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})

    for word in words:
        at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in word]
        touch("touchStart", at[0])
        for point in at[1:]:
            touch("touchMove", point)
        touch("touchEnd")


def lines(page):
    return page.locator("[data-drawn] polyline").count()


@pytest.mark.slow
def test_a_mouse_draws_and_what_is_sent_is_what_was_drawn(live, reads):
    page, strokes = reads()
    with_the_mouse(page)
    assert lines(page) == 3

    page.get_by_role("button", name="Continuer avec ce tracé").click()
    page.wait_for_url("**/signature/signer")

    expect(page.get_by_alt_text("lu et approuvé, tracé à la main")).to_be_visible()
    ink = parse_ink(strokes())
    assert len(ink.strokes) == 3
    left, top, right, bottom = ink.box
    assert (left, right) == (pytest.approx(50, abs=3), pytest.approx(822, abs=3))
    assert (top, bottom) == (pytest.approx(120, abs=3), pytest.approx(280, abs=3))


@pytest.mark.slow
def test_a_finger_draws_and_the_page_stays_where_it_is(live, reads):
    page, strokes = reads(width=390, touch=True)
    page.mouse.wheel(0, 200)
    with_a_finger(page)
    assert lines(page) == 3
    before = page.evaluate("scrollY")
    with_a_finger(page, [[(0.5, 0.9), (0.5, 0.1), (0.52, 0.9)]])

    assert page.evaluate("scrollY") == before
    # The first tap after a stroke that ended fast is one.
    page.get_by_role("button", name="Continuer avec ce tracé").tap()
    page.wait_for_url("**/signature/signer")
    assert len(parse_ink(strokes()).strokes) == 4


@pytest.mark.slow
def test_strokes_are_taken_back_one_by_one_or_all(live, reads):
    page, _ = reads()
    with_the_mouse(page)

    page.get_by_role("button", name="Effacer le dernier trait").click()
    assert lines(page) == 2
    assert page.locator("[name=strokes]").input_value().count(";") == 1
    page.get_by_role("button", name="Tout effacer").click()
    assert lines(page) == 0
    assert page.locator("[name=strokes]").input_value() == ""


@pytest.mark.slow
def test_too_little_is_told_and_what_was_drawn_is_still_there(live, reads):
    page, strokes = reads()
    with_the_mouse(page, [[(0.4, 0.5), (0.45, 0.5)]])
    page.get_by_role("button", name="Continuer avec ce tracé").click()

    expect(page.locator("#strokes-faute")).to_contain_text("trop court")
    assert lines(page) == 1
    with_the_mouse(page)
    page.get_by_role("button", name="Continuer avec ce tracé").click()
    page.wait_for_url("**/signature/signer")
    assert len(parse_ink(strokes()).strokes) == 4


@pytest.mark.slow
def test_the_frame_is_accessible_at_every_width_and_the_keyboard_goes_on(live, reads):
    page, _ = reads()
    with_the_mouse(page)
    faults = []
    for width in (1440, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            found = Axe().run(page).response["violations"]
            faults += [f"{width} {colours} {rule['id']}" for rule in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == []

    page.locator("#mention").press_sequentially("lu et approuvé")
    page.keyboard.press("Enter")
    page.wait_for_url("**/signature/signer")
