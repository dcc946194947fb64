"""What goes to the printer: the stored page with its code, on both copies (R-072)."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from cep_docs.rendering.document import LARGE_PRINT
from cep_docs.rendering.paper_codes import ReplySheet, count_pages, print_to_sign
from cep_docs.rendering.papers import on_paper
from cep_docs.values.page_codes import PageCode
from tests.unit.rendering.pdf_documents import document

SHEET = ReplySheet(
    operator="Cap Métiers Loire",
    document="État des lieux partagé",
    to=["Agence de Nantes", "12 quai de la Fosse", "44000 Nantes"],
    before="À dater et à renvoyer avant le 3 avril 2020.",
    help="Une question ? Alice Martin, 02 40 00 00 00",
    mediator="Une difficulté ? Vous pouvez saisir gratuitement le médiateur.",
)
CODE = PageCode("4G200201000001", "shared_assessment", "1", "0123456789abcdef", 1, 1, 2)


def codes_of(pdf):
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=150 / 72, grayscale=True).to_pil()
        [code] = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        found.append(PageCode.read(code.text))
    return found


@pytest.fixture(scope="module", params=["ordinary", "large"])
def stored(request):
    adaptations = frozenset({LARGE_PRINT} if request.param == "large" else ())
    return on_paper(document(adaptations=adaptations))["pdf"]


def test_every_page_of_both_copies_has_its_own_code_r_072(stored):
    printed = print_to_sign(stored, CODE, SHEET)

    pages = count_pages(stored)
    numbers = [(code.copy, code.page) for code in codes_of(printed)]
    assert numbers == [(2, page) for page in range(pages + 1)] + [
        (1, page) for page in range(1, pages + 1)
    ]
    assert {code.paper for code in codes_of(printed)} == {CODE.paper}


def test_the_words_stay_selectable_and_the_code_is_written_below_for_people(stored):
    before = pypdfium2.PdfDocument(stored)[0].get_textpage().get_text_bounded()

    printed = pypdfium2.PdfDocument(print_to_sign(stored, CODE, SHEET))

    text = printed[1].get_textpage().get_text_bounded()
    assert set(before.split()) <= set(text.split())
    assert "Page 1 /" in text
    assert "À renvoyer" in text
    assert "0123 4567" in " ".join(text.split())


def test_no_code_covers_a_word(stored):
    page = pypdfium2.PdfDocument(stored)[0]
    width, height = page.get_size()

    for number in range(count_pages(stored)):
        text = pypdfium2.PdfDocument(stored)[number].get_textpage()
        there = text.get_text_bounded(left=width - 62, bottom=height - 62, right=width, top=height)
        assert there.strip() == ""


def test_nothing_on_paper_can_be_clicked_or_filled(stored):
    with pikepdf.Pdf.open(BytesIO(print_to_sign(stored, CODE, SHEET))) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert all("/Annots" not in page.obj for page in pdf.pages)


def test_the_reply_sheet_says_three_things_and_where_to_send_r_058(stored):
    printed = pypdfium2.PdfDocument(print_to_sign(stored, CODE, SHEET))

    text = " ".join(printed[0].get_textpage().get_text_bounded().split())
    for words in ("Lisez le document", "Signez les deux", "Renvoyez", "44000 Nantes", "médiateur"):
        assert words in text
