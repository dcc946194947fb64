"""The content inside the PDF, for a program (R-053)."""

import io
import json

import pikepdf
import pytest

from cep_docs.errors import Invalid
from cep_docs.rendering.pdf import render_pdf
from cep_docs.rendering.pdf_embedded import embedded_content, read_embedded
from tests.unit.rendering.pdf_documents import CONTENT, FACTS, document


def test_what_is_embedded_is_read_back():
    found = read_embedded(render_pdf(document()).pdf)

    assert found["content"] == CONTENT
    assert found["facts"] == FACTS
    assert found["digest"] == "4f1c" * 16
    assert [found[key] for key in ("agreement", "form", "edition", "version", "day")] == [
        "cctp-2019",
        "every_style",
        "2024-01",
        3,
        "2024-02-08",
    ]


def test_the_blocks_say_which_headings_stand_in_them():
    blocks = json.loads(embedded_content(document()))["blocks"]

    assert blocks["P1"] == []
    assert blocks["P2"] == ["project"]


def test_half_a_sign_is_kept_too():
    odd = document(content={"project": "avant \ud800 après", "words": "\x00"})

    assert read_embedded(render_pdf(odd).pdf)["content"] == odd.content


def _with_attachment(name, data):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"%PDF-1.7 nothing",
        _with_attachment("other.json", b"{}"),
        _with_attachment("content.json", b"{"),
        _with_attachment("content.json", b"[]"),
        _with_attachment("content.json", b'{"schema": "other"}'),
        _with_attachment("content.json", b"\xff"),
    ],
)
def test_any_other_file_is_refused_in_french(pdf):
    with pytest.raises(Invalid, match="contenu structuré"):
        read_embedded(pdf)
