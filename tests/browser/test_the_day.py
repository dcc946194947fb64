"""The adviser's day from end to end on the demonstration: by keyboard alone, on a phone, without
JavaScript, and in company (requirements §11.1)."""

import re

import pytest
from playwright.sync_api import expect

from cep_docs.signin.demonstration import PASSWORD
from tests.browser.hands import Finger, Hand, Keys
from tests.browser.test_editor import drafts, standing

# A code serves once: each day has its own adviser.
ALICE, BRUNO, CHLOE = "alice.martin", "bruno.leguen", "chloe.benali"
FILE, DOCUMENT = "/dossiers/[0-9a-f]+", "/dossiers/.+/documents/[a-z_]+"
REPORT = {
    "dated_on": "08022024",
    "request": "Quitter la vente sans perdre en salaire.",
    "exchanged": "Les métiers du soin, les passerelles, le temps que cela prend.",
    "next_steps": "Rencontrer deux aides-soignantes.",
}


@pytest.fixture(autouse=True)
def nobody_complained(live):
    """No console says anything during a day; no page of it goes on asking during the next one."""
    yield
    for context in live.contexts:
        context.close()
    live.contexts.clear()
    assert live.said == []


def enters(hand, base, login):
    """Password, then code; where each page begins, one types at once."""
    page = hand.page
    page.goto(f"{base}/connexion")
    expect(page.locator("#login")).to_be_focused()
    hand.write(page.locator("#login"), login)
    hand.write(page.locator("#password"), PASSWORD)
    hand.button("Continuer")
    hand.arrives("/connexion/code")
    expect(page.locator("#code")).to_be_focused()
    hand.write(page.locator("#code"), page.locator("main b.num").inner_text())
    hand.button("Se connecter")
    hand.arrives("/aujourdhui")


def welcomes(hand, name, first_name, born):
    """Somebody new; the first unit is one key away."""
    page = hand.page
    hand.shortcut("n", "Nouvel accueil")
    hand.arrives("/nouveau")
    expect(page.locator("#birth_name")).to_be_focused()
    for label, text in (("birth_name", name), ("first_name", first_name), ("birth_date", born)):
        hand.write(page.locator(f"#{label}"), text)
    hand.write(page.locator("#status"), "cdi")
    hand.write(page.locator("#mode"), "prés")
    hand.button("Enregistrer")
    hand.arrives(f"{FILE}/accueilli")


def engages(hand):
    page = hand.page
    expect(page.get_by_role("link", name="Engager RDV1 maintenant")).to_be_focused()
    hand.link("Engager RDV1 maintenant")
    hand.arrives(f"{FILE}/engager")
    expect(page.locator("#origin")).to_be_focused()
    hand.choose(page.locator("#origin"), "Bouche-à-oreille")
    hand.choose(page.locator("#motive"), "Travailler à son projet professionnel")
    hand.button("Engager RDV1")
    hand.arrives(FILE)
    expect(page.locator(".notice.ok")).to_contain_text("RDV1 engagée")


def completes_data(hand):
    """What the closing lacks, of her and of the unit, in one form; then the exchange itself."""
    page = hand.page
    expect(page.get_by_role("link", name="Compléter les données")).to_be_focused()
    hand.link("Compléter les données")
    hand.arrives(f"{FILE}/uo/.+/donnees")
    hand.write(page.locator("#postcode"), "44000")
    for name in ("education_level", "social_category"):
        hand.choose(page.locator(f"#{name}"), page.locator(f"#{name} option").nth(2).inner_text())
    hand.write(page.locator("#email"), "odette@laposte.net")
    hand.tick(page.locator("#service_types-COMP"))
    hand.button("Enregistrer les données")
    hand.arrives(FILE)


def notes_exchange(hand):
    page = hand.page
    hand.shortcut("i", "Noter un échange")
    hand.arrives(f"{FILE}/echange")
    expect(page.locator("#minutes")).to_be_focused()
    hand.write(page.locator("#minutes"), "45")
    hand.button("Noter l.échange")
    hand.arrives(FILE)
    expect(page.locator("#historique")).to_contain_text("45 min")


def freezes(hand):
    page = hand.page
    expect(page.get_by_role("button", name="Enregistrer le compte rendu")).to_be_focused()
    hand.button("Enregistrer le compte rendu")
    hand.arrives(DOCUMENT)
    expect(page.locator(".notice.ok")).to_contain_text("Version 1 figée")


