"""cep-docs directory from the shell: imported, then a list drawn, delivered, chosen from."""

import csv
import json

import pytest

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.demo.directory import invented_directory
from cep_docs.demo.making import REFERENCE_DAY, Plan, make_demo
from tests.people import RULES

GOOD = "Nom;SIREN;Prestations;Code postal;Commune\nEscale;999100019;BILAN;44000;Nantes\n"
BAD = GOOD + "=1+1;1;BILAN;44000;Nantes\nPhare;999200025;Yoga;44000;Nantes\n"


@pytest.fixture
def instance(tmp_path):
    """A demonstration the test may change."""
    folder = tmp_path / "instance"
    make_demo(folder, Plan(12), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def cep(capsys, monkeypatch, instance):
    """Run a directory command; gives its status, what it says and what it says besides."""
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def run(command, *arguments):
        with pytest.raises(SystemExit) as left:
            main(["directory", command, "--folder", str(instance), *map(str, arguments)])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


@pytest.fixture
def file(tmp_path):
    def write(text, name="annuaire.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


FROM = ("--region", "Pays de la Loire", "--source", "Annuaire essayé", "--date", "2024-02-01")


def running(instance):
    """The number of a running unit, and who follows it."""
    with opened(instance) as application, application.reading() as tools:
        for account in tools.site.accounts:
            for _, number in tools.catalog.caseload(account.login):
                return number, account.login
    return None


def test_a_directory_is_imported_once_with_its_source_and_its_date_r_082(cep, file):
    path = file(invented_directory(REFERENCE_DAY))

    first = cep("import", path, *FROM)
    again = cep("import", path, *FROM)

    assert first[0] == again[0] == 0
    assert first[1].startswith(
        "Pays de la Loire : 60 organismes importés, source du 1er février 2024."
    )
    assert "Lignes : 60 / 60" in first[2]
    assert again[1].startswith("Ce fichier était déjà importé, à la même source")


def test_a_program_is_told_what_was_imported(cep, file):
    told = json.loads(cep("import", file(GOOD), *FROM, "--json")[1])

    assert (told["imported"], told["providers"], told["rejected"]) == (True, 1, 0)
    assert (told["region"], told["source"]) == ("08", "Annuaire essayé")


def test_a_faulty_line_keeps_all_of_them_out_and_each_is_told(cep, file):
    status, said, _ = cep("import", file(BAD), *FROM)

    assert status == 1
    assert "Ligne 3 : Ce numéro SIREN n'est pas juste." in said
    assert "Ligne 4 : Aucune prestation connue." in said
    assert "2 lignes fautives : rien n'a été importé." in said
    assert "Annuaire essayé" not in cep("show")[1]


def test_a_program_is_told_every_fault(cep, file):
    status, said, _ = cep("import", file(BAD), *FROM, "--json")

    assert status == 1
    assert [fault[:7] for fault in json.loads(said)["faults"]] == ["Ligne 3", "Ligne 4"]


def test_good_lines_are_kept_when_that_is_said_and_the_others_go_to_a_report_out_01(
    cep, file, tmp_path
):
    report = tmp_path / "fautes.csv"

    status, said, _ = cep("import", file(BAD), *FROM, "--keep-good-rows", "--report", report)

    assert status == 0
    assert "1 organisme importé" in said
    assert "2 lignes laissées de côté." in said
    rows = list(csv.reader(report.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [row[0] for row in rows] == ["Ligne", "3", "4"]
    assert rows[1][2] == "'=1+1"


def test_lines_are_not_left_out_without_a_place_to_write_them(cep, file):
    status, _, besides = cep("import", file(BAD), *FROM, "--keep-good-rows")

    assert status == 1
    assert "Indiquer par --report" in besides


def test_the_report_of_a_refused_import_has_all_the_lines(cep, file, tmp_path):
    report = tmp_path / "fautes.csv"

    status, said, _ = cep("import", file(BAD), *FROM, "--report", report)

    assert status == 1
    assert f"Toutes sont dans {report}." in said
    assert report.read_text("utf-8-sig").count("\n") == 3


def test_a_thousand_faults_are_not_all_on_the_screen(cep, file):
    text = GOOD + "Escale;1;BILAN;44000;Nantes\n" * 60

    said = cep("import", file(text), *FROM)[1]

    assert said.count("Ligne ") == 50
    assert "… et 10 autres ; toutes par --json." in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("%PDF-1.7 pas un tableau", "Colonnes introuvables"),
        (b"\x00\x01\x02", "n'est pas un tableau CSV, ODS ou XLSX"),
        (b"PK\x03\x04 coupe", "n'est pas accepté"),
    ],
)
def test_what_is_no_directory_is_refused_in_french(cep, file, text, said):
    status, _, besides = cep("import", file(text), *FROM)

    assert status == 1
    assert said in besides
    assert "Traceback" not in besides


def test_a_huge_file_is_refused_before_it_is_read(cep, tmp_path):
    path = tmp_path / "annuaire.csv"
    with path.open("wb") as stream:
        stream.truncate(500 * 2**20)

    status, _, besides = cep("import", path, *FROM)

    assert status == 1
    assert "trop grand pour un tableau" in besides


def test_a_file_that_is_not_there_is_told(cep, tmp_path):
    status, _, besides = cep("import", tmp_path / "absent.csv", *FROM)

    assert status == 1
    assert "absent.csv" in besides


def test_an_adviser_imports_no_directory(cep, file):
    status, _, besides = cep("import", file(GOOD), *FROM, "--as", "alice.martin")

    assert status == 1
    assert "« Administrer » ne vous est pas permis ici" in besides


def test_editions_are_shown_the_most_recent_first_and_by_region(cep, file):
    cep("import", file(GOOD), *FROM)
    cep("import", file(GOOD), *FROM[:-1], "2024-02-03")

    rows = json.loads(cep("show", "--region", "08", "--json")[1])
    table = cep("show", "--region", "pays de la loire")[1]

    assert [row["source_on"] for row in rows][:2] == ["2024-02-03", "2024-02-01"]
    assert rows[0]["services"] == {"Bilan de compétences": 1}
    assert "Annuaire essayé" in table
    assert cep("show", "--region", "Bretagne")[1] == "Aucun annuaire n'est importé.\n"


def test_a_list_is_drawn_delivered_and_chosen_from_r_082_r_083_r_084(
    cep, file, instance, tmp_path
):
    cep("import", file(invented_directory(REFERENCE_DAY)), *FROM)
    number, login = running(instance)
    who = ("--as", login, "--file", number)
    target = tmp_path / "liste.csv"

    status, said, _ = cep("list", *who, "BILAN", "--wish", "faire le point", "--csv", target)
    told = json.loads(cep("list", *who, "BILAN", "--wish", "faire le point", "--json")[1])

    assert status == 0
    assert said.startswith("Bilan de compétences (faire le point), Pays de la Loire : 18 organ")
    assert f"Liste {told['list']}, empreinte {told['digest']}." in said
    assert told["count"] == len(told["providers"]) == 18
    assert target.read_text("utf-8-sig").count("\n") == 19

    early = cep("choose", *who, told["list"], "--none")
    delivered = cep("deliver", *who, told["list"], "--how", "paper")
    partner = next(row["key"] for row in told["providers"] if row["siren"] == "999200025")
    chosen = cep("choose", *who, told["list"], "--provider", partner)
    another = cep("choose", *who, told["list"], "--other", "Autre")
    nobody = json.loads(cep("choose", *who, told["list"], "--none", "--json")[1])

    assert "Noter d'abord la remise de la liste" in early[2]
    assert delivered[:2] == (0, "Remise de la liste enregistrée.\n")
    assert "Organisme du groupement : auto-prescription." in chosen[1]
    assert "Son SIREN est à compléter avant la clôture." in another[1]
    assert (nobody["kind"], nobody["prescription"]) == ("none", "")


def test_a_choice_is_one_thing(cep, instance):
    number, login = running(instance)

    for said in ((), ("--none", "--other", "Autre")):
        status, _, besides = cep("choose", "--as", login, "--file", number, "liste", *said)
        assert status == 1
        assert "un seul des trois" in besides


def test_a_paper_dated_before_the_delivery_is_kept_and_told_r_083(cep, file, instance):
    """The demonstration stands still: the list is drawn and delivered on its one day."""
    cep("import", file(invented_directory(REFERENCE_DAY)), *FROM)
    number, login = running(instance)
    who = ("--as", login, "--file", number)
    name = json.loads(cep("list", *who, "BILAN", "--json")[1])["list"]
    cep("deliver", *who, name, "--on", REFERENCE_DAY)
    with opened(instance) as application, application.reading() as tools:
        person, course = tools.catalog.locate(number)
        opened_on = tools.site.beneficiaries[person][course][number].opened_on

    refused = cep("choose", *who, name, "--none", "--on", opened_on)
    kept = cep("choose", *who, name, "--none", "--on", opened_on, "--from-paper")

    assert "daté d'avant la remise" in refused[2]
    assert "Signalé : ce choix est daté d'avant la remise de la liste." in kept[1]


def test_another_region_is_listed_by_its_name_and_an_old_source_is_told(cep, file, instance):
    number, login = running(instance)
    old = ("--region", "Bretagne", "--source", "Annuaire essayé", "--date", "2023-02-01")
    cep("import", file(GOOD), *old)

    said = cep("list", "--as", login, "--file", number, "BILAN", "--region", "bretagne")[1]

    assert "Bretagne : 1 organisme" in said
    assert "La source a 372 jours le jour du tirage, plus de 90" in said
