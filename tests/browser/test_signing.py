"""The ceremony of a signature in a real browser: on site, on her phone, by keyboard, without
JavaScript (R-066, R-069…R-072, R-080; scenarios 2, 3, 11)."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.content.site import errand_of
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    write_mention,
)
from cep_docs.lifecycle.signer import signer_of
from cep_docs.signin.links import SIGN, new_link
from cep_docs.signing.authority import make_authority
from cep_docs.storage.visits import Visit
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.living import living
from tests.functional.web.signing_people import MAIL, PHONE
from tests.people import Clock, actor, received
from tests.unit.lifecycle import courses
from tests.web_people import make_folder

WIDTHS = (1440, 390, 320)
NAMES = iter(
    ("Abgrall", "Bourdais", "Cozic", "Drévès", "Evenou", "Floch", "Guéguen", "Héry", "Inizan")
)


@pytest.fixture(autouse=True)
def nobody_complained(live):
    yield
    for context in live.contexts:
        context.close()
    live.contexts.clear()
    assert live.said == []


@pytest.fixture(scope="module")
def live(tmp_path_factory, chromium):
    """A small operator with an authority of its own, where what would be sent is shown."""
    folder, clock = tmp_path_factory.mktemp("signing") / "instance", Clock()
    make_folder(folder)
    make_authority(folder, "4G")
    with living(folder, chromium, clock) as site:
        site.application.write(lambda tools: setattr(tools.site, "demo_day", clock().date()))
        yield site
        assert site.said == []


@pytest.fixture
def waits(live):
    """A document signed by alice, whose person is asked when a way is given: who, what, alice."""

    def prepare(mode="", upto=""):
        # In a thread of its own: the one that drives browsers has an event loop already.
        with ThreadPoolExecutor(1) as other:
            work = other.submit(live.application.write, lambda tools: _prepared(tools, mode, upto))
            return work.result()

    return prepare


def _prepared(tools, mode, upto):
    person = received(tools, phone=PHONE, email=MAIL, birth_name=next(NAMES))
    unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
    courses.act(unit, "sign_as_adviser", tools)
    document, alice = unit.deliverable, actor(tools, "alice")
    if mode:
        ask_to_sign(document, mode, alice, tools)
    if mode == ON_SITE:
        see_identity(document, "passport", alice, tools, NOWHERE)
    if upto:
        herself = signer_of(person, errand_of(document))
        ceremony = ceremony_of(document, herself, tools)
        note_read(ceremony, herself, tools, NOWHERE)
    if upto == "signer":
        write_mention(ceremony, "Lu et approuvé", "typed", herself, tools, NOWHERE)
    return person.identifier, errand_of(document), "alice"


def let_in(live, page, person, errand):
    """As if she had come by her link and her code."""
    now = live.doors.now()
    visit = Visit("", now, now, beneficiary=person, factor_at=now, errand=errand)
    token = live.doors.visits.begin(visit)
    page.context.add_cookies([{"name": "cep", "value": token, "url": live.base}])


def state_of(live, person, errand):
    number, _, name = errand.partition("_")

    def look(tools):
        units = tools.site.beneficiaries[person].engagements()
        return next(unit for unit in units if unit.number == number)[name].state

    return live.application.write(look)


def link_to(live, person, errand, login):
    token = new_link(live.doors.links, person, f"{SIGN}{errand}", login, live.doors.now())
    return f"/signer/{token}"


@pytest.mark.slow
def test_no_page_of_the_ceremony_has_a_fault_of_accessibility(live, waits):
    """R-080: at every width, light and dark."""
    faults = []
    person, errand, login = waits(ON_SITE, upto="signer")
    other, other_errand, _ = waits(ON_SITE, upto="mention")
    page, stranger, reader = live.page(), live.page(), live.page()
    let_in(live, page, person, errand)
    let_in(live, reader, other, other_errand)
    link = link_to(live, person, errand, login)

    for visitor, path in (
        (page, "/signature"),
        (page, "/signature/lire"),
        (page, "/signature/pages"),
        (reader, "/signature/mention"),
        (page, "/signature/signer"),
        (page, "/signature/choix"),
        (stranger, link),
        (stranger, f"{link}?code=1"),
        (stranger, "/signer/inconnu"),
    ):
        visitor.goto(live.base + path)
        faults += seen_at_every_width(visitor, path)
    page.goto(f"{live.base}/signature/signer")
    page.get_by_role("button", name="Signer", exact=True).click()
    page.wait_for_url("**/signature")
    faults += seen_at_every_width(page, "signed")
    stranger.goto(live.base + link)
    faults += seen_at_every_width(stranger, "link of what is signed")

    assert not faults, "\n".join(faults)


def seen_at_every_width(page, path):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            for rule in Axe().run(page).response["violations"]:
                yield f"{path} {width} {colours} {rule['id']}: {rule['nodes'][0]['html'][:200]}"
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{path} {width}: too wide"


@pytest.mark.slow
def test_nothing_is_pasted_nor_dropped_into_the_mention(live, waits):
    """R-066: and it is told in words."""
    person, errand, _ = waits(ON_SITE, upto="mention")
    page = live.page()
    let_in(live, page, person, errand)
    page.goto(f"{live.base}/signature/mention")
    field = page.locator("#mention")

    for way, data in (("paste", "clipboardData"), ("drop", "dataTransfer")):
        done = field.evaluate(
            """(field, [way, name]) => { const said = new DataTransfer();
            said.setData('text/plain', 'lu et approuvé');
            const kind = way === 'paste' ? ClipboardEvent : DragEvent;
            return field.dispatchEvent(new kind(way, { [name]: said, bubbles: true,
              cancelable: true })); }""",
            [way, data],
        )
        assert done is False, way
        expect(page.get_by_role("alert")).to_contain_text("on ne peut pas coller")

    expect(field).to_have_value("")
    field.press_sequentially("lu et approuvé")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.wait_for_url("**/signature/signer")


def ceremony(hand):
    """The four steps, whatever one does them with."""
    hand.link("Lire le document")
    hand.arrives("/signature/lire")
    hand.button("J.ai lu ce document")
    hand.arrives("/signature/mention")
    hand.write(hand.page.locator("#mention"), "Lu et approuvé")
    hand.button("Continuer")
    hand.arrives("/signature/signer")
    hand.act(hand.page.get_by_role("button", name="Signer", exact=True))
    hand.arrives("/signature")
    expect(hand.page.locator("main")).to_contain_text("signé et terminé")


@pytest.mark.slow
def test_the_whole_ceremony_by_keyboard(live, waits):
    """R-080: without a mouse, and the focus is always seen."""
    person, errand, _ = waits(ON_SITE)
    page = live.page()
    let_in(live, page, person, errand)
    page.goto(f"{live.base}/signature")

    ceremony(Keys(page))

    assert state_of(live, person, errand) == "signed"


@pytest.mark.slow
@pytest.mark.parametrize("js", [True, False])
def test_at_a_distance_on_a_phone_by_link_and_code(live, waits, js):
    """Scenario 3: with a script and without."""
    person, errand, login = waits(REMOTE)
    page = live.page(width=390, touch=True, js=js)
    hand = Finger(page) if js else Hand(page)
    page.goto(live.base + link_to(live, person, errand, login))

    hand.button("Recevoir mon code")
    messages = live.page()
    messages.goto(f"{live.base}/demonstration/messages")
    code = re.search(r"\b\d{6}\b", messages.inner_text("main"))[0]
    hand.write(page.get_by_label("Votre code"), code)
    hand.button("Continuer")
    hand.arrives("/signature")
    ceremony(hand)

    with page.expect_download() as taken:
        hand.link("Télécharger mon exemplaire")
    assert taken.value.suggested_filename.endswith(".pdf")
    assert state_of(live, person, errand) == "signed"


@pytest.mark.slow
def test_the_adviser_hands_his_screen_over_and_nothing_of_his_is_left(live, waits):
    """R-070, scenarios 2 and 11: the back button shows nothing, and no page of his opens."""
    person, errand, login = waits()
    number, _, name = errand.partition("_")
    page = live.page(login)
    page.goto(f"{live.base}/dossiers/{person}")
    page.goto(f"{live.base}/dossiers/{person}/uo/{number}/documents/{name}/faire-signer")
    page.get_by_label("passeport").check()
    page.get_by_role("button", name=re.compile("écran")).click()
    page.wait_for_url("**/signature")

    for _ in range(2):
        page.go_back()
        expect(page.locator("main")).not_to_contain_text("Faire signer")
        assert page.locator("main").get_by_text("Je peux faire").count() == 0
    for path in ("/aujourdhui", "/dossiers", f"/dossiers/{person}", "/compte"):
        assert page.goto(live.base + path).status == 404, path
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"{live.base}/signature")
    expect(page.get_by_role("link", name="Lire le document")).to_be_visible()


@pytest.mark.slow
def test_she_goes_on_with_her_own_phone(live, waits):
    """The picture on the screen is read as a camera reads it."""
    person, errand, login = waits()
    number, _, name = errand.partition("_")
    page = live.page(login)
    page.goto(f"{live.base}/dossiers/{person}/uo/{number}/documents/{name}/faire-signer")
    page.get_by_label("passeport").check()
    page.get_by_role("button", name=re.compile("écran")).click()
    page.wait_for_url("**/signature")
    page.get_by_role("button", name="Continuer sur votre téléphone").click()

    drawn = Image.open(BytesIO(page.locator("img.qr").screenshot(scale="device")))
    read = zxingcpp.read_barcodes(drawn)[0].text
    phone = live.page(width=390, touch=True)
    hand = Finger(phone)
    phone.goto(live.base + urlsplit(read).path)
    hand.button("C.est moi, continuer")
    hand.arrives("/signature")
    ceremony(hand)

    page.goto(f"{live.base}/signature")
    expect(page.locator("main")).to_contain_text("signé et terminé")
    page.get_by_role("button", name="Rendre l’écran").click()
    page.wait_for_url("**/connexion")
