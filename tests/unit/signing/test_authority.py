"""The authority of an instance: made once, private, and plainly for demonstration (R-081)."""

from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.errors import Unusable
from cep_docs.signing.authority import ACT_AFTER, FOLDER, LABEL, make_authority, read_authority

NOW = datetime(2024, 2, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path):
    make_authority(tmp_path, "4G")
    return read_authority(tmp_path)


def test_its_keys_are_readable_by_their_owner_only(authority, tmp_path):
    files = list((tmp_path / FOLDER).iterdir())

    assert len(files) == 8
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_every_certificate_says_that_it_is_for_demonstration(authority):
    issued = authority.issue("Zoé Lefèvre", "beneficiary", NOW)

    every = (authority.root, authority.issuer, authority.times, authority.seal, issued)
    assert {one.plain.subject.native["organization_name"] for one in every} == {LABEL}


def test_a_certificate_is_for_one_act_and_its_hour(authority):
    first = authority.issue("Zoé Lefèvre", "beneficiary", NOW).plain
    second = authority.issue("Zoé Lefèvre", "beneficiary", NOW).plain

    assert first.subject.native["common_name"] == "Zoé Lefèvre"
    assert first.not_valid_before < NOW < first.not_valid_after <= NOW + ACT_AFTER
    assert first.serial_number != second.serial_number
    assert first.public_key.dump() != second.public_key.dump()
    assert not first.ca


def test_a_name_that_is_too_long_is_cut(authority):
    issued = authority.issue("Z" * 90, "adviser", NOW).plain

    assert issued.subject.native["common_name"] == "Z" * 64


def test_what_was_revoked_is_listed_once_an_hour(authority):
    first, again = authority.lists(NOW), authority.lists(NOW + timedelta(minutes=20))
    later = authority.lists(NOW + timedelta(hours=1))

    assert first is again
    assert later is not first
    assert first[0]["tbs_cert_list"]["this_update"].native == NOW.replace(minute=0)


def test_an_instance_may_have_none(tmp_path):
    assert read_authority(tmp_path) is None


@pytest.mark.parametrize("text", ["", "rien"])
def test_a_damaged_one_is_refused_and_says_what_to_do(authority, tmp_path, text):
    (tmp_path / FOLDER / "seal.key.pem").write_text(text)

    with pytest.raises(Unusable, match=r"\(seal\).*sauvegarde"):
        read_authority(tmp_path)


def test_a_key_of_another_kind_is_refused(authority, tmp_path):
    rsa = "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n"
    (tmp_path / FOLDER / "root.pem").write_text(rsa)

    with pytest.raises(Unusable, match="Les documents signés sont intacts"):
        read_authority(tmp_path)
