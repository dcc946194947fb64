"""cep-docs attachment, from the shell: what it says, its JSON, its exit status (R-035, R-122)."""

import io
import json
import stat

import pytest
from PIL import Image

from cep_docs.cli.main import main
from cep_docs.demo.making import Plan, make_demo
from tests.people import RULES
from tests.unit.intake.makers import docx_file, pdf_file, script, zip_bomb

ALICE = ("--as", "alice.martin")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attachments") / "instance"
    make_demo(folder, Plan(8), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


@pytest.fixture
def cep(made, run):
    """A command of the group on the demonstration."""
    return lambda name, *arguments: run("attachment", name, "--folder", made, *arguments)


@pytest.fixture
def number(made, run):
    """A running file of alice."""
    _, said, _ = run("caseload", "--folder", made, "alice.martin", "--json")
    return json.loads(said)[0]["number"]


@pytest.fixture
def write(tmp_path):
    def write(name, data):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


@pytest.fixture
def letter(cep, number, write):
    """The name of a piece that was added."""
    said = cep("add", *ALICE, "--kind", "letter", "--json", number, write("a.pdf", pdf_file(2)))
    return json.loads(said[1])["name"]


def test_a_piece_is_added_listed_and_taken(cep, number, write, tmp_path):
    source = write("lettre de zoé.pdf", pdf_file())

    status, said, _ = cep("add", *ALICE, "--kind", "letter", "--title", "Lettre", number, source)
    name = said.split()[1]
    listed = json.loads(cep("list", *ALICE, number, "--json")[1])
    taken = cep("get", *ALICE, number, name, tmp_path / "copie.pdf")

    assert status == 0
    assert said == f"Pièce {name} versée au dossier : « Lettre ».\n"
    assert [row["file"] for row in listed if row["name"] == name] == ["lettre de zoé.pdf"]
    assert taken[:2] == (0, f"Pièce écrite dans {tmp_path}/copie.pdf.\n")
    assert (tmp_path / "copie.pdf").read_bytes() == pdf_file()
    assert stat.S_IMODE((tmp_path / "copie.pdf").stat().st_mode) == 0o600


def test_what_was_taken_out_is_said(cep, number, write):
    source = write("actif.pdf", pdf_file(OpenAction=script()))

    _, said, _ = cep("add", *ALICE, "--kind", "letter", number, source)

    assert said.splitlines()[1] == (
        "Pour votre sécurité, en ont été retirés : des programmes JavaScript, des actions "
        "automatiques."
    )


def test_a_table_for_people(cep, number, letter):
    _, said, _ = cep("list", *ALICE, number)

    assert letter in said
    assert "Courrier" in said


def test_a_file_without_pieces_says_so(cep, run, made):
    _, said, _ = run("caseload", "--folder", made, "alice.martin", "--json")
    other = json.loads(said)[-1]["number"]

    assert cep("list", *ALICE, other)[:2] == (0, "Aucune pièce dans ce dossier.\n")


def test_a_copy_never_writes_over_something(cep, number, letter, write):
    there = write("already.pdf", b"precious")

    status, _, besides = cep("get", *ALICE, number, letter, there)

    assert status == 1
    assert "Rien n'a été modifié." in besides
    assert there.read_bytes() == b"precious"


def test_the_pages_are_drawn_in_a_new_folder(cep, number, letter, tmp_path):
    status, said, _ = cep("preview", *ALICE, number, letter, tmp_path / "pages")

    pages = sorted((tmp_path / "pages").iterdir())
    assert (status, said) == (0, f"2 pages dessinées dans {tmp_path}/pages.\n")
    assert [page.name for page in pages] == ["001.png", "002.png"]
    assert Image.open(io.BytesIO(pages[0].read_bytes())).width == 900


def test_a_text_has_no_preview_and_that_is_said(cep, number, write, tmp_path):
    source = write("a.docx", docx_file())
    said = cep("add", *ALICE, "--kind", "resume", "--json", number, source)[1]

    status, told, _ = cep("preview", *ALICE, number, json.loads(said)["name"], tmp_path / "no")

    assert (status, told.startswith("Un texte ODT ou DOCX n'a pas d'aperçu")) == (0, True)
    assert not (tmp_path / "no").exists()


def test_a_piece_is_set_aside_and_taken_up_again(cep, number, letter):
    def because():
        rows = json.loads(cep("list", *ALICE, number, "--json")[1])
        return next(row["set_aside_because"] for row in rows if row["name"] == letter)

    away = cep("set-aside", *ALICE, "--because", "Versée deux fois.", number, letter)
    assert (away[:2], because()) == ((0, f"Pièce {letter} mise de côté.\n"), "Versée deux fois.")

    back = cep("restore", *ALICE, "--because", "La bonne.", number, letter)
    assert (back[:2], because()) == ((0, f"Pièce {letter} reprise.\n"), "")


@pytest.mark.parametrize(
    ("kind", "name", "data", "said"),
    [
        ("letter", "a.docx", zip_bomb(), "il est démesuré"),
        ("letter", "a.exe", b"MZ", "seuls les fichiers PDF, ODT, DOCX, PNG et JPEG"),
        ("secret", "a.pdf", pdf_file(), "Cette nature de pièce n'existe pas"),
        ("assessment_synthesis", "a.pdf", pdf_file(), "qu'avec l'accord de la personne"),
        ("assessment_conclusions", "a.pdf", pdf_file(), "n'appartiennent qu'à la personne"),
        ("psychometric_test", "a.pdf", pdf_file(), "habilitation"),
    ],
)
def test_a_refusal_is_one_sentence_and_nothing_is_kept(kind, name, data, said, cep, number, write):
    before = cep("list", *ALICE, number, "--json")[1]

    status, out, besides = cep("add", *ALICE, "--kind", kind, number, write(name, data))

    assert (status, out) == (1, "")
    assert said in besides
    assert "Traceback" not in besides
    assert cep("list", *ALICE, number, "--json")[1] == before


def test_somebody_else_is_told_that_there_is_no_such_file(cep, number, letter, write, tmp_path):
    somebody = ("--as", "gaelle.rio")

    answers = [
        cep("add", *somebody, "--kind", "letter", number, write("a.pdf", pdf_file())),
        cep("list", *somebody, number),
        cep("get", *somebody, number, letter, tmp_path / "no.pdf"),
        cep("list", *ALICE, "4G230121999999"),
        cep("get", *ALICE, number, "nothing", tmp_path / "no.pdf"),
    ]

    assert {status for status, _, _ in answers} == {1}
    assert len({besides.splitlines()[-1] for _, _, besides in answers}) == 1
    assert not (tmp_path / "no.pdf").exists()


def test_a_file_that_is_not_there(cep, number, tmp_path):
    status, _, besides = cep("add", *ALICE, "--kind", "letter", number, tmp_path / "absent.pdf")

    assert status == 1
    assert "absent.pdf" in besides
