"""A document as a PDF: what stands on its pages, what is in the file, and that it is always so."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from cep_docs.demo.hard_texts import NAMES, long_list
from cep_docs.errors import Unusable
from cep_docs.rendering.document import EASY_READ, LARGE_PRINT
from cep_docs.rendering.pdf import check_logo, render_pdf
from tests.pdf_checks import faults, in_the_order_of_pages, read_aloud, run, squeezed
from tests.unit.rendering.pdf_documents import CONTENT, FACTS, FORM, LETTER, document, with_content

ADAPTATIONS = [(), (LARGE_PRINT,), (EASY_READ,), (LARGE_PRINT, EASY_READ)]
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4">'
    b'<rect width="9" height="4"/></svg>'
)


def png(size=(60, 20)):
    made = io.BytesIO()
    Image.new("RGBA", size, (13, 85, 104, 128)).save(made, "PNG")
    return made.getvalue()


def sizes(pdf):
    """The sizes of the letters on the pages, in points."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    found.add(round(float(operands[1]), 2))
    return found


def page_texts(pdf, folder):
    return run("pdftotext", "-layout", "PDF", "-", pdf=pdf, folder=folder).split("\f")[:-1]


class TestTheFile:
    @pytest.mark.parametrize("form", [FORM, LETTER], ids=["document", "letter"])
    @pytest.mark.parametrize("adaptations", ADAPTATIONS, ids="+".join)
    def test_is_an_archive_and_accessible_in_every_adaptation(self, form, adaptations, tmp_path):
        """R-014, R-064: PDF/A-3a and PDF/UA-1 in one file."""
        made = render_pdf(document(form, adaptations=frozenset(adaptations)))

        assert faults(made.pdf) == []
        run("qpdf", "--check", "PDF", pdf=made.pdf, folder=tmp_path)

    def test_is_the_same_each_time_even_in_another_process(self, tmp_path):
        code = (
            "import sys; from cep_docs.rendering.pdf import render_pdf;"
            "from tests.unit.rendering.pdf_documents import document;"
            "sys.stdout.buffer.write(render_pdf(document()).pdf)"
        )

        elsewhere = subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "7"},
        )

        assert render_pdf(document()).pdf == render_pdf(document()).pdf == elsewhere.stdout

    def test_is_dated_from_the_document(self):
        with pikepdf.open(io.BytesIO(render_pdf(document()).pdf)) as pdf:
            dates = {str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")}

        assert dates == {"D:20240208000000Z"}

    def test_says_its_title_its_author_and_what_it_is_about(self):
        with pikepdf.open(io.BytesIO(render_pdf(document()).pdf)) as pdf:
            said = {key: str(pdf.docinfo[f"/{key}"]) for key in ("Title", "Author", "Keywords")}

        assert said["Title"] == FORM.label
        assert said["Author"] == "CEP Occitanie, groupement d’exemple"
        assert FACTS["file_number"] in said["Keywords"]

    def test_has_a_bookmark_for_each_part(self):
        with (
            pikepdf.open(io.BytesIO(render_pdf(document()).pdf)) as pdf,
            pdf.open_outline() as outline,
        ):
            titles = [item.title for item in outline.root]

        assert titles[0] == "1. Projet"
        assert titles[-2:] == ["Mentions", "Signatures"]

    def test_made_by_eight_threads_is_as_made_by_one(self):
        documents = [with_content(project=f"Texte {number}") for number in range(24)]

        with ThreadPoolExecutor(8) as threads:
            together = list(threads.map(render_pdf, documents))

        assert together == [render_pdf(one) for one in documents]


class TestThePages:
    def test_all_say_the_mediator_the_contact_and_their_number(self, tmp_path):
        """R-058, C-38: in a zone that no layout can take."""
        pages = page_texts(render_pdf(document()).pdf, tmp_path)

        for number, page in enumerate(pages, 1):
            assert "mediateur@exemple.fr" in page
            assert "claire.demo@exemple.fr" in page
            assert f"Page {number} / {len(pages)}" in page

    def test_leave_room_for_a_contact_of_many_lines(self, tmp_path):
        long = replace(document(), facts={**FACTS, "referent_contact": "étage et couloir, " * 60})

        pages = page_texts(render_pdf(long).pdf, tmp_path)

        assert all(squeezed(page).count("étageetcouloir") >= 60 for page in pages)
        assert all("Page " in page.splitlines()[-1] for page in pages)

    def test_of_a_draft_say_so_and_nothing_can_be_signed(self, tmp_path):
        made = render_pdf(document(version=0))

        pages = page_texts(made.pdf, tmp_path)

        assert len(pages) > 1
        assert all("BROUILLON" in page.splitlines()[-2] for page in pages)
        assert "nesesignepasencore" in read_aloud(made.pdf, tmp_path)
        assert made.fields == ()
        with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
            assert "/AcroForm" not in pdf.Root

    def test_of_a_draft_without_a_word_show_what_is_to_be_filled_in(self, tmp_path):
        made = render_pdf(document(version=0, content={}))

        assert faults(made.pdf) == []
        assert read_aloud(made.pdf, tmp_path).count("Àremplir") == len(list(FORM.fields()))

    def test_of_a_version_pass_over_what_is_optional_and_empty(self, tmp_path):
        content = {key: value for key, value in CONTENT.items() if key != "words"}

        told = read_aloud(render_pdf(document(content=content)).pdf, tmp_path)

        assert "Cequejeveux" not in told
        assert "Avecmesmots" not in told

    def test_read_in_order(self, tmp_path):
        told = read_aloud(render_pdf(document()).pdf, tmp_path)

        expected = [
            "Projetprofessionnel",
            "Numérodedossier" + FACTS["file_number"],
            "1.Projet",
            "secrétairemédico-sociale",
            "Êtreutile,etrentreràlamaison",
            "Autresopérateursprésentésle8février2024",
            "DécisionPoursuivre",
            "Unappuiestsouhaité" + "Oui",
            "Budget1234,50€",
            "AideshumainesettechniquesSansobjet",
            "18janvier2024Àfaire",
            "Coûttotal8100€Financements7000€Resteàpayer1100€",
            "Acquise",
            "Neufansd'accueil.",
            "Àacquérir",
            "Médiateur.Encas",
            "Laconseillère",
            "Labénéficiaire",
        ]
        places = [told.find(words) for words in expected]
        assert -1 not in places
        assert places == sorted(places)

    @pytest.mark.parametrize("script", NAMES)
    def test_print_names_from_everywhere(self, script, tmp_path):
        facts = {**FACTS, "beneficiary_name": NAMES[script]}

        made = render_pdf(document(facts=facts))

        text = squeezed("".join(page_texts(made.pdf, tmp_path)))
        replaced = set(made.replaced)
        expected = "".join("□" if sign in replaced else sign for sign in NAMES[script])
        assert faults(made.pdf) == []
        assert squeezed(expected) in text.replace("\u202b", "").replace("\u202c", "")
        assert (script == "chinois") == bool(replaced)

    def test_do_not_run_what_is_written(self, tmp_path):
        """Data is never read as markup, nor as anything else."""
        text = '#panic("x") $ y $ \\u{41} [z] @ref <label> "q" // c /* d */ #sys.inputs `r` ~'

        made = render_pdf(with_content(project=text, place=text, words=text))

        assert faults(made.pdf) == []
        assert read_aloud(made.pdf, tmp_path).count(squeezed(text)) == 3


class TestLargePrint:
    def test_has_no_letter_under_sixteen_points(self):
        """R-014."""
        made = render_pdf(document(adaptations=frozenset({LARGE_PRINT}), annexes=[long_list(9)]))

        assert min(sizes(made.pdf)) >= 16

    def test_has_cards_where_there_were_tables(self):
        large = render_pdf(document(adaptations=frozenset({LARGE_PRINT}))).pdf

        assert tables(large) == 0
        assert tables(render_pdf(document()).pdf) == 4

    def test_leaves_larger_areas_to_write_in(self):
        large = render_pdf(document(adaptations=frozenset({LARGE_PRINT}))).fields[1]
        usual = render_pdf(document()).fields[1]

        assert high(large.mention) > high(usual.mention)
        assert high(large.date) > high(usual.date)


class TestTheEasyReadPage:
    def test_stands_first_and_says_who_to_call(self, tmp_path):
        """R-014: short sentences, what it is, what one signs, whom to ask."""
        first = page_texts(render_pdf(document(adaptations=frozenset({EASY_READ}))).pdf, tmp_path)[
            0
        ]

        assert "Ce document s’appelle" in first
        assert "Vous avez le droit de ne pas signer." in first
        assert FACTS["referent_contact"].split(",")[1] in first

    def test_is_not_put_before_a_layout_that_has_none(self, tmp_path):
        easy = document(LETTER, adaptations=frozenset({EASY_READ}))

        assert render_pdf(easy).pdf == render_pdf(document(LETTER)).pdf

    def test_does_not_speak_of_signing_where_nobody_signs(self, tmp_path):
        form = replace(FORM, signatories=())

        told = read_aloud(
            render_pdf(document(form, adaptations=frozenset({EASY_READ}))).pdf, tmp_path
        )

        assert "Signerveutdire" not in told


class TestALetter:
    def test_has_its_address_in_the_window_of_the_envelope(self, tmp_path):
        """At 105 mm from the left and 48 mm from the top."""
        pdf = render_pdf(document(LETTER)).pdf
        window = ["-x", "290", "-y", "130", "-W", "250", "-H", "80"]

        inside = run("pdftotext", *window, "PDF", "-", pdf=pdf, folder=tmp_path)

        assert inside.split("\n")[:3] == [
            "Sandrine Exemple",
            "12 rue de l’Invention",
            "31000 Exempleville",
        ]

    def test_has_a_subject_a_day_and_no_headings(self, tmp_path):
        told = read_aloud(render_pdf(document(LETTER)).pdf, tmp_path)

        assert "Le8février2024" in told
        assert "Objet:Nousavonsreçuvotreréclamation" in told
        assert "Cordialement,ClaireDémo" in told
        assert "Formule" not in told


class TestAnAnnex:
    def test_has_every_row_and_says_how_many(self, tmp_path):
        """R-082: the list is complete."""
        annex = long_list(700)

        made = render_pdf(document(annexes=[annex]))

        text = in_the_order_of_pages(made.pdf, tmp_path)
        assert all(squeezed(row[-1]) in text for row in annex.rows)
        assert "700organismes" in text
        assert "Lignes601à700" in text
        assert faults(made.pdf) == []

    def test_of_several_has_a_number_each(self, tmp_path):
        told = read_aloud(render_pdf(document(annexes=[long_list(1)] * 27)).pdf, tmp_path)

        assert "Annexe1:Organismes" in told
        assert "Annexe27:Organismes" in told


class TestTheLogo:
    @pytest.mark.parametrize("logo", [SVG, png(), png((900, 20))], ids=["svg", "png", "wide"])
    def test_is_printed(self, logo):
        made = render_pdf(document(logo=logo))

        check_logo(logo)
        assert faults(made.pdf) == []
        assert made.pdf != render_pdf(document()).pdf

    @pytest.mark.parametrize(
        ("logo", "reason"),
        [
            (b"GIF89a", "ni du SVG, ni du PNG"),
            (b"\xff\xd8\xff", "ni du SVG, ni du PNG"),
            (b"<svg", "abîmée"),
            (png()[:50], "abîmée"),
            (SVG + b" " * 1_048_576, "1 Mio"),
            (SVG.replace(b"<rect", b'<image href="http://localhost/a.png"/><rect'), "abîmée"),
            (SVG.replace(b"<rect", b'<image href="/etc/passwd"/><rect'), "abîmée"),
        ],
    )
    def test_that_cannot_be_printed_is_told_in_french(self, logo, reason):
        with pytest.raises(Unusable, match=reason):
            render_pdf(document(logo=logo))
        with pytest.raises(Unusable, match="réglage du logo"):
            check_logo(logo)


def test_marks_that_no_font_has_together_do_not_stop_it(tmp_path):
    made = render_pdf(with_content(project="Avant \u0596😍\u0335 après"))

    assert faults(made.pdf) == []
    assert set(made.replaced) == {"\u0596", "\u0335"}
    assert "Avant😍après" in read_aloud(made.pdf, tmp_path)


def tables(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(
            1
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Table"
        )


def high(rect):
    return rect[3] - rect[1]
