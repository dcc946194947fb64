"""cep-docs scans, from the shell: what it says, its JSON, its exit status (R-072, R-073)."""

import json

import pytest

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.demo.making import Plan, make_demo
from cep_docs.lifecycle.paper_copies import noting_move, print_to_sign
from tests.people import RULES, actor
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle.paper_trips import pages_of


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scans") / "instance"
    make_demo(folder, Plan(12), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def scans(made, capsys, monkeypatch):
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in ("scans", "--folder", made, *arguments)])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def printed_by(folder):
    """Somebody who has a version to sign, its number, and what comes out of the printer."""

    def work(tools):
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                document, login = unit.deliverable, unit.__parent__.referent
                version = document.current if document is not None else None
                if version is None or version.withdrawn_because or not login:
                    continue
                if noting_move(document, tools) and unit.closed_on is None:
                    who = actor(tools, login)
                    return login, unit.number, print_to_sign(document, who, tools)
        raise LookupError("the demonstration has a version that waits for a signature")

    with opened(folder) as application:
        return application.write(work)


def test_files_are_filed_and_the_rest_is_told_r_072(made, scans, tmp_path):
    login, number, paper = printed_by(made)
    scanner = Scanner()
    flyer = scanner.blank()
    flyer.paste(60, (300, 300, 900, 1200))
    pictures = [scanner.page(paper, page, 180) for page in pages_of(paper)]
    (tmp_path / "lot.pdf").write_bytes(scanner.batch([flyer, *pictures]))

    status, said, _ = scans("--as", login, tmp_path / "lot.pdf", "--json")
    again, told, _ = scans("--as", login, tmp_path / "lot.pdf")

    [batch] = json.loads(said)
    assert (status, again) == (0, 0)
    assert [one["number"] for one in batch["filed"]] == [number]
    assert [one["page"] for one in batch["waiting"]] == [1]
    assert "0 document classé" in told
    assert "est déjà classée" in told


@pytest.mark.parametrize("data", [b"MZ" + bytes(200), b"%PDF-1.4 nothing"])
def test_a_file_that_is_no_pdf_is_refused_in_french(scans, tmp_path, data):
    (tmp_path / "lot.pdf").write_bytes(data)

    status, _, told = scans("--as", "alice.martin", tmp_path / "lot.pdf")

    assert status == 1
    assert "Rien n'en a été gardé" in told


def test_who_receives_no_mail_files_no_page(scans, tmp_path):
    scanner = Scanner()
    (tmp_path / "lot.pdf").write_bytes(scanner.batch([scanner.blank()]))

    status, _, _ = scans("--as", "gaelle.rio", tmp_path / "lot.pdf")

    assert status == 1
