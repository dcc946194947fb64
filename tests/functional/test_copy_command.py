"""cep-docs copy: a draft out as a Word file, and back (R-054)."""

import json

import pytest

from cep_docs.app import opened
from cep_docs.cli.copy import copy
from cep_docs.demo.making import Plan, make_demo
from cep_docs.errors import Invalid, NotPossible
from cep_docs.storage.instance import find
from tests.people import RULES
from tests.unit.rendering.word_edits import changed, paragraph_with

TEXT = "Un texte que l'on reconnaît."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copies") / "instance"
    make_demo(folder, Plan(12), RULES, lambda done, total: None)
    return folder


@pytest.fixture(scope="module")
def place(folder):
    """A number whose draft is being written, and the login of its referent."""
    assert find(folder)
    with opened(folder) as application, application.reading() as tools:
        for person in tools.site.beneficiaries:
            for course in person:
                for unit in course:
                    draft = unit.deliverable
                    written = draft is not None and draft.state == "draft"
                    if written and draft.kind == "professional_project":
                        return unit.number, course.referent
    raise LookupError("no draft in the demonstration")


@pytest.fixture
def said(folder, capsys):
    def run(name, *arguments):
        told = [name, "--folder", str(folder), *map(str, arguments)]
        copy.main(told, prog_name="cep-docs copy", standalone_mode=False)
        return capsys.readouterr().out

    return run


@pytest.fixture
def out(said, place, tmp_path):
    number, login = place
    target = tmp_path / "copie.docx"
    told = said("out", "--as", login, number, target)
    assert "document de travail" in told
    return target


def test_a_copy_nobody_touched_brings_nothing_back(said, out, place):
    number, login = place

    told = said("in", "--as", login, number, out)

    assert told.strip() == "Aucune rubrique reprise."


def test_looking_changes_nothing_and_bringing_back_does(said, out, place, tmp_path):
    number, login = place
    edited = tmp_path / "rendue.docx"
    answer = '<w:p><w:pPr><w:pStyle w:val="CepAnswer"/>'
    new = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
    edited.write_bytes(changed(out.read_bytes(), answer, new + answer))

    looked = said("in", "--as", login, "--look", number, edited)
    brought = json.loads(said("in", "--as", login, "--json", number, edited))
    again = said("in", "--as", login, number, edited)

    assert "changé dans la copie." in looked
    assert "Rien n'a été repris" in looked
    assert len(brought["taken"]) == 1
    assert brought["aside"] == []
    assert again.strip() == "Aucune rubrique reprise."


def test_what_somebody_changed_since_is_kept_aside(said, out, place, tmp_path):
    number, login = place
    answer = '<w:p><w:pPr><w:pStyle w:val="CepAnswer"/>'
    for words in ("Premier.", "Second."):
        new = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        edited = tmp_path / f"{words}docx"
        edited.write_bytes(changed(out.read_bytes(), answer, new + answer))

    said("in", "--as", login, number, tmp_path / "Premier.docx")
    told = said("in", "--as", login, number, tmp_path / "Second.docx")

    assert "changé dans la copie et dans le dossier." in told
    assert "Son texte reste en place" in told
    assert "Aucune rubrique reprise." in told


def test_a_title_that_is_gone_is_told(said, out, place, tmp_path):
    number, login = place
    data = out.read_bytes()
    edited = tmp_path / "abimee.docx"
    edited.write_bytes(changed(data, paragraph_with(data, 'w:name="cep_'), ""))

    told = said("in", "--as", login, number, edited)

    assert "n'est plus dans la copie" in told


def test_only_the_headings_asked_for_are_brought_back(said, out, place, tmp_path):
    number, login = place
    answer = '<w:p><w:pPr><w:pStyle w:val="CepAnswer"/>'
    edited = tmp_path / "rendue.docx"
    new = "<w:p><w:r><w:t>Autre chose.</w:t></w:r></w:p>"
    edited.write_bytes(changed(out.read_bytes(), answer, new + answer))

    told = json.loads(said("in", "--as", login, "--heading", "nowhere", "--json", number, edited))

    assert told["taken"] == []


def test_a_file_that_is_no_copy_is_refused(said, place, tmp_path):
    number, login = place
    foreign = tmp_path / "autre.docx"
    foreign.write_bytes(b"rien")

    with pytest.raises(Invalid, match="n'est pas accepté"):
        said("in", "--as", login, number, foreign)


def test_a_file_larger_than_any_copy_is_refused_at_once(said, place, tmp_path):
    number, login = place
    large = tmp_path / "grand.docx"
    with large.open("wb") as stream:
        stream.truncate(20 * 2**20 + 1)

    with pytest.raises(Invalid, match="20 Mio"):
        said("in", "--as", login, number, large)


def test_the_copy_of_another_file_is_refused(said, out, place, folder):
    number, login = place
    with opened(folder) as application, application.reading() as tools:
        others = [
            unit.number
            for person in tools.site.beneficiaries
            for course in person
            for unit in course
            if course.referent == login and unit.deliverable is not None and unit.number != number
        ]

    with pytest.raises(NotPossible, match="autre"):
        said("in", "--as", login, others[0], out)


def test_a_copy_is_written_as_docx_only(said, place, tmp_path):
    number, login = place

    with pytest.raises(Invalid, match="docx"):
        said("out", "--as", login, number, tmp_path / "copie.odt")
