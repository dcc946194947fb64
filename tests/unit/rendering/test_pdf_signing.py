"""Signature areas: reserved once, and signed one after the other without a change (R-076)."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError

from cep_docs.definitions.form import Signatory
from cep_docs.demo.hard_texts import long_list
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT
from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_embedded import read_embedded
from tests.pdf_checks import faults, run
from tests.signing_people import sign, verdicts
from tests.unit.rendering.pdf_documents import CONTENT, FORM, LETTER, document

FIELDS = ["signature_adviser", "signature_beneficiary", "signature_representative"]
ADAPTATIONS = [(), (LARGE_PRINT,), (EASY_READ,), (LARGE_PRINT, EASY_READ)]


@pytest.mark.parametrize("adaptations", ADAPTATIONS, ids="+".join)
def test_two_people_and_the_operator_sign_and_all_stays_valid(adaptations, tmp_path):
    made = render_pdf(document(adaptations=frozenset(adaptations)))

    pdf = made.pdf
    for field, name in zip(
        [*FIELDS[:2], "operator_seal"], ["Claire", "Sandrine", "CEP"], strict=True
    ):
        pdf = sign(pdf, field, name)

    found = verdicts(pdf)
    assert [one.signer_reported_dt is not None for one in found] == [True] * 3
    assert all(one.intact and one.valid and one.trusted and one.bottom_line for one in found)
    assert {one.modification_level for one in found} <= {
        ModificationLevel.NONE,
        ModificationLevel.FORM_FILLING,
    }
    assert read_embedded(pdf)["content"] == CONTENT
    run("qpdf", "--check", "PDF", pdf=pdf, folder=tmp_path)


def test_it_also_holds_for_a_long_document_that_is_packed_tighter():
    made = render_pdf(document(annexes=[long_list(900)]))

    pdf = sign(sign(made.pdf, FIELDS[0], "Claire"), FIELDS[1], "Sandrine")

    assert all(one.bottom_line for one in verdicts(pdf))
    assert faults(made.pdf) == []


def test_a_change_after_a_signature_is_seen():
    signed = sign(render_pdf(document()).pdf, FIELDS[0], "Claire")

    with pikepdf.open(BytesIO(signed)) as pdf:
        pdf.docinfo["/Title"] = "Autre"
        changed = BytesIO()
        pdf.save(changed)

    assert not any(one.bottom_line for one in verdicts(changed.getvalue()))


def test_there_is_one_area_for_each_signatory_in_the_order_of_the_form():
    areas = render_pdf(document()).fields

    assert [area.name for area in areas] == FIELDS
    assert [area.role for area in areas] == ["adviser", "beneficiary", "representative"]
    assert [area.mention is None for area in areas] == [True, False, False]


def test_the_order_of_the_form_wins_over_the_place_on_the_page():
    beneficiary_first = replace(FORM, signatories=FORM.signatories[::-1])

    areas = render_pdf(document(beneficiary_first)).fields

    assert [area.name for area in areas] == FIELDS[::-1]


def test_the_areas_are_where_they_are_said_to_be(tmp_path):
    """Beside the name of who signs there, on that page, whole and apart from each other."""
    made = render_pdf(document())

    for area, name in zip(made.fields[:2], ["Claire Démo", "Sandrine Exemple"], strict=True):
        left, bottom, right, top = area.rect
        beside = (left - 90, 841 - top - 40, right - left + 90, top - bottom + 40)
        inside = (left + 1, 841 - top + 2, right - left - 2, top - bottom - 2)
        assert name in cropped(made.pdf, area.page, beside, tmp_path)
        assert "Signature" in cropped(made.pdf, area.page, beside, tmp_path)
        assert cropped(made.pdf, area.page, inside, tmp_path).strip() == ""
        assert area.date[1] == area.signature[3]
        assert bottom == pytest.approx(area.signature[1])
    assert made.fields[0].rect[2] < made.fields[1].rect[0]


def test_the_fields_are_empty_visible_tagged_and_named_in_french():
    with pikepdf.open(BytesIO(render_pdf(document()).pdf)) as pdf:
        form = pdf.Root.AcroForm
        fields = {str(field.T): field for field in form.Fields}
        tags = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)

        assert list(fields) == [*FIELDS, "operator_seal"]
        for name in FIELDS:
            tag = tags[int(fields[name].StructParent)]
            assert tag.S == "/Form"
            # pyHanko takes a list here for a change, once somebody else signs.
            assert tag.K.Obj.objgen == fields[name].objgen
            assert fields[name].F == 4
            assert "/V" not in fields[name]
        assert (
            str(fields["signature_beneficiary"].TU)
            == "Signature : La bénéficiaire Sandrine Exemple"
        )
        assert [float(side) for side in fields["operator_seal"].Rect] == [0, 0, 0, 0]


def test_a_letter_that_nobody_signs_can_be_sealed():
    made = render_pdf(document(LETTER))

    assert made.fields == ()
    assert verdicts(sign(made.pdf, "operator_seal", "CEP"))[0].bottom_line


def test_no_other_field_can_be_signed():
    pdf = render_pdf(document(LETTER)).pdf

    with pytest.raises(SigningError):
        sign(pdf, "signature_beneficiary", "Sandrine")


def test_many_signatories_go_on_over_pages():
    people = tuple(
        Signatory(f"person_{n}", f"Personne {n}", "lu et approuvé", True) for n in range(9)
    )

    areas = render_pdf(document(replace(FORM, signatories=people))).fields

    assert len(areas) == 9
    assert areas[-1].page > areas[0].page
    assert all(area.rect[1] > 40 for area in areas)


def cropped(pdf, page, box, folder):
    """The text of a part of a page: left, top, width, height."""
    sides = [
        word
        for side, length in zip("xyWH", box, strict=True)
        for word in (f"-{side}", f"{length:.0f}")
    ]
    pages = ["-f", str(page), "-l", str(page)]
    return run("pdftotext", *pages, *sides, "PDF", "-", pdf=pdf, folder=folder)
