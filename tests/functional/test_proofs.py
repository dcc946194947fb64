"""cep-docs proof: taken out of an instance, checked by whoever has none (R-068, R-078)."""

import json
import shutil

import pytest

from cep_docs.app import opened
from cep_docs.cli.main import main
from tests.people import RULES, Clock
from tests.proven import make_proven


@pytest.fixture(scope="module")
def proven(town_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("proven") / "instance"
    return folder, make_proven(town_folder, folder)


@pytest.fixture
def cep(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


@pytest.fixture(scope="module")
def taken(proven, tmp_path_factory):
    """What alice takes with her, in a folder outside of any instance."""
    folder, signed = proven
    target = tmp_path_factory.mktemp("taken")
    with pytest.raises(SystemExit) as left:
        main(
            ["proof", signed.number, "--folder", str(folder), "--as", "alice", "--to", str(target)]
        )
    assert left.value.code == 0
    return target


@pytest.fixture
def mine(taken, tmp_path):
    """A copy of the person's, to do with it what one likes."""
    return shutil.copytree(taken / "personne", tmp_path / "mine")


def test_each_proof_is_a_folder_with_all_there_is_to_check_it(taken):
    files = {"preuve.pdf", "preuve.json", "preuve.json.p7s", "preuve.json.p7s.tst", "racine.pem"}

    assert {place.name for place in taken.iterdir()} == {"conseiller", "personne"}
    assert {one.name for one in (taken / "personne").iterdir()} == files


@pytest.mark.parametrize("name", ["preuve.pdf", "preuve.json"])
def test_a_proof_holds_without_any_instance(cep, mine, name):
    status, said, _ = cep("proof", "check", mine / name, "--root", mine / "racine.pem")

    assert status == 0
    assert "Zoé Lefèvre" in said
    assert "Authentique" in said


def test_without_a_root_it_is_not_said_whose_it_is(cep, mine):
    status, said, _ = cep("proof", "check", mine / "preuve.pdf")

    assert status == 3
    assert "Intacte, mais rien ne dit encore de qui" in said


@pytest.mark.parametrize("name", ["preuve.pdf", "preuve.json"])
def test_a_changed_byte_is_refused_and_nothing_of_it_is_told(cep, mine, name):
    file = mine / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    status, said, _ = cep("proof", "check", file, "--root", mine / "racine.pem")

    assert status == 1
    assert "Refusée" in said
    assert "Zoé" not in said


def test_the_signed_document_is_recognized_and_another_is_not(cep, mine, proven, tmp_path):
    folder, signed = proven
    with opened(folder, Clock(), rules=RULES) as application, application.reading() as tools:
        (tmp_path / "signed.pdf").write_bytes(signed.version(tools).files["signed"].read())
    root = ("--root", mine / "racine.pem")

    same = cep("proof", "check", mine / "preuve.pdf", *root, "--document", tmp_path / "signed.pdf")
    other = cep("proof", "check", mine / "preuve.pdf", *root, "--document", mine / "preuve.pdf")

    assert same[0] == 0
    assert other[0] == 1
    assert "n'est pas celui que cette preuve décrit" in other[1]


def test_a_program_gets_json(cep, mine):
    status, said, _ = cep("proof", "check", mine / "preuve.json", "--json")

    told = json.loads(said)
    assert status == 3
    assert told["verdict"] == "intact"
    assert told["evidence"]["schema"] == "cep-docs/signature-proof/1"
    assert all(one["holds"] for one in told["findings"])


def test_what_is_no_proof_is_refused_in_one_sentence(cep, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 nothing")

    status, said, error = cep("proof", "check", tmp_path / "x.pdf")
    gone = cep("proof", "check", tmp_path / "y.pdf")

    assert status == 1
    assert "n'est pas un dossier de preuve" in said
    assert not error
    assert gone[0] == 1
    assert "ne se lit pas" in gone[2]


def test_whoever_may_not_take_it_gets_nothing(cep, proven, tmp_path):
    folder, signed = proven

    for login in ("bruno", "denis", "gaelle"):
        status, _, error = cep(
            *("proof", signed.number, "--folder", folder, "--as", login),
            *("--to", tmp_path / login),
        )
        assert status == 1
        assert error
        assert not (tmp_path / login).exists()


def test_a_version_that_is_not_there_has_none(cep, proven, tmp_path):
    folder, signed = proven

    status, _, error = cep(
        *("proof", signed.number, "--folder", folder, "--as", "alice", "--version", "7"),
        *("--to", tmp_path / "none", "--json"),
    )

    assert status == 1
    assert "n'a pas de preuve" in error


def test_its_help_says_both_ways(cep):
    _, said, _ = cep("proof", "--help")

    assert "NUMBER" in said
    assert "check" in said
