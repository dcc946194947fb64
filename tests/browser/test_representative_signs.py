"""Somebody signs with a young person, from afar, in a browser of her own: her mother after the
adviser, she last; and the file that comes of it (R-075, R-079, R-080)."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signing.authority import make_authority
from tests.browser.hands import Finger
from tests.browser.living import living
from tests.pdf_checks import program
from tests.people import Clock
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.represented import HER_OWN, MOTHER, young
from tests.web_people import make_folder

WIDTHS = (1440, 390, 320)
SIGNERS = [field_name(role) for role in ("adviser", "representative", "beneficiary")]
LINK, CODE = r"/signer/[\w-]{20,}", r"\b\d{6}\b"
NOT_HIS = re.compile(f"{HER_OWN['email']}|{HER_OWN['phone']}")


@pytest.fixture(scope="module")
def live(tmp_path_factory, chromium):
    """A small operator with an authority of its own, where what would be sent is shown."""
    folder, clock = tmp_path_factory.mktemp("represented") / "instance", Clock()
    make_folder(folder)
    make_authority(folder, "4G")
    with living(folder, chromium, clock) as site:
        write(site, lambda tools: setattr(tools.site, "demo_day", clock().date()))
        yield site
        assert site.said == []


def write(live, work):
    """In a thread of its own: the one that drives browsers has an event loop already."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(live.application.write, work).result()


def proposed(tools):
    """The addresses of her file and of her document."""
    person = young(tools)
    unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
    file = f"/dossiers/{person.identifier}"
    return file, f"{file}/uo/{unit.number}/documents/{unit.deliverable.__name__}"


class Sent:
    """What the messages of the demonstration say, each told once."""

    def __init__(self, live):
        self.live, self.seen = live, set()

    def new(self, pattern):
        page = self.live.page()
        page.goto(f"{self.live.base}/demonstration/messages")
        found = set(re.findall(pattern, page.locator("main").inner_text())) - self.seen
        page.context.close()
        self.seen |= found
        (one,) = found
        return one


def seen_at_every_width(page):
    """What is wrong with the page as it stands, in words."""
    where = re.sub(r".*//[^/]+|[?].*", "", page.url)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            for rule in Axe().run(page).response["violations"]:
                yield f"{where} {width} {colours} {rule['id']}: {rule['nodes'][0]['html'][:200]}"
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{where} {width}: too wide"


def asks_by_sms(page, address):
    """The link by SMS, the code by mail; what was noted today was checked by voice."""
    page.goto(address)
    page.get_by_label("Le lien par SMS, le code par courriel").check()
    checked = page.locator("form[action$='a-distance']").get_by_label("J’ai vérifié de vive voix")
    if checked.count():
        checked.check()
    page.locator("form[action$='a-distance']").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("Lien envoyé")


def comes_in(hand, base, sent):
    hand.page.goto(base + sent.new(LINK))
    hand.button("Recevoir mon code")
    hand.write(hand.page.get_by_label("Votre code"), sent.new(CODE))
    hand.button("Continuer")
    hand.arrives("/signature")


def goes_through(hand, look=lambda page: ()):
    """The four steps, each looked at; what was found wrong."""
    faults = [*look(hand.page)]
    hand.link("Lire le document")
    hand.arrives("/signature/lire")
    faults += look(hand.page)
    hand.button("J.ai lu ce document")
    hand.arrives("/signature/mention")
    faults += look(hand.page)
    hand.write(hand.page.get_by_label("Écrivez : lu et approuvé"), "Lu et approuvé")
    hand.button("Continuer")
    hand.arrives("/signature/signer")
    faults += look(hand.page)
    hand.act(hand.page.get_by_role("button", name="Signer", exact=True))
    hand.arrives("/signature")
    return [*faults, *look(hand.page)]


def the_mother_signs(live, file, sent):
    """Asked by SMS, on her own phone; what was found wrong of her pages."""
    hand = Finger(live.page(width=390, touch=True))
    comes_in(hand, live.base, sent)
    expect(hand.page.locator("main")).to_contain_text("Vous signez pour Zoé")
    faults = goes_through(hand, seen_at_every_width)
    expect(hand.page.get_by_role("status").first).to_contain_text("La personne signe après vous")
    assert hand.page.goto(f"{live.base}{file}").status == 404
    return faults


def she_signs(live, sent):
    """Last; her copy."""
    hand = Finger(live.page(width=390, touch=True))
    comes_in(hand, live.base, sent)
    goes_through(hand)
    expect(hand.page.get_by_role("status").first).to_contain_text("signé et terminé")
    with hand.page.expect_download(timeout=60_000) as coming:
        hand.link("Télécharger mon exemplaire")
    return coming.value.path()


def told_by(name, *arguments):
    """What a program of others says."""
    command = [program(name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_her_mother_signs_from_afar_then_she_and_the_file_is_valid_for_others(live):
    file, document = write(live, proposed)
    alice, sent, faults = live.page("alice"), Sent(live), []
    alice.goto(f"{live.base}{file}/representant")
    faults += seen_at_every_width(alice)
    alice.goto(f"{live.base}{document}/signer")
    alice.locator("main").get_by_role("button", name=re.compile("^Signer")).click()
    expect(alice.locator("main")).to_contain_text(f"C’est au tour de {MOTHER.first_name}")
    expect(alice.locator("main")).not_to_contain_text(NOT_HIS)
    faults += seen_at_every_width(alice)

    asks_by_sms(alice, f"{live.base}{document}/faire-signer")
    faults += seen_at_every_width(alice)
    faults += the_mother_signs(live, file, sent)
    asks_by_sms(alice, f"{live.base}{document}/faire-signer")
    copy = she_signs(live, sent)

    assert not faults, "\n".join(faults)
    signatures, words = told_by("pdfsig", "-nocert", copy), told_by("pdftotext", copy, "-")
    assert re.findall(r"Signature Field Name: (\S+)", signatures)[:4] == [*SIGNERS, SEAL]
    verdicts = re.findall(r"Signature Validation: (.+)", signatures)
    assert verdicts[:4] == ["Signature is Valid."] * 4
    assert words.count("Lu et approuvé") >= 2
    assert "Claire Bara" in words