def searches(hand, name):
    page = hand.page
    hand.arrives("/recherche")
    expect(page.locator("#trouve")).to_contain_text("1 personne")
    hand.link(name)
    hand.arrives(FILE)


def leaves(hand):
    page = hand.page
    hand.act(page.locator("header a[href='/compte']"))
    hand.arrives("/compte")
    hand.button("Se déconnecter")
    hand.arrives("/connexion/sortie")
    expect(page.locator("h1")).to_have_text("Vous êtes déconnecté")


def is_saved(page):
    expect(page.locator("#etat")).to_have_text(re.compile("^Enregistré à"))


def test_the_day_by_keyboard_alone(live):
    page = live.page()
    hand = Keys(page)
    enters(hand, live.base, ALICE)
    welcomes(hand, "Vaillant", "Odette", "17051984")
    engages(hand)

    writes_the_report_by_keyboard(hand)
    completes_data(hand)
    notes_exchange(hand)
    hand.press("e")
    hand.arrives(DOCUMENT)
    hand.press("Control+Enter")
    hand.arrives(f"{DOCUMENT}/figer")
    freezes(hand)

    adds_a_step_by_keyboard(hand, live)

    hand.press("/")
    hand.type("Vaillant")
    hand.press("Enter")
    searches(hand, "Odette Vaillant")
    leaves(hand)


def writes_the_report_by_keyboard(hand):
    """Down the headings, to the checklist, back to the first gap, and to a heading by its name."""
    page = hand.page
    hand.press("e")
    hand.arrives(DOCUMENT)
    expect(page.locator("#dated_on")).to_be_focused()
    hand.type(REPORT["dated_on"])
    for name in ("request", "exchanged"):
        hand.press("Alt+ArrowDown")
        hand.type(REPORT[name])
    is_saved(page)
    hand.press("Control+Enter")
    hand.arrives(f"{DOCUMENT}/figer")
    hand.press("Enter")
    hand.arrives(DOCUMENT)
    expect(page.locator("#champ-continues :focus")).to_have_count(1)
    hand.press("Space", "Control+k")
    hand.type("prochaines")
    hand.press("Enter")
    expect(page.locator("#next_steps")).to_be_focused()
    hand.type(REPORT["next_steps"])
    hand.press("Control+Enter")
    hand.arrives(f"{DOCUMENT}/figer")


def adds_a_step_by_keyboard(hand, live):
    """From the list of the day to the first project that waits, one more line in its table."""
    page = hand.page
    hand.link("Aujourd.hui", within="header")
    hand.arrives("/aujourdhui")
    for _ in range(40):
        hand.press("j")
        if page.locator("[data-line]:focus-within a[href*=professional_project]").count():
            break
    hand.press("e")
    hand.arrives(DOCUMENT)
    expect(page.locator(".ef :focus")).to_have_count(1)
    path = page.url.removeprefix(live.base).split("#")[0]
    hand.press("Control+k")
    hand.type("etapes, objectifs")
    hand.press("Enter")
    lines = page.locator("#champ-steps [name='c.objective']")
    expect(page.locator("#champ-steps :focus")).to_have_count(1)
    hand.write(lines.first, "Choisir")
    hand.press("Enter")
    expect(lines.nth(1)).to_be_focused()
    hand.type("S'inscrire")
    is_saved(page)

    assert [row["objective"] for row in standing(live, path, "steps")] == [
        "Choisir",
        "S'inscrire",
    ]
    hand.press("Control+Enter")
    hand.arrives(f"{DOCUMENT}/figer")
    expect(page.locator("main ol.check a").first).to_be_focused()


def test_the_day_on_a_phone(live):
    page = live.page(width=390, touch=True)
    hand = Finger(page)
    enters(hand, live.base, BRUNO)
    welcomes(hand, "Tessier", "Anatole", "21111979")
    engages(hand)

    hand.link("Reprendre le document")
    hand.arrives(DOCUMENT)
    for name, text in REPORT.items():
        hand.write(page.locator(f"#{name}"), text)
    hand.tick(page.locator("#champ-continues").get_by_label("Oui"))
    is_saved(page)
    hand.link("Enregistrer le compte rendu")
    hand.arrives(f"{DOCUMENT}/figer")
    completes_data(hand)
    notes_exchange(hand)
    hand.link("Ouvrir le document")
    hand.arrives(DOCUMENT)
    hand.link("Enregistrer le compte rendu")
    hand.arrives(f"{DOCUMENT}/figer")
    freezes(hand)

    hand.write(page.locator("#q"), "Tessier")
    page.locator("#q").press("Enter")
    searches(hand, "Anatole Tessier")
    leaves(hand)


