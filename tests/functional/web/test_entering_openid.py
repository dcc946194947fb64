"""Coming in by an identity provider, a real one on loopback and forged tokens (AUT-09)."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from cep_docs.access.actor import Actor
from cep_docs.errors import Invalid, NotPossible, Unusable
from cep_docs.search.place import Index
from cep_docs.signin.openid import identity_in, know_as
from cep_docs.signin.openid_settings import OpenID, openid_of
from cep_docs.web.doors import doors_of
from cep_docs.web.site import Outside, make_site
from tests.functional.web.entrance import code_now, events, form_to, furnished, give_code, is_in
from tests.identity_provider import free_port, running, sent_back, tell_the_provider
from tests.people import Clock

CONSOLE = Actor("console", frozenset({"administrator"}))
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SETTINGS = OpenID(
    "https://id.example.fr",
    "cep",
    "a secret of ours",
    "https://localhost",
    "Entrer",
    ("gold",),
    ("otp",),
)
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, private=True)
KEYS = KeySet([KEY]).as_dict(private=False)
CLAIMS = {
    "iss": SETTINGS.issuer,
    "aud": SETTINGS.client_id,
    "sub": "248289761001",
    "nonce": "n-0S6_WzA2Mj",
    "iat": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 300,
}


def token(key=KEY, alg="RS256", kid="one", **changes):
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": kid}, claims, key, algorithms=[alg])


def judged(text, keys=KEYS, now=NOW):
    return identity_in(text, keys, CLAIMS["nonce"], SETTINGS, now)


def part(data):
    return base64.urlsafe_b64encode(json.dumps(data).encode()).rstrip(b"=").decode()


def with_header(signature=b"", **header):
    head = f"{part(header)}.{part(CLAIMS)}"
    made = signature(head.encode()) if callable(signature) else signature
    return f"{head}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def signed_with_public_half(head):
    """The classic: what everybody knows, taken for a secret."""
    public = KEY.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return hmac.new(public, head, hashlib.sha256).digest()


def test_a_token_as_it_must_be_names_somebody():
    identity = judged(token())

    assert identity.known_as == "https://id.example.fr 248289761001"
    assert not identity.strong


@pytest.mark.parametrize(
    ("changes", "strong"),
    [
        ({"acr": "gold"}, True),
        ({"acr": "silver"}, False),
        ({"amr": ["pwd", "otp"]}, True),
        ({"amr": ["pwd"]}, False),
    ],
)
def test_the_provider_says_whether_a_second_factor_was_asked_for(changes, strong):
    assert judged(token(**changes)).strong is strong


OTHER = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
FORGED = {
    "for somebody else": lambda: token(aud="another"),
    "for several, made for another": lambda: token(aud=["cep", "another"], azp="another"),
    "for several, without saying for whom": lambda: token(aud=["cep", "another"]),
    "for nobody": lambda: token(aud=None),
    "for an empty list": lambda: token(aud=[]),
    "from somebody else": lambda: token(iss="https://id.example.fr.ailleurs.example"),
    "from the same with a slash": lambda: token(iss="https://id.example.fr/"),
    "from nobody": lambda: token(iss=None),
    "about nobody": lambda: token(sub=None),
    "about an empty name": lambda: token(sub=""),
    "about a number": lambda: token(sub=248289761001),
    "about a very long name": lambda: token(sub="x" * 256),
    "another nonce": lambda: token(nonce="another"),
    "no nonce": lambda: token(nonce=None),
    "expired": lambda: token(exp=int(NOW.timestamp()) - 61),
    "without an end": lambda: token(exp=None),
    "an end that is a word": lambda: token(exp="tomorrow"),
    "made tomorrow": lambda: token(iat=int(NOW.timestamp()) + 86_400),
    "made at no time": lambda: token(iat=None),
    "not yet": lambda: token(nbf=int(NOW.timestamp()) + 3600),
    "another key": lambda: token(OTHER),
    "a key without its name there": lambda: token(kid="two"),
    "a secret of its own": lambda: token(OctKey.import_key("x" * 32), "HS256"),
    "our own secret": lambda: token(OctKey.import_key(SETTINGS.client_secret.ljust(32)), "HS256"),
    "a key that was never told": lambda: token(ECKey.generate_key("P-256"), "ES256"),
    "alg none": lambda: with_header(alg="none"),
    "alg None": lambda: with_header(alg="None", kid="one"),
    "no algorithm": lambda: with_header(kid="one"),
    "HS256 with the public key": lambda: with_header(
        signed_with_public_half, alg="HS256", kid="one"
    ),
    "HS256 with the public key, as RS256": lambda: with_header(
        signed_with_public_half, alg="RS256", kid="one"
    ),
    "a key of its own inside": lambda: with_header(
        b"x", alg="RS256", jwk=OTHER.as_dict(private=False)
    ),
    "a signature of another token": lambda: (
        token().rsplit(".", 1)[0] + "." + token(sub="admin").rsplit(".", 1)[1]
    ),
    "no signature": lambda: token().rsplit(".", 1)[0] + ".",
    "claims that were changed": lambda: ".".join(
        [token().split(".")[0], part({**CLAIMS, "sub": "admin"}), token().split(".")[2]]
    ),
    "claims that are a list": lambda: "e30.W10.e30",
    "nothing": lambda: "",
    "noise": lambda: "a.b.c.d",
    "amr that is a word": lambda: token(amr="otp"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_forged_tokens_are_refused(forged):
    with pytest.raises(NotPossible):
        judged(FORGED[forged]())


@pytest.mark.parametrize("keys", [{}, {"keys": []}, {"keys": "x"}, [], None])
def test_a_provider_without_keys_names_nobody(keys):
    with pytest.raises(NotPossible):
        judged(token(), keys)


@pytest.fixture(scope="module")
def provider():
    """Its address."""
    with running() as address:
        yield address


@pytest.fixture
def linked(town, provider):
    """The site with this provider, whose « sub-of-alice » is alice."""
    folder = town.application.house.folder
    (folder / "openid.yaml").write_text(
        f'issuer: "{provider}"\nclient_id: cep\nclient_secret: "a secret of ours"\n'
        'address: "https://localhost"\nlabel: "Entrer avec le compte de l\'agence"\n'
        "amr: [otp]\n",
        "utf-8",
    )
    wall = Clock(datetime.now(UTC))
    doors = doors_of(folder, wall)
    site = make_site(town.application, Outside(doors, Index(folder / "index")))
    new = replace(town, site=site, doors=doors, wall=wall)
    furnished(new, "alice")
    new.write(lambda tools: know_as("alice", provider, "sub-of-alice", CONSOLE, tools))
    return new


def leave(browser, back=""):
    """Where the site sends the browser."""
    page = browser.get(f"/connexion?suite={back}" if back else "/connexion")
    answer = form_to(page, "/connexion/openid").submit()
    return answer.headers["Refresh"].removeprefix("0; url=")


def sign_in_there(address, subject):
    """What the provider sends the browser back with."""
    return sent_back(address, sub=subject)


def test_somebody_known_comes_in_and_gives_the_factor_of_this_house(linked, provider):
    browser = linked.stranger()
    there = leave(browser, "/dossiers")
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["https://localhost/connexion/retour"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()

    answer = browser.get(sign_in_there(there, "sub-of-alice"))

    assert answer.headers["Location"] == "https://localhost/connexion/code?suite=%2Fdossiers"
    assert not is_in(browser)
    assert give_code(browser, code_now(linked)).status_int == 303
    assert is_in(browser)


def test_who_gave_a_second_factor_there_is_in(linked, provider):
    tell_the_provider(provider, "sub-of-alice", amr=["pwd", "otp"])
    browser = linked.stranger()

    answer = browser.get(sign_in_there(leave(browser, "/dossiers"), "sub-of-alice"))
    tell_the_provider(provider, "sub-of-alice")

    assert answer.headers["Location"] == "https://localhost/dossiers"
    assert is_in(browser)
    assert events(linked, "sign_in")[-1]["details"] == {"how": "openid"}


def test_an_unknown_identity_makes_no_account(linked, provider):
    browser = linked.stranger()
    before = linked.write(lambda tools: len(tools.site.accounts))

    answer = browser.get(sign_in_there(leave(browser), "somebody@example.fr"), status="*")

    assert answer.status_int == 409
    assert "aucun compte" in answer.text
    assert linked.write(lambda tools: len(tools.site.accounts)) == before


def test_a_disabled_account_does_not_come_in_by_the_provider(linked, provider):
    def disable(tools):
        tools.site.accounts["alice"].disabled_on = tools.now().date()

    linked.write(disable)
    browser = linked.stranger()

    answer = browser.get(sign_in_there(leave(browser), "sub-of-alice"), status="*")

    assert answer.status_int == 409


def test_an_answer_serves_once_and_in_one_browser(linked, provider):
    browser, thief = linked.stranger(), linked.stranger()
    thief.get("/connexion")
    back = sign_in_there(leave(browser), "sub-of-alice")

    assert thief.get(back, status="*").status_int == 409
    assert browser.get(back, status="*").status_int == 409  # the thief used it up
    back = sign_in_there(leave(browser), "sub-of-alice")
    assert browser.get(back).status_int == 303
    assert browser.get(back, status="*").status_int == 409


def test_an_answer_that_was_not_asked_for_or_long_ago_is_refused(linked, provider):
    browser = linked.stranger()
    back = sign_in_there(leave(browser), "sub-of-alice")
    linked.wall.now += timedelta(minutes=10, seconds=1)

    for answer in (back, "/connexion/retour?code=x&state=y", "/connexion/retour"):
        assert browser.get(answer, status="*").status_int == 409


def test_an_answer_in_the_name_of_another_provider_is_refused(linked, provider):
    """The mix-up of RFC 9207."""
    browser = linked.stranger()
    back = sign_in_there(leave(browser), "sub-of-alice")

    answer = browser.get(f"{back}&iss=https%3A%2F%2Failleurs.example", status="*")

    assert answer.status_int == 409


def test_a_provider_that_is_silent_is_said_in_french(town):
    folder = town.application.house.folder
    port = free_port()
    (folder / "openid.yaml").write_text(
        f"issuer: http://localhost:{port}\nclient_id: cep\nclient_secret: s\n"
        "address: https://localhost\nlabel: Entrer\n"
    )
    site = make_site(town.application, Outside(doors_of(folder, town.wall), None))
    browser = replace(town, site=site).stranger()

    answer = form_to(browser.get("/connexion"), "/connexion/openid").submit(status="*")

    assert answer.status_int == 503
    assert "ne répond pas" in answer.text


def test_without_settings_there_is_no_such_door(town):
    browser = town.stranger()
    page = browser.get("/connexion")

    assert "/connexion/openid" not in page.text
    said = {"csrf_token": page.forms[0]["csrf_token"].value}
    assert browser.post("/connexion/openid", said, status="*").status_int == 303


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("issuer: http://id.example.fr", "https://"),
        ("issuer: https://", "https://"),
        ("issuer: 'https://[x'", "https://"),
        ("unknown: x", "inconnu"),
        ("label: ''", "vide"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_their_line(tmp_path, wrong, told):
    said = {
        "issuer": "https://id.example.fr",
        "client_id": "cep",
        "client_secret": "s",
        "address": "https://cep.example.fr",
        "label": "Entrer",
    }
    said.pop(wrong.split(":")[0], None)
    lines = [*(f"{name}: {value}" for name, value in said.items()), wrong]
    (tmp_path / "openid.yaml").write_text("\n".join(lines))

    with pytest.raises(Unusable, match=told):
        openid_of(tmp_path)


def test_an_identity_belongs_to_one_account(house):
    know_as("alice", "https://id.example.fr", "1", CONSOLE, house)

    for login in ("bruno", "nobody"):
        with pytest.raises(Invalid):
            know_as(login, "https://id.example.fr", "1", CONSOLE, house)
