"""The entrance in a real browser: with a passkey of its own, without JavaScript."""

from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe

from cep_docs.signin.demonstration import PASSWORD, totp_secret
from cep_docs.signin.factors import current_code

LOOKS = [(1440, False), (390, True), (320, False)]


def by_name(live):
    """Passkeys belong to a site that has a name: 127.0.0.1 is none."""
    return live.base.replace("127.0.0.1", "localhost")


def with_a_device(page):
    """A device of software, which knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def walk_in(page, base, login):
    page.goto(f"{base}/connexion")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/connexion/code")
    page.fill("#code", current_code(totp_secret(login), datetime.now(UTC)))
    page.press("#code", "Enter")
    page.wait_for_url("**/aujourdhui")


def test_a_passkey_is_made_and_then_enters_alone(live):
    page, base = live.page(), by_name(live)
    with_a_device(page)
    walk_in(page, base, "bruno.leguen")
    page.goto(f"{base}/connexion/facteur")
    page.fill("#label", "Ordinateur de l'agence")
    with page.expect_navigation():
        page.click("text=Créer une clé")
    page.goto(f"{base}/compte")
    assert (
        page.get_by_text("Ordinateur de l’agence")
        .or_(page.get_by_text("Ordinateur de l'agence"))
        .count()
    )
    page.click("text=Se déconnecter >> nth=0")
    page.wait_for_url("**/connexion/sortie")

    page.goto(f"{base}/connexion")
    page.click("text=Entrer avec une clé")
    page.wait_for_url("**/aujourdhui")

    assert "Bruno Le Guen" in page.content()


def test_a_passkey_that_is_not_given_is_said(live):
    page, base = live.page(), by_name(live)
    page.goto(f"{base}/connexion")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")

    page.click("text=Entrer avec une clé")

    page.get_by_text("n’a pas été donnée").wait_for()


def test_without_javascript_one_comes_in_and_sees_no_button_that_would_do_nothing(live):
    page = live.page(js=False)
    page.goto(f"{live.base}/connexion")

    assert not page.get_by_text("Entrer avec une clé").is_visible()
    walk_in(page, live.base, "chloe.benali")


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_the_pages_of_the_entrance_have_no_fault_of_accessibility(live, width, dark):
    stranger = live.page(width=width, dark=dark)
    adviser = live.page("alice.martin", width=width, dark=dark)
    for page, path in (
        (stranger, "/connexion"),
        (stranger, "/connexion/sortie"),
        (adviser, "/compte"),
        (adviser, "/compte/mot-de-passe"),
        (adviser, "/connexion/facteur"),
        (adviser, "/connexion/confirmer"),
    ):
        page.goto(by_name(live) + path if page is stranger else live.base + path)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{path} {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