def test_the_day_without_javascript(live):
    page = live.page(js=False)
    hand = Hand(page)
    enters(hand, live.base, CHLOE)
    welcomes(hand, "Rougier", "Inès", "02021991")
    engages(hand)

    hand.link("Reprendre le document")
    hand.arrives(DOCUMENT)
    for name, text in REPORT.items():
        page.locator(f"#{name}").fill(text)
        saves(page, name)
    page.locator("#champ-continues").get_by_label("Oui").check()
    saves(page, "continues")
    hand.link("Enregistrer le compte rendu")
    hand.arrives(f"{DOCUMENT}/figer")
    completes_data(hand)
    notes_exchange(hand)
    hand.link("Ouvrir le document")
    hand.arrives(DOCUMENT)
    hand.link("Enregistrer le compte rendu")
    hand.arrives(f"{DOCUMENT}/figer")
    freezes(hand)

    hand.write(page.locator("#q"), "Rougier")
    page.locator("#q").press("Enter")
    searches(hand, "Inès Rougier")
    leaves(hand)


def saves(page, name):
    """A heading is a form: its button saves it, and the page comes back at that heading."""
    page.locator(f"#champ-{name}").get_by_role("button", name="Enregistrer").click()
    page.wait_for_url(f"**#champ-{name}")
    expect(page.locator(".notice.ok")).to_contain_text("nregistré")


def test_two_people_write_in_one_document_and_both_texts_stay(live):
    path = drafts(live)[1]
    alice, bruno = live.page(ALICE), live.page(BRUNO)
    for page in (alice, bruno):
        page.goto(live.base + path)

    alice.locator("#project").press_sequentially("Le projet, par Alice.")
    bruno.locator("#strategies").press_sequentially("Les stratégies, par Bruno.")
    for page in (alice, bruno):
        is_saved(page)

    expect(alice.locator("#strategies")).to_have_value(re.compile("par Bruno"), timeout=15_000)
    expect(alice.locator("#presents")).to_contain_text("Bruno Le Guen écrit dans")
    expect(bruno.locator("#presents")).to_contain_text("Alice Martin écrit dans")
    assert "par Alice" in standing(live, path, "project")
    assert "par Bruno" in standing(live, path, "strategies")


PAGES = (
    "/aujourdhui",
    "/nouveau",
    "/dossiers",
    "/a-signer",
    "/recherche?q=moinard",
    "/compte",
    "{file}",
    "{file}/echange",
    "{file}/engager",
    "{file}/fiche",
    "{unit}/donnees",
    "{document}",
    "{document}/figer",
)


def test_the_focus_is_seen_at_every_stop_of_every_page_of_the_day(live):
    document = drafts(live)[1]
    unit = document.split("/documents/")[0]
    file = unit.split("/uo/")[0]
    page = live.page(ALICE)
    hand = Keys(page)

    for path in PAGES:
        page.goto(live.base + path.format(file=file, unit=unit, document=document))
        assert hand.walk() > 8, path


def test_the_entrance_shows_the_focus_at_every_stop(live):
    hand = Keys(live.page())

    for path in ("/connexion", "/connexion/sortie", "/aide"):
        hand.page.goto(live.base + path)
        assert hand.walk() > 4, path


@pytest.mark.parametrize("js", [True, False])
def test_going_back_after_signing_out_shows_nothing(live, js):
    page = live.page(ALICE, js=js)
    file = drafts(live)[1].split("/uo/")[0]
    page.goto(live.base + file)
    name = page.locator("h1").inner_text()
    hand = Hand(page)
    leaves(hand)

    for _ in ("the account", "the file"):
        page.go_back()
        expect(page.locator("#login")).to_be_visible()
        assert name not in page.content()


@pytest.mark.parametrize("js", [True, False])
def test_a_double_click_notes_one_exchange(live, js):
    file = drafts(live)[2].split("/uo/")[0]
    before = exchanges(live, file)
    page = live.page(ALICE, js=js)
    page.goto(f"{live.base}{file}/echange")
    page.fill("#minutes", "45")

    page.get_by_role("button", name="Noter l").dblclick()
    Hand(page).arrives(FILE)

    assert exchanges(live, file) == before + 1


def exchanges(live, file):
    with live.application.reading() as tools:
        units = tools.site.beneficiaries[file.split("/")[2]].engagements()
        return sum(len(unit.interactions) for unit in units)
