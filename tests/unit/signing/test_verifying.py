"""Verification: good files are authentic, forged ones are not, and every refusal is a verdict.

SIG-02, SIG-03; R-055, R-076, R-077, R-078.
"""

import random
import re
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing import verifying
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import (
    ACTIVE,
    ADDED_FIELD,
    ALTERED,
    BAD_STAMP,
    CHANGED,
    EMPTY,
    ENCRYPTED,
    HOURS,
    HYBRID,
    LARGEST,
    MALFORMED,
    REVOKED,
    SENTENCES,
    TOO_LARGE,
    TOO_MUCH,
    UNEXPECTED,
    UNKNOWN_SIGNER,
    UNLOCKED,
    UNREADABLE,
    UNSEALED,
    UNSIGNED,
    WRONG_CERTIFICATE,
    Verdict,
)
from cep_docs.signing.verdict import FORGED as FORGED_SIGNATURE
from cep_docs.signing.verifying import verify, verify_apart
from tests.unit.rendering.pdf_documents import document
from tests.unit.signing import attacks

LATER = attacks.NOW + timedelta(days=900)

# Each forged file, and whether « every signature is valid » accepts it, as programs say it.
FORGED = {
    attacks.usf_range_removed: False,
    attacks.usf_range_null: False,
    attacks.usf_range_negative: False,
    attacks.usf_contents_empty: False,
    attacks.usf_contents_zero: False,
    attacks.usf_contents_null: False,
    attacks.isa_content: False,
    attacks.isa_annotation: False,
    attacks.isa_script: False,
    attacks.isa_page: False,
    attacks.isa_metadata: True,
    attacks.isa_only_the_hour: True,
    attacks.isa_nothing_new: True,
    attacks.isa_content_after_approval: False,
    attacks.isa_annotation_after_approval: False,
    attacks.isa_bytes_after_the_end: True,
    attacks.isa_bytes_and_a_second_end: True,
    attacks.isa_body_without_table: False,
    attacks.isa_hidden_between_objects: True,
    attacks.swa_shifted: False,
    attacks.shadow_replace_after_approval: True,
    attacks.shadow_replace_where_forms_may_be_filled: True,
    attacks.shadow_replace_where_nothing_may_change: False,
    attacks.sneaky_extra_signature: False,
    attacks.sneaky_signature_between: True,
    attacks.evil_second_signer: True,
    attacks.signer_of_another_house: False,
    attacks.hour_of_another_house: False,
    attacks.archived_by_another_house: True,
    attacks.another_house: False,
    attacks.person_by_the_stamps: True,
    attacks.revoked_before: True,
    attacks.hours_that_contradict: True,
    attacks.seal_with_another_value: False,
    attacks.seal_of_a_person: True,
    attacks.person_by_the_seal: True,
    attacks.person_of_another_name: True,
    attacks.rolled_back_to_the_first_signer: True,
    attacks.rolled_back_before_the_seal: True,
    attacks.signatures_stripped: False,
    attacks.written_again: False,
    attacks.bit_flipped: False,
    attacks.bit_flipped_in_a_signature: False,
    attacks.words_behind_a_signature: True,
    attacks.script_before_the_signatures: True,
    attacks.file_before_the_signatures: True,
    attacks.nobody_locked: True,
    attacks.nobody_certified: True,
    attacks.lock_that_lets_forms_be_filled: True,
    attacks.changed_between_the_signatures: False,
    attacks.hidden_between_the_signatures: True,
    attacks.field_before_the_signatures: True,
    attacks.signature_of_an_unknown_kind: True,
    attacks.two_readings: False,
    attacks.table_that_counts_too_few: False,
}
GOOD = (attacks.sealed, attacks.plainly_sealed, attacks.sealed_letter, attacks.proven_later)


@cache
def trusted():
    return roots_of(attacks.house().folder, LATER)


def all_valid(pdf):
    """What a program says that only asks of each signature whether it is valid."""
    root = attacks.house().authority.root.plain
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
        return bool(signatures) and all(
            validate_pdf_signature(
                one,
                ValidationContext(
                    trust_roots=[root], moment=one.self_reported_timestamp, allow_fetching=False
                ),
                ValidationContext(trust_roots=[root], moment=LATER, allow_fetching=False),
            ).bottom_line
            for one in signatures
        )
    except Exception:
        return False


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_a_forged_file_is_refused_also_where_every_signature_is_valid(forge):
    pdf = forge()

    verdict = verify(pdf, trusted())

    assert not verdict.authentic
    assert verdict.reasons
    assert all(reason.endswith(".") for reason in verdict.reasons)
    assert all_valid(pdf) is FORGED[forge]


@pytest.mark.parametrize("make", GOOD, ids=lambda make: make.__name__)
def test_a_good_file_is_authentic(make):
    verdict = verify(make(), trusted())

    assert verdict.faults == ()
    assert verdict.authentic
    assert verdict.intact


