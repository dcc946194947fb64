"""What a provider of identities answers is believed when all of it is as it must be (AUT-09,
R-067)."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from cep_docs.errors import NotPossible
from cep_docs.signin.identities import IdentityProviders
from cep_docs.signin.identity_settings import CLAIMS, Identities, IdentityProvider
from cep_docs.signin.openid import Provider
from cep_docs.signin.openid_flow import Leaving
from cep_docs.signin.openid_settings import OpenID
from cep_docs.storage.ledger import ledger_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ISSUER = "https://id.example.fr"
KEY, OTHER = (
    RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}, private=True)
    for _ in range(2)
)
ABOUT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
    "userinfo_endpoint": f"{ISSUER}/userinfo",
}
HER = {"family_name": "Lefèvre", "given_name": "Zoé", "birthdate": "1984-05-17"}
NAME = "Identité Exemple"


def signed(key=KEY, **claims):
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key, algorithms=["RS256"])


class Network:
    """A provider that answers what it is told to."""

    def __init__(self):
        self.about, self.token, self.told = dict(ABOUT), {}, {"sub": "zoe", **HER}
        self.asked = []

    def __call__(self, address, headers, body):
        self.asked.append((address, dict(headers), body))
        path = urlsplit(address).path
        if path.startswith("/.well-known"):
            return self.about
        if path == "/jwks":
            return KeySet([KEY]).as_dict(private=False)
        return self.token if path == "/token" else self.told


@pytest.fixture
def network():
    return Network()


@pytest.fixture
def ledger(tmp_path):
    return ledger_in(tmp_path, "durable://")


def providers(network, ledger, **changes):
    said = {"name": NAME, "issuer": ISSUER, "client_id": "cep", "client_secret": "s", **changes}
    here = Identities("https://cep.example.fr/", (IdentityProvider(**said),))
    return IdentityProviders(here, network, ledger)


def came_back(house, network, **changes):
    """What is told of whoever left and came back, with a token that says this."""
    there = house.leave(NAME, "browser", "her link", NOW)
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there).query).items()}
    claims = {
        "iss": ISSUER,
        "aud": "cep",
        "sub": "zoe",
        "nonce": asked["nonce"],
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        **changes,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    if not network.token:
        network.token = {"id_token": signed(**claims), "access_token": "opens"}
    said = {"state": asked["state"], "code": "c"}
    begun = house.begun("browser", said, NOW)
    assert begun.back == "her link"
    return house.told(begun, said, NOW)


def test_what_the_token_says_needs_no_further_question(network, ledger):
    told = came_back(providers(network, ledger), network, **HER)

    assert told.claimed.family_name == "Lefèvre"
    assert told.how == f"{NAME}, niveau non précisé"
    assert not [address for address, *_ in network.asked if address.endswith("/userinfo")]


@pytest.mark.parametrize("sealed", [False, True])
def test_what_it_does_not_say_is_asked_for_beside_it(network, ledger, sealed):
    if sealed:
        network.told = signed(iss=ISSUER, aud=["cep"], **network.told)

    told = came_back(providers(network, ledger), network)

    assert (told.claimed.given_names, told.claimed.birth_date) == ("Zoé", "1984-05-17")
    question = next(one for one in network.asked if one[0].endswith("/userinfo"))
    assert question[1] == {"Authorization": "Bearer opens"}


def test_the_settings_say_what_the_provider_calls_each_thing(network, ledger):
    named = {**CLAIMS, "family_name": "nom", "used_name": "preferred_username"}
    house = providers(network, ledger, claims=named)

    told = came_back(house, network, **{**HER, "nom": "Martin", "preferred_username": "Durand"})

    assert (told.claimed.family_name, told.claimed.used_name) == ("Martin", "Durand")


GARBAGE = {
    "somebody else beside it": lambda network: {"sub": "another", **HER},
    "nobody beside it": lambda network: HER,
    "a list": lambda network: [HER],
    "noise": lambda network: "a.b.c",
    "signed by another": lambda network: signed(OTHER, iss=ISSUER, aud="cep", sub="zoe", **HER),
    "signed for another": lambda network: signed(iss=ISSUER, aud="x", sub="zoe", **HER),
    "signed for nobody": lambda network: signed(iss=ISSUER, sub="zoe", **HER),
    "signed by nobody": lambda network: signed(aud="cep", sub="zoe", **HER),
    "a name that is a number": lambda network: {"sub": "zoe", **HER, "family_name": 5},
    "an endless name": lambda network: {"sub": "zoe", **HER, "family_name": "x" * 301},
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_beside_the_token_names_nobody(network, ledger, garbage):
    network.told = GARBAGE[garbage](network)

    with pytest.raises(NotPossible, match="n'a pas confirmé"):
        came_back(providers(network, ledger), network)


WRONG = {
    "another nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "for another": {"aud": "another"},
    "from another": {"iss": "https://ailleurs.example"},
    "of yesterday": {"exp": int((NOW - timedelta(days=1)).timestamp())},
    "about nobody": {"sub": None},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_not_as_it_must_be_names_nobody(network, ledger, wrong):
    with pytest.raises(NotPossible, match="n'a pas confirmé"):
        came_back(providers(network, ledger), network, **{**HER, **WRONG[wrong]})


@pytest.mark.parametrize("token", [{"id_token": 5}, {"error": "x"}, ["x"], "text"])
def test_an_answer_without_a_token_names_nobody(network, ledger, token):
    network.token = token

    with pytest.raises(NotPossible, match="n'a pas confirmé"):
        came_back(providers(network, ledger), network)


@pytest.mark.parametrize("lacking", ["userinfo_endpoint", "access_token"])
def test_without_a_way_to_ask_more_nobody_is_known(network, ledger, lacking):
    """Empty names match nobody."""
    house = providers(network, ledger)
    network.about.pop(lacking, None)
    if lacking == "access_token":
        there = house.leave(NAME, "browser", "her link", NOW)
        nonce = parse_qs(urlsplit(there).query)["nonce"][0]
        state = parse_qs(urlsplit(there).query)["state"][0]
        stamps = {"iat": int(NOW.timestamp()), "exp": int(NOW.timestamp()) + 9}
        network.token = {"id_token": signed(iss=ISSUER, aud="cep", sub="z", nonce=nonce, **stamps)}
        said = {"state": state, "code": "c"}
        told = house.told(house.begun("browser", said, NOW), said, NOW)
    else:
        told = came_back(house, network)

    assert told.claimed.family_name == told.claimed.birth_date == ""


@pytest.mark.parametrize("about", [{}, [], "x", {**ABOUT, "issuer": "x"}, {"issuer": ISSUER}])
def test_a_provider_that_is_another_one_is_told_as_silent(network, ledger, about):
    house = providers(network, ledger)
    network.about = about

    with pytest.raises(NotPossible, match=re.escape(f"{NAME} ne répond pas")):
        house.leave(NAME, "browser", "her link", NOW)


def test_a_provider_that_falls_silent_meanwhile_is_told(network, ledger):
    house = providers(network, ledger)
    there = house.leave(NAME, "browser", "her link", NOW)
    said = {"state": parse_qs(urlsplit(there).query)["state"][0], "code": "c"}
    begun = house.begun("browser", said, NOW)

    network.about = {}
    with pytest.raises(NotPossible, match="ne répond pas"):
        house.told(begun, said, NOW)
    with pytest.raises(NotPossible, match="ne mène à rien"):
        house.begun("browser", said, NOW)


def test_who_left_to_work_here_does_not_come_back_to_sign(network, ledger):
    """And the other way round: each door has its own returns."""
    house = providers(network, ledger)
    staff = Provider(
        OpenID(ISSUER, "cep", "s", "https://cep.example.fr", "Entrer"), network, ledger
    )
    state = parse_qs(urlsplit(staff.leave("browser", "/", NOW)).query)["state"][0]
    hers = parse_qs(urlsplit(house.leave(NAME, "browser", "her link", NOW)).query)["state"][0]

    with pytest.raises(NotPossible, match="ne mène à rien"):
        house.begun("browser", {"state": state}, NOW)
    with pytest.raises(NotPossible):
        staff.come_back("browser", {"state": hers, "code": "c"}, NOW)
    # Neither was used up by the wrong door.
    assert house.begun("browser", {"state": hers}, NOW).back == "her link"
    assert Leaving(ledger).back(state, "browser", NOW).back == "/"


def test_a_provider_that_was_taken_out_of_the_settings_leads_nowhere(network, ledger):
    there = providers(network, ledger).leave(NAME, "browser", "her link", NOW)
    said = {"state": parse_qs(urlsplit(there).query)["state"][0], "code": "c"}

    with pytest.raises(NotPossible, match="ne mène à rien"):
        providers(network, ledger, name="Autre").begun("browser", said, NOW)
