"""PDF pieces: kept as they are, cleaned, or refused; never changed when signed (FIC-05)."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, String

from cep_docs.errors import Invalid
from cep_docs.intake.pdf import inspect
from cep_docs.intake.pdf_again import reads_the_same
from cep_docs.intake.pdf_parts import (
    ACTIONS,
    EXTERNAL,
    FILES,
    FORMS,
    LINKS,
    MEDIA,
    SCRIPTS,
    found_parts,
)
from tests.unit.intake.makers import (
    annotated,
    embedded,
    pdf_file,
    pdf_with,
    saved,
    script,
    signed_pdf,
    with_embedded_file,
)

OPTIONS = {"pages": "200"}


def looked_at(data):
    said, blobs = inspect(data, OPTIONS)
    return said, blobs[0] if blobs else None


def refused(data) -> str:
    with pytest.raises(Invalid) as refusal:
        inspect(data, OPTIONS)
    return refusal.value.messages["file"]


def with_form(**form) -> bytes:
    return pdf_file(AcroForm=Dictionary(Fields=Array([]), **form))


def with_scripts_by_name() -> bytes:
    names = Array([String("a"), script()])
    return pdf_file(Names=Dictionary(JavaScript=Dictionary(Names=names)))


def with_associated_file() -> bytes:
    pdf = pdf_with()
    pdf.Root.AF = Array([embedded(pdf)])
    return saved(pdf)


def with_stream_elsewhere() -> bytes:
    pdf = pdf_with()
    stream = pdf.make_stream(b"0 0 1 1 re f")
    stream["/F"] = Dictionary(FS=Name.URL, F=String("http://example.org/a"))
    pdf.pages[0].Contents = stream
    return saved(pdf)


def with_chain(kind: str) -> bytes:
    """A harmless link, followed by another act."""
    step = Dictionary(S=Name(kind), F=String("cmd.exe"))
    return annotated(A=Dictionary(S=Name.GoTo, D=Array([0]), Next=Array([step])))


# What it is, the file, what is found in it.
ACTIVE = {
    "a script when it opens": (pdf_file(OpenAction=script()), [SCRIPTS, ACTIONS]),
    "scripts by name": (with_scripts_by_name(), [SCRIPTS]),
    "a script on a page": (
        annotated(AA=Dictionary(E=script())),
        [SCRIPTS, ACTIONS],
    ),
    "an act hidden beside another key": (
        annotated(AA=Dictionary(E=Dictionary(S=Name.Named, N=Name.Print), Zz=1)),
        [ACTIONS],
    ),
    "a script that says it is a heading": (
        annotated(A=Dictionary(Type=Name.StructElem, P=1, S=Name.JavaScript, JS=String("x"))),
        [SCRIPTS],
    ),
    "a program launched": (annotated(A=Dictionary(S=Name.Launch, F=String("a.exe"))), [LINKS]),
    "a form sent away": (
        annotated(A=Dictionary(S=Name.SubmitForm, F=String("http://example.org"))),
        [ACTIONS],
    ),
    "data imported": (annotated(A=Dictionary(S=Name.ImportData, F=String("a.fdf"))), [ACTIONS]),
    "another file": (annotated(A=Dictionary(S=Name.GoToR, F=String("b.pdf"))), [LINKS]),
    "an embedded file opened": (annotated(A=Dictionary(S=Name.GoToE)), [LINKS]),
    "a chain of acts": (with_chain("/Launch"), [LINKS]),
    "a link to the disk": (
        annotated(A=Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))),
        [LINKS],
    ),
    "a link that is a script": (
        annotated(A=Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))),
        [LINKS],
    ),
    "a link that is none": (
        annotated(A=Dictionary(S=Name.URI, URI=String("http://[bad"))),
        [LINKS],
    ),
    "a file inside": (with_embedded_file(), [FILES]),
    "an associated file": (with_associated_file(), [FILES]),
    "a file on a page": (annotated(Subtype=Name.FileAttachment), [FILES]),
    "rich media": (
        annotated(Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=Dictionary())),
        [MEDIA],
    ),
    "a film": (annotated(Subtype=Name.Screen, A=Dictionary(S=Name.Rendition)), [MEDIA]),
    "a script in another act": (
        annotated(A=Dictionary(S=Name.Hide, JS=String("x"))),
        [SCRIPTS],
    ),
    "a form of forms": (with_form(XFA=String("<xdp/>")), [FORMS]),
    "a page from elsewhere": (
        pdf_file(PieceInfo=Dictionary(Ref=Dictionary(F=String("b.pdf"), Page=0))),
        [EXTERNAL],
    ),
}


class TestActive:
    @pytest.mark.parametrize("what", ACTIVE)
    def test_what_it_does_is_taken_out_and_what_is_read_stays(self, what):
        data, parts = ACTIVE[what]

        said, cleaned = looked_at(data)

        assert said == {"pages": 1, "removed": parts}
        with pikepdf.open(io.BytesIO(cleaned)) as pdf:
            assert found_parts(pdf) == []
            assert pdf.pages[0].Contents.read_bytes() == b"0 0 100 50 re f"
        for word in (b"/JS", b"/Launch", b"/EmbeddedFile", b"MZ a program", b"/SubmitForm"):
            assert word not in cleaned

    @pytest.mark.parametrize("what", ACTIVE)
    def test_a_cleaned_file_is_not_cleaned_again(self, what):
        _, cleaned = looked_at(ACTIVE[what][0])

        assert looked_at(cleaned) == ({"pages": 1}, None)

    def test_what_cannot_be_taken_out_is_refused(self):
        assert "du contenu pris ailleurs, et cela ne s'enlève pas" in refused(
            with_stream_elsewhere()
        )

    def test_a_form_made_by_a_program_is_refused(self):
        data = pdf_file(
            AcroForm=Dictionary(Fields=Array([]), XFA=String("<xdp/>")), NeedsRendering=True
        )

        assert "XFA" in refused(data)

    def test_a_portfolio_is_refused(self):
        assert "porte-documents" in refused(pdf_file(Collection=Dictionary()))


class TestPassive:
    @pytest.mark.parametrize(
        "data",
        [
            pdf_file(3),
            pdf_file(OpenAction=Array([0, Name.Fit])),
            pdf_file(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
            annotated(A=Dictionary(S=Name.URI, URI=String("https://mon-cep.org"))),
            annotated(A=Dictionary(S=Name.URI, URI=String("mailto:zoe@courriel.fr"))),
            with_form(),
        ],
        ids=["plain", "opens on a page", "goes to a page", "web", "mail", "form"],
    )
    def test_what_is_only_read_is_kept_byte_for_byte(self, data):
        said, cleaned = looked_at(data)

        assert "removed" not in said
        assert cleaned is None

    def test_a_font_may_be_called_like_a_script(self):
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        pdf = pdf_with()
        fonts = Dictionary(JS=font, AA=font, EF=font, JavaScript=font)
        pdf.pages[0].Resources = Dictionary(Font=fonts)

        assert looked_at(saved(pdf)) == ({"pages": 1}, None)


class TestSigned:
    def test_a_passive_one_is_kept_byte_for_byte(self):
        assert looked_at(signed_pdf()) == ({"pages": 1}, None)

    def test_an_active_one_is_refused_not_cleaned(self):
        said = refused(signed_pdf(OpenAction=script()))

        assert "il est signé et contient : des programmes JavaScript" in said
        assert "Un fichier signé ne se modifie pas." in said

    def test_a_signature_without_a_field_counts_as_well(self):
        value = Dictionary(ByteRange=Array([0, 1, 2, 3]), Contents=String("0"))
        data = pdf_file(Perms=Dictionary(UR3=value), OpenAction=script())

        assert "il est signé" in refused(data)


class TestRefused:
    @pytest.mark.parametrize("password", ["", "secret"])
    def test_an_encrypted_one(self, password):
        data = saved(pdf_with(), encryption=Encryption(owner="proprietaire", user=password))

        assert "mot de passe" in refused(data)

    @pytest.mark.parametrize(
        "data",
        [
            pdf_file()[:-100],
            pdf_file()[:-3],
            pdf_file() + b"<script>",
            pdf_file().replace(b"startxref\n", b"startxref\n1"),
            b"%PDF-1.7\n%%EOF",
            b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>\n%%EOF",
        ],
        ids=["cut", "cut a little", "more", "lost", "nothing", "no table"],
    )
    def test_a_damaged_one(self, data):
        assert "abîmé" in refused(data)

    def test_one_without_a_page(self):
        assert "aucune page" in refused(pdf_file(0))

    def test_one_with_too_many_pages(self):
        with pytest.raises(Invalid, match="plus de 2 pages"):
            inspect(pdf_file(3), {"pages": "2"})

        assert inspect(pdf_file(2), {"pages": "2"})[0] == {"pages": 2}

    def test_pages_that_hold_one_another(self):
        pdf = pdf_with()
        pdf.Root.Pages.Kids = Array([pdf.Root.Pages])

        assert refused(saved(pdf))


class TestASecondReader:
    """pypdf reads after pikepdf: what one of them does not see is not taken in."""

    def test_reads_what_the_first_one_read(self):
        assert reads_the_same(pdf_file(3), 3)
        assert reads_the_same(pdf_file(1, OpenAction=Array([Name.XYZ])), 1)

    @pytest.mark.parametrize(
        "data",
        [
            pdf_file(2),
            pdf_file(1, OpenAction=script()),
            pdf_file(1, AA=Dictionary(WC=script())),
            pdf_file(1, Names=Dictionary(JavaScript=Dictionary())),
            saved(pdf_with(1), encryption=Encryption(owner="a", user="")),
            b"%PDF-1.7\n%%EOF",
        ],
        ids=["pages", "opening", "closing", "names", "encrypted", "nothing"],
    )
    def test_sees_what_the_first_one_would_have_missed(self, data):
        assert not reads_the_same(data, 1)

    def test_is_asked_before_a_file_is_taken_in(self, monkeypatch):
        monkeypatch.setattr("cep_docs.intake.pdf.reads_the_same", lambda data, pages: False)

        assert "deux lecteurs" in refused(pdf_file())
        assert "deux lecteurs" in refused(pdf_file(OpenAction=script()))