def test_it_tells_who_signed_when_and_how_well_that_is_proven():
    verdict = verify(attacks.sealed(), trusted(), attacks.FIELDS)

    assert [one.name for one in verdict.signers] == [
        "Claire Démo",
        "Sandrine Exemple",
        "Cachet de démonstration 4G",
    ]
    assert {one.at for one in verdict.signers} == {attacks.NOW}
    assert all(one.proven and one.good and one.intact for one in verdict.signers)
    assert all(one.demonstration for one in verdict.signers)
    assert verdict.demonstration
    assert {one.level for one in verdict.signers} == {"B-LTA"} == {verdict.level}
    assert verdict.stamped_at == attacks.NOW


def test_the_level_is_read_from_the_file_and_not_believed():
    """R-077: what is not in the file does not count."""
    levels = {one.field: one.level for one in verify(attacks.by_both(), trusted()).signers}
    plain = verify(attacks.plainly_sealed(), trusted())

    assert levels == {attacks.ADVISER: "B-LT", attacks.PERSON: "B-LT"}
    assert {one.level for one in plain.signers} == {"B-B"} == {plain.level}
    assert not any(one.proven for one in plain.signers)
    assert plain.stamped_at is None


def test_a_signature_of_another_kind_has_no_level():
    pdf = attacks.printed()
    for field, role in zip(attacks.FIELDS, ("adviser", "beneficiary", None), strict=True):
        kind = SigSeedSubFilter.ADOBE_PKCS7_DETACHED
        pdf = attacks.sign(pdf, field, role, subfilter=kind, certify=role == "adviser")

    verdict = verify(pdf, trusted())

    assert verdict.authentic
    assert verdict.level == ""


def test_a_file_that_was_archived_again_stays_authentic():
    """R-077: a stamp more, over all of it, changes nothing of what was signed."""
    notary = attacks.house().notary

    for pdf in (attacks.sealed(), attacks.plainly_sealed()):
        again = notary.archive(pdf)
        verdict = verify(again, trusted(), attacks.FIELDS)

        assert verdict.faults == ()
        assert verdict.stamped_at == attacks.NOW
    assert verify(notary.archive(attacks.sealed()), trusted()).level == "B-LTA"


def test_years_later_it_is_still_authentic():
    later = roots_of(attacks.house().folder, attacks.NOW + timedelta(days=365 * 25))

    assert verify(attacks.sealed(), later).authentic


def test_the_signatures_are_exactly_those_that_are_expected_in_their_order():
    """SIG-03"""
    pdf = attacks.sealed()
    backwards = (attacks.PERSON, attacks.ADVISER, SEAL)

    assert verify(pdf, trusted(), (*attacks.FIELDS, "signature_representative")).faults == (
        UNSEALED,
    )
    assert verify(pdf, trusted(), backwards).faults == (UNEXPECTED,)
    assert verify(attacks.sealed_letter(), trusted(), attacks.FIELDS).faults == (UNEXPECTED,)
    assert verify(attacks.sealed_letter(), trusted(), (SEAL,)).authentic


@pytest.mark.parametrize(
    ("forge", "fault"),
    [
        (attacks.isa_metadata, CHANGED),
        (attacks.isa_only_the_hour, CHANGED),
        (attacks.isa_nothing_new, CHANGED),
        (attacks.evil_second_signer, WRONG_CERTIFICATE),
        (attacks.seal_of_a_person, WRONG_CERTIFICATE),
        (attacks.person_by_the_seal, WRONG_CERTIFICATE),
        (attacks.person_of_another_name, WRONG_CERTIFICATE),
        (attacks.signer_of_another_house, UNKNOWN_SIGNER),
        (attacks.rolled_back_before_the_seal, UNSEALED),
        (attacks.signatures_stripped, UNSIGNED),
        (attacks.words_behind_a_signature, MALFORMED),
        (attacks.script_before_the_signatures, ACTIVE),
        (attacks.file_before_the_signatures, ACTIVE),
        (attacks.nobody_locked, UNLOCKED),
        (attacks.nobody_certified, UNLOCKED),
        (attacks.lock_that_lets_forms_be_filled, UNLOCKED),
        (attacks.changed_between_the_signatures, CHANGED),
        (attacks.hidden_between_the_signatures, CHANGED),
        (attacks.field_before_the_signatures, ADDED_FIELD),
        (attacks.hour_of_another_house, BAD_STAMP),
        (attacks.archived_by_another_house, BAD_STAMP),
        (attacks.usf_range_negative, ALTERED),
        (attacks.person_by_the_stamps, WRONG_CERTIFICATE),
        (attacks.revoked_before, REVOKED),
        (attacks.hours_that_contradict, HOURS),
        (attacks.seal_with_another_value, FORGED_SIGNATURE),
        (attacks.signature_of_an_unknown_kind, MALFORMED),
        (attacks.two_readings, HYBRID),
        (attacks.table_that_counts_too_few, UNREADABLE),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_it_says_why(forge, fault):
    assert fault in verify(forge(), trusted()).faults


def test_without_an_authority_it_is_intact_but_nobody_vouches_for_it():
    nobody = roots_in((), LATER)

    good, bad = verify(attacks.sealed(), nobody), verify(attacks.isa_content(), nobody)

    assert set(good.faults) == {UNKNOWN_SIGNER, BAD_STAMP}
    assert good.intact
    assert not good.authentic
    assert not bad.intact


def test_the_seal_of_the_house_is_known_by_its_certificate():
    """Another one of the same authority is not enough."""
    authority = attacks.house().authority
    other = roots_of(attacks.house().folder, LATER)
    pinned = type(other)(other.roots, other.at, frozenset({authority.times.plain.sha256.hex()}))

    assert WRONG_CERTIFICATE in verify(attacks.sealed(), pinned).faults


def test_what_is_no_pdf_is_a_verdict():
    for data in (b"%PDF-1.7", b"\0" * 999, b"PK\3\4", attacks.sealed()[:50_000]):
        verdict = verify(data, trusted())

        assert verdict.faults == (UNREADABLE,)
        assert not verdict.authentic
        assert not verdict.intact
    assert verify(render_pdf(document()).pdf, trusted()).faults == (UNSIGNED,)


def test_what_is_too_large_is_not_even_read():
    for look in (verify, verify_apart):
        verdict = look(bytes(LARGEST + 1), trusted())

        assert (verdict.faults, verdict.sha256) == ((TOO_LARGE,), "")
        assert look(b"", trusted()).faults == (EMPTY,)


def test_a_file_behind_a_password_is_refused():
    made = BytesIO()
    with pikepdf.open(BytesIO(attacks.printed())) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user=""))

    assert verify(made.getvalue(), trusted()).faults == (ENCRYPTED,)


