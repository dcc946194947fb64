"""« Lu et approuvé » drawn by hand: kept, drawn into the signature, told in the proof (R-066,
R-080)."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pytest

from cep_docs.content.signing import ON_SITE
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.ceremony import (
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.displayed import DRAWING
from cep_docs.lifecycle.signer import signer_of
from cep_docs.rendering.ink_lines import SPOKEN
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.authority import make_authority
from cep_docs.signing.evidence import unpacked
from cep_docs.signing.evidence_check import check_pdf
from cep_docs.signing.notary import notary_of
from tests.handwriting import drawn
from tests.pdf_checks import faults, run, squeezed
from tests.people import actor
from tests.proven import OFFICE, PHONE
from tests.unit.lifecycle import courses

# What the content of a page may be made of here: words, lines, and what is around them.
WORDS = "q Q cm BDC BMC EMC BT ET Tf Tj TJ Tm Td Tr Tc"
LINES = "m l c h re W W* n S f f* RG rg CS cs SCN scn w J j M d gs Do"
KNOWN = frozenset(f"{WORDS} {LINES}".split())


class Kept:
    """Files, without a database."""

    def __call__(self, source, name, media_type, account):
        file = StoredFile(name, media_type, datetime(2020, 2, 3, tzinfo=UTC), account)
        file._fill(io.BytesIO(source))
        return file


@pytest.fixture
def signing(house, tmp_path):
    """Tools that print and sign for good."""
    make_authority(tmp_path, "4G")
    return replace(house, press=on_paper, notary=notary_of(tmp_path, house.now), store=Kept())


def asked(tools):
    """A ceremony on site where she has to read; and she."""
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    alice = actor(tools, "alice")
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools, OFFICE)
    see_identity(unit.deliverable, "passport", alice, tools, OFFICE)
    person = unit.__parent__.__parent__
    herself = signer_of(person, f"{unit.number}_{unit.deliverable.__name__}")
    return ceremony_of(unit.deliverable, herself, tools), herself


def signed(tools, strokes):
    ceremony, herself = asked(tools)
    note_read(ceremony, herself, tools, PHONE)
    write_mention(ceremony, strokes, "drawn", herself, tools, PHONE)
    sign_now(ceremony, herself, tools, PHONE)
    return ceremony.version


def test_the_strokes_are_kept_with_the_step_and_no_words_are_claimed(house):
    ceremony, herself = asked(house)
    note_read(ceremony, herself, house, PHONE)

    write_mention(ceremony, drawn(), "drawn", herself, house, PHONE)

    step = ceremony.request.events[-1]
    assert step["said"]["strokes"] == drawn() == ceremony.request.strokes
    assert step["said"]["entered"] == "drawn"
    assert DRAWING in step["said"]["shown"]
    assert ceremony.request.mention == SPOKEN


def test_what_was_typed_afterwards_replaces_what_was_drawn(house):
    ceremony, herself = asked(house)
    note_read(ceremony, herself, house, PHONE)

    write_mention(ceremony, drawn(), "drawn", herself, house, PHONE)
    write_mention(ceremony, "Lu et approuvé", "typed", herself, house, PHONE)

    assert ceremony.request.strokes == ""
    assert (ceremony.request.mention, ceremony.request.mention_entered) == (
        "Lu et approuvé",
        "typed",
    )


@pytest.mark.parametrize("sent", ["", "1,1 2,2", "lu et approuvé", "0,0 NaN,1"])
def test_what_is_no_drawing_is_refused_and_nothing_is_kept(house, sent):
    ceremony, herself = asked(house)
    note_read(ceremony, herself, house, PHONE)
    before = ceremony.request.events

    with pytest.raises(Invalid) as refused:
        write_mention(ceremony, sent, "drawn", herself, house, PHONE)

    assert list(refused.value.messages) == ["strokes"]
    assert ceremony.request.events is before
    assert ceremony.request.mention == ""


def test_a_drawing_is_no_typed_mention_and_the_other_way_round(house):
    ceremony, herself = asked(house)
    note_read(ceremony, herself, house, PHONE)

    for sent, entered in ((drawn(), "typed"), ("Lu et approuvé", "carved"), (drawn(), "carved")):
        with pytest.raises(Invalid) as refused:
            write_mention(ceremony, sent, entered, herself, house, PHONE)
        assert list(refused.value.messages) == ["mention"]


def test_it_is_not_drawn_before_the_document_was_read(house):
    ceremony, herself = asked(house)

    with pytest.raises(NotPossible, match="avez lu"):
        write_mention(ceremony, drawn(), "drawn", herself, house, PHONE)


def test_it_is_drawn_into_her_signature_and_the_file_stays_an_archive(signing, tmp_path):
    """PDF/A, PDF/UA, every signature valid for poppler too."""
    version = signed(signing, drawn())
    pdf = version.files["signed"].read()

    told = run("pdfsig", "PDF", pdf=pdf, folder=tmp_path)
    assert told.count("Signature is Valid.") == 3
    assert version.signatures["beneficiary"]["proven"] == "B-LTA"
    assert faults(pdf) == []
    assert marked_words(pdf, "signature_beneficiary") == [SPOKEN]
    assert marked_words(pdf, "signature_adviser") == []
    told = operators(pdf, "signature_beneficiary")
    assert told.count("q") == told.count("Q") > 1
    assert {"BDC", "EMC", "c", "S"} <= {*told} <= KNOWN
    assert reason(pdf) == SPOKEN


def test_the_proof_keeps_each_point_and_says_that_nobody_read_it(signing, tmp_path):
    proof = signed(signing, drawn()).files["proof_beneficiary"].read()

    told = json.loads(unpacked(proof)["preuve.json"])
    assert told["mention"]["strokes"] == drawn()
    assert (told["mention"]["text"], told["mention"]["entered"]) == ("", "drawn")
    said = next(event["said"] for event in told["events"] if event["what"] == "mention")
    assert said["strokes_sha256"] == hashlib.sha256(drawn().encode()).hexdigest()
    assert "strokes" not in said
    assert told["state"] == "complete"
    text = squeezed(run("pdftotext", "PDF", "-", pdf=proof, folder=tmp_path))
    assert squeezed("tracée à la main") in text
    assert squeezed("Le programme ne lit pas l'écriture") in text
    assert drawn()[:20] not in text
    assert SPOKEN in pictures_told(proof)
    assert check_pdf(proof).intact


def marked_words(pdf, field):
    """What a program reads aloud in place of what is drawn in the area of a signature."""
    return [
        str(operands[1].Alt)
        for operands, operator in drawn_in(pdf, field)
        if operator == "BDC" and "/Alt" in operands[1]
    ]


def operators(pdf, field):
    return [operator for _, operator in drawn_in(pdf, field)]


def drawn_in(pdf, field):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        area = next(one for one in opened.Root.AcroForm.Fields if field == one.T)
        return [
            (operands, str(operator))
            for form in forms_in(area.AP.N)
            for operands, operator in pikepdf.parse_content_stream(form)
        ]


def pictures_told(pdf):
    """What stands for each picture, in the tags."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            str(one.Alt)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]


def forms_in(form):
    yield form
    for inner in form.get("/Resources", {}).get("/XObject", {}).values():
        yield from forms_in(inner)


def reason(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = opened.Root.AcroForm.Fields
        return str(next(one for one in fields if one.T == "signature_beneficiary").V.Reason)
