"""cep-docs document: writing, versions, comparison and paper from the shell (R-044, R-054)."""

import json

import pytest

from cep_docs.access.actor import actor_of
from cep_docs.app import Application, opened
from cep_docs.cli.main import main
from cep_docs.content.site import course_of
from cep_docs.demo.making import Plan, make_demo
from tests.people import RULES


@pytest.fixture
def instance(tmp_path):
    folder = tmp_path / "instance"
    make_demo(folder, Plan(15), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def cep(capsys, instance):
    """Run `document` commands; gives the status, what is said and what is said besides."""

    def run(command, *arguments):
        with pytest.raises(SystemExit) as left:
            main(["document", command, "--folder", str(instance), *map(str, arguments)])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


@pytest.fixture
def drafted(instance):
    """A file whose assessment is being written: its number and its referent."""
    with opened(instance) as application, application.reading() as tools:
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                deliverable = unit.deliverable
                drafted = deliverable is not None and deliverable.state == "draft"
                if drafted and deliverable.kind == "shared_assessment" and unit.state == "open":
                    return unit.number, course_of(unit).referent
    raise AssertionError("no draft in the demonstration")


def test_a_heading_is_written_and_who_comes_too_late_loses_nothing(cep, drafted):
    number, login = drafted
    _, said, _ = cep("show", number, "--as", login, "--json")
    headings = {line["name"]: line for line in json.loads(said)["headings"]}
    seen = headings["need"]["revision"]

    first = cep("write", number, "need", "Y voir clair", "--as", login, "--seen", seen)
    late = cep("write", number, "need", "Tout autre chose", "--as", login, "--seen", seen)
    _, said, _ = cep("show", number, "--as", login, "--json")

    assert first[:2] == (0, f"Écrit, révision {seen + 1}.\n")
    assert "rien n'est perdu" in late[1]
    need = next(line for line in json.loads(said)["headings"] if line["name"] == "need")
    assert (need["excerpt"], need["asides"]) == ("Y voir clair", 1)


def test_what_lacks_is_said_with_its_heading(cep, drafted):
    number, login = drafted
    _, said, _ = cep("show", number, "--as", login, "--json")
    seen = {line["name"]: line["revision"] for line in json.loads(said)["headings"]}

    cep("write", number, "request", "", "--as", login, "--seen", seen["request"])
    status, _, refused = cep("act", number, "propose", "--as", login)
    _, shown, _ = cep("show", number, "--as", login)

    assert status == 1
    assert "« Demande exprimée » (E2) est vide" in refused
    assert "« Demande exprimée » (E2) est vide" in shown


def test_somebody_else_learns_nothing(cep, drafted, instance):
    number, login = drafted
    with opened(instance) as application, application.reading() as tools:
        mine = tools.site.accounts[login].structure
        others = [
            a.login for a in tools.site.accounts if a.structure != mine and a.roles == ("adviser",)
        ]

    status, said, refused = cep("show", number, "--as", others[0])
    nowhere = cep("show", "4G 20 01 01 999999", "--as", others[0])

    assert (status, said) == (1, "")
    assert refused == nowhere[2]


def test_a_version_is_compared_restored_and_printed(cep, instance, tmp_path):
    number, login = frozen(instance)
    pdf, odt = tmp_path / "projet.pdf", tmp_path / "projet.odt"

    status, compared, _ = cep("compare", number, "1", "now", "--as", login)
    cep("paper", number, pdf, "--as", login)
    cep("paper", number, odt, "--as", login)
    again = pdf.read_bytes()
    cep("paper", number, pdf, "--as", login)

    assert (status, compared) == (0, "Ces deux textes disent la même chose.\n")
    assert again.startswith(b"%PDF-1.7")
    assert odt.read_bytes().startswith(b"PK")
    assert pdf.read_bytes() == again


def frozen(instance):
    """A signed file with a deliverable, and somebody who may read it."""
    with opened(instance) as application, application.reading() as tools:
        for person in tools.site.beneficiaries:
            for unit in person.engagements():
                if unit.deliverable and unit.deliverable.state == "signed":
                    login = course_of(unit).referent
                    if actor_of(tools.site.accounts[login]).disabled_on is None:
                        return unit.number, login
    raise AssertionError("nothing is signed in the demonstration")


def test_the_application_prints_for_real(instance):
    with opened(instance) as application:
        assert isinstance(application, Application)
        assert application.press.__module__.startswith("cep_docs.rendering")
