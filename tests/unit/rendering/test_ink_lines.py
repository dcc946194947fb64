"""What was drawn by hand, drawn again in pages and in the PDF (R-066, R-080)."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest

from cep_docs.rendering.ink_lines import SPOKEN, ink_lines, ink_picture
from cep_docs.rendering.pdf_stamp import Stamp, draw_stamp
from cep_docs.values.ink import parse_ink
from tests.pdf_checks import run

INK = parse_ink("100,100 500,300 900,100;500,50;100,200 900,200")
ROOM = (6.0, 3.0, 200.0, 31.0)


def test_the_picture_shows_each_stroke_and_is_cut_close():
    picture = ElementTree.fromstring(ink_picture(INK))

    paths = picture.findall(".//{*}path")
    assert [path.get("d") for path in paths] == [
        "M100,100Q500,300 700,200Q900,100 900,100",
        "M500,50Q500,50 501,50",
        "M100,200Q900,200 900,200",
    ]
    assert picture.get("viewBox") == "88 38 824 274"
    assert (picture.get("width"), picture.get("height")) == ("824", "274")


def test_the_lines_of_a_pdf_stay_in_their_room():
    told = ink_lines(INK, ROOM).decode()
    scale, move_x, move_y = (
        float(re.search(pattern, told)[1])
        for pattern in (r"q ([\d.]+) 0 0", r"([\d.-]+) [\d.-]+ cm", r"([\d.-]+) cm")
    )
    numbers = [
        tuple(map(float, pair))
        for line in told.splitlines()
        if line.endswith(" S")
        for pair in re.findall(r"([\d.]+) ([\d.]+)", line)
    ]

    across = [x * scale + move_x for x, _ in numbers]
    down = [move_y - y * scale for _, y in numbers]
    assert min(across) >= ROOM[0]
    assert max(across) <= ROOM[2]
    assert min(down) >= ROOM[1]
    assert max(down) <= ROOM[3]
    assert max(across) - min(across) == pytest.approx((900 - 100) * scale)


def test_the_words_that_stand_for_it_are_marked():
    pdf = draw_stamp(Stamp("Zoé Lefèvre", "le 3 février", SPOKEN, ("Simple",), INK), 230, 120)

    with pikepdf.open(BytesIO(pdf)) as opened:
        marked = [
            operands
            for operands, operator in pikepdf.parse_content_stream(opened.pages[0])
            if str(operator) == "BDC"
        ]
    assert [str(words["/Alt"]) for _, words in marked] == [SPOKEN]
    assert str(marked[0][1]["/Lang"]) == "fr-FR"


def test_the_same_drawing_gives_the_same_bytes():
    stamp = Stamp("Zoé Lefèvre", "le 3 février", SPOKEN, (), INK)

    assert draw_stamp(stamp, 230, 120) == draw_stamp(stamp, 230, 120)


def test_the_typed_mention_is_not_written_beside_a_drawing(tmp_path):
    typed = draw_stamp(Stamp("Zoé", "le 3 février", "Lu et approuvé"), 230, 120)
    drawn = draw_stamp(Stamp("Zoé", "le 3 février", "Lu et approuvé", (), INK), 230, 120)

    told = [run("pdftotext", "PDF", "-", pdf=pdf, folder=tmp_path) for pdf in (typed, drawn)]
    assert ["Lu et approuvé" in text for text in told] == [True, False]
    assert all("le 3 février" in text for text in told)
