"""Every command from the shell: what it says, its JSON, its exit status, and no traceback ever."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cep_docs.cli import order as order_command
from cep_docs.cli.main import main
from cep_docs.demo.making import Plan, make_demo
from cep_docs.errors import Damaged
from cep_docs.storage.instance import find
from tests.people import RULES

PROGRAM = [sys.executable, "-c", "from cep_docs.cli.main import main; main()"]


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands") / "instance"
    make_demo(folder, Plan(30), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def own(tmp_path):
    """A demonstration that the test may change."""
    folder = tmp_path / "own"
    make_demo(folder, Plan(8), RULES, lambda done, total: None)
    return folder


@pytest.fixture
def cep(capsys, monkeypatch):
    """Run a command; gives its status, what it says and what it says besides."""
    monkeypatch.delenv("CEP_DOCS_DEBUG", raising=False)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def test_the_demonstration_says_what_was_made_and_how_to_look_around(cep, tmp_path):
    status, said, _ = cep("demo", "--folder", tmp_path / "demo", "--size", 20)

    assert status == 0
    assert said.startswith("Démonstration : nous sommes le 8 février 2024")
    assert "Échue à" in said
    assert "Tous les états n'y sont pas" in said
    assert f"cep-docs caseload --folder {tmp_path}/demo alice.martin" in said


def test_what_the_demonstration_proposes_can_be_done(cep, tmp_path):
    """But to serve its pages, which goes on for ever: tests/functional/test_serve.py does."""
    _, said, _ = cep("demo", "--folder", tmp_path / "demo", "--size", 15)
    proposed = [line.split()[1:] for line in said.splitlines() if line.startswith("  cep-docs ")]

    statuses = {command[0]: cep(*command)[0] for command in proposed if command[0] != "serve"}

    assert "serve" in {command[0] for command in proposed}
    assert len(statuses) == 5
    assert set(statuses.values()) == {0}


def test_the_demonstration_counts_for_a_program(cep, tmp_path):
    status, said, _ = cep(
        "demo", "--folder", tmp_path / "demo", "--size", 3, "--seed", 4, "--json"
    )

    told = json.loads(said)
    assert status == 0
    assert (told["size"], told["seed"], told["today"]) == (3, 4, "2024-02-08")
    assert told["units"]["UO1"]["open"] == 2


def test_an_empty_instance_is_made_once(cep, tmp_path):
    folder = tmp_path / "vide"

    first = cep("init", "--folder", folder, "--operator", "4G")
    second = cep("init", "--folder", folder, "--operator", "4G")

    assert first == (0, f"Instance de l'opérateur 4G créée dans {folder}.\n", "")
    assert second[0] == 1
    assert "contient déjà quelque chose. Rien n'y a été modifié." in second[2]


def test_the_code_of_an_operator_is_two_signs(cep, tmp_path):
    status, _, besides = cep("init", "--folder", tmp_path / "x", "--operator", "quatre")

    assert status == 1
    assert "deux lettres capitales ou chiffres, par exemple 4G" in besides
    assert not (tmp_path / "x").exists()


def test_a_caseload_is_a_table_with_the_most_urgent_first(cep, instance):
    status, said, _ = cep("caseload", "--folder", instance, "alice.martin", "--most", 3)

    assert status == 0
    assert [row.count("│") for row in said.splitlines()[3:-1]] == [6, 6, 6]


def test_somebody_without_files_is_told_so(cep, instance):
    assert cep("caseload", "--folder", instance, "gaelle.rio")[1] == "Aucun dossier en cours.\n"
    assert cep("caseload", "--folder", instance, "gaelle.rio", "--json")[1] == "[]\n"


def test_exceptions_of_a_period_are_listed_without_a_name(cep, instance):
    """R-004, R-021."""
    period = ("--as", "farid.zerrouk", "--from", "2020-01-01", "--until", "2024-12-31")
    status, said, _ = cep("exceptions", "--folder", instance, *period)
    rows = json.loads(cep("exceptions", "--folder", instance, *period, "--json")[1])

    assert status == 0
    assert "status_in_perimeter" in {row["code"] for row in rows}
    assert all(row["motive"] and row["by"] for row in rows)
    assert [row["on"] for row in rows] == sorted(row["on"] for row in rows)
    assert said.count("│") >= 7 * len(rows)


def test_a_period_without_exception_is_said_so_and_one_that_ends_first_is_refused(cep, instance):
    command = ("exceptions", "--folder", instance, "--as", "farid.zerrouk")

    empty = cep(*command, "--from", "2019-01-01", "--until", "2019-12-31")
    backwards = cep(*command, "--from", "2024-01-02", "--until", "2024-01-01")
    strange = cep(*command, "--from", "hier", "--until", "2024-01-01")

    assert empty[:2] == (0, "Aucune exception dans cette période.\n")
    assert (backwards[0], strange[0]) == (1, 1)
    assert "La fin de la période précède son début" in backwards[2]
    assert "par exemple 2020-03-01" in strange[2]


def test_orders_are_listed_and_registered(cep, own):
    new = ("--quantity", 40, "--from", "2024-03-01", "--until", "2024-12-31", "2024-Lot08-UOR1-02")
    register = ("order", "register", "--folder", own, "--agreement", "marche-2024")

    status, said, _ = cep(*register, "--as", "farid.zerrouk", *new)

    assert (status, said) == (0, "Bon de commande 2024-Lot08-UOR1-02 enregistré.\n")
    assert "2024-Lot08-UOR1-02 : reste 40 sur 40" in cep("order", "list", "--folder", own)[1]
    assert cep(*register, "--as", "alice.martin", *new)[0] == 1


def test_an_order_of_another_lot_is_refused(cep, instance):
    status, _, besides = cep(
        *("order", "register", "--folder", instance, "--agreement", "cctp-2019"),
        *("--as", "farid.zerrouk", "--quantity", 3, "--from", "2023-12-01", "2023-Lot09-UO01-01"),
    )

    assert status == 1
    assert "Le lot 09 n'est pas un lot de cet opérateur (08)." in besides


@pytest.mark.parametrize("day", ["2023-02-30", "1er mars", "2023-13-01"])
def test_an_impossible_date_is_refused(cep, instance, day):
    status, _, besides = cep(
        *("order", "register", "--folder", instance, "--agreement", "cctp-2019"),
        *("--as", "farid.zerrouk", "--quantity", 3, "--from", day, "2023-Lot08-UO01-02"),
    )

    assert status == 1
    assert "par exemple 2020-03-01" in besides


def test_nobody_registers_an_order_under_an_unknown_name(cep, instance):
    status, _, besides = cep(
        *("order", "register", "--folder", instance, "--agreement", "cctp-2019"),
        *("--as", "x", "--quantity", 3, "--from", "2023-01-01", "2023-Lot08-UO01-02"),
    )

    assert (status, besides.splitlines()[-1]) == (
        1,
        "Ce compte n'existe pas. Vérifier l'identifiant.",
    )


def test_an_account_is_made_changed_and_closed(cep, own):
    new = ("account", "create", "--folder", own, "ana.prado", "--name", "Ana Prado")

    made = cep(*new, "--role", "adviser", "--structure", "NTE")
    again = cep(*new, "--role", "adviser")
    changed = cep("account", "role", "--folder", own, "ana.prado", "adviser", "manager")
    kept = cep("account", "disable", "--folder", own, "alice.martin", "--because", "départ")
    gone = cep(
        *("account", "disable", "--folder", own, "alice.martin"),
        *("--because", "départ", "--files-to", "ana.prado"),
    )

    assert made[:2] == (0, "Compte ana.prado créé.\n")
    assert again[0] == 1
    assert changed[:2] == (0, "Rôles de ana.prado : adviser, manager.\n")
    assert kept[0] == 1
    assert "Indiquer qui les reprend" in kept[2]
    assert gone[:2] == (0, "Compte alice.martin désactivé, 7 dossiers confiés.\n")
    assert cep("caseload", "--folder", own, "alice.martin")[1] == "Aucun dossier en cours.\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("create", "a", "--name", "A", "--role", "chef"), "Rôle inconnu ou manquant."),
        (("role", "nobody", "adviser"), "Ce compte n'existe pas."),
        (("disable", "nobody", "--because", "x"), "Ce compte n'existe pas."),
    ],
)
def test_an_account_that_cannot_be_is_refused(cep, instance, arguments, sentence):
    group, *rest = arguments

    status, _, besides = cep("account", group, "--folder", instance, *rest)

    assert status == 1
    assert sentence in besides


def test_a_night_done_twice_changes_nothing(cep, own):
    cep("night", "--folder", own)

    status, said, _ = cep("night", "--folder", own, "--json")

    told = json.loads(said)
    assert status == 0
    assert (told["warned"], told["settled"], told["served"], told["freed"]) == ([], [], [], {})


def test_a_night_is_told_in_sentences(cep, own):
    _, said, _ = cep("night", "--folder", own)

    assert said.splitlines()[:2] == ["0 alerte d'échéance.", "0 unité échue ou close d'office."]
    assert "Sceau de la nuit, à conserver hors de la machine : " in said


def test_the_journals_verify(cep, instance):
    status, said, _ = cep("journal", "verify", "--folder", instance)

    assert status == 0
    assert said.endswith(" : tout est intact.\n")
    assert json.loads(cep("journal", "verify", "--folder", instance, "--json")[1])["chains"] == 31


def test_a_journal_that_was_changed_is_told_and_the_status_is_one(cep, own):
    with find(own).open() as house, house.transaction() as connection:
        journal = connection.root()["site"].journal
        journal._tail = (journal._tail[0].replace('"rule":"', '"rule":"X'), *journal._tail[1:])

    status, said, _ = cep("journal", "verify", "--folder", own)

    assert status == 1
    assert "anomalie" in said
    assert "n’est plus celle qui a été écrite" in said


def test_a_journal_leaves_as_lines(cep, instance):
    with find(instance).open() as house, house.reading() as connection:
        someone = next(iter(connection.root()["site"].beneficiaries)).identifier

    status, said, _ = cep("journal", "export", "--folder", instance, someone)

    assert status == 0
    assert [json.loads(line)["number"] for line in said.splitlines()][:2] == [1, 2]
    assert cep("journal", "export", "--folder", instance, "nobody")[0] == 1


def test_everything_is_read_again(cep, instance):
    status, said, _ = cep("scrub", "--folder", instance)

    assert status == 0
    assert said.splitlines()[-1] == "Tout est intact."
    assert json.loads(cep("scrub", "--folder", instance, "--json")[1])["findings"] == []


def test_a_damaged_record_is_told_and_the_status_is_one(cep, own):
    data = own / "data" / "Data.fs"
    content = data.read_bytes()
    place = content.rindex(b"Cap Horizon Loire") + 3
    data.write_bytes(content[:place] + b"\xff" + content[place + 1 :])

    status, said, besides = cep("scrub", "--folder", own)

    assert status == 1
    assert said or besides
    assert "Traceback" not in said + besides


def test_indexes_are_compared_and_drawn_again(cep, own):
    with find(own).open() as house, house.transaction() as connection:
        tree = connection.root()["site"].catalog
        tree["birth"][next(iter(tree["birth"]))].clear()
        next(iter(tree["sound"].values())).insert("somebody")

    wrong = cep("catalog", "check", "--folder", own)
    json_of_wrong = cep("catalog", "check", "--folder", own, "--json")
    drawn = cep("catalog", "rebuild", "--folder", own)
    right = cep("catalog", "check", "--folder", own)

    assert wrong[0] == json_of_wrong[0] == 1
    assert "birth : 1 entrée manquante." in wrong[1]
    assert "sound : 1 entrée en trop." in wrong[1]
    assert json.loads(json_of_wrong[1])["missing"] == {"birth": 1}
    assert drawn[0] == 0
    assert right[0] == 0
    assert right[1].endswith("Les index sont justes.\n")


def test_a_backup_is_restored_elsewhere(cep, instance, tmp_path):
    status, said, _ = cep("backup", "--folder", instance, tmp_path / "saved", "--json")
    path = json.loads(said)["path"]

    restored = cep("restore", path, "--folder", tmp_path / "again")
    taken = cep("restore", path, "--folder", tmp_path / "again")

    assert (status, restored[0], taken[0]) == (0, 0, 1)
    assert "Restauration éprouvée : tout a été relu.\n" in restored[1]
    assert cep("journal", "verify", "--folder", tmp_path / "again")[0] == 0


def test_what_is_no_backup_is_not_restored(cep, tmp_path):
    status, _, besides = cep("restore", tmp_path / "nothing", "--folder", tmp_path / "again")

    assert status == 1
    assert "n'est pas une sauvegarde finie" in besides


def test_a_backup_tells_how_many_older_ones_went(cep, own, tmp_path):
    first = cep("backup", "--folder", own, tmp_path / "saved", "--keep", 1)

    assert first[0] == 0
    assert first[1].startswith("Sauvegarde finie : ")


def test_a_base_that_is_up_to_date_says_so(cep, instance):
    assert cep("evolve", "--folder", instance) == (0, "La base est à jour.\n", "")
    assert json.loads(cep("evolve", "--folder", instance, "--json")[1])["steps"] == []


def test_an_older_base_waits_for_its_evolution(cep, own):
    with find(own).open() as house, house.transaction() as connection:
        connection.root()["evolved"] = []

    refused = cep("caseload", "--folder", own, "alice.martin")
    dry = cep("evolve", "--folder", own, "--dry-run")
    done = cep("evolve", "--folder", own)

    assert refused[0] == 1
    assert "cep-docs evolve" in refused[2]
    assert dry[1].splitlines()[0].endswith("à faire :")
    assert done[0] == 0
    assert cep("caseload", "--folder", own, "alice.martin")[0] == 0


def test_the_version_is_told(cep):
    assert cep("--version")[1].startswith("cep-docs ")


class TestACommandWrittenWrongly:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["nope"], "La commande « nope » n'existe pas."),
            (["order", "nope"], "La commande « nope » n'existe pas."),
            (["demo", "--nope"], "L'option --nope n'existe pas."),
            (["demo", "--size", "many"], "La valeur donnée à --size ne convient pas."),
            (["demo", "--size", "0"], "La valeur donnée à --size ne convient pas."),
            (["demo", "--size"], "L'option --size est mal employée."),
            (["caseload"], "L'argument LOGIN manque."),
            (["init"], "L'option --operator manque."),
            (["night", "tonight"], "Cette commande n'est pas bien écrite."),
        ],
    )
    def test_it_is_told_in_french_with_where_the_help_is(self, cep, arguments, sentence):
        status, said, besides = cep(*arguments)

        assert (status, said) == (1, "")
        assert besides.startswith(sentence)
        assert " --help »." in besides

    @pytest.mark.parametrize("arguments", [[], ["order"]])
    def test_half_a_command_shows_what_there_is(self, cep, arguments):
        status, _, besides = cep(*arguments)

        assert status == 1
        assert besides.startswith("Usage : cep-docs")

    def test_help_is_in_french(self, cep):
        status, said, _ = cep("order", "register", "--help")

        assert status == 0
        assert "Montrer cette aide." in said
        assert "[obligatoire]" in said
        for english in ("Usage:", "Show", "required", "INTEGER", "default", "Commands"):
            assert english not in said


class TestAMachineThatRefuses:
    def test_a_wrong_folder(self, cep, tmp_path):
        status, _, besides = cep("night", "--folder", tmp_path)

        assert status == 1
        assert "n'est pas une instance de cep-docs. Rien n'y a été modifié." in besides

    def test_a_malformed_setting(self, cep, own):
        (own / "instance.yaml").write_text("operator: [4G\n")

        status, _, besides = cep("night", "--folder", own)

        assert status == 1
        assert "n'est pas lisible. Les données sont intactes." in besides

    def test_a_folder_nobody_may_write_in(self, cep, tmp_path, monkeypatch):
        def refused(*arguments, **options):
            raise PermissionError(errno.EACCES, "no", str(tmp_path / "closed"))

        monkeypatch.setattr("cep_docs.storage.instance.tempfile.mkdtemp", refused)

        status, _, besides = cep("init", "--folder", tmp_path / "x", "--operator", "4G")

        assert status == 1
        assert besides.startswith(f"{tmp_path}/closed n'est pas accessible à ce compte")

    def test_a_path_that_cannot_be(self, cep, tmp_path):
        (tmp_path / "file").write_text("")

        status, _, besides = cep("init", "--folder", tmp_path / "file" / "x", "--operator", "4G")

        assert status == 1
        assert "n'est pas un chemin possible." in besides

    def test_a_full_disk(self, cep, tmp_path, monkeypatch):
        def full(*arguments, **options):
            raise OSError(errno.ENOSPC, "no", str(tmp_path))

        monkeypatch.setattr("cep_docs.storage.instance.tempfile.mkdtemp", full)

        status, _, besides = cep("init", "--folder", tmp_path / "x", "--operator", "4G")

        assert status == 1
        assert besides.startswith("Le disque est plein.")

    def test_an_instance_in_use(self, cep, instance):
        with find(instance).open():
            status, _, besides = cep("night", "--folder", instance)

        assert status == 1
        assert "déjà utilisée par un autre programme. Rien n'a été modifié." in besides

    def test_an_unforeseen_error_says_what_to_do_and_nothing_of_the_file(
        self, cep, instance, monkeypatch
    ):
        def broken(*arguments):
            raise RuntimeError("Zoé Lefèvre")

        monkeypatch.setattr(order_command, "remaining", broken)

        status, said, besides = cep("order", "list", "--folder", instance)

        assert (status, said) == (1, "")
        assert "Erreur imprévue (RuntimeError)." in besides
        assert "CEP_DOCS_DEBUG=1" in besides
        assert "Lefèvre" not in besides

    def test_whoever_looks_for_a_fault_sees_it_whole(self, instance, monkeypatch):
        def broken(*arguments):
            raise RuntimeError("somewhere")

        monkeypatch.setattr(order_command, "remaining", broken)
        monkeypatch.setenv("CEP_DOCS_DEBUG", "1")

        with pytest.raises(RuntimeError, match="somewhere"):
            main(["order", "list", "--folder", str(instance)])

    def test_damaged_data_are_told(self, cep, instance, monkeypatch):
        def damaged(*arguments):
            raise Damaged("Le fichier n° 0x1 a disparu.")

        monkeypatch.setattr(order_command, "remaining", damaged)

        assert cep("order", "list", "--folder", instance)[2].endswith("a disparu.\n")


def test_an_empty_instance_is_furnished_from_the_command_line(cep, tmp_path):
    """R-017, R-020, R-131: from nothing to a caseload that can be asked for."""
    told = ("--folder", tmp_path / "ours")
    nora = (*told, "--as", "nora", "--name")
    role = ("--name", "Zoé", "--role", "adviser")
    place = ("--organisation", "732829320", "--lot", "05", "--postcode", "68000", "CMR")
    said = [
        cep("init", *told, "--operator", "4G"),
        cep("account", "create", *told, "nora", "--name", "Nora", "--role", "project_director"),
        cep("operator", "describe", *nora, "Cap", "--lot", "05"),
        cep("operator", "organisation", *nora, "Cap", "--part", "lead", "732829320"),
        cep("operator", "structure", *nora, "Colmar", *place),
        cep("account", "create", *told, "zoe", *role, "--structure", "CMR"),
        cep("caseload", *told, "zoe"),
    ]

    assert [status for status, _, _ in said] == [0] * 7
    assert "Alsace-Moselle" in said[4][1]
    assert said[-1][1] == "Aucun dossier en cours.\n"
    with find(tmp_path / "ours").open() as house, house.reading() as connection:
        assert connection.root()["site"].accounts["zoe"].organisation == "732829320"


def test_an_adviser_declares_no_place_and_a_place_needs_its_organisation(cep, own):
    place = ("--name", "Laval", "--lot", "08", "--postcode", "53000", "--folder", own, "LAV")

    not_hers = cep("operator", "structure", "--as", "alice.martin", "--organisation", "1", *place)
    director = cep("operator", "structure", "--as", "farid.zerrouk", "--organisation", "1", *place)

    assert (not_hers[0], director[0]) == (1, 1)
    assert "permis" in not_hers[2] or "n'existe pas" in not_hers[2]
    assert "Cette organisation n'est pas déclarée" in director[2]


class TestTheShell:
    @pytest.mark.parametrize("command", ["describe", "check"])
    def test_a_reader_that_has_read_enough(self, command):
        with subprocess.Popen(
            [*PROGRAM, command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            running.stdout.close()
            besides = running.stderr.read()

        assert besides == b""
        assert running.returncode == 1

    def test_control_c_while_data_are_served(self, own):
        with subprocess.Popen(
            [*PROGRAM, "serve-storage", "--folder", str(own), "--port", "0"],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=_heed_control_c,
        ) as running:
            announced = running.stdout.readline().decode()
            running.send_signal(signal.SIGINT)
            running.wait(30)

        assert announced.startswith("Les données sont servies sur 127.0.0.1:")
        assert running.returncode == 0

    def test_control_c_in_the_middle_of_a_demonstration(self, tmp_path):
        folder = tmp_path / "cut"
        with subprocess.Popen(
            [*PROGRAM, "demo", "--folder", str(folder), "--size", "90000"],
            stderr=subprocess.PIPE,
            preexec_fn=_heed_control_c,
        ) as running:
            _wait_for(folder / "instance.yaml")
            besides = _interrupted(running)

        assert running.returncode == 1
        assert besides.endswith("Interrompu. Ce qui était enregistré le reste.\n")
        # Python itself tells of an interruption that met its own housekeeping.
        assert "/cep_docs/" not in besides
        with find(folder).open() as house, house.reading() as connection:
            assert connection.root()["operator"] == "4G"


def _heed_control_c():
    """As in a terminal: a process started in the background is born deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupted(running):
    """Python drops an interruption that falls into a destructor: then one presses again."""
    for _ in range(5):
        running.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return running.communicate(timeout=20)[1].decode()
    running.kill()
    raise AssertionError("deaf to interruptions")


def _wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} did not come")


def test_packing_gives_back_what_was_replaced_and_keeps_what_counts(cep, own):
    """R-087: what was erased is on the disk until then."""
    _, counted, _ = cep("catalog", "check", "--folder", own)

    status, said, _ = cep("pack", "--folder", own, "--days", 0, "--json")
    again, _, _ = cep("journal", "verify", "--folder", own)
    scrubbed, _, _ = cep("scrub", "--folder", own)

    told = json.loads(said)
    assert (status, again, scrubbed) == (0, 0, 0)
    assert told["after"] < told["before"]
    assert cep("catalog", "check", "--folder", own)[1] == counted
    assert "octets rendus" in cep("pack", "--folder", own)[1]
