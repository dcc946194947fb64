"""Whom a verification trusts, as the folder of an instance says it (R-076, decision 0022)."""

from datetime import UTC, datetime

import pytest
from asn1crypto import pem

from cep_docs.errors import Unusable
from cep_docs.signing.authority import make_authority, read_authority
from cep_docs.signing.roots import roots_of
from cep_docs.signing.settings import FILE
from tests.unit.signing.foreign_people import certificate_of, digest_of

NOW = datetime(2024, 2, 8, tzinfo=UTC)
KEYS = """
{part}:
  by: csc
  url: https://signature.exemple.fr
  credential: operateur
  token_file: token
"""


@pytest.fixture
def folder(tmp_path):
    make_authority(tmp_path, "4G")
    (tmp_path / "token").touch(mode=0o600)
    for name in ("one", "two"):
        armored = pem.armor("CERTIFICATE", certificate_of(name=name).dump())
        (tmp_path / f"{name}.pem").write_bytes(armored)
    return tmp_path


def settings(folder, part, more=""):
    (folder / FILE).write_text(KEYS.format(part=part) + more)
    return roots_of(folder, NOW)


def test_without_settings_the_seal_is_that_of_our_own_authority(folder):
    own = read_authority(folder).seal.plain.sha256.hex()

    assert roots_of(folder, NOW).seals == {own}
    assert roots_of(folder, NOW).signers == frozenset()


def test_a_seal_that_others_hold_is_known_once_its_certificates_are_declared(folder):
    """What our own authority sealed before stays known."""
    own = read_authority(folder).seal.plain.sha256.hex()

    assert settings(folder, "seal").seals == frozenset()
    declared = settings(folder, "seal", "  certificates: [one.pem, two.pem]\n")
    assert declared.seals == {own, digest_of(name="one"), digest_of(name="two")}


def test_the_certificates_that_sign_for_people_are_declared_likewise(folder):
    declared = settings(folder, "signers", "  certificates: [one.pem]\n")

    assert declared.signers == {digest_of(name="one")}


def test_a_certificate_that_is_not_there_is_told(folder):
    with pytest.raises(Unusable, match="manque"):
        settings(folder, "signers", "  certificates: [three.pem]\n")
