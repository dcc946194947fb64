"""Spreadsheets: a right package, cells of their type, nothing that is calculated (OUT-01)."""

from datetime import date
from io import BytesIO
from itertools import islice
from zipfile import ZIP_STORED, ZipFile

import pytest
from lxml.etree import fromstring
from odfdo import Document

from cep_docs.rendering.ods import MEDIA_TYPE, spreadsheet

HEADS = ("Personne", "Jours", "Échéance")


def made(*rows, title="Dossiers"):
    return b"".join(spreadsheet(title, [HEADS, *rows]))


def cells(data):
    """(type, text, the attributes) of each cell of the second row."""
    root = fromstring(ZipFile(BytesIO(data)).read("content.xml"))
    row = root.findall(".//{*}table-row")[1]
    return [
        (cell.get(f"{{{cell.nsmap['office']}}}value-type"), "".join(cell.itertext()), cell.attrib)
        for cell in row
    ]


def test_the_package_is_sound_and_its_type_comes_first_as_it_is():
    data = made(("Zoé", 12, date(2020, 4, 3)))

    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(MEDIA_TYPE)] == MEDIA_TYPE.encode()


def test_an_ordinary_reader_finds_the_table_with_its_types():
    table = Document(BytesIO(made(("Zoé", 12, date(2020, 4, 3))))).body.tables[0]

    assert table.name == "Dossiers"
    assert table.get_values()[1] == ["Zoé", 12, date(2020, 4, 3)]


def test_empty_cells_are_empty():
    assert [kind for kind, _, _ in cells(made(("", None, 0)))] == [None, None, "float"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33", "-1", "@SUM(A1)", "＝1+1", "\t=1", '";=1', "'=1", "<b>&</b>", "of:=1"],
)
def test_a_text_stays_a_text_whatever_it_looks_like(text):
    ((kind, said, attributes), *_) = cells(made((text, 1, None)))

    assert (kind, said) == ("string", text)
    assert not [name for name in attributes if name.endswith(("formula", "}value"))]


def test_what_cannot_be_written_becomes_a_sign_that_says_so():
    ((_, said, _), *_) = cells(made(("a\x00b\x0b\ud800\ufffec", 1, None), title='"<&'))

    assert said == "a\ufffdb\ufffd\ufffd\ufffdc"


def test_it_is_given_out_while_it_is_made():
    taken = 0

    def rows():
        nonlocal taken
        for number in range(100_000):
            taken = number
            yield (f"{number * 7919 % 100_003}", number, None)

    pieces = spreadsheet("Tout", rows())

    assert sum(len(piece) for piece in islice(pieces, 3)) > 0
    assert taken < 50_000
