"""The public page that says whether a file is authentic (R-078), and what it does not tell."""

import shutil
from datetime import timedelta

import pytest
from webtest import Upload

from cep_docs.app import opened
from cep_docs.lifecycle.printing import PDF, SIGNED, STARTED
from cep_docs.signing.authority import make_authority
from cep_docs.signing.verdict import LARGEST
from cep_docs.storage.attempts import Counted
from cep_docs.web.verify_pages import ADDRESS
from tests.people import RULES
from tests.unit.lifecycle.signed_units import signed
from tests.unit.signing import attacks
from tests.web_people import open_town


@pytest.fixture(scope="module")
def signing_folder(town_folder, tmp_path_factory):
    """The small operator, with an authority, and the files of a unit that both signed."""
    folder = tmp_path_factory.mktemp("signing") / "instance"
    shutil.copytree(town_folder, folder)
    make_authority(folder, "4G")
    with opened(folder, lambda: attacks.NOW, rules=RULES) as application:
        number = application.write(lambda tools: signed(tools).number)
    return folder, number


@pytest.fixture
def town(signing_folder, tmp_path, clock):
    folder = tmp_path / "instance"
    shutil.copytree(signing_folder[0], folder)
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()


@pytest.fixture
def files(town, signing_folder):
    with town.application.reading() as tools:
        version = version_of(tools, signing_folder[1])
        return {kind: file.read() for kind, file in version.files.items()}


def version_of(tools, number):
    person, course = tools.catalog.locate(number)
    return tools.site.beneficiaries[person][course][number].deliverable.current


def verified(town, pdf, status=200, browser=None):
    form = (browser or town.stranger()).get("/verifier").forms[0]
    form["file"] = Upload("document.pdf", pdf, "application/pdf")
    return form.submit(status=status)


def told(page):
    """The words of a page, as they are typed here."""
    return page.html.text.replace("’", "'").translate({0xA0: " ", 0x202F: " "})


def heading(page):
    return page.html.find(id="verdict").text


def test_everybody_may_verify_and_finds_the_page(town):
    assert "/verifier" in town.stranger().get("/aide").text
    for browser in (town.stranger(), town.browser("alice")):
        assert "Vérifier un document signé" in told(browser.get("/verifier"))


def test_an_authentic_file_is_told_with_who_signed_and_how_well(town, files):
    page = verified(town, files[SIGNED])

    assert heading(page) == "Authentique"
    assert "C'est la version 1 de ce document" in told(page)
    rows = [row.text for row in page.html.find_all("tr")[1:]]
    assert len(rows) == 3
    assert all("B-LTA" in row and "horodatage" in row for row in rows)
    assert "Certificats de démonstration" in told(page)


def test_it_says_when_another_version_replaced_it_or_it_was_withdrawn(town, files, signing_folder):
    def revised(tools):
        deliverable = version_of(tools, signing_folder[1]).__parent__
        first = deliverable.current
        later = deliverable.freeze({}, first.edition, "alice", tools.now())
        for role, signature in first.signatures.items():
            later.add_signature(role, {**signature, "at": tools.now()})
        later.add_file(SIGNED, first.files[PDF])

    town.write(revised)
    replaced = verified(town, files[SIGNED])

    def withdrawn(tools):
        deliverable = version_of(tools, signing_folder[1]).__parent__
        deliverable["1"].withdrawn_because = "une raison qui ne regarde personne"

    town.write(withdrawn)
    gone = verified(town, files[SIGNED])

    assert heading(replaced).startswith("Authentique, mais remplacé par la version 2 du ")
    assert "La version 2, signée le" in told(replaced)
    assert "Aucune version plus" not in told(replaced)
    assert "Cette version a été retirée" in told(gone)
    assert "ne regarde personne" not in told(gone)


def test_a_proof_says_which_signature_it_proves(town, files):
    """R-068, R-078: and a forged one says nothing."""
    pdf = files["proof_beneficiary"]

    page, forged = verified(town, pdf), verified(town, pdf + b"\nAutre")

    assert heading(page) == "Authentique"
    assert "(personne accompagnée) a signé électroniquement" in told(page)
    assert "Empreinte du PDF dont la signature est prouvée" in told(page)
    assert "B-T" in page.html.find("tbody").text
    assert heading(forged) == "Non authentique"
    assert "a signé électroniquement" not in told(forged)


def test_a_file_that_not_all_have_signed_is_incomplete(town, files):
    for kind in (PDF, STARTED):
        assert heading(verified(town, files[kind])) == "Incomplet"


def test_an_unknown_file_learns_nothing(town, files):
    """R-078: the same answer whether or not the number it names exists."""
    near = files[SIGNED] + b"\n"
    unsigned = attacks.printed()

    changed, foreign = verified(town, near), verified(town, unsigned)

    assert heading(changed) == "Non authentique" or heading(changed) == "Inconnu"
    assert heading(foreign) == "Inconnu"
    for page in (changed, foreign):
        assert "version 1" not in told(page)


def test_a_good_signature_of_a_file_that_is_not_kept_here_is_unknown(town, files):
    """Rule 1: the digest in the records comes first."""
    again = town.application.notary.archive(files[SIGNED])

    page = verified(town, again)

    assert heading(page) == "Inconnu"
    assert "n'est pas dans les registres" in told(page)


@pytest.mark.parametrize(
    "forge", [attacks.isa_content, attacks.evil_second_signer], ids=lambda f: f.__name__
)
def test_a_forged_file_is_refused_with_the_reason(town, forge):
    page = verified(town, forge())

    assert heading(page) == "Non authentique"
    assert "Valable" not in told(page)
    assert page.html.find(id="verdict").find_parent("section").find(class_="sub")


def test_what_is_no_file_or_too_large_comes_back_with_a_fault(town):
    form = town.stranger().get("/verifier").forms[0]

    assert "aucun n'est arrivé" in told(form.submit(status=422))
    assert f"plus de {LARGEST // 2**20}" in told(verified(town, bytes(LARGEST + 1), 422))
    assert heading(verified(town, b"rien de lisible")) == "Inconnu"


def test_a_form_without_its_token_does_nothing(town):
    town.stranger().post("/verifier", upload_files=[("file", "a.pdf", b"%PDF")], status=400)


def test_one_address_may_not_take_the_whole_machine(town):
    for _ in range(20):
        assert town.doors.attempts.enter((Counted("verify ", ADDRESS),), town.wall())

    refused = verified(town, b"rien", 409)
    town.wall.now += timedelta(minutes=6)

    assert "Attendre cinq minutes" in told(refused)
    assert heading(verified(town, b"rien")) == "Inconnu"


def test_nothing_is_kept_of_what_is_verified(town, files):
    with town.application.house.reading() as connection:
        before = connection.db().lastTransaction()

    verified(town, files[SIGNED])

    with town.application.house.reading() as connection:
        assert connection.db().lastTransaction() == before
