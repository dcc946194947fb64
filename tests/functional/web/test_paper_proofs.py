"""The proof of a signature on paper, read, taken away and verified (R-068, R-072, R-073)."""

import json
import shutil
import subprocess
from datetime import date

import pytest
from webtest import Upload

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.lifecycle.paper_copies import keep_original, print_to_sign
from cep_docs.lifecycle.scan_checks import Seen, check_scan
from cep_docs.signing.authority import make_authority
from tests.people import RULES, Clock, actor
from tests.proven import Signed
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import scanned
from tests.web_people import open_town

SEEN = Seen(adviser=False, person=True, mention=True, dated_on=date(2020, 2, 3))


@pytest.fixture(scope="module")
def noted(town_folder, tmp_path_factory):
    """A mixed document: the adviser signed in the file, the person on paper; all is put away."""
    folder = tmp_path_factory.mktemp("noted") / "instance"
    shutil.copytree(town_folder, folder)
    make_authority(folder, "4G")

    def work(tools):
        unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
        courses.act(unit, "sign_as_adviser", tools)
        document, alice = unit.deliverable, actor(tools, "alice")
        scanned(print_to_sign(document, alice, tools), tools, login="alice")
        check_scan(document, SEEN, alice, tools)
        keep_original(document, "Armoire 2", date(2030, 1, 1), alice, tools)
        person = unit.__parent__.__parent__.identifier
        return Signed(person, unit.number, document.__name__)

    with opened(folder, Clock(), rules=RULES) as application:
        return folder, application.write(work)


@pytest.fixture(scope="module")
def files(noted):
    folder, signed = noted
    with opened(folder, Clock(), rules=RULES) as application, application.reading() as tools:
        found = signed.version(tools).files
        return {kind: file.read() for kind, file in found.items()}


@pytest.fixture
def town(noted, tmp_path, clock):
    folder = tmp_path / "instance"
    shutil.copytree(noted[0], folder)
    with opened(folder, clock, rules=RULES) as application:
        town = open_town(application, folder, clock)
        yield town
        town.index.close()


@pytest.fixture
def cep(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        return left.value.code, capsys.readouterr().out

    return run


@pytest.fixture
def taken(noted, cep, tmp_path):
    """What alice takes with her."""
    folder, signed = noted
    status, _ = cep(
        *("proof", signed.number, "--folder", folder, "--as", "alice", "--to", tmp_path / "to")
    )
    assert status == 0
    return tmp_path / "to"


def test_the_version_leads_to_it_and_it_says_what_was_seen(town, noted):
    page = town.browser("alice").get(noted[1].at)

    told = page.click("Preuve de signature, personne accompagnée")

    assert "pas qui tenait la plume" in told.text
    assert "Armoire 2" in told.text
    assert "Signature sur papier" in told.text
    assert "complète" in told.text
    assert "incomplète" not in told.text
    own = page.click("Preuve de signature, conseiller")
    assert "a signé électroniquement" in " ".join(own.text.replace("\xa0", " ").split())


def test_the_person_reads_hers_without_being_told_that_it_was_she(town, noted):
    browser = town.browser_of_person(noted[1].person)

    page = browser.get(noted[1].own).click("La preuve de ma signature")

    assert "L'original sur papier porte seul votre signature" in page.text.replace("\u2019", "'")
    assert "que c'était vous" not in page.text.replace("\u2019", "'")
    assert browser.get(f"{noted[1].own}/preuve-zip").content_type == "application/zip"


def test_whoever_holds_it_has_it_verified_on_the_site(town, files):
    page = town.browser("").get("/verifier")
    page.forms[0]["file"] = Upload("p.pdf", files["proof_beneficiary_completed_1"], "x/y")

    told = page.forms[0].submit().text

    assert "Authentique" in told
    assert "Signature sur papier de" in told
    assert "Empreinte de la copie numérisée" in told
    assert "Empreinte du PDF dont la signature est prouvée" not in told


def test_the_one_made_before_the_original_was_put_away_is_followed(town, files):
    page = town.browser("").get("/verifier")
    page.forms[0]["file"] = Upload("p.pdf", files["proof_beneficiary"], "x/y")

    told = page.forms[0].submit().text

    assert "une preuve plus récente existe" in told
    assert "elle est incomplète" in told


def test_the_command_verifies_it_with_and_without_records(cep, noted, files, tmp_path):
    proof = tmp_path / "p.pdf"
    proof.write_bytes(files["proof_beneficiary_completed_1"])
    root = noted[0] / "authority" / "root.pem"

    status, said = cep("verify", "--json", "--folder", noted[0], proof)
    alone = cep("verify", "--root", root, proof)

    (found,) = json.loads(said)
    assert (status, found["conclusion"], found["standing"]) == (0, "authentic", "current")
    assert found["attested"]["complete"]
    assert found["attested"]["document"] == ""
    assert len(found["attested"]["scan"]) == 64
    assert alone[0] == 0
    assert "Signature sur papier de" in alone[1]


def test_it_is_checked_without_any_instance_beside_the_copy_of_the_paper(cep, taken, files):
    mine, copy = taken / "personne", taken / "copie.pdf"
    copy.write_bytes(files["scan-1"])
    root = ("--root", mine / "racine.pem")

    same = cep("proof", "check", mine / "preuve.pdf", *root, "--document", copy)
    other = cep("proof", "check", mine / "preuve.json", *root, "--document", mine / "preuve.pdf")

    assert same[0] == 0
    assert "Preuve complète" in same[1]
    assert "bien la copie numérisée" in same[1]
    assert other[0] == 1


def test_openssl_alone_verifies_its_seal_and_its_hour(taken):
    mine = taken / "personne"

    seal = run(
        mine,
        *("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "preuve.json.p7s"),
        *("-content", "preuve.json", "-CAfile", "racine.pem", "-out", "/dev/null"),
    )
    hour = run(
        mine,
        *("openssl", "ts", "-verify", "-token_in", "-in", "preuve.json.p7s.tst"),
        *("-data", "preuve.json.p7s", "-CAfile", "racine.pem"),
    )

    assert (seal, hour) == (0, 0)


def run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode
