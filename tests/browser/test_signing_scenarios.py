"""Scenarios 2, 3, 4, 10, 11 and 26 of the requirements (§ 12), each in a real browser."""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cep_docs.content.account import Account
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import errand_of
from cep_docs.lifecycle.ceremony import NOWHERE, ask_to_sign, see_identity
from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.paper_copies import print_to_sign
from cep_docs.lifecycle.refused_attempts import ATTEMPTS
from cep_docs.rendering.pdf_fields import SEAL, field_name
from cep_docs.signin.links import SIGN, new_link
from cep_docs.signing.authority import make_authority
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verifying import verify_apart
from cep_docs.web.staff_mark import NAME, new_mark
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.living import living
from tests.functional.web.signing_people import MAIL, PHONE
from tests.pdf_checks import program, run
from tests.people import Clock, actor, received
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import pages_of
from tests.web_people import make_folder

NAMES = iter(("Tanguy", "Uzel", "Vaillant", "Quéré", "Yvon", "Zimmer", "Salaün", "Rolland"))
SIGNERS = [field_name("adviser"), field_name("beneficiary"), SEAL]
# From her signature until she has her copy, in milliseconds.
A_MINUTE = 60_000


@pytest.fixture(scope="module")
def live(tmp_path_factory, chromium):
    """A small operator with an authority of its own, where what would be sent is shown."""
    folder, clock = tmp_path_factory.mktemp("scenarios") / "instance", Clock()
    make_folder(folder)
    make_authority(folder, "4G")
    with living(folder, chromium, clock) as site:
        yield site
        assert site.said == []


@pytest.fixture(autouse=True)
def day(live):
    """Each scenario begins on the same day, in a demonstration, and leaves no browser behind."""
    live.application.now.on("2020-02-03")
    write(live, lambda tools: setattr(tools.site, "demo_day", live.application.now().date()))
    yield live.application.now
    for context in live.contexts:
        context.close()
    live.contexts.clear()


def write(live, work):
    """In a thread of its own: the one that drives browsers has an event loop already."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(live.application.write, work).result()


class Prepared:
    """A document that alice proposed; with a way, she signed it and asked."""

    def __init__(self, live, mode=""):
        self.live = live
        self.person, self.number, self.errand = write(live, lambda tools: self._made(tools, mode))
        self.at = f"/dossiers/{self.person}/uo/{self.number}/documents/shared_assessment"

    def _made(self, tools, mode):
        person = received(tools, phone=PHONE, email=MAIL, birth_name=next(NAMES))
        unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
        if mode:
            courses.act(unit, "sign_as_adviser", tools)
            ask_to_sign(unit.deliverable, mode, actor(tools, "alice"), tools)
        if mode == ON_SITE:
            see_identity(unit.deliverable, "passport", actor(tools, "alice"), tools, NOWHERE)
        return person.identifier, unit.number, errand_of(unit.deliverable)

    def look(self, ask):
        """What is asked of the unit."""

        def work(tools):
            units = tools.site.beneficiaries[self.person].engagements()
            return ask(next(unit for unit in units if unit.number == self.number), tools)

        return write(self.live, work)

    def words(self):
        """What happened to her last request."""
        return self.look(
            lambda unit, _: [one["what"] for one in unit.deliverable.current.requests[-1].events]
        )

    def tried(self):
        return self.look(
            lambda unit, tools: {
                line["what"]
                for line in tools.site.beneficiaries[self.person].journal.recent(200)
                if line["what"] in ATTEMPTS
            }
        )

    def link(self):
        doors, purpose = self.live.doors, f"{SIGN}{self.errand}"
        return f"/signer/{new_link(doors.links, self.person, purpose, 'alice', doors.now())}"


def ceremony(hand):
    """The four steps."""
    hand.link("Lire le document")
    hand.arrives("/signature/lire")
    hand.button("J.ai lu ce document")
    hand.arrives("/signature/mention")
    hand.write(hand.page.get_by_label("Écrivez : lu et approuvé"), "Lu et approuvé")
    hand.button("Continuer")
    hand.arrives("/signature/signer")
    hand.act(hand.page.get_by_role("button", name="Signer", exact=True))
    hand.arrives("/signature")
    expect(hand.page.get_by_role("status").first).to_contain_text("signé et terminé")


def taken(page):
    """Her copy, as the browser keeps it."""
    with page.expect_download(timeout=A_MINUTE) as coming:
        page.get_by_role("link", name="Télécharger mon exemplaire").click()
    return coming.value.path()


def he_signs_and_hands_over(page, prepared):
    page.goto(f"{prepared.live.base}{prepared.at}/signer")
    page.locator("main").get_by_role("button", name=re.compile("^Signer")).click()
    page.wait_for_url("**/faire-signer*")
    page.get_by_label("passeport").check()
    page.get_by_role("button", name=re.compile("écran")).click()
    page.wait_for_url("**/signature")


def he_signs_and_sends_a_link(page, prepared):
    """By SMS; he never sees it."""
    page.goto(f"{prepared.live.base}{prepared.at}/signer")
    page.locator("main").get_by_role("button", name=re.compile("^Signer")).click()
    page.get_by_label("Le lien par SMS, le code par courriel").check()
    page.locator("form[action$='a-distance']").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text("Lien envoyé à la personne")
    assert re.findall(r"/signer/[\w-]{20,}", page.content()) == []
    return re.findall(r"/signer/[\w-]{20,}", messages(prepared.live))[0]


def messages(live):
    page = live.page()
    page.goto(f"{live.base}/demonstration/messages")
    return page.locator("main").inner_text()


@pytest.mark.slow
def test_scenario_2_signed_on_site_the_unit_closes_and_both_copies_leave(live, day):
    prepared, page = Prepared(live), live.page("alice")
    he_signs_and_hands_over(page, prepared)

    ceremony(Hand(page))
    copy = taken(page).read_bytes()

    closed = prepared.look(lambda unit, _: (unit.closed_on, unit.closings[-1]["reason"]))
    sent = prepared.look(
        lambda unit, tools: [
            one.sha256 for one in tools.site.dispatches if one.number == prepared.number
        ]
    )
    kept = prepared.look(lambda unit, _: unit.deliverable.current.files["signed"])
    assert closed == (date(2020, 2, 3), "VOL_SIGNE")
    assert sent == [kept.sha256]
    assert copy.startswith(b"%PDF")
    assert prepared.words()[-2:] == ["signed", "delivered"]
    assert "exemplaire" in messages(live)


@pytest.mark.slow
def test_scenario_3_by_sms_and_twenty_antivirus_readings_change_nothing(live, day):
    prepared, alice = Prepared(live), live.page("alice")
    path = he_signs_and_sends_a_link(alice, prepared)
    before = prepared.words()

    antivirus = live.page().context.request
    seen = {antivirus.get(live.base + path).status for _ in range(20)}

    assert (seen, prepared.words()) == ({200}, before)
    phone = live.page(width=390, touch=True)
    hand = Finger(phone)
    phone.goto(live.base + path)
    hand.button("Recevoir mon code")
    hand.arrives(re.escape(path))
    code = re.search(r"\b\d{6}\b", messages(live))[0]
    hand.write(phone.get_by_label("Votre code"), code)
    hand.button("Continuer")
    hand.arrives("/signature")
    ceremony(hand)
    assert prepared.look(lambda unit, _: unit.deliverable.state) == "signed"
    assert "code à usage unique reçu par courriel" in prepared.look(
        lambda unit, _: unit.deliverable.current.requests[-1].identified
    )
    phone.goto(live.base + path)
    expect(phone.locator("main")).to_contain_text("Ce document est signé")


@pytest.mark.slow
def test_scenario_4_on_paper_an_old_version_is_refused_the_good_one_closes(live, day, tmp_path):
    """And rectifies the closing that came by itself meanwhile (R-033, R-072, R-073)."""
    prepared, scanner = Prepared(live), Scanner()
    old = prepared.look(
        lambda unit, tools: print_to_sign(unit.deliverable, actor(tools, "alice"), tools)
    )
    prepared.look(revised)
    alice, agnes = live.page("alice"), live.page("agnes")
    good = printed(alice, prepared)

    refused = batch_of(live, agnes, scanner, old, tmp_path / "ancienne.pdf")

    expect(refused).to_contain_text("Aucun document entier n’a été trouvé")
    expect(refused).to_contain_text("version")
    day.on("2020-04-10")
    prepared.look(lambda unit, tools: settle(unit, tools))
    assert prepared.look(lambda unit, _: unit.state) == "abandoned"
    filed = batch_of(live, agnes, scanner, good, tmp_path / "bonne.pdf")
    expect(filed).to_contain_text("Chaque copie se contrôle")
    checked(alice, prepared, "20022020")
    rectified(live.page("denis"), prepared, "20022020")

    assert prepared.look(lambda unit, _: (unit.state, unit.closed_on, unit.deliverable.state)) == (
        "closed",
        date(2020, 2, 20),
        "signed",
    )
    assert prepared.look(lambda unit, _: len(unit.closings)) == 2


def printed(page, prepared):
    """What the button gives, which a browser without a printer shows in another tab."""
    page.goto(f"{prepared.live.base}{prepared.at}/papier")
    form = page.locator("form[action$='/imprimer']")
    expect(form.get_by_role("button", name=re.compile("Imprimer les deux"))).to_be_visible()
    token = form.locator("input[name=csrf_token]").get_attribute("value")
    answer = page.context.request.post(
        f"{prepared.live.base}{prepared.at}/papier/imprimer",
        form={"csrf_token": token},
        headers={"Origin": prepared.live.base},
    )
    return answer.body()


def checked(page, prepared, day):
    """What alice sees on the scan."""
    page.goto(f"{prepared.live.base}{prepared.at}/papier/controle")
    for seen in ("La signature du conseiller", "La signature de la personne", "écrit de sa main"):
        page.get_by_label(re.compile(seen)).check()
    page.get_by_label("Date écrite à la main").fill(day)
    page.get_by_role("button", name="Noter le contrôle").click()
    page.wait_for_url(re.compile("/papier/?[?]"))


def rectified(page, prepared, day):
    """By the manager, who says why."""
    at = f"{prepared.live.base}/dossiers/{prepared.person}"
    page.goto(f"{at}/uo/{prepared.number}/rectifier")
    page.locator("input[name=reason][value=VOL_SIGNE]").check()
    page.get_by_label("Close le").fill(day)
    page.get_by_label("Pourquoi rectifier").fill("Papier signé dans le délai, reçu après.")
    page.get_by_role("button", name="Rectifier la clôture").click()
    page.wait_for_url(re.compile(f"{prepared.person}/?[?]"))


def revised(unit, tools):
    """Taken back, changed, proposed again; and somebody reads the mail."""
    account = Account("agnes", "Agnès Roy", ("assistant",))
    account.structure, account.organisation = "NTE", "732829320"
    tools.site.accounts.add("agnes", account)
    courses.act(unit, "take_back", tools, motive="Une date était fausse.")
    courses.act(unit, "propose", tools)


def batch_of(live, page, scanner, paper, path):
    """The page of a batch that was sent and read to its end."""
    pictures = [scanner.page(paper, number) for number in pages_of(paper)]
    path.write_bytes(scanner.batch(pictures))
    page.goto(f"{live.base}/numerisation")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Envoyer et classer").click()
    expect(page.locator("#classe")).to_be_visible(timeout=A_MINUTE)
    return page.locator("main")


@pytest.mark.slow
def test_scenario_10_the_downloaded_file_is_valid_for_others_and_for_us(live, day, tmp_path):
    """Two signatures intact and the seal, in their order, and the mention to be seen."""
    prepared, page = Prepared(live), live.page("alice")
    he_signs_and_hands_over(page, prepared)
    ceremony(Hand(page))

    copy = taken(page).read_bytes()

    file = tmp_path / "exemplaire.pdf"
    file.write_bytes(copy)
    told = subprocess.run(
        [program("pdfsig"), "-nocert", file], capture_output=True, text=True, check=False
    ).stdout
    verdict = verify_apart(copy, roots_of(live.application.house.folder, day()), SIGNERS)
    assert re.findall(r"Signature Field Name: (\S+)", told)[:3] == SIGNERS
    assert re.findall(r"Signature Validation: (.+)", told)[:3] == ["Signature is Valid."] * 3
    assert verdict.faults == ()
    assert [(one.field, one.good, one.level) for one in verdict.signers] == [
        (name, True, "B-LTA") for name in SIGNERS
    ]
    hours = [one.at for one in verdict.signers]
    assert hours == sorted(hours)
    assert "Lu et approuvé" in run("pdftotext", "PDF", "-", pdf=copy, folder=tmp_path)
    assert verified(live, file) == "Authentique"
    file.write_bytes(copy.replace(b"%%EOF", b"%%EOf", 1))
    assert verified(live, file) != "Authentique"


def verified(live, file):
    """What the public page says of it first."""
    page = live.page()
    page.goto(f"{live.base}/verifier")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button").first.click()
    return page.locator("#verdict").inner_text(timeout=A_MINUTE)


@pytest.mark.slow
def test_scenario_11_six_ways_to_take_her_link_or_her_code_are_refused_and_written_down(live, day):
    prepared, alice = Prepared(live), live.page("alice")
    path = he_signs_and_sends_a_link(alice, prepared)
    write(live, lambda tools: setattr(tools.site, "demo_day", None))
    before = prepared.words()

    opens_it_with_his_account(alice, path)
    forges_forms(alice, prepared, path)
    goes_straight_to_the_ceremony(alice)
    looks_everywhere(alice, prepared, path)
    opens_it_on_his_machine_without_his_account(live, path)
    makes_his_number_hers(live, path)

    assert prepared.words() == before
    assert prepared.tried() == set(ATTEMPTS)
    alice.goto(f"{live.base}/dossiers/{prepared.person}")
    expect(alice.locator("main")).to_contain_text("lien de signature de la personne ouvert")


def base_of(page):
    return "/".join(page.url.split("/")[:3])


def opens_it_with_his_account(page, path):
    page.goto(base_of(page) + path)
    expect(page.locator("main")).to_contain_text("Ce lien est personnel")
    assert page.get_by_role("button", name="Recevoir mon code").count() == 0


def forges_forms(page, prepared, path):
    """A code to be sent, a code that is guessed, the door of the phone."""
    base = base_of(page)
    page.goto(f"{base}{prepared.at}/faire-signer")
    token = page.locator("input[name=csrf_token]").first.get_attribute("value")
    forged = {"csrf_token": token, "code": "000000"}
    for ending in ("/code", "", "/ici"):
        answer = page.context.request.post(
            base + path + ending, form=forged, headers={"Origin": base}
        )
        assert answer.status == 409, ending


def goes_straight_to_the_ceremony(page):
    for step in ("", "/lire", "/mention", "/signer", "/exemplaire"):
        assert page.goto(f"{base_of(page)}/signature{step}").status == 404, step


def looks_everywhere(page, prepared, path):
    """Whatever is his to read holds neither."""
    base, file = base_of(page), f"/dossiers/{prepared.person}"
    for there in (
        "/aujourdhui",
        "/a-signer",
        file,
        prepared.at,
        f"{prepared.at}/faire-signer",
        f"{file}/consultations",
        "/demonstration/messages",
    ):
        page.goto(base + there)
        assert path.rpartition("/")[2] not in page.content(), there


def opens_it_on_his_machine_without_his_account(live, path):
    """In his browser, which bears the mark of the house, after he left."""
    page, mark = live.page(), new_mark(live.doors.secret)
    page.context.add_cookies([{"name": f"cep{NAME}", "value": mark, "url": live.base}])
    page.goto(live.base + path)
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page.get_by_role("alert")).to_contain_text("Cet appareil est celui d’un conseiller")


def makes_his_number_hers(live, path):
    """Her code, which goes by mail since the link came by SMS, would come to him."""
    write(live, lambda tools: setattr(tools.site.accounts["alice"], "email", MAIL))
    elsewhere = live.browser.new_context(user_agent="Mozilla/5.0 (iPhone) Safari/605")
    live.contexts.append(elsewhere)
    page = elsewhere.new_page()
    page.goto(live.base + path)
    page.get_by_role("button", name="Recevoir mon code").click()
    expect(page.get_by_role("alert")).to_contain_text("personne de la maison")
    write(live, lambda tools: setattr(tools.site.accounts["alice"], "email", ""))


# What a screen reader is given at each step: names and roles, in their order.
HEARD = {
    "home": ('heading "État des lieux partagé', "list", "listitem", 'link "Lire le document"'),
    "read": ('heading "Lire : ', "[level=1]", "[level=2]", "button"),
    "mention": ('heading "Écrire « lu et approuvé »" [level=1]', "textbox"),
    "sign": ('heading "Signer, ou non" [level=1]', 'button "Signer"', 'button "Ne pas signer"'),
    "signed": ("status", "signé et terminé", 'link "Télécharger mon exemplaire'),
}


def heard(page, step):
    """Everything of the step is in the tree, and axe finds nothing to say."""
    tree = page.locator("body").aria_snapshot()
    for said in HEARD[step]:
        assert said in tree, f"{step}: {said}\n{tree}"
    assert tree.count("- main") == 1, step
    assert len(re.findall(r"heading .*\[level=1\]", tree)) == 1, step
    assert [one["id"] for one in Axe().run(page).response["violations"]] == [], step


def a_fault_is_heard_where_it_is(keys, field):
    """At the top, and with its field; nothing that was typed is lost."""
    keys.write(field, "lu")
    keys.button("Continuer")
    expect(keys.page.get_by_role("alert").first).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("en entier"))
    assert Axe().run(keys.page).response["violations"] == []


@pytest.mark.slow
def test_scenario_26_the_whole_ceremony_with_keys_and_what_a_screen_reader_gets(live, day):
    prepared = Prepared(live, ON_SITE)
    page = live.page(person=prepared.person, errand=prepared.errand)
    keys = Keys(page)
    page.goto(f"{live.base}/signature")
    heard(page, "home")
    expect(page.locator("[aria-current=step]")).to_contain_text("Lire")

    keys.link("Lire le document")
    keys.arrives("/signature/lire")
    heard(page, "read")
    keys.button("J.ai lu ce document")
    keys.arrives("/signature/mention")
    heard(page, "mention")
    field = page.get_by_label("Écrivez : lu et approuvé")
    expect(field).to_have_accessible_description(re.compile("Lettre par lettre"))
    a_fault_is_heard_where_it_is(keys, field)
    keys.reach(field)
    keys.press("Control+a")
    keys.type("lu et approuvé")
    keys.button("Continuer")
    keys.arrives("/signature/signer")
    heard(page, "sign")
    keys.act(page.get_by_role("button", name="Signer", exact=True))
    keys.arrives("/signature")
    heard(page, "signed")

    assert prepared.look(lambda unit, _: unit.deliverable.state) == "signed"
