"""A signature and its proof are made together; who gets it, and what it tells (R-068)."""

import json
import subprocess
from dataclasses import replace

import pytest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.errors import NotAllowed, NotFound
from cep_docs.lifecycle.asking import sign_first
from cep_docs.lifecycle.ceremony import (
    ask_to_sign,
    ceremony_of,
    note_identified,
    note_read,
    note_step,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.proofs import (
    packed,
    proof_name,
    proofs_of,
    prove_delivery,
    read_proof,
    take_proof,
)
from cep_docs.lifecycle.signer import signer_of, take_copy
from cep_docs.lifecycle.versions import read_document
from cep_docs.signing.evidence import unpacked
from cep_docs.signing.evidence_check import check_document, check_pdf
from tests.people import actor
from tests.proven import CONSENT, OFFICE, PHONE, sign_both
from tests.unit.lifecycle import courses


def version_of(unit):
    return unit.deliverable.current


def herself(unit):
    document = unit.deliverable
    return signer_of(unit.__parent__.__parent__, f"{unit.number}_{document.__name__}")


def proof_of(unit, signatory="beneficiary"):
    return version_of(unit).files[f"proof_{signatory}"].read()


def told(unit, signatory="beneficiary"):
    return json.loads(unpacked(proof_of(unit, signatory))["preuve.json"])


# Made with the signature.


def test_each_signature_has_its_proof_which_holds(signing):
    unit = sign_both(signing)

    for signatory in ("adviser", "beneficiary"):
        checked = check_pdf(proof_of(unit, signatory))
        assert checked.intact
        assert checked.evidence["signer"]["role"] == signatory


def test_it_is_the_proof_of_the_very_file_that_was_signed(signing):
    unit = sign_both(signing)

    files, document = version_of(unit).files, told(unit)["document"]
    assert document["printed_sha256"] == files["pdf"].sha256
    assert document["before_sha256"] == files["started"].sha256
    assert document["text_sha256"] == version_of(unit).digest
    assert check_document(told(unit), files["signed"].read()).holds
    assert not check_document(told(unit), files["started"].read()).holds


def test_it_tells_who_how_it_was_known_and_every_step(signing):
    evidence = told(sign_both(signing))

    assert evidence["state"] == "complete"
    assert evidence["signer"]["name"] == "Zoé Lefèvre"
    assert evidence["identity"] == {
        "mode": "on_site",
        "factor": "passeport",
        "at": "2020-02-03T09:00:00Z",
        "checked_by": "adviser",
    }
    assert [(one["what"], one["by"], one["address"]) for one in evidence["events"]] == [
        ("asked", "adviser", OFFICE.address),
        ("identity_seen", "adviser", OFFICE.address),
        ("read", "signer", PHONE.address),
        ("mention", "signer", PHONE.address),
        ("shown", "signer", PHONE.address),
        ("signed", "signer", PHONE.address),
    ]
    assert evidence["mention"]["text"] == "Lu et approuvé"
    assert evidence["mention"]["entered"] == "typed"


def test_it_keeps_the_exact_words_that_stood_on_the_screen(signing):
    evidence = told(sign_both(signing))

    assert CONSENT in [one["text"] for one in evidence["texts"]]
    digests = {one["sha256"] for one in evidence["texts"]}
    events = [one for one in evidence["events"] if "shown_sha256" in one["said"]]
    assert {one["said"]["shown_sha256"] for one in events} == digests


def test_the_certificate_is_that_of_the_signature(signing, tmp_path):
    first = told(sign_both(signing))["signature"]["certificates"][0]

    (tmp_path / "one.pem").write_text(first["pem"])
    said = subprocess.run(
        ["openssl", "x509", "-in", "one.pem", "-noout", "-fingerprint", "-sha256"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip().rpartition("=")[2].replace(":", "").lower() == first["sha256"]
    assert "Zoé Lefèvre" in first["subject"]


def test_it_names_nobody_but_the_signer_and_the_adviser(signing):
    """Bruno took part: a colleague is not named, neither is his login."""
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)
    courses.act(unit, "sign_as_adviser", signing)
    ceremony = ask_to_sign(unit.deliverable, ON_SITE, actor(signing, "alice"), signing, OFFICE)
    ceremony.request.asked_by = "bruno"
    note_step(ceremony, "reminded", actor(signing, "bruno"), signing, OFFICE)
    ceremony.request.identified = "passeport"
    finish(unit, signing)

    pdf = proof_of(unit)
    text = " ".join(told_text(pdf).split()).lower()
    assert "bruno" not in text
    assert "bruno" not in json.dumps(told(unit)).lower()
    assert "un collègue du conseiller" in text
    assert {"adviser", "colleague", "signer"} == {one["by"] for one in told(unit)["events"]}


def test_nothing_of_what_she_wrote_is_in_it(signing):
    """The document goes along with its proof; the proof does not repeat it."""
    unit = sign_both(signing)

    text = told_text(proof_of(unit)) + json.dumps(told(unit), ensure_ascii=False)

    assert courses.ASSESSMENT["request"] not in text
    assert "Tanneurs" not in text


# What is missing is said.


def test_a_step_that_was_not_noted_makes_it_incomplete(signing):
    evidence = told(at_a_distance(signing, "identified"))

    assert evidence["state"] == "incomplete"
    assert evidence["missing"] == ["Événement non relevé : lien ouvert."]


def test_without_its_means_an_identification_is_not_told(signing):
    evidence = told(at_a_distance(signing, "opened", "somehow"))

    assert "Événement non relevé : identité confirmée." in evidence["missing"]
    assert evidence["identity"]["checked_by"] == ""


def test_the_proof_of_the_adviser_tells_from_where_he_signed(signing):
    """R-081: what he never had before his eyes is not signed; the proof says when he had it."""
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)
    alice = actor(signing, "alice")
    read_document(unit.deliverable, "1", alice, signing)

    sign_first(unit.deliverable, alice, signing, OFFICE)

    evidence = told(unit, "adviser")
    assert evidence["state"] == "complete"
    assert [(one["what"], one["by"], one["address"]) for one in evidence["events"]] == [
        ("shown", "program", ""),
        ("signed", "signer", OFFICE.address),
    ]
    assert "article 1367" in evidence["texts"][0]["text"]


def test_an_adviser_who_signed_from_nowhere_makes_it_incomplete(signing):
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)

    courses.act(unit, "sign_as_adviser", signing)

    assert told(unit, "adviser")["state"] == "incomplete"


