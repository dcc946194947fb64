"""Whatever acts, links or hides in a PDF is found wherever it is (security-bar § 6, rule 6)."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.signing.pdf_passive import is_passive

PLACE = Array([0, 0, 9, 9])
ACTIVE = {
    "a script": Dictionary(JS=String("app.alert(1)")),
    "a layer": Dictionary(OC=Dictionary(Type=Name.OCG)),
    "a field to fill in": Dictionary(FT=Name.Tx),
    "a link": Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=PLACE),
    "a note that does not say that it is one": Dictionary(Subtype=Name.Text, Rect=PLACE),
    "a place to sign that acts": Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, Rect=PLACE, A=Dictionary(D=String("x"))
    ),
    "an action": Dictionary(Type=Name.Action),
    "an action that does not say that it is one": Dictionary(S=Name.Hide),
    "a file": Dictionary(EF=Dictionary(), UF=String("autre.exe"), F=String("autre.exe")),
    "a file with two names": Dictionary(EF=Dictionary(), UF=String("content.json"), F=String("a")),
    "a file elsewhere": Dictionary(Type=Name.Filespec),
    "deep inside": Array([Array([Dictionary(P=Dictionary(AA=Dictionary()))])]),
}
PASSIVE = {
    "a place to sign": Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=PLACE, FT=Name.Sig),
    "a part of the structure": Dictionary(Type=Name.StructElem, S=Name.Named),
    "a form of numbers": Dictionary(S=Name.D),
    "our own file": Dictionary(
        EF=Dictionary(), UF=String("content.json"), F=String("content.json")
    ),
    "words": Array([String("JavaScript"), Name.JavaScript, 1]),
}
STREAMS = {
    "data elsewhere": Dictionary(F=String("autre")),
    "a program": Dictionary(Subtype=Name.PS),
    "a page of another file": Dictionary(Ref=Dictionary()),
}


def read_with(one, stream=None):
    """A file where no program looks for the object."""
    made = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.PieceInfo = one if stream is None else pdf.make_stream(stream, one)
        pdf.save(made)
    return PdfFileReader(made)


@pytest.mark.parametrize("what", ACTIVE)
def test_what_acts_is_found(what):
    assert not is_passive(read_with(ACTIVE[what]), 0)


@pytest.mark.parametrize("what", PASSIVE)
def test_what_does_nothing_may_stand_there(what):
    assert is_passive(read_with(PASSIVE[what]), 0)


@pytest.mark.parametrize("what", STREAMS)
def test_data_that_lead_elsewhere_are_found(what):
    assert not is_passive(read_with(STREAMS[what], b"x"), 0)
    assert is_passive(read_with(Dictionary(), b"x"), 0)


def test_what_is_too_deep_is_not_looked_at_for_ever():
    nested = Array([])
    for _ in range(80):
        nested = Array([nested])

    with pytest.raises(RecursionError):
        is_passive(read_with(nested), 0)
