"""Every byte behind a signature is part of something that a table names (security-bar § 6)."""

from functools import cache
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.signing.pdf_changes import adds_proofs, is_exact


@cache
def begun(*, compressed):
    """A page, its table of places in clear or in a stream."""
    made = BytesIO()
    mode = "generate" if compressed else "disable"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode[mode])
    return made.getvalue()


def updated(pdf, key="/Added", *, together=False):
    """With an object more; `together`: inside of another one."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    holder = writer.prepare_object_stream() if together else None
    one = generic.DictionaryObject({pdf_name("/Said"): generic.pdf_string("oui")})
    writer.root[pdf_name(key)] = writer.add_object(one, obj_stream=holder)
    writer.update_root()
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def exact(pdf, covered):
    return is_exact(pdf, PdfFileReader(BytesIO(pdf)), 0, covered)


@pytest.mark.parametrize("compressed", [False, True], ids=["in clear", "in streams"])
def test_what_signing_adds_is_exact(compressed):
    first = begun(compressed=compressed)
    twice = updated(updated(first), "/Other", together=compressed)

    assert exact(first, len(first))
    assert exact(twice, len(first))
    assert exact(twice + b"\n\n", len(first))


@pytest.mark.parametrize("compressed", [False, True], ids=["in clear", "in streams"])
def test_nothing_hides_around_it(compressed):
    first = begun(compressed=compressed)
    pdf = updated(first)

    assert not exact(pdf + b"words", len(first))
    assert not exact(pdf, len(first) - 2)
    assert not exact(updated(first + b"% words\n"), len(first))


def test_nothing_hides_before_the_table():
    first = begun(compressed=False)
    pdf = updated(first)
    at = pdf.rindex(b"xref\n", 0, pdf.rindex(b"trailer"))
    moved = pdf[:at] + b"% words\n" + pdf[at:].replace(b"%d\n" % at, b"%d\n" % (at + 8))

    assert not exact(moved, len(first))


def test_nothing_hides_behind_the_table():
    first = begun(compressed=False)
    pdf = updated(first)
    at = pdf.rindex(b"startxref")

    assert not exact(pdf[:at] + b"% words\n" + pdf[at:], len(first))


def test_an_object_that_does_not_end_is_an_error():
    first = begun(compressed=False)
    pdf = updated(first)
    at = pdf.rindex(b"endobj")

    with pytest.raises(PdfReadError, match="does not end"):
        exact(pdf[:at] + b"% word" + pdf[at + 6 :], len(first))


def test_proofs_are_those_of_the_place_where_proofs_are():
    first = begun(compressed=False)
    proven = updated(updated(first, "/DSS"), "/Other")

    said = [adds_proofs(PdfFileReader(BytesIO(proven)), revision) for revision in range(3)]

    assert said == [False, True, False]


def test_each_end_names_its_own_table():
    first = begun(compressed=False)
    middle = updated(first)
    pdf = updated(middle, "/Other")
    at = middle.rindex(b"\n%%EOF") - 1
    misled = pdf[:at] + (b"1" if pdf[at : at + 1] != b"1" else b"2") + pdf[at + 1 :]

    assert exact(pdf, len(first))
    assert not exact(misled, len(first))
