"""Proofs for longer: what may be added to a signed file, and nothing else (R-077, SIG-11)."""

from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.errors import Damaged
from cep_docs.signing.authority import UNTIL, make_authority
from cep_docs.signing.notary import notary_of
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verifying import verify
from tests.foreign_signing import act, pdfsig, printed, signatures_of
from tests.pdf_checks import faults
from tests.people import Clock

SIGNED = datetime(2024, 2, 8, 9, 30, tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock(SIGNED)


@pytest.fixture
def notary(tmp_path, clock):
    make_authority(tmp_path, "4G")
    return notary_of(tmp_path, clock)


@pytest.fixture
def sealed(notary, clock):
    first = notary.sign(printed(), act(clock()))
    second = notary.sign(first.pdf, act(clock(), "beneficiary", name="Régis Lecointre"))
    return notary.seal(second.pdf, clock()).pdf


def test_a_file_says_until_when_its_stamp_can_be_believed(notary, sealed, clock):
    half_signed = notary.sign(printed(), act(clock())).pdf

    assert notary.archived_until(sealed) == UNTIL
    assert notary.archived_until(half_signed) is None


def test_years_later_a_stamp_is_added_and_every_signature_stays(notary, sealed, clock, tmp_path):
    clock.now = SIGNED + timedelta(days=2000)

    once = notary.archive(sealed)
    twice = notary.archive(once)

    assert once.startswith(sealed)
    assert twice.startswith(once)
    assert len(signatures_of(twice)) == 6
    assert pdfsig(twice, tmp_path)[:3] == ["Signature is Valid."] * 3
    assert faults(twice) == faults(sealed)


def test_our_own_verification_allows_it(notary, sealed, clock, tmp_path):
    clock.now = SIGNED + timedelta(days=400)

    renewed = notary.archive(sealed)

    verdict = verify(renewed, roots_of(tmp_path, clock.now))
    assert verdict.faults == ()


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_what_is_no_signed_pdf_is_refused(notary, pdf):
    with pytest.raises(Damaged):
        notary.archive(pdf)


def test_a_pdf_without_signature_is_refused(notary):
    with pytest.raises(Damaged):
        notary.archived_until(printed())


def test_a_short_lived_certificate_is_proved_at_its_own_hour(notary, clock):
    """Its hour is long over when somebody completes the file."""
    signed = notary.sign(printed(), act(clock())).pdf
    clock.now = SIGNED + timedelta(days=3)

    assert notary.archived_until(notary.archive(signed)) == UNTIL
