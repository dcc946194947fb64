"""A proof that tells of paper is complete by what it holds, not by what it says (R-068, R-072)."""

from datetime import UTC, datetime

import pytest

from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence import canonical, read_evidence, sealed_evidence
from cep_docs.signing.evidence_check import check_document
from cep_docs.signing.evidence_paper import lacking
from cep_docs.signing.evidence_paper_words import in_short
from cep_docs.signing.notary import notary_of
from cep_docs.signing.roots import roots_of
from cep_docs.signing.verifying import verify
from tests.unit.signing.sample_evidence import AT, EVIDENCE, HEAD

NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
STEPS = ("printed", "received", "scanned", "checked", "noted")
CHECK = {
    "at": AT,
    "by": "adviser",
    "signatures": ["adviser", "beneficiary"],
    "mention": "seen",
    "dated_on": "2020-02-03",
    "date": "read",
}
PAPER = {
    "pages": ["CEP1:1", "CEP1:2"],
    "by_hand": ["adviser", "beneficiary"],
    "in_the_file": [],
    "scan": {"file": "scan-1", "sha256": "f" * 64, "pages": "2"},
    "check": CHECK,
    "original": {"place": "Armoire 2", "kept_until": "2030-01-01"},
}


def step(what):
    said = {"on": "2020-02-03"}
    return {**EVIDENCE["events"][0], "what": what, "by": "adviser", "browser": "", "said": said}


ON_PAPER = {
    **EVIDENCE,
    "schema": "cep-docs/paper-signature-proof/1",
    "events": [step(what) for what in STEPS],
    "paper": PAPER,
}


def without(part, **changes):
    return {**ON_PAPER, "paper": {**PAPER, part: {**PAPER[part], **changes}}}


LACKS = {
    "no part at all": ({**ON_PAPER, "paper": {}}, "codes imprimés"),
    "paper gone": ({k: v for k, v in ON_PAPER.items() if k != "paper"}, "codes imprimés"),
    "no scan": (without("scan", sha256=""), "empreinte de la copie"),
    "a page less": (without("scan", pages="1"), "pas toutes les pages"),
    "no signature": (without("check", signatures=["adviser"]), "la personne accompagnée"),
    "no adviser": (without("check", signatures=["beneficiary"]), "du conseiller"),
    "no mention": (without("check", mention=""), "lu et approuvé"),
    "no day": (without("check", dated_on=""), "date écrite à la main"),
    "no place": (without("original", place=""), "original est gardé"),
    "never checked": (
        {**ON_PAPER, "events": [step(what) for what in STEPS if what != "checked"]},
        "numérisation contrôlée",
    ),
}


@pytest.mark.parametrize("name", LACKS)
def test_each_part_that_lacks_is_named(name):
    evidence, words = LACKS[name]

    found = list(lacking(evidence))

    assert any(words in one for one in found)


def test_nothing_lacks_in_a_whole_one_nor_is_asked_of_another_proof():
    assert list(lacking(ON_PAPER)) == []
    assert list(lacking(EVIDENCE)) == []


def test_only_those_who_signed_by_hand_are_looked_for_on_the_paper():
    mixed = {
        **PAPER,
        "by_hand": ["beneficiary"],
        "check": {**CHECK, "signatures": ["beneficiary"]},
    }

    assert list(lacking({**ON_PAPER, "paper": mixed})) == []


def test_it_is_read_as_a_proof_and_speaks_of_paper():
    evidence = read_evidence(canonical(ON_PAPER))

    assert "Signature sur papier" in in_short(evidence)[0]
    assert "électroniquement" not in " ".join(in_short(evidence)[:1])
    assert "a signé électroniquement" in in_short(EVIDENCE)[0]


def test_one_that_only_says_paper_is_incomplete_and_a_verdict(tmp_path):
    make_authority(tmp_path, "4G")
    bare = {key: value for key, value in ON_PAPER.items() if key != "paper"}

    sealed = sealed_evidence(bare, HEAD, notary_of(tmp_path, lambda: NOW), NOW)

    verdict = verify(sealed, roots_of(tmp_path, NOW))
    assert verdict.authentic
    assert not verdict.attested.complete
    assert "Preuve incomplète" in in_short(bare)[-1]
    assert not check_document(bare, b"anything").holds


@pytest.mark.parametrize("place", ["Armoire 2", ""], ids=["whole", "lacking"])
def test_a_sealed_one_that_calls_itself_complete_is_believed_by_its_parts(tmp_path, place):
    make_authority(tmp_path, "4G")
    evidence = without("original", place=place)

    sealed = sealed_evidence(evidence, HEAD, notary_of(tmp_path, lambda: NOW), NOW)

    verdict = verify(sealed, roots_of(tmp_path, NOW))
    assert verdict.authentic
    assert verdict.attested.complete is bool(place)
    assert verdict.attested.scan == "f" * 64
