"""Other people's programs agree on the files we sign: poppler, OpenSSL, qpdf, the archive format.

None of them knows anything of this house but its root certificate.
"""

import logging
import re
import subprocess
from io import BytesIO

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.rendering.pdf_embedded import read_embedded
from cep_docs.signing.authority import FOLDER, LABEL, ROOT
from tests.pdf_checks import faults, program, run
from tests.unit.rendering.pdf_documents import CONTENT
from tests.unit.signing import attacks

GOOD = (attacks.sealed, attacks.plainly_sealed, attacks.sealed_letter)


# What the house makes itself: the plain one has the letters that pyHanko draws.
OURS = (attacks.by_the_adviser, attacks.by_both, attacks.sealed, attacks.sealed_letter)


def archived():
    return attacks.house().notary.archive(attacks.sealed())


@pytest.mark.parametrize("make", [*GOOD, archived], ids=lambda make: make.__name__)
def test_poppler_finds_every_signature_valid(make, tmp_path):
    told = run("pdfsig", "-nocert", "PDF", pdf=make(), folder=tmp_path)

    signatures = re.split(r"Signature #\d+:", told)[1:]
    # It says itself that it does not look at stamps over the whole, nor at what nobody signed.
    looked_at = [one for one in signatures if "ETSI.CAdES.detached" in one]
    assert len(looked_at) == len(PdfFileReader(BytesIO(make())).embedded_regular_signatures)
    assert all("Signature Validation: Signature is Valid." in one for one in looked_at)


@pytest.mark.parametrize(
    "forge",
    [attacks.bit_flipped_in_a_signature, attacks.usf_contents_zero],
    ids=lambda forge: forge.__name__,
)
def test_poppler_is_asked_a_question_that_it_can_deny(forge, tmp_path):
    told = run("pdfsig", "-nocert", "PDF", pdf=forge(), folder=tmp_path)

    assert told.count("Signature is Valid.") < 3


@pytest.mark.parametrize("make", GOOD, ids=lambda make: make.__name__)
def test_openssl_verifies_each_signature_up_to_the_root(make, tmp_path):
    """The CMS as it stands in the file, over the bytes that it says it covers, at its hour."""
    pdf = make()
    root = attacks.house().folder / FOLDER / f"{ROOT}.pem"
    found = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures

    for number, one in enumerate(found):
        start, first, second, last = (int(n) for n in one.byte_range)
        signed, signature = tmp_path / f"{number}.bin", tmp_path / f"{number}.p7s"
        signed.write_bytes(pdf[start : start + first] + pdf[second : second + last])
        signature.write_bytes(cms.ContentInfo.load(one.pkcs7_content).dump())
        at = str(int(attacks.NOW.timestamp()))
        whose = ("-CAfile", root, "-purpose", "any", "-attime", at)
        what = ("-inform", "DER", "-in", signature, "-content", signed, "-out", tmp_path / "out")
        done = subprocess.run(
            [program("openssl"), "cms", "-verify", "-binary", *what, *whose],
            capture_output=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr
        assert (tmp_path / "out").read_bytes() == signed.read_bytes()


@pytest.mark.parametrize("make", [*GOOD, archived], ids=lambda make: make.__name__)
def test_the_structure_is_sound_after_all_signatures(make, tmp_path):
    told = run("qpdf", "--check", "PDF", pdf=make(), folder=tmp_path)

    assert "No syntax or stream encoding errors" in told


@pytest.mark.parametrize("make", [*OURS, archived], ids=lambda make: make.__name__)
def test_it_is_still_an_archive_that_everybody_can_read(make):
    """R-014, R-064: PDF/A-3a and PDF/UA-1 as far as can be told here, and the same content."""
    assert faults(make()) == []


def test_signing_changes_nothing_of_what_was_printed():
    """Neither its content, nor what it says of itself, nor when it was made."""
    before, after = (PdfFileReader(BytesIO(pdf)) for pdf in (attacks.printed(), archived()))

    assert read_embedded(archived())["content"] == CONTENT
    assert archived().startswith(attacks.printed())
    assert after.trailer["/Info"] == before.trailer["/Info"]
    assert after.root["/Metadata"].data == before.root["/Metadata"].data


def test_the_seal_locks_the_file_and_the_first_signature_only_lets_others_follow():
    """Rule 7 of the strict verification: P 2 first, P 1 and every field locked at the end."""
    adviser, _, seal = PdfFileReader(BytesIO(attacks.sealed())).embedded_regular_signatures

    assert adviser.docmdp_level.name == "FILL_FORMS"
    assert seal.docmdp_level.name == "NO_CHANGES"
    assert seal.fieldmdp.action.name == "ALL"


def test_certificates_say_that_they_are_for_demonstration():
    for one in PdfFileReader(BytesIO(attacks.sealed())).embedded_regular_signatures:
        assert one.signer_cert.subject.native["organization_name"] == LABEL


def test_signing_says_nothing_in_the_log(caplog):
    with caplog.at_level(logging.DEBUG):
        attacks.house().notary.seal(attacks.by_both(), attacks.NOW)

    assert [one for one in caplog.records if one.name.startswith("pyhanko")] == []
