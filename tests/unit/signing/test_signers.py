"""Keys that others hold: a file (PKCS#12), a module (PKCS#11), a provider (CSC) (R-077, R-081)."""

import base64
import importlib.util
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cep_docs.errors import NotPossible, Unusable
from cep_docs.signing.authority import make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.status import status_of
from cep_docs.signing.token_keys import MODULE
from tests import foreign_signing as foreign
from tests.foreign_signing import PASSWORD, PIN, TOKEN, act, pdfsig, printed, secret, utc_now

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
ALL_VALID = ["Signature is Valid."] * 3


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = foreign.Authority(tmp_path_factory.mktemp("racine"))
    made.leaf("rsa", "Cachet de l'opérateur 4G")
    made.leaf("ec", "Signatures de l'opérateur 4G", key="ec")
    return made


@pytest.fixture
def folder(tmp_path, authority):
    make_authority(tmp_path, "4G")
    secret(tmp_path, "password", PASSWORD)
    secret(tmp_path, "pin", PIN)
    secret(tmp_path, "token", TOKEN)
    return tmp_path


def settle(folder, authority, text):
    root = authority.folder / "root.pem"
    (folder / "signing.yaml").write_text(f"{text}trust:\n  - {root}\n")
    return notary_of(folder, utc_now)


def by_file(authority, part, name):
    path = authority.pkcs12(name)
    return f"{part}:\n  by: pkcs12\n  file: {path}\n  password_file: password\n"


def signed_by_three(notary):
    first = notary.sign(printed(), act(utc_now()))
    second = notary.sign(first.pdf, act(utc_now(), "beneficiary", name="Zoé Lefèvre"))
    return first, second, notary.seal(second.pdf, utc_now())


def names(pdf):
    every = foreign.signatures_of(pdf)
    return [one.signer_cert.subject.native["common_name"] for one in every[:3]]


def test_a_key_file_signs_and_another_seals(folder, authority):
    text = by_file(authority, "signers", "ec") + by_file(authority, "seal", "rsa")
    notary = settle(folder, authority, text)

    done = signed_by_three(notary)

    assert [one.level for one in done] == ["B-LT", "B-LT", "B-LTA"]
    assert names(done[2].pdf) == ["Signatures de l'opérateur 4G"] * 2 + [
        "Cachet de l'opérateur 4G"
    ]
    assert pdfsig(done[2].pdf, folder)[:3] == ALL_VALID


@pytest.mark.parametrize(("part", "by"), [("signers", "ec"), ("seal", "rsa")])
def test_a_certificate_that_expired_signs_nothing(folder, authority, part, by):
    """Nor one that is not worth anything yet: a clock that jumps must not make a file that every
    verifier refuses."""
    notary = settle(folder, authority, by_file(authority, part, by))
    signs = {"signers": lambda at: notary.sign(printed(), act(at))}
    does = signs.get(part, lambda at: notary.seal(printed(), at))

    for added in (timedelta(days=400), timedelta(days=-1)):
        with pytest.raises(NotPossible, match="le certificat de la clé a expiré, ou ne vaut pas"):
            does(utc_now() + added)


def test_an_expired_key_is_told_to_the_administrator(folder, authority):
    notary = settle(folder, authority, by_file(authority, "seal", "rsa"))

    signers, seal, _ = status_of(notary, utc_now() + timedelta(days=400))

    assert (signers.fault, "a expiré" in seal.fault) == ("", True)


def test_a_wrong_password_is_told_to_the_administrator_and_to_nobody_else(folder, authority):
    secret(folder, "password", "un-autre")
    notary = settle(folder, authority, by_file(authority, "seal", "rsa"))

    with pytest.raises(NotPossible, match="Rien n'a été enregistré") as refused:
        notary.seal(printed(), utc_now())

    told = status_of(notary, utc_now())[1]
    assert "le mot de passe n'est pas" in told.fault
    assert "un-autre" not in str(refused.value) + told.fault


def test_a_file_without_a_key_is_refused(folder, authority):
    authority.run("pkcs12", "-export", "-nokeys", "-in", "rsa.pem", "-out", "empty.p12",
                  "-passout", f"pass:{PASSWORD}")  # fmt: skip
    text = by_file(authority, "seal", "rsa").replace("rsa.p12", "empty.p12")
    notary = settle(folder, authority, text)

    with pytest.raises(NotPossible):
        notary.seal(printed(), utc_now())

    assert "ni une clé RSA ni une clé ECDSA" in status_of(notary, utc_now())[1].fault


def test_a_secret_that_disappeared_is_said(folder, authority):
    notary = settle(folder, authority, by_file(authority, "seal", "rsa"))
    (folder / "password").unlink()

    told = status_of(notary, utc_now())[1]

    assert "Le fichier de secret" in told.fault


def test_a_root_that_is_none_is_refused_at_once(folder):
    (folder / "racine.pem").write_text("rien")
    (folder / "signing.yaml").write_text("trust:\n  - racine.pem\n")

    with pytest.raises(Unusable, match="ne contient pas de certificats lisibles"):
        notary_of(folder, utc_now)


def test_status_says_whose_the_keys_are_and_until_when(folder, authority):
    notary = settle(folder, authority, by_file(authority, "seal", "rsa"))

    signers, seal, hours = status_of(notary, utc_now())

    assert signers.demonstration
    assert signers.until is None
    assert (seal.how, seal.name) == ("fichier PKCS#12", "Cachet de l'opérateur 4G")
    assert not seal.demonstration
    assert seal.until > utc_now()
    assert (hours.demonstration, hours.fault) == (True, "")


