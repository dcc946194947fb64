"""Codes on scanned pages: how many are read, and how long it takes (R-072)."""

import random
import time
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from cep_docs.errors import Invalid, Refused
from cep_docs.intake import scans
from cep_docs.intake.scans import AT_A_TIME, Kept, marked_copy, pictures_of, read_pages
from cep_docs.intake.taking_in import take_in
from cep_docs.rendering.paper_codes import ReplySheet, print_to_sign
from cep_docs.values.page_codes import PageCode
from tests.people import RULES
from tests.unit.intake.makers import pdf_file, script
from tests.unit.intake.scanning import Scanner

SHEET = ReplySheet("Cap Métiers", "Essai", ["1 rue du Port"], "", "", "Une difficulté ?")


def document(pages):
    """Blank A4 pages are enough: what is read is the code."""
    target = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595.28, 841.89))
            lines = "".join(f"72 {700 - 20 * at} 400 9 re f " for at in range(number % 20 + 5))
            page.contents_add(lines.encode())
        pdf.save(target)
    return target.getvalue()


@pytest.fixture(scope="module")
def paper():
    code = PageCode("4G200201000001", "professional_project", "12", "0123456789abcdef", 1, 1, 2)
    return print_to_sign(document(6), code, SHEET)


def read_all(data, pages):
    found = []
    for first in range(1, pages + 1, AT_A_TIME):
        found += read_pages(data, first)
    return found


@pytest.mark.slow
def test_a_hundred_pages_crooked_noisy_and_pressed_hard_are_all_read_r_072(paper):
    scanner, luck = Scanner(7), random.Random(7)
    wanted = [(luck.randint(2, 13), luck.choice((0, 90, 180, 270))) for _ in range(100)]
    pictures = [scanner.page(paper, number, turn) for number, turn in wanted]
    batches = [scanner.batch(pictures[at : at + 25]) for at in range(0, 100, 25)]

    begun = time.perf_counter()
    found = [page for data in batches for page in read_all(data, 25)]
    reading = time.perf_counter() - begun

    read = [PageCode.read(page.codes[0]) if page.codes else None for page in found]
    right = [
        code is not None and (code.copy, code.page) == copy_and_page(number)
        for code, (number, _) in zip(read, wanted, strict=True)
    ]
    turned = [(turn + page.turn) % 360 for page, (_, turn) in zip(found, wanted, strict=True)]
    drawing = seconds_to_draw(batches)
    assert sum(right) >= 99
    assert turned.count(0) >= 99
    # Twice is usual: a process apart for ten pages, and looking for the codes.
    assert reading / drawing < 6


def copy_and_page(number):
    """The sheet, six pages to send back, six to keep."""
    return (2, number - 1) if number <= 7 else (1, number - 7)


def seconds_to_draw(batches):
    begun = time.perf_counter()
    for data in batches:
        for page in pypdfium2.PdfDocument(data):
            page.render(scale=200 / 72, grayscale=True).to_pil()
    return time.perf_counter() - begun


def test_blank_sheets_are_told_from_pages_without_a_code():
    scanner = Scanner()
    written = scanner.blank()
    written.paste(60, (300, 300, 900, 340))
    data = scanner.batch([scanner.blank(), written])

    first, second = read_pages(data, 1)

    assert (first.blank, second.blank) == (True, False)
    assert first.codes == second.codes == ()


def test_a_page_without_a_code_gets_a_second_look_and_is_told_unread():
    scanner = Scanner()
    written = scanner.blank()
    written.paste(60, (300, 300, 900, 340))

    [page] = scans.read(scanner.batch([written]), {"first": "1", "count": "1"})[0]["pages"]

    assert page == {"number": 1, "codes": [], "turn": 0, "blank": False}


def test_reading_stops_at_the_last_page(paper):
    scanner = Scanner()
    data = scanner.batch([scanner.page(paper, 2), scanner.page(paper, 3)])

    assert [page.number for page in read_pages(data, 2)] == [2]
    assert read_pages(data, 3) == []


def test_a_copy_is_upright_in_the_order_that_is_asked(paper):
    scanner = Scanner(crooked=0)
    data = scanner.batch([scanner.page(paper, 3, 90), scanner.page(paper, 2, 180)])
    read = {page.number: page.turn for page in read_pages(data, 1)}

    copy = marked_copy(data, [Kept(2, read[2]), Kept(1, read[1])], "du 3 mars 2020")

    again = [PageCode.read(page.codes[0]).page for page in read_pages(copy, 1)]
    turns = [page.turn for page in read_pages(copy, 1)]
    assert (again, turns) == ([1, 2], [0, 0])


def test_a_copy_holds_pictures_and_nothing_else_of_the_file(paper):
    scanner = Scanner()
    data = scanner.batch([scanner.page(paper, 2)])

    with pikepdf.Pdf.open(BytesIO(marked_copy(data, [Kept(1, 0)], ""))) as pdf:
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
        [image] = pdf.pages[0].Resources.XObject.values()
        assert image.Filter == "/DCTDecode"


def test_a_picture_to_look_at_is_small(paper):
    scanner = Scanner()
    data = scanner.batch([scanner.page(paper, 2)])

    [picture] = pictures_of(data, [Kept(1, 0)])

    assert picture.startswith(b"\xff\xd8")
    assert len(picture) < 400_000


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_pdf_is_refused_in_french(data):
    for task in (lambda: read_pages(data, 1), lambda: pictures_of(data, [Kept(1, 0)])):
        with pytest.raises((Invalid, Refused)):
            task()


def test_a_batch_that_does_something_is_cleaned_or_refused_as_pieces_are():
    received = take_in(BytesIO(pdf_file(OpenAction=script())), "lot.pdf", RULES.attachments.limits)

    assert received.removed


def test_an_enormous_page_is_drawn_no_larger_than_it_may():
    target = BytesIO()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.save(target)

    [page] = scans.read(target.getvalue(), {"first": "1", "count": "1"})[0]["pages"]

    assert page["blank"]


def test_the_process_apart_draws_upright_pages_and_marks_copies(paper):
    """The same functions here, without their process."""
    scanner = Scanner(crooked=0)
    data = scanner.batch([scanner.page(paper, 2, 180), scanner.blank()])

    turns = [page["turn"] for page in scans.read(data, {"first": "1", "count": "9"})[0]["pages"]]
    _, [picture] = scans.draw_pictures(data, {"pages": "1:180", "width": "600"})
    _, [copy] = scans.draw_copies(data, {"pages": "1:180", "told": "Faite le 3 mars 2020"})

    assert turns == [180, 0]
    assert picture[:2] == copy[:2] == b"\xff\xd8"
    with pytest.raises(Invalid):
        scans.read(b"no pdf", {"first": "1", "count": "1"})
