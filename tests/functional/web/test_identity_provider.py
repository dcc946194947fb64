"""At a distance, known by a provider of identities: a real one on loopback (R-067, R-069)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.errors import Unusable
from cep_docs.search.place import Index
from cep_docs.signin.identity_settings import identities_of
from cep_docs.signin.links import SIGN_HERE
from cep_docs.web.doors import doors_of
from cep_docs.web.site import Outside, make_site
from tests.functional.web.signing_people import (
    HOME,
    OFFICE,
    code_sent,
    events,
    form_to,
    last_request,
    link,
    played,
    waiting,
    walk,
    words,
)
from tests.identity_provider import free_port, running, sent_back, tell_the_provider
from tests.people import Clock

ZOE = {
    "family_name": "LEFEVRE",
    "given_name": "Zoé Marie",
    "birthdate": "1984-05-17",
    "acr": "eidas2",
}
SETTINGS = """address: https://localhost
providers:
  - name: Identité Exemple
    issuer: "{}"
    client_id: cep
    client_secret_file: secret
    levels: {{eidas2: substantiel, eidas3: élevé}}
"""


@pytest.fixture(scope="module")
def provider():
    """Its address."""
    with running() as address:
        yield address


def settled(town, issuer):
    """The site with this provider."""
    folder = town.application.house.folder
    (folder / "secret").write_text("a secret of ours\n")
    (folder / "secret").chmod(0o600)
    (folder / "identities.yaml").write_text(SETTINGS.format(issuer), "utf-8")
    wall = Clock(datetime.now(UTC))
    doors = doors_of(folder, wall)
    site = make_site(town.application, Outside(doors, Index(folder / "index")))
    return replace(town, site=site, doors=doors, wall=wall)


@pytest.fixture
def house(town, provider):
    new = settled(town, provider)
    tell_the_provider(provider, "zoe", **ZOE)
    return new


@pytest.fixture
def waits(house):
    return waiting(house)


def at_home(town, **changes):
    browser = town.stranger()
    browser.extra_environ = {**browser.extra_environ, **HOME, **changes}
    return browser


def leave(browser, token):
    """Where the page of the link sends her."""
    page = form_to(browser.get(f"/signer/{token}"), "/identite").submit()
    return re.fullmatch(r"0; url=(.*)", page.headers["Refresh"])[1]


def came_back(browser, token, subject="zoe"):
    return browser.get(sent_back(leave(browser, token), sub=subject), status="*")


def refused(answer):
    """In the words of the page; the code is still offered there."""
    assert answer.status_int == 409
    assert [form for form in answer.forms.values() if form.action.endswith("/code")]
    return answer.text.replace("’", "'")


def test_she_comes_in_and_the_proof_says_by_whom_and_how_sure(house, waits):
    token, browser = link(house, waits), at_home(house)

    answer = came_back(browser, token)

    assert answer.headers["Location"].endswith("/signature")
    assert words(house, waits)[-2:] == ["opened", "identified"]
    how = "Identité Exemple, niveau substantiel (eidas2)"
    assert events(house, waits)[-1][1] == {"by": how}
    assert last_request(house, waits)["identified"] == how
    page = form_to(walk(browser), "/signature/signer").submit().follow()
    assert "C’est signé et terminé" in page.text
    assert browser.get("/mon-espace", status="*").status_int == 404


def test_what_leaves_says_nothing_of_her_nor_of_the_link(house, waits):
    token, browser = link(house, waits), at_home(house)
    page = form_to(browser.get(f"/signer/{token}"), "/identite").submit()

    there = page.html.find("main").find("a", class_="main")["href"]

    asked = parse_qs(urlsplit(there).query)
    assert asked["redirect_uri"] == ["https://localhost/signer/retour"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile"]
    assert asked["acr_values"] == ["eidas2 eidas3"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    for secret in (token, waits.person, waits.number, "Lef", "1984"):
        assert secret not in there
    assert page.headers["Refresh"].endswith(there)
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_the_link_is_kept_nowhere_in_clear_while_she_is_away(house, waits):
    token = link(house, waits)
    leave(at_home(house), token)

    kept = b"".join(
        path.read_bytes()
        for path in (house.application.house.folder / "visits").iterdir()
        if path.is_file()
    )

    assert token.encode() not in kept
    assert b"Identit" in kept


OTHERS = {
    "another birth date": {"birthdate": "1984-05-18"},
    "another family name": {"family_name": "Lefort"},
    "another first name": {"given_name": "Chloé"},
    "no birth date": {"birthdate": None},
    "no name at all": {"family_name": None, "given_name": None},
}


@pytest.mark.parametrize("changes", OTHERS)
def test_somebody_else_is_refused_and_learns_nothing(house, waits, provider, changes):
    told = {**ZOE, **OTHERS[changes]}
    told = {name: value for name, value in told.items() if value is not None}
    tell_the_provider(provider, "somebody", **told)
    browser = at_home(house)

    answer = came_back(browser, link(house, waits), "somebody")

    text = refused(answer)
    assert "ne permet pas d'ouvrir ce document" in text
    for word in ("Lefèvre", "LEFEVRE", "Zoé", "1984", "naissance", "prénom"):
        assert word not in text
    assert events(house, waits)[-1] == ("identity_refused", {"by": "Identité Exemple"})
    assert last_request(house, waits)["identified"] == ""
    assert browser.get("/signature", status="*").status_int != 200


def test_after_three_the_adviser_is_told_and_the_code_remains(house, waits, provider):
    tell_the_provider(provider, "somebody", **{**ZOE, "family_name": "Autre"})
    played(house)
    token, browser = link(house, waits), at_home(house)
    late = form_to(browser.get(f"/signer/{token}"), "/identite")
    for _ in range(2):
        came_back(browser, token, "somebody")
    assert notices(house) == []

    came_back(browser, token, "somebody")

    assert notices(house) == ["identity_refused"]
    page = browser.get(f"/signer/{token}")
    assert not [form for form in page.forms.values() if form.action.endswith("/identite")]
    assert "est fermée pour ce document" in refused(late.submit(status="*"))
    page = form_to(page, "/code").submit().follow()
    page.forms[0]["code"] = code_sent(house)
    assert page.forms[0].submit().headers["Location"].endswith("/signature")


def test_who_left_before_the_third_does_not_come_in_after_it(house, waits, provider):
    tell_the_provider(provider, "somebody", **{**ZOE, "family_name": "Autre"})
    token, browser = link(house, waits), at_home(house)
    back = sent_back(leave(browser, token), sub="zoe")
    for _ in range(3):
        came_back(browser, token, "somebody")

    assert "est fermée" in refused(browser.get(back, status="*"))


def notices(town):
    return town.write(lambda tools: [one.about for one in tools.site.outbox])


@pytest.mark.parametrize("acr", ["eidas1", "", None, ["eidas2"], 2])
def test_a_level_that_the_settings_do_not_know_is_refused(house, waits, provider, acr):
    told = {**ZOE, "acr": acr} if acr is not None else {k: ZOE[k] for k in ZOE if k != "acr"}
    tell_the_provider(provider, "weak", **told)

    answer = came_back(at_home(house), link(house, waits), "weak")

    assert "n'a pas confirmé qui vous êtes" in refused(answer)
    assert "identity_refused" not in words(house, waits)


def test_who_says_no_at_the_provider_comes_back_to_the_code(house, waits):
    browser = at_home(house)
    there = leave(browser, link(house, waits))
    state = parse_qs(urlsplit(there).query)["state"][0]

    answer = browser.get(f"/signer/retour?error=access_denied&state={state}", status="*")

    assert "n'a pas confirmé qui vous êtes" in refused(answer)


def test_a_return_serves_once_and_in_one_browser(house, waits):
    token = link(house, waits)
    browser, thief = at_home(house), at_home(house)
    thief.get(f"/signer/{token}")
    back = sent_back(leave(browser, token), sub="zoe")

    stolen = thief.get(back, status="*")

    assert stolen.status_int == 409
    assert "ne mène à rien" in stolen.text
    assert browser.get(back, status="*").status_int == 409  # the thief used it up
    back = sent_back(leave(browser, token), sub="zoe")
    assert browser.get(back).status_int == 303
    assert words(house, waits).count("identified") == 1
    assert browser.get(back, status="*").status_int == 409
    assert words(house, waits).count("identified") == 1


def test_a_return_that_was_not_asked_for_or_long_ago_is_refused(house, waits):
    browser = at_home(house)
    back = sent_back(leave(browser, link(house, waits)), sub="zoe")
    house.wall.now += timedelta(minutes=10, seconds=1)

    for address in (back, "/signer/retour?code=x&state=y", "/signer/retour"):
        assert browser.get(address, status="*").status_int == 409


def test_a_return_opens_the_link_it_left_from_and_no_other(house):
    first, second = waiting(house), waiting(house, birth_name="Autrement")
    browser = at_home(house)
    back = sent_back(leave(browser, link(house, first)), sub="zoe")
    browser.get(f"/signer/{link(house, second)}")

    assert browser.get(back).status_int == 303

    assert words(house, first)[-1] == "identified"
    assert words(house, second) == ["asked"]


def test_a_return_after_the_signature_was_withdrawn_opens_nothing(house, waits):
    browser = at_home(house)
    back = sent_back(leave(browser, link(house, waits)), sub="zoe")
    house.clock.now += timedelta(days=31)

    answer = browser.get(back, status="*")

    assert answer.status_int == 409
    assert "Le délai pour signer est passé" in answer.text


def test_the_device_of_the_adviser_serves_face_to_face_only(house, waits):
    """R-069: also when he knows her password there."""
    browser = at_home(house, **OFFICE)
    form = form_to(browser.get(f"/signer/{link(house, waits)}"), "/identite")

    answer = form.submit(status="*")

    assert "est celui d'un conseiller" in refused(answer)
    assert "identified" not in words(house, waits)


def test_on_site_and_on_the_phone_beside_it_no_provider_is_offered(house):
    here = waiting(house, ON_SITE)
    token = link(house, here, SIGN_HERE)
    browser = at_home(house)

    assert "Identité Exemple" not in browser.get(f"/signer/{token}").text
    asked = {"csrf_token": house.form_token(browser), "by": "Identité Exemple"}
    assert browser.post(f"/signer/{token}/identite", asked, status="*").status_int == 409


def test_a_provider_that_is_not_in_the_settings_is_none(house, waits):
    form = form_to(at_home(house).get(f"/signer/{link(house, waits)}"), "/identite")
    form["by"] = "Autre"

    assert form.submit(status="*").status_int == 409


def test_who_is_signed_in_here_neither_leaves_nor_comes_back(house, waits):
    browser = house.browser("alice")
    asked = {"csrf_token": house.form_token(browser), "by": "Identité Exemple"}

    answer = browser.post(f"/signer/{link(house, waits)}/identite", asked, status="*")

    assert answer.status_int == 409
    assert "opened" not in words(house, waits)


def test_a_provider_that_is_silent_is_told_and_the_code_remains(town):
    house = settled(town, f"http://localhost:{free_port()}")
    waits = waiting(house)
    form = form_to(at_home(house).get(f"/signer/{link(house, waits)}"), "/identite")

    answer = form.submit(status="*")

    assert "Identité Exemple ne répond pas" in refused(answer)
    assert "opened" not in words(house, waits)


def test_without_settings_there_is_no_such_door(town):
    waits = waiting(town)
    token, browser = link(town, waits), at_home(town)

    assert "identifier avec" not in browser.get(f"/signer/{token}").text
    asked = {"csrf_token": town.form_token(browser), "by": "x"}
    assert browser.post(f"/signer/{token}/identite", asked, status="*").status_int != 200
    assert browser.get("/signer/retour?state=x", status="*").status_int != 200


FAULTS = {
    "clear": ("issuer: http://id.example.fr", ":4: « issuer » doit commencer par https://"),
    "empty name": ("name: ''", ":3: « name » est vide"),
    "long name": (f"name: {'x' * 41}", ":3: « name » compte 40 signes au plus"),
    "unknown key": ("unknown: x", "« unknown » est inconnu"),
    "no such file": ("client_secret_file: nowhere", ":6: le fichier"),
    "open file": ("client_secret_file: open", "chmod 600"),
    "unknown claim": ("claims: {shoe_size: x}", "« shoe_size » est inconnu"),
    "claims of another shape": ("claims: x", "« claims » doit contenir"),
    "empty level": ("levels: {eidas2: ''}", "« eidas2 » est vide"),
    "scope that is no list": ("scope: x", "« scope » doit être une liste"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_settings_that_cannot_be_are_refused_with_their_line(tmp_path, fault):
    wrong, told = FAULTS[fault]
    said = {
        "name": "Identité Exemple",
        "issuer": "https://id.example.fr",
        "client_id": "cep",
        "client_secret_file": "secret",
    }
    key, _, value = wrong.partition(": ")
    said[key] = value
    for name, mode in (("secret", 0o600), ("open", 0o644)):
        (tmp_path / name).write_text("s")
        (tmp_path / name).chmod(mode)
    first, *lines = (f"{name}: {value}" for name, value in said.items())
    text = "address: https://cep.example.fr\nproviders:\n" + f"  - {first}\n"
    (tmp_path / "identities.yaml").write_text(text + "".join(f"    {one}\n" for one in lines))

    with pytest.raises(Unusable, match=re.escape(told)):
        identities_of(tmp_path)


def test_settings_of_another_shape_are_refused(tmp_path):
    for text, told in (
        ("address: http://cep.example.fr\nproviders: []\n", ":1: « address » doit commencer"),
        ("address: https://cep.example.fr\nproviders: [x]\n", ":2: un fournisseur est fait de"),
        ("address: https://cep.example.fr\n", "« providers » manque"),
    ):
        (tmp_path / "identities.yaml").write_text(text)
        with pytest.raises(Unusable, match=re.escape(told)):
            identities_of(tmp_path)


def test_two_of_one_name_are_refused_and_a_secret_is_never_shown(tmp_path):
    (tmp_path / "secret").write_text("very secret\n")
    (tmp_path / "secret").chmod(0o600)
    one = SETTINGS.format("https://id.example.fr")
    (tmp_path / "identities.yaml").write_text(one)
    found = identities_of(tmp_path)
    assert found.providers[0].client_secret == "very secret"
    assert "very secret" not in repr(found)

    (tmp_path / "identities.yaml").write_text(one + one.partition("providers:\n")[2])

    with pytest.raises(Unusable, match="écrit deux fois"):
        identities_of(tmp_path)
