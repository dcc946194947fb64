"""What is said when a command cannot do its work."""

import errno

import click
import pytest

from cep_docs.cli.failures import sentence_of
from cep_docs.errors import DefinitionError, NotPossible


def test_a_refusal_is_said_as_it_is():
    assert sentence_of(NotPossible("Ce n'est pas possible.")) == "Ce n'est pas possible."


def test_faults_of_the_rules_are_listed_and_counted():
    said = sentence_of(DefinitionError("a.yaml:1: un.", "b.yaml:2: deux."))

    assert said.splitlines()[:2] == ["a.yaml:1: un.", "b.yaml:2: deux."]
    assert said.splitlines()[2].startswith("2 défaut(s)")


@pytest.mark.parametrize(
    ("number", "beginning"),
    [
        (errno.ENOSPC, "Le disque est plein."),
        (errno.EDQUOT, "Le disque est plein."),
        (errno.EACCES, "/x n'est pas accessible"),
        (errno.EROFS, "/x n'est pas accessible"),
        (errno.ENAMETOOLONG, "/x n'est pas un chemin possible."),
        (errno.EIO, "Erreur imprévue (OSError)."),
    ],
)
def test_a_machine_that_refuses_is_told_in_french(number, beginning):
    assert sentence_of(OSError(number, "in English", "/x")).startswith(beginning)


def test_a_path_without_a_name_is_told_as_well():
    assert sentence_of(PermissionError(errno.EPERM, "no")).startswith("Ce chemin n'est pas")


def test_the_text_of_an_unforeseen_error_stays_unsaid():
    said = sentence_of(ValueError("Zoé Lefèvre, 2 84 05"))

    assert said.startswith("Erreur imprévue (ValueError).")
    assert "Zoé" not in said


@pytest.mark.parametrize("error", [click.Abort(), KeyboardInterrupt()])
def test_an_interruption_loses_nothing(error):
    assert sentence_of(error) == "Interrompu. Ce qui était enregistré le reste."


@pytest.mark.parametrize(
    ("error", "beginning"),
    [
        (click.BadParameter("bad"), "La valeur donnée à cette commande ne convient pas."),
        (
            click.BadParameter("bad", param=click.Argument(["saved"])),
            "La valeur donnée à SAVED ne convient pas.",
        ),
        (click.MissingParameter(param=click.Option(["--as"])), "L'option --as manque."),
        (click.FileError("x"), "Cette commande n'est pas bien écrite."),
    ],
)
def test_what_click_refuses_is_told_in_french(error, beginning):
    said = sentence_of(error)

    assert said.startswith(beginning)
    assert said.endswith("Voir « cep-docs --help ».")
