"""The proof of a signature in the browser: the adviser's, the person's own (R-068)."""

import io
import shutil
import zipfile

import pytest

from cep_docs.app import opened
from cep_docs.signing.evidence_check import check_pdf
from tests.people import RULES, received
from tests.proven import make_proven
from tests.unit.lifecycle import courses
from tests.web_people import open_town


@pytest.fixture(scope="module")
def proven(town_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proven") / "instance"
    return folder, make_proven(town_folder, folder)


@pytest.fixture
def signed(proven):
    return proven[1]


@pytest.fixture
def town(proven, tmp_path, clock):
    folder = tmp_path / "instance"
    shutil.copytree(proven[0], folder)
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()


def readings(town, signed):
    def work(tools):
        lines = tools.site.beneficiaries[signed.person].journal.recent(20)
        return [line["details"].get("file") for line in lines if line["what"] == "view"]

    return town.write(work)


def test_the_page_of_a_version_leads_to_the_proof_of_each_signature(town, signed):
    page = town.browser("alice").get(signed.at)

    opened_ = page.click("Preuve de signature, personne accompagnée")

    assert "Zoé Lefèvre" in opened_.text
    assert "passeport" in opened_.text
    assert "198.51.100.7" in opened_.text
    assert "preuves/conseiller" in page.text


def test_the_adviser_takes_the_sealed_file_and_it_is_written_down(town, signed):
    taken = town.browser("alice").get(f"{signed.at}/preuves/personne/pdf")

    assert taken.content_type == "application/pdf"
    assert "attachment" in taken.headers["Content-Disposition"]
    assert check_pdf(taken.body).intact
    assert "proof_beneficiary" in readings(town, signed)


def test_the_archive_holds_all_there_is_to_check_it_with(town, signed):
    taken = town.browser("alice").get(f"{signed.at}/preuves/conseiller/zip")

    with zipfile.ZipFile(io.BytesIO(taken.body)) as archive:
        names = set(archive.namelist())
    assert names == {
        "preuve.pdf",
        "preuve.json",
        "preuve.json.p7s",
        "preuve.json.p7s.tst",
        "racine.pem",
    }


def test_the_person_has_her_own_proof_in_her_space(town, signed):
    """R-068: it belongs to her (PERSON-4)."""
    browser = town.browser_of_person(signed.person)

    page = browser.get(signed.own).click("La preuve de ma signature")

    assert "Lu et approuvé" in page.text
    assert check_pdf(browser.get(f"{signed.own}/preuve-pdf").body).intact
    assert browser.get(f"{signed.own}/preuve-zip").content_type == "application/zip"


@pytest.mark.parametrize("rest", ["", "/pdf", "/zip"])
@pytest.mark.parametrize("login", ["bruno", "chloe", "gaelle", "farid", "elise"])
def test_nobody_else_learns_that_there_is_one(town, signed, login, rest):
    browser = town.browser(login)

    there = browser.get(f"{signed.at}/preuves/personne{rest}", status="*")
    nowhere = browser.get(f"{signed.at}9/preuves/personne{rest}", status="*")

    assert there.status_int == nowhere.status_int == 404
    assert there.text == nowhere.text.replace("/versions/19/", "/versions/1/")


def test_the_manager_reads_it_and_takes_nothing_away(town, signed):
    """MANAGER-3: to see is not to take."""
    browser = town.browser("denis")

    page = browser.get(f"{signed.at}/preuves/personne")

    assert "PDF scellé" not in page.text
    browser.get(f"{signed.at}/preuves/personne/pdf", status=403)


def test_another_person_finds_none(town, signed):
    def work(tools):
        return received(tools, birth_name="Autre", first_name="Ada", email="").identifier

    browser = town.browser_of_person(town.write(work))

    browser.get(f"{signed.own}/preuve", status=404)
    browser.get(f"{signed.own}/preuve-pdf", status=404)


def test_a_visit_to_sign_one_document_opens_the_proof_of_no_other(town, signed):
    """OUT-3: the link to sign lets in for one document."""
    browser = town.browser_of_person(signed.person, f"{signed.number}_another")

    browser.get(f"{signed.own}/preuve-pdf", status=[302, 303, 403, 404])


def test_who_is_named_in_the_address_is_one_of_two(town, signed):
    town.browser("alice").get(f"{signed.at}/preuves/autre", status=404)


@pytest.mark.parametrize("rest", ["", "/pdf", "/zip"])
def test_where_there_is_no_proof_the_way_leads_back_to_the_document(town, signed, rest):
    def work(tools):
        person = received(tools, birth_name="Autre", first_name="Ada")
        unit = courses.proposed(courses.engaged(tools, "UO1", person), tools)
        document = f"{unit.number}/documents/{unit.deliverable.__name__}"
        return unit.__parent__.__parent__.identifier, document

    person, document = town.write(work)
    at = f"/dossiers/{person}/uo/{document}/versions/1"
    own = "/mon-espace/documents/" + document.replace("/documents/", "_") + "_v1"

    answer = town.browser("alice").get(f"{at}/preuves/personne{rest}")
    hers = town.browser_of_person(person).get(f"{own}/preuve{rest.replace('/', '-')}")

    assert answer.status_int == hers.status_int == 303
    assert answer.follow(status="*").status_int in (200, 303)
    assert "Preuve de signature" not in town.browser("alice").get(at).text


def test_she_takes_the_signed_file_and_her_proof_away_with_everything(town, signed):
    """R-127: what the house hands out is the file that both signed, never what was printed."""
    browser = town.browser_of_person(signed.person)

    taken = browser.get("/mon-espace/emporter").forms[1].submit()

    with zipfile.ZipFile(io.BytesIO(taken.body)) as archive:
        names = archive.namelist()
        documents = [name for name in names if name.startswith("documents/")]
        proofs = [name for name in names if name.startswith("preuves/")]
        assert archive.read(documents[0]).count(b"/ETSI.CAdES.detached") == 3
        assert check_pdf(archive.read(proofs[0])).intact
    assert len(proofs) == 1
    assert proofs[0].endswith("_preuve_beneficiary.pdf")
