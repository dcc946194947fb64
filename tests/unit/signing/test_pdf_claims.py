"""What a PDF says of itself is a hint: whatever it says, it breaks nothing (R-078)."""

import json
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.rendering.pdf_embedded import SCHEMA
from cep_docs.signing.pdf_claims import LONGEST, claim_of
from cep_docs.signing.verdict import Claim

SAID = {"schema": SCHEMA, "facts": {"file_number": "E4G"}, "form": "shared", "version": 1}
UNREADABLE = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\xff",
    "a list": b"[]",
    "nothing": b"null",
    "another schema": json.dumps({**SAID, "schema": "autre"}).encode(),
    "no schema": b"{}",
    "no facts": json.dumps({**SAID, "facts": None}).encode(),
    "no version": json.dumps({key: SAID[key] for key in ("schema", "facts", "form")}).encode(),
}


def claimed(data):
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if data is not None:
            pdf.attachments["content.json"] = AttachedFileSpec(pdf, data)
            pdf.Root.AF = Array([pdf.attachments["content.json"].obj])
        pdf.save(made)
    return claim_of(PdfFileReader(made))


def test_it_says_its_number_its_form_and_its_version():
    assert claimed(json.dumps(SAID).encode()) == Claim("E4G", "shared", "1")


def test_what_is_too_long_or_no_text_is_left_out():
    odd = {"facts": {"file_number": "E" * (LONGEST + 1)}, "form": 5, "version": "9" * 999}

    said = claimed(json.dumps({**SAID, **odd}).encode())

    assert said == Claim("", "", "9" * LONGEST)


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_says_nothing(what):
    assert claimed(UNREADABLE[what]) == Claim()


def test_without_its_own_file_it_says_nothing():
    assert claimed(None) == Claim()
