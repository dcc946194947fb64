"""signing.yaml: what may stand in it, and how its faults are told (R-077, R-081)."""

import pytest

from cep_docs.errors import Unusable
from cep_docs.signing.settings import FILE, KeyFile, Own, Remote, Settings, Token, settings_of
from tests.foreign_signing import secret

WHOLE = """
level: advanced
signers:
  by: csc
  url: https://signature.exemple.fr/
  credential: operateur-4G
  token_file: jeton
  pin_file: code
seal:
  by: pkcs11
  module: module.so
  token: Cachet
  key: operateur
  pin_file: code
time_stamps:
  url: http://horodatage.exemple.fr/tsa
trust:
  - racine.pem
"""
PKCS12 = "seal:\n  by: pkcs12\n  file: cachet.p12\n  password_file: code\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("module.so", "racine.pem", "cachet.p12"):
        (tmp_path / name).touch()
    secret(tmp_path, "jeton", "un-jeton")
    secret(tmp_path, "code", "4821")
    return tmp_path


def faults(folder, text):
    (folder / FILE).write_text(text)
    with pytest.raises(Unusable) as refused:
        settings_of(folder)
    return str(refused.value)


def test_without_a_file_the_authority_of_the_instance_does_all_of_it(tmp_path):
    settings = settings_of(tmp_path)

    assert settings == Settings()
    assert settings.own


def test_each_back_end_is_named_with_what_it_needs(folder):
    (folder / FILE).write_text(WHOLE)

    settings = settings_of(folder)

    url, code = "https://signature.exemple.fr", folder / "code"
    assert settings == Settings(
        "advanced",
        Remote(url, "operateur-4G", folder / "jeton", code),
        Token(folder / "module.so", "Cachet", "operateur", code),
        "http://horodatage.exemple.fr/tsa",
        (folder / "racine.pem",),
    )
    assert not settings.own


def test_what_is_left_out_is_ours(folder):
    (folder / FILE).write_text(PKCS12 + "signers: own\ntime_stamps: own\n")

    settings = settings_of(folder)

    assert settings.seal == KeyFile(folder / "cachet.p12", folder / "code")
    assert (settings.signers, settings.time_stamps, settings.level) == (Own(), "", "simple")
    assert settings.own


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("level: fort\n", f"{FILE}:1: mot inconnu : « fort »."),
        ("level: qualified\n", f"{FILE}:1: l'autorité de démonstration ne permet que « simple »."),
        ("cachet: own\n", f"{FILE}:1: « cachet » est inconnu ici"),
        ("seal: gpg\n", f"{FILE}:1: « seal » doit contenir des « clé: valeur »."),
        ("seal:\n  by: gpg\n", f"{FILE}:1: « seal » se fait par (« by ») l'un de : own, pkcs12"),
        (PKCS12.replace("cachet.p12", "rien.p12"), f"{FILE}:3: « file » : le fichier "),
        (PKCS12.replace("  file: cachet.p12\n", ""), f"{FILE}:2: « file » manque."),
        ("trust:\n  - rien.pem\n", f"{FILE}:2: le fichier "),
        ("time_stamps:\n  url: ftp://exemple.fr\n", f"{FILE}:2: « url » doit commencer par https"),
        (WHOLE.replace("https://", "http://"), f"{FILE}:5: « url » doit commencer par https://."),
        (WHOLE.replace("https://s", "https://[s"), f"{FILE}:5: « url » doit commencer par https"),
        ("level: [\n", f"{FILE}:"),
    ],
)
def test_a_fault_is_told_with_its_line(folder, text, said):
    told = faults(folder, text)

    assert said in told
    assert "Les documents signés sont intacts." in told


def test_a_secret_that_others_may_read_is_refused(folder):
    (folder / "code").chmod(0o640)

    told = faults(folder, PKCS12)

    assert f"{FILE}:4: « {folder / 'code'} » peut être lu par d'autres comptes" in told
    assert "4821" not in told