class Worn:
    """What reads it runs out of something."""

    def __init__(self, error):
        self._error = error

    def __call__(self, *_):
        raise self._error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (TypeError(), UNREADABLE),
        (OSError(), UNREADABLE),
        (RecursionError(), UNREADABLE),
        (AssertionError(), UNREADABLE),
        (MemoryError(), TOO_MUCH),
    ],
    ids=repr,
)
def test_whatever_breaks_is_a_verdict(error, fault, monkeypatch):
    monkeypatch.setattr(verifying, "_Examination", Worn(error))

    assert verify(attacks.sealed(), trusted()).faults == (fault,)


def test_a_process_apart_says_the_same():
    """Decision 0012: what comes from outside is read there."""
    for pdf in (attacks.sealed(), attacks.isa_content()):
        said = verify(pdf, trusted(), attacks.FIELDS)

        assert verify_apart(pdf, trusted(), attacks.FIELDS) == said


def test_what_kills_the_process_apart_is_a_verdict():
    """A stream that unpacks to a gigabyte, where the reader needs it."""
    bomb = attacks.printed().replace(b"%PDF-1.7", b"%PDF-1.7\n" + b"[" * 100_000, 1)

    assert verify_apart(bomb, trusted()).faults in ((UNREADABLE,), (TOO_MUCH,))


@pytest.mark.parametrize("said", [{}, {"faults": ["?"]}, {"sha256": 1, "signers": 5}], ids=str)
def test_a_process_that_was_taken_over_is_not_believed(said, monkeypatch):
    monkeypatch.setattr(verifying, "apart", lambda task, data, **options: (said, []))

    assert verify_apart(attacks.sealed(), trusted()).faults == (UNREADABLE,)


def test_a_verdict_crosses_to_another_process_and_back():
    for pdf in (attacks.sealed(), attacks.plainly_sealed(), b""):
        verdict = verify(pdf, trusted())

        assert Verdict.from_plain(verdict.as_plain()) == verdict


@pytest.mark.slow
def test_five_hundred_files_with_random_faults_are_verdicts_and_none_is_accepted():
    """SIG-02: bytes changed, taken out, put in, or repeated, anywhere the signatures cover."""
    chance = random.Random(7)
    pdf = attacks.plainly_sealed()
    *_, seal = re.finditer(rb"/Contents <[0-9a-fA-F]{99,}>", pdf)

    for _ in range(500):
        verdict = verify(mutated(pdf, chance, seal.span()), trusted())

        assert not verdict.authentic
        assert set(verdict.faults) <= set(SENTENCES)


def mutated(pdf, chance, apart):
    """With a fault somewhere, but not only in the seal itself: it does not cover itself."""
    at = chance.choice((chance.randrange(apart[0]), chance.randrange(apart[1], len(pdf))))
    length = chance.choice((1, 1, 2, 9, 500))
    noise = chance.choice(
        (chance.randbytes(length), b"0" * length, b"", pdf[at - 900 : at], b"<<" * length)
    )
    end = at + chance.choice((0, length))
    made = pdf[:at] + noise + pdf[end:]
    return made if made != pdf else pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
