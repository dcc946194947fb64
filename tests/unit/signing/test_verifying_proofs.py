"""A proof of a signature is a document of ours: verified like one, by rules of its own.

R-068, R-078; SIG-02, SIG-03.
"""

from datetime import timedelta
from functools import cache

import pytest

from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing.roots import roots_in, roots_of
from cep_docs.signing.verdict import (
    ACTIVE,
    ADDED_FIELD,
    ALTERED,
    BAD_STAMP,
    CHANGED,
    DOCUMENT,
    EVIDENCE,
    JOINED,
    PROOF,
    UNCOVERED,
    UNEXPECTED,
    UNKNOWN_SIGNER,
    UNREADABLE,
    UNSIGNED,
    WRONG_CERTIFICATE,
    Claim,
    Verdict,
)
from cep_docs.signing.verifying import verify, verify_apart
from tests.unit.signing import attacks, proof_attacks

# Each forged proof, and what alone would be enough to refuse it.
FORGED = {
    proof_attacks.json_changed: CHANGED,
    proof_attacks.page_changed: CHANGED,
    proof_attacks.file_added: CHANGED,
    proof_attacks.bytes_after_the_end: UNCOVERED,
    proof_attacks.written_again: ALTERED,
    proof_attacks.seal_removed: UNSIGNED,
    proof_attacks.never_sealed: UNSIGNED,
    proof_attacks.bit_flipped: UNREADABLE,
    proof_attacks.other_json_and_no_seal: UNSIGNED,
    proof_attacks.sealed_by_a_person: WRONG_CERTIFICATE,
    proof_attacks.sealed_by_another_house: UNKNOWN_SIGNER,
    proof_attacks.made_by_another_house: UNKNOWN_SIGNER,
    proof_attacks.json_of_another_proof: EVIDENCE,
    proof_attacks.json_that_says_another_signer_twice: EVIDENCE,
    proof_attacks.json_sealed_by_a_person: EVIDENCE,
    proof_attacks.json_sealed_by_another_house: EVIDENCE,
    proof_attacks.stamp_of_another_seal: EVIDENCE,
    proof_attacks.a_file_more: ACTIVE,
    proof_attacks.content_of_a_document_more: ACTIVE,
    proof_attacks.json_twice: ACTIVE,
    proof_attacks.json_named_in_two_ways: JOINED,
    proof_attacks.json_with_two_contents: JOINED,
    proof_attacks.json_listed_twice: JOINED,
    proof_attacks.shadow_field: ADDED_FIELD,
    proof_attacks.hidden_script: ACTIVE,
    proof_attacks.document_that_calls_itself_a_proof: UNEXPECTED,
    proof_attacks.proof_that_calls_itself_a_document: ACTIVE,
}


@cache
def trusted():
    return roots_of(attacks.house().folder, attacks.NOW + timedelta(days=900))


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_a_forged_proof_is_refused_and_nothing_it_says_is_told(forge):
    verdict = verify(forge(), trusted())

    assert not verdict.authentic
    assert FORGED[forge] in verdict.faults
    assert verdict.attested is None or verdict.intact
    assert all(reason.endswith(".") for reason in verdict.reasons)


def test_a_good_proof_is_authentic_and_says_of_what():
    verdict = verify(proof_attacks.good(), trusted())

    assert verdict.authentic
    assert verdict.kind == PROOF
    assert verdict.attested.complete
    assert "Zoé Lefèvre (personne accompagnée) a signé" in verdict.attested.told
    assert verdict.attested.document == proof_attacks.DOCUMENT
    assert verdict.claim == Claim("4G200201000001", "shared_assessment", "1")


def test_it_tells_who_sealed_it_when_and_how_well_that_is_proven():
    (seal,) = verify(proof_attacks.good(), trusted()).signers

    assert (seal.field, seal.name) == (SEAL, "Cachet de démonstration 4G")
    assert (seal.at, seal.proven, seal.level) == (attacks.NOW, True, "B-T")


def test_without_an_authority_it_is_intact_but_nobody_vouches_for_it():
    """The root that it brings shows that nothing was changed, and nothing else."""
    nobody = roots_in((), attacks.NOW)

    good = verify(proof_attacks.good(), nobody)
    bad = verify(proof_attacks.json_of_another_proof(), nobody)

    assert set(good.faults) == {UNKNOWN_SIGNER, BAD_STAMP}
    assert good.intact
    assert good.attested is not None
    assert EVIDENCE in bad.faults
    assert not bad.intact


def test_a_proof_is_not_taken_for_the_document_it_proves():
    """SIG-03: whoever expects the signatures of both does not get a seal instead."""
    assert UNEXPECTED in verify(proof_attacks.good(), trusted(), attacks.FIELDS).faults
    assert verify(proof_attacks.good(), trusted(), (SEAL,)).authentic
    assert verify(attacks.sealed(), trusted()).kind == DOCUMENT


def test_a_proof_that_was_archived_again_stays_authentic():
    """R-077: what it says is looked at as it stood when it was sealed."""
    again = attacks.house().notary.archive(proof_attacks.good())

    verdict = verify(again, trusted())

    assert verdict.faults == ()
    assert verdict.stamped_at == attacks.NOW
    assert verdict.attested is not None


def test_years_later_it_is_still_what_it_was():
    later = roots_of(attacks.house().folder, attacks.NOW + timedelta(days=365 * 25))

    assert verify(proof_attacks.good(), later).authentic


def test_a_process_apart_says_the_same():
    """Decision 0012: no network, no event loop, little memory."""
    for pdf in (proof_attacks.good(), proof_attacks.json_twice()):
        said = verify(pdf, trusted())

        assert verify_apart(pdf, trusted()) == said
        assert Verdict.from_plain(said.as_plain()) == said
