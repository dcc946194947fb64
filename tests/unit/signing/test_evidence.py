"""The proof of a signature as files: sealed, time-stamped, checked by others than us (R-068)."""

import io
import json
import random
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from cep_docs.errors import Damaged
from cep_docs.rendering.pdf_fields import SEAL
from cep_docs.signing import evidence_check as checking
from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence import (
    JSON,
    P7S,
    ROOT,
    STAMP,
    canonical,
    read_evidence,
    sealed_evidence,
    unpacked,
)
from cep_docs.signing.evidence_check import check_document, check_files, check_pdf
from cep_docs.signing.notary import notary_of
from tests.pdf_checks import faults
from tests.unit.signing.sample_evidence import EVIDENCE, HEAD

NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    make_authority(folder, "4G")
    return notary_of(folder, lambda: NOW)


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    folder = tmp_path_factory.mktemp("other")
    make_authority(folder, "4G")
    return notary_of(folder, lambda: NOW)


@pytest.fixture(scope="module")
def proof(house):
    return sealed_evidence(EVIDENCE, HEAD, house, NOW)


@pytest.fixture(scope="module")
def files(proof):
    return unpacked(proof)


def written(folder, files):
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def openssl_cms(folder):
    return run(
        folder,
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", P7S),
        *("-content", JSON, "-CAfile", ROOT, "-out", "/dev/null"),
    ).returncode


def openssl_ts(folder):
    return run(
        folder,
        *("openssl", "ts", "-verify", "-token_in", "-in", STAMP, "-data", P7S, "-CAfile", ROOT),
    ).returncode


def changed(data, at, bit=0):
    new = bytearray(data)
    new[at] ^= 1 << bit
    return bytes(new)


# As others see it.


def test_openssl_alone_verifies_the_seal_and_its_hour(tmp_path, files):
    folder = written(tmp_path, files)

    assert openssl_cms(folder) == 0
    assert openssl_ts(folder) == 0


def test_openssl_refuses_one_changed_byte(tmp_path, files):
    folder = written(tmp_path, {**files, JSON: files[JSON].replace(b"passeport", b"passeporT")})

    assert openssl_cms(folder) != 0
    assert openssl_ts(folder) == 0  # the seal itself was not touched


def test_openssl_refuses_a_seal_that_was_stamped_otherwise(tmp_path, files, house):
    folder = written(tmp_path, {**files, P7S: house.attest(b"{}", NOW).p7s})

    assert openssl_ts(folder) != 0


def test_poppler_finds_one_seal_over_the_whole_file(tmp_path, proof):
    (tmp_path / "preuve.pdf").write_bytes(proof)

    said = run(tmp_path, "pdfsig", "-nocert", "preuve.pdf").stdout
    read = run(tmp_path, "pdftotext", "preuve.pdf", "-").stdout

    assert said.count("Signature Field Name") == 1
    assert SEAL in said
    assert "Total document signed" in said
    assert "Signature is Valid" in said
    assert "Dossier de preuve d’une signature" in read
    assert "openssl cms -verify" in " ".join(read.split())


def test_poppler_takes_out_the_same_files(tmp_path, proof, files):
    (tmp_path / "preuve.pdf").write_bytes(proof)

    run(tmp_path, "pdfdetach", "-saveall", "preuve.pdf")

    assert {name: (tmp_path / name).read_bytes() for name in files} == files


def test_it_is_made_to_be_kept_and_to_be_read_by_all(proof):
    """PDF/A-3 and PDF/UA after the seal, as the documents themselves, which hold one file only."""
    assert set(faults(proof)) <= {"attachment", "relationship"}
    with pikepdf.open(io.BytesIO(proof)) as opened:
        joined = {str(one.UF): str(one.AFRelationship) for one in opened.Root.AF}
    assert joined.pop(JSON) == "/Data"
    assert joined == dict.fromkeys((P7S, STAMP, ROOT), "/Supplement")


# As we check it.


def test_a_proof_holds_with_the_root_that_is_published(proof, files):
    checked = check_pdf(proof, files[ROOT])

    assert checked.intact
    assert checked.known
    assert checked.evidence == EVIDENCE
    assert "2020-02-03 09:00:00" in " ".join(one.says for one in checked.findings)


def test_without_a_root_nobody_says_whose_it_is(proof):
    checked = check_pdf(proof)

    assert checked.intact
    assert not checked.known
    assert len(checked.root) == 64


def test_the_root_of_somebody_else_refuses_all_of_it(proof, other):
    checked = check_pdf(proof, other.attest(b"", NOW).root)

    assert not checked.intact
    assert [one.holds for one in checked.findings] == [False, False, False]


def test_a_proof_made_by_somebody_else_is_told(other, files):
    forged = sealed_evidence(EVIDENCE, HEAD, other, NOW)

    assert check_pdf(forged).intact
    assert not check_pdf(forged, files[ROOT]).intact


def test_the_json_alone_with_its_seal_holds(files):
    assert check_files(files, files[ROOT]).intact
    assert not check_files({**files, P7S: b""}, files[ROOT]).intact


@pytest.mark.parametrize("name", [JSON, P7S, STAMP])
def test_one_changed_bit_in_a_file_is_told(name, files):
    """Everywhere: at a step that meets every part, and in what no signature covers."""
    data, dice = files[name], random.Random(68)
    places = {*range(0, len(data), 23), *range(24, 44), *range(len(data) - 500, len(data), 7)}

    accepted = [
        at
        for at in sorted(places & set(range(len(data))))
        if check_files({**files, name: changed(data, at, dice.randrange(8))}, files[ROOT]).intact
    ]

    assert accepted == []


