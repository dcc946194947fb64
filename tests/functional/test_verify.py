"""cep-docs verify: what a file proves by itself, and what the records add; the night that verifies
what is kept (R-055, R-078)."""

import json
import os
import shutil
from datetime import timedelta

import pikepdf
import pytest

from cep_docs.app import opened
from cep_docs.cli.main import main
from cep_docs.lifecycle.printing import SIGNED, STARTED
from cep_docs.signing.authority import FOLDER, ROOT, make_authority
from cep_docs.signing.verdict import LARGEST
from tests.people import RULES
from tests.unit.lifecycle.signed_units import sign_another, signed
from tests.unit.signing import attacks
from tests.web_people import make_folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An instance where a unit was signed by both, and the files of its document."""
    folder = tmp_path_factory.mktemp("verify") / "instance"
    make_folder(folder)
    make_authority(folder, "4G")
    with opened(folder, lambda: attacks.NOW, rules=RULES) as application:
        files = application.write(
            lambda tools: {
                kind: file.read() for kind, file in signed(tools).deliverable.current.files.items()
            }
        )
    return folder, files


@pytest.fixture
def instance(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "instance")
    return tmp_path / "instance"


@pytest.fixture
def files(made, tmp_path):
    """The files on a disk, with a forged one."""
    paths = {}
    for kind, data in {**made[1], "forged": made[1][SIGNED] + b"\nAutre"}.items():
        paths[kind] = tmp_path / f"{kind}.pdf"
        paths[kind].write_bytes(data)
    return paths


@pytest.fixture
def cep(capsys, monkeypatch, tmp_path):
    """Run a command, from a folder where there is no instance; gives its status and words."""
    monkeypatch.delenv("CEP_DOCS_INSTANCE", raising=False)
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return run


def sign_again(tools, day):
    """A second version of what was signed, by all too."""
    (unit,) = (unit for person in tools.site.beneficiaries for unit in person.engagements())
    file = tools.store(b"%PDF-1.7 of the second version", "signed.pdf", "application/pdf", "alice")
    sign_another(unit.deliverable, file, day)


class TestWithTheRecords:
    def test_the_signed_file_is_authentic(self, cep, instance, files):
        status, said, _ = cep("verify", "--folder", instance, files[SIGNED])

        assert status == 0
        assert "authentique. Ce document a été signé" in said
        assert "C'est la version 1 de ce document, telle qu'elle est gardée." in said
        assert "niveau B-LTA" in said
        assert "(horodatage)" in said
        assert "Certificats de démonstration" in said

    def test_one_that_is_forged_or_unfinished_is_told_with_the_reason(self, cep, instance, files):
        status, said, _ = cep(
            "verify", "--folder", instance, files[SIGNED], files["forged"], files[STARTED]
        )

        assert status == 1
        assert "forged.pdf : non authentique." in said
        assert "- Quelque chose a été ajouté que les signatures ne couvrent pas." in said
        assert "started.pdf : incomplet." in said

    def test_it_answers_to_a_program(self, cep, instance, files):
        status, said, _ = cep("verify", "--json", "--folder", instance, files[SIGNED])

        (found,) = json.loads(said)
        assert status == 0
        assert (found["conclusion"], found["recorded"]) == ("authentic", True)
        assert found["known"] == {
            "version": 1,
            "final": True,
            "withdrawn": False,
            "replaced_by": 0,
            "replaced_on": None,
            "followed_on": None,
        }
        assert (found["standing"], found["kind"], found["attested"]) == (
            "current",
            "document",
            None,
        )
        assert [one["level"] for one in found["signers"]] == ["B-LTA"] * 3
        assert len(found["sha256"]) == 64

    def test_one_that_another_version_replaced_is_told(self, cep, instance, files):
        """R-078"""
        day = attacks.NOW + timedelta(5)
        with opened(instance, lambda: day, rules=RULES) as application:
            application.write(lambda tools: sign_again(tools, day))

        status, said, _ = cep("verify", "--folder", instance, files[SIGNED])

        assert status == 4
        assert "authentique, mais remplacé par la version 2 du " in said
        assert "Cette version a été retirée : ses signatures ne comptent plus." in said
        assert "La version 2, signée le " in said

    def test_a_proof_is_a_document_too(self, cep, instance, files, tmp_path):
        """R-068, R-078: of which signature, sealed by whom, and what is forged."""
        forged = tmp_path / "false.pdf"
        forged.write_bytes(files["proof_beneficiary"].read_bytes() + b"\nAutre")

        status, said, _ = cep("verify", "--folder", instance, files["proof_beneficiary"])
        refused, told, _ = cep("verify", "--json", "--folder", instance, forged)

        assert status == 0
        assert "authentique. Cette preuve d'une signature" in said
        assert "(personne accompagnée) a signé électroniquement" in said
        assert "Cachet de démonstration" in said
        assert "niveau B-T" in said
        (found,) = json.loads(told)
        assert (refused, found["conclusion"], found["kind"]) == (1, "refused", "proof")
        assert found["attested"] is None

    def test_a_file_of_another_house_is_unknown_and_learns_nothing(self, cep, instance, tmp_path):
        path = tmp_path / "other.pdf"
        path.write_bytes(attacks.sealed())

        status, said, _ = cep("verify", "--folder", instance, path)

        assert status == 1
        assert "non authentique" in said
        assert "Version" not in said

    def test_a_folder_that_is_none_is_refused(self, cep, files, tmp_path):
        status, _, error = cep("verify", "--folder", tmp_path / "nothing", files[SIGNED])

        assert status == 1
        assert error
        assert "Traceback" not in error


class TestByTheFileAlone:
    def test_it_is_intact_but_nobody_vouches_for_it(self, cep, files):
        status, said, _ = cep("verify", files[SIGNED])

        assert status == 3
        assert "intact. Rien n'a changé depuis les signatures" in said
        assert "heure déclarée, que rien ne prouve" in said

    def test_with_the_root_it_is_authentic(self, cep, instance, files):
        root = instance / FOLDER / f"{ROOT}.pem"

        status, said, _ = cep("verify", "--root", root, files[SIGNED])

        assert status == 0
        assert "authentique" in said
        assert "gardée" not in said

    def test_a_forged_one_is_refused_all_the_same(self, cep, files):
        status, said, _ = cep("verify", files["forged"], files[SIGNED])

        assert status == 1
        assert "non authentique" in said

    def test_what_is_no_pdf_or_too_large_is_refused(self, cep, tmp_path):
        text, large = tmp_path / "text.pdf", tmp_path / "large.pdf"
        text.write_text("Ce n'est pas un PDF.")
        large.touch()
        os.truncate(large, LARGEST * 4)

        status, said, _ = cep("verify", text, large)

        assert status == 1
        assert "Ce n'est pas un PDF lisible" in said
        assert "pèse plus de 20 Mo" in said

    def test_a_root_that_is_none_is_a_sentence(self, cep, files):
        status, _, error = cep("verify", "--root", files[SIGNED], files[SIGNED])

        assert status == 1
        assert "certificats lisibles" in error

    def test_a_file_that_is_not_there_does_not_stop_the_others(self, cep, files, tmp_path):
        status, said, error = cep("verify", tmp_path / "nothing.pdf", files[SIGNED])

        assert status == 1
        assert "nothing.pdf : illisible. Ce fichier n'existe pas." in said
        assert "intact. Rien n'a changé" in said
        assert "2 fichiers : 1 intact, d'une autorité inconnue ici, 1 illisible." in said
        assert "Traceback" not in error


class TestManyFiles:
    def test_whatever_lies_in_a_folder_is_a_verdict_or_a_sentence(
        self, cep, instance, files, tmp_path
    ):
        """Empty, endless, closed, behind a password, no PDF, no file: never an exception."""
        place = tmp_path / "reçus"
        (place / "plus bas").mkdir(parents=True)
        shutil.copy(files[SIGNED], place / "bon.PDF")
        (place / "vide.pdf").touch()
        (place / "plus bas" / "grand.pdf").touch()
        os.truncate(place / "plus bas" / "grand.pdf", 200 * 2**20)
        os.mkfifo(place / "sans fin.pdf")
        (place / "nulle part.pdf").symlink_to(tmp_path / "rien")
        (place / "en boucle").symlink_to(place)
        with pikepdf.open(files[SIGNED]) as pdf:
            locked = pikepdf.Encryption(owner="a", user="b")
            pdf.save(place / "fermé.pdf", encryption=locked)

        status, said, error = cep("verify", "--folder", instance, place)

        assert status == 1
        assert "bon.PDF : authentique." in said
        assert "- Ce fichier est vide" in said
        assert "- Ce fichier pèse plus de 20 Mo" in said
        assert "sans fin.pdf : illisible. Ce n'est pas un fichier" in said
        assert "nulle part.pdf : illisible. Ce fichier n'existe pas." in said
        assert "- Ce PDF est protégé par un mot de passe." in said
        assert "6 fichiers : 1 authentique, 3 inconnus, 2 illisibles." in said
        assert "Fichiers vérifiés : 6 / 6" in error
        assert "Traceback" not in error

    def test_a_folder_without_any_says_so(self, cep, tmp_path):
        status, said, _ = cep("verify", tmp_path)

        assert status == 1
        assert "Il n'y a pas de PDF dans ce dossier." in said

    def test_a_name_may_hold_anything(self, cep, tmp_path):
        """What a terminal would obey is not written to it."""
        path = tmp_path / os.fsdecode(b"\x1b[2Ja\xff.pdf")
        path.touch()

        status, said, _ = cep("verify", path)

        assert status == 1
        assert "\x1b" not in said
        assert "est vide" in said

    def test_the_worst_of_them_decides_how_the_command_ends(self, cep, instance, files):
        root = instance / FOLDER / f"{ROOT}.pem"

        good = cep("verify", "--root", root, files[SIGNED], files["proof_adviser"])
        bad = cep("verify", "--root", root, files[SIGNED], files["forged"])

        assert (good[0], bad[0]) == (0, 1)
        assert "2 fichiers : 2 authentiques." in good[1]
        assert "2 fichiers : 1 authentique, 1 non authentique." in bad[1]


class TestTheNight:
    def test_it_verifies_what_is_kept(self, cep, instance):
        status, said, _ = cep("night", "--folder", instance)

        assert status == 0
        assert "4 fichiers signés relus, 3 vérifiés jusqu'aux signatures." in said

    def test_a_damaged_file_is_told_and_not_handed_out(self, cep, instance, files):
        """One byte changed on the disk."""
        data = files[SIGNED].read_bytes()
        (blob,) = [
            path for path in (instance / "data").rglob("*.blob") if path.read_bytes() == data
        ]
        blob.chmod(0o600)
        blob.write_bytes(data[:-9] + b"x" + data[-8:])

        status, said, _ = cep("night", "--folder", instance)
        again, _, _ = cep("night", "--folder", instance)
        blob.write_bytes(data)
        mended, _, _ = cep("night", "--folder", instance)

        assert (status, again, mended) == (1, 1, 0)
        assert "il n'est plus remis" in said
        assert "Sceau de la nuit" in said