def test_an_act_from_nowhere_makes_it_incomplete(signing):
    nowhere = replace(PHONE, address="")

    evidence = told(at_a_distance(signing, "opened", "identified", where=nowhere))

    assert any("adresse réseau" in one for one in evidence["missing"])
    assert not any("navigateur" in one for one in evidence["missing"])


class NoAnswer(TimeStamper):
    """An authority that does not answer."""

    async def async_request_tsa_response(self, req):
        raise TimestampRequestError("nobody there")


def test_without_a_time_stamp_there_is_a_signature_and_its_proof_says_so(signing):
    """R-077: never silently."""
    signing.notary.stamps = NoAnswer()

    unit = sign_both(signing)

    evidence = told(unit)
    assert evidence["signature"]["level"] == "B-B"
    assert any("horodatage" in one for one in evidence["missing"])
    assert "preuve.json.p7s.tst" not in unpacked(proof_of(unit))


def test_a_signature_that_is_only_noted_has_no_proof(house):
    unit = courses.signed(courses.engaged(house, "UO1"), house)

    assert not proofs_of(version_of(unit), actor(house, "alice"), house)
    assert not [kind for kind in version_of(unit).files if kind.startswith("proof")]


def test_a_proof_that_cannot_be_made_leaves_no_signature(signing, monkeypatch):
    """One transaction: the seal of the proof fails, the act fails with it."""
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)

    def broken(*_):
        raise OSError("no seal")

    monkeypatch.setattr(signing.notary, "attest", broken)
    with pytest.raises(OSError, match="no seal"):
        courses.act(unit, "sign_as_adviser", signing)


# Delivery.