# PKCS#11


@pytest.fixture(scope="module")
def module(tmp_path_factory, authority):
    """A token of SoftHSM that holds the key and the certificates."""
    path = next((path for path in MODULES if Path(path).is_file()), None)
    programs = all(map(shutil.which, ("softhsm2-util", "pkcs11-tool")))
    if path is None or not programs:
        pytest.skip("softhsm2 or opensc is not installed")
    if importlib.util.find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is not installed")
    place = tmp_path_factory.mktemp("softhsm")
    (place / "tokens").mkdir()
    settings = place / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {place / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    initial = ["softhsm2-util", "--init-token", "--free", "--label", "Cachet", "--pin", PIN]
    subprocess.run([*initial, "--so-pin", "0000"], check=True, capture_output=True)
    authority.run("pkey", "-in", "rsa.key", "-outform", "DER", "-out", "rsa.key.der")
    (authority.folder / "rsa.der").write_bytes(authority.der("rsa"))
    for kind, file in (("privkey", "rsa.key.der"), ("cert", "rsa.der")):
        write = ["--write-object", authority.folder / file, "--type", kind, "--label", "operateur"]
        subprocess.run(
            ["pkcs11-tool", "--module", path, "--login", "--pin", PIN, "--token-label", "Cachet",
             *write, "--id", "01"],
            check=True, capture_output=True,
        )  # fmt: skip
    yield path
    del os.environ["SOFTHSM2_CONF"]


def by_module(module):
    token = "  token: Cachet\n  key: operateur\n  pin_file: pin\n"
    return f"seal:\n  by: pkcs11\n  module: {module}\n{token}"


def test_a_key_seals_from_inside_its_module(folder, authority, module):
    notary = settle(folder, authority, by_module(module))

    done = signed_by_three(notary)

    assert [one.level for one in done] == ["B-LT", "B-LT", "B-LTA"]
    assert names(done[2].pdf)[2] == "Cachet de l'opérateur 4G"
    assert pdfsig(done[2].pdf, folder)[:3] == ALL_VALID
    assert status_of(notary, utc_now())[1].how == "module PKCS#11"


def test_a_wrong_code_is_not_repeated(folder, authority, module):
    secret(folder, "pin", "9999")
    notary = settle(folder, authority, by_module(module).replace("Cachet", "Autre"))

    told = status_of(notary, utc_now())[1].fault

    assert "Le module PKCS#11 ne s'est pas ouvert" in told
    assert "9999" not in told


def test_what_must_be_installed_is_said(folder, authority, monkeypatch):
    monkeypatch.setitem(sys.modules, MODULE, None)
    notary = settle(folder, authority, by_module(folder / "pin"))

    told = status_of(notary, utc_now())[1].fault

    assert "pip install 'cep_docs[pkcs11]'" in told


# Cloud Signature Consortium


@pytest.fixture
def provider(authority):
    with foreign.served(foreign.remote_signer(authority, "rsa")) as service:
        yield service


def by_provider(service, part="signers"):
    who = "  credential: operateur\n  token_file: token\n  pin_file: pin\n"
    return f"{part}:\n  by: csc\n  url: {service.url}\n{who}"


def paths(service):
    return [path.rpartition("/")[2] for path, _ in service.asked]


def test_a_provider_signs_a_digest_and_sees_nothing_else(folder, authority, provider):
    notary = settle(folder, authority, by_provider(provider))

    done = signed_by_three(notary)

    assert [one.level for one in done] == ["B-LT", "B-LT", "B-LTA"]
    assert paths(provider) == ["info", *["authorize", "signHash"] * 2]
    assert len(base64.b64decode(provider.asked[1][1]["hash"][0])) == 32
    assert pdfsig(done[2].pdf, folder)[:3] == ALL_VALID


def test_a_step_that_is_run_again_does_not_ask_the_provider_again(folder, authority, provider):
    notary = settle(folder, authority, by_provider(provider))
    asked = act(utc_now())

    done = [notary.sign(printed(), asked), notary.sign(printed(), act(utc_now()))]

    assert done[0] is done[1]
    assert paths(provider).count("signHash") == 1


def test_another_act_on_the_same_bytes_is_another_signature(folder, authority, provider):
    notary = settle(folder, authority, by_provider(provider))

    notary.sign(printed(), act(utc_now()))
    notary.sign(printed(), act(utc_now(), name="Denis Moreau"))

    assert paths(provider).count("signHash") == 2


def test_a_provider_that_refuses_signs_nothing(folder, authority, provider):
    secret(folder, "token", "un-autre")
    notary = settle(folder, authority, by_provider(provider))

    with pytest.raises(NotPossible, match="signer sur papier"):
        notary.sign(printed(), act(utc_now()))

    assert "ne répond pas, ou refuse" in status_of(notary, utc_now())[0].fault


@pytest.mark.parametrize("garbage", [b"{}", b"[", b'{"signatures": ["AAAA"], "SAD": "x"}'])
def test_what_a_provider_answers_is_checked(folder, authority, provider, garbage):
    notary = settle(folder, authority, by_provider(provider))
    assert status_of(notary, utc_now())[0].fault == ""  # its certificate is known
    provider.answer = lambda _, handler, __: foreign.reply(handler, garbage, "application/json")

    with pytest.raises(NotPossible):
        notary.sign(printed(), act(utc_now()))