def test_one_changed_bit_in_the_pdf_is_told(proof, files):
    """Also in the place of the digits, which the signature does not cover, and in their zeros."""
    dice, end = random.Random(68), len(proof)
    digits = proof.index(b"/Contents <", end - 20_000)
    places = [*range(0, end, 4001), *range(digits, end, 211), proof.rindex(b"00>")]

    accepted = [
        at for at in places if check_pdf(changed(proof, at, dice.randrange(8)), files[ROOT]).intact
    ]

    assert accepted == []


def test_digits_written_otherwise_are_told(proof, files):
    """The same number in small letters says the same to most programs."""
    at = proof.index(b"/Contents <", len(proof) - 20_000)
    end = proof.index(b">", at)
    other_ = proof[:at] + b"/Contents <" + proof[at + 11 : end].lower() + proof[end:]

    assert not check_pdf(other_, files[ROOT]).intact


@pytest.mark.parametrize("more", [b"\n", b"%%EOF\n", b"1 0 obj <<>> endobj\n"])
def test_bytes_added_at_the_end_are_told(proof, files, more):
    assert not check_pdf(proof + more, files[ROOT]).intact


def test_a_page_changed_after_the_seal_is_told(proof, files):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(proof)) as opened:
        opened.pages[0].contents_add(b"BT ET")
        opened.save(made)

    assert not check_pdf(made.getvalue(), files[ROOT]).intact


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"\x00" * 100,
        b"[" * 100_000,
        b"{}",
        b"[]",
        b'{"schema":"cep-docs/signature-proof/2"}',
        b'{"schema": "cep-docs/signature-proof/1"}',
    ],
)
def test_what_is_no_proof_is_a_verdict_and_no_exception(data, files):
    assert not check_pdf(data).intact
    assert not check_files({**files, JSON: data}).intact
    with pytest.raises(Damaged):
        read_evidence(data)


def test_a_pdf_without_a_proof_in_it_is_told(house):
    made = io.BytesIO()
    empty = pikepdf.new()
    empty.add_blank_page()
    empty.save(made)

    checked = check_pdf(made.getvalue())

    assert checked.evidence is None
    assert not checked.intact


def test_what_stands_unsigned_beside_a_seal_is_refused(files, monkeypatch):
    """Without that rule a changed certificate of the chain would pass."""
    at = files[STAMP].rindex(b"Racine de d")
    other_ = {**files, STAMP: changed(files[STAMP], at)}

    assert not check_files(other_, files[ROOT]).intact
    assert checking.NOT_STAMPED in [one.says for one in check_files(other_, files[ROOT]).findings]


def test_the_document_that_was_signed_is_told_from_another(files):
    assert not check_document(EVIDENCE, b"another").holds
    same = {**EVIDENCE, "document": {**EVIDENCE["document"], "signed_sha256": SHA_OF_A}}
    assert check_document(same, b"a").holds


SHA_OF_A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


# Without a time-stamp.


class NoAnswer(TimeStamper):
    """An authority that does not answer."""

    async def async_request_tsa_response(self, req):
        raise TimestampRequestError("nobody there")


def test_when_no_authority_answers_the_proof_is_made_and_says_so(house, tmp_path, monkeypatch):
    monkeypatch.setattr(house, "stamps", NoAnswer())

    proof = sealed_evidence(EVIDENCE, HEAD, house, NOW)

    files = unpacked(proof)
    (tmp_path / "preuve.pdf").write_bytes(proof)
    read = " ".join(run(tmp_path, "pdftotext", "preuve.pdf", "-").stdout.split())
    assert STAMP not in files
    assert "Sans horodatage" in read
    checked = check_pdf(proof, files[ROOT])
    assert checked.intact
    assert checking.NO_STAMP in [one.says for one in checked.findings]
    assert openssl_cms(written(tmp_path, files)) == 0


# As it is written.


def test_it_is_written_in_one_way_only():
    text = canonical({"é": "Œ\ud800", "b": [1, True, ""]}).decode()

    assert text == '{"b":[1,true,""],"é":"Œ\ufffd"}'


def test_what_is_written_can_be_read_again(files):
    assert json.loads(files[JSON]) == EVIDENCE
    assert read_evidence(files[JSON]) == EVIDENCE


def test_texts_are_data_and_nothing_of_them_is_evaluated(house, tmp_path):
    hard = "#panic() $x$ [a] \u0301\u0301 \U0001f600 " + "m" * 300
    event = {**EVIDENCE["events"][0], "browser": hard, "address": ""}
    evidence = {**EVIDENCE, "events": [event], "texts": [], "missing": ["Il manque ceci."]}

    proof = sealed_evidence(evidence, replace(HEAD, operator=""), house, NOW)

    (tmp_path / "preuve.pdf").write_bytes(proof)
    read = run(tmp_path, "pdftotext", "preuve.pdf", "-").stdout
    assert "#panic()" in read
    assert "Preuve incomplète. Il manque ceci." in " ".join(read.split())
    assert read_evidence(unpacked(proof)[JSON])["events"][0]["browser"] == hard


def test_before_the_other_signature_there_is_no_copy_and_no_event(house, tmp_path):
    adviser = {
        **EVIDENCE,
        "signer": {**EVIDENCE["signer"], "role": "adviser"},
        "events": [],
        "delivery": {"available_at": "", "delivered_at": "", "follows_sha256": ""},
        "consent": {"at": "", "by": "act_of_signing"},
    }

    proof = sealed_evidence(adviser, HEAD, house, NOW)

    (tmp_path / "preuve.pdf").write_bytes(proof)
    read = " ".join(run(tmp_path, "pdftotext", "preuve.pdf", "-").stdout.split())
    assert "Aucun événement n’a été relevé." in read
    assert "Sans objet à ce stade" in read