def test_when_she_has_her_copy_the_proof_is_told_again_and_names_the_first(signing):
    """R-056: once, and the first one stays."""
    unit = sign_both(signing)
    first = version_of(unit).files["proof_beneficiary"]

    for _ in range(2):
        take_copy(unit.deliverable, herself(unit), signing, PHONE)

    opened = read_proof(version_of(unit), "beneficiary", herself(unit), signing)
    assert opened.evidence["delivery"]["delivered_at"] == "2020-02-03T09:00:00Z"
    assert opened.evidence["delivery"]["follows_sha256"] == first.sha256
    assert first.read() == proof_of(unit)
    assert told(unit)["delivery"]["delivered_at"] == ""


def test_nothing_is_delivered_before_she_signed(signing):
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)
    courses.act(unit, "sign_as_adviser", signing)

    prove_delivery(version_of(unit), actor(signing, "alice"), signing)

    assert "proof_beneficiary_delivered" not in version_of(unit).files


# Who has it.


def test_the_adviser_sees_both_and_the_person_her_own(signing):
    unit = sign_both(signing)
    version = version_of(unit)

    alice = proofs_of(version, actor(signing, "alice"), signing)
    own = proofs_of(version, herself(unit), signing)

    assert [(line.signatory, line.may_take) for line in alice] == [
        ("adviser", True),
        ("beneficiary", True),
    ]
    assert [line.signatory for line in own] == ["beneficiary"]


def test_she_does_not_take_the_proof_of_what_the_adviser_did(signing):
    unit = sign_both(signing)

    with pytest.raises(NotFound):
        take_proof(version_of(unit), "adviser", herself(unit), signing)


def test_a_colleague_knows_of_none(signing):
    unit = sign_both(signing)

    assert not proofs_of(version_of(unit), actor(signing, "bruno"), signing)
    with pytest.raises(NotFound):
        take_proof(version_of(unit), "beneficiary", actor(signing, "bruno"), signing)


def test_the_manager_reads_and_does_not_take(signing):
    unit = sign_both(signing)

    assert read_proof(version_of(unit), "beneficiary", actor(signing, "denis"), signing).stamped
    with pytest.raises(NotAllowed):
        take_proof(version_of(unit), "beneficiary", actor(signing, "denis"), signing)


def test_whoever_takes_it_is_written_down(signing):
    unit = sign_both(signing)

    take_proof(version_of(unit), "beneficiary", actor(signing, "alice"), signing)

    line = unit.__parent__.__parent__.journal.recent(1)[0]
    assert (line["what"], line["who"]) == ("view", "alice")
    assert line["details"]["file"] == "proof_beneficiary"


def test_its_name_and_its_archive_say_nothing_of_her(signing):
    unit = sign_both(signing)

    name = proof_name(version_of(unit), "beneficiary")

    assert name == f"{unit.number}_shared_assessment_v1_preuve_beneficiary.pdf"
    assert packed(proof_of(unit), signing.now()).startswith(b"PK")


def at_a_distance(tools, *steps, where=PHONE):
    """Signed from afar, with these steps and no others."""
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    ceremony = ask_to_sign(unit.deliverable, REMOTE, actor(tools, "alice"), tools, OFFICE)
    if "opened" in steps:
        note_step(ceremony, "opened", herself(unit), tools, where)
    if "identified" in steps:
        note_identified(ceremony, "code reçu par SMS", herself(unit), tools, where)
        finish(unit, tools, where)
    else:
        ceremony.request.read = True
        ceremony.request.identified = "d'une façon ou d'une autre" if steps else ""
        write_mention(ceremony, "lu et approuvé", "typed", herself(unit), tools, where)
        sign_now(ceremony, herself(unit), tools, where)
    return unit


def finish(unit, tools, where=PHONE):
    who = herself(unit)
    ceremony = ceremony_of(unit.deliverable, who, tools)
    note_read(ceremony, who, tools, where)
    write_mention(ceremony, "lu et approuvé", "typed", who, tools, where)
    sign_now(ceremony, who, tools, where)


def told_text(pdf):
    return subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
