"""She leaves for a provider of identities and comes back, in a real browser: no form of ours is
answered by somebody else, and no script is needed (R-067, R-080)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cep_docs.content.signing import REMOTE
from cep_docs.content.site import errand_of
from cep_docs.lifecycle.ceremony import ask_to_sign
from cep_docs.signin.links import SIGN, new_link
from tests.browser.living import living
from tests.functional.web.signing_people import MAIL, PHONE
from tests.identity_provider import free_port, running, tell_the_provider
from tests.people import Clock, actor, received
from tests.unit.lifecycle import courses
from tests.web_people import make_folder


@pytest.fixture(scope="module")
def provider():
    with running() as address:
        tell_the_provider(
            address, "zoe", family_name="Lefevre", given_name="ZOE", birthdate="1984-05-17"
        )
        yield address


@pytest.fixture(scope="module")
def live(tmp_path_factory, chromium, provider):
    folder, clock, port = tmp_path_factory.mktemp("identity") / "instance", Clock(), free_port()
    make_folder(folder)
    (folder / "secret").write_text("s")
    (folder / "secret").chmod(0o600)
    (folder / "identities.yaml").write_text(
        f"address: http://127.0.0.1:{port}\nproviders:\n  - name: Identité Exemple\n"
        f"    issuer: {provider}\n    client_id: cep\n    client_secret_file: secret\n"
    )
    (folder / "openid.yaml").write_text(
        f"address: http://127.0.0.1:{port}\nissuer: {provider}\nclient_id: cep\n"
        "client_secret: s\nlabel: Entrer avec le compte de l'agence\n"
    )
    with living(folder, chromium, clock, port=port) as site:
        yield site
        # The page of the provider wants a style sheet from elsewhere.
        assert {one for one in site.said if "ERR_NAME_NOT_RESOLVED" not in one} == set()


@pytest.fixture(scope="module")
def her(live):
    """Who has to sign, and what."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(live.application.write, _prepared).result()


def _prepared(tools):
    person = received(tools, phone=PHONE, email=MAIL)
    unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
    courses.act(unit, "sign_as_adviser", tools)
    ask_to_sign(unit.deliverable, REMOTE, actor(tools, "alice"), tools)
    return person.identifier, errand_of(unit.deliverable)


@pytest.mark.slow
@pytest.mark.parametrize("js", [True, False])
def test_she_comes_back_to_the_document(live, her, js):
    page = live.page(width=390, js=js)
    page.goto(live.base + link_of(live, *her))
    if js:
        assert not Axe().run(page).response["violations"]

    page.get_by_role("button", name="M’identifier avec Identité Exemple").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.locator("[name=sub]").first.fill("zoe")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/signature")

    expect(page.get_by_role("link", name="Lire le document")).to_be_visible()


def link_of(live, person, errand):
    token = new_link(live.doors.links, person, f"{SIGN}{errand}", "alice", live.doors.now())
    return f"/signer/{token}"


@pytest.mark.slow
def test_somebody_of_the_house_leaves_for_his_provider_too(live):
    page = live.page()
    page.goto(f"{live.base}/connexion")

    page.get_by_role("button", name="Entrer avec le compte").click()

    page.wait_for_url("**/oauth2/authorize**")
