"""A form of France compétences, checked before it is put in place of ours (R-052, C-39)."""

import json
import shutil

import pytest
from click.testing import CliRunner

from cep_docs.cli.check import check
from cep_docs.definitions.reading import FILES

FOLDER = "cctp-2019/shared_assessment"


@pytest.fixture
def new(tmp_path):
    """A folder with the form of the house, to be changed."""
    shutil.copytree(FILES / "templates" / FOLDER, tmp_path / FOLDER)
    return tmp_path / FOLDER


def change(new, old, text, name="form.yaml"):
    path = new / name
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, text), "utf-8")


def checked(new):
    result = CliRunner().invoke(check, ["--templates", str(new.parents[1]), "--json"])
    return result.exit_code, json.loads(result.output)


def test_a_new_edition_that_has_everything_may_be_put_in_place(new):
    change(new, "edition: 2020-01", "edition: 2021-06")
    change(new, "label: Besoin clarifié", "label: Votre besoin")

    status, told = checked(new)

    assert (status, told["faults"]) == (0, [])
    assert told["to_do"] == [
        "État des lieux partagé, édition 2021-06 : mettre d'abord form.yaml et layout.yaml de "
        "l'édition 2020-01 dans templates/cctp-2019/shared_assessment/editions/2020-01/, puis "
        "celle-ci dans templates/cctp-2019/shared_assessment/."
    ]


def test_the_form_of_the_house_is_untouched(new):
    before = (FILES / "templates" / FOLDER / "form.yaml").read_bytes()
    change(new, "label: Besoin clarifié", "label: Votre besoin")

    checked(new)

    assert (FILES / "templates" / FOLDER / "form.yaml").read_bytes() == before


def test_what_is_missing_and_what_is_unknown_are_listed_where_they_are(new):
    change(new, "block: E6", "block: E8")
    change(new, "      need:\n", "      wish:\n")
    path = new / "form.yaml"

    status, told = checked(new)

    assert status == 1
    sentences = "\n".join(told["faults"])
    for sentence in ("« E6 » (Prochaines étapes) manque", "« E8 » est inconnu", "« need » manque"):
        assert sentence in sentences
    assert sum(fault.startswith(f"{path}:") for fault in told["faults"]) >= 3


def test_a_form_without_the_mediator_is_refused_r_058(new):
    change(new, "mentions: [mediator, ", "mentions: [")

    status, told = checked(new)

    assert status == 1
    assert any("cette trame ne peut pas servir (R-058)" in fault for fault in told["faults"])


def test_what_changes_nature_takes_another_edition(new):
    change(
        new,
        "        label: Prochaines étapes (opérateur, contenus, objectifs, modalités)\n"
        "        kind: text\n",
        "        label: Prochaines étapes\n        kind: line\n",
    )

    _, told = checked(new)

    assert any(
        "« edition » est encore « 2020-01 », alors que « next_steps » s'en va ou change de nature"
        in fault
        for fault in told["faults"]
    )


def test_words_may_change_in_the_same_edition(new):
    change(new, "label: Besoin clarifié", "label: Votre besoin")

    status, told = checked(new)

    assert status == 0
    assert told["to_do"] == [
        "État des lieux partagé, édition 2020-01 : "
        "à mettre dans templates/cctp-2019/shared_assessment/."
    ]


def test_an_edition_serves_once(tmp_path):
    folder = "cctp-2019/professional_project"
    shutil.copytree(FILES / "templates" / folder, tmp_path / folder)
    change(tmp_path / folder, "edition: 2020-02", "edition: 2020-01")

    _, told = checked(tmp_path / folder)

    assert any("l'édition « 2020-01 » a déjà servi" in fault for fault in told["faults"])


def test_a_layout_alone_is_no_form(new):
    (new / "form.yaml").unlink()

    status, told = checked(new)

    assert status == 1
    assert told["faults"] == [
        f"{new.parents[1]}: aucune trame ici. Attendu : <accord>/<livrable>/form.yaml."
    ]


def test_a_form_alone_takes_the_layout_and_the_sample_that_are_there(new):
    (new / "layout.yaml").unlink()
    (new / "sample.yaml").unlink()

    assert checked(new)[0] == 0


def test_a_sample_that_does_not_fit_the_new_form_is_a_fault(new):
    change(new, "edition: 2020-01", "edition: 2021-06")
    change(new, "  need: |", "  wish: |", name="sample.yaml")

    status, told = checked(new)

    assert status == 1
    assert any(f"{new / 'sample.yaml'}:" in fault for fault in told["faults"])


def test_a_document_that_is_not_there_yet_may_come(new):
    other = new.parent / "thank_you_note"
    shutil.copytree(FILES / "templates/cctp-2019/abandonment_notice", other)
    change(other, "form: abandonment_notice", "form: thank_you_note")
    shutil.rmtree(new)

    status, told = checked(other)

    assert (status, told["faults"]) == (0, [])
    assert "à mettre dans templates/cctp-2019/thank_you_note/." in told["to_do"][0]
