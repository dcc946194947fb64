"""cep-docs check: what is wrong, where, and the exit status."""

import json

import pytest
from click.testing import CliRunner

from cep_docs.cli.check import check
from tests.rule_files import RuleFiles

UNITS = "workflows/cctp-2019/service_units.yaml"
LIMITS = "policies/marche-2024/limits.yaml"


@pytest.fixture
def broken(tmp_path):
    files = RuleFiles(tmp_path)
    files.change(UNITS, "  label: Aiguillage\n", "  label:\n")
    files.change(LIMITS, "T{quarter}", "T{trimestre}")
    return files


def test_the_rules_of_the_house_are_right():
    result = CliRunner().invoke(check)

    assert result.exit_code == 0
    assert result.output == (
        "Tout est juste. Accords chargés : Accord-cadre 2019-2023 (CCTP du 4 avril 2019), "
        "Marché 2024-2027 (forfait par rendez-vous).\n"
    )


def test_each_fault_is_a_line_and_the_status_is_one(broken):
    result = CliRunner().invoke(check, ["--files", str(broken.folder)])

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{UNITS}:{broken.line_of(UNITS, '  label:')}: "
        "« label » est vide : une phrase en français manque.",
        f"{LIMITS}:{broken.line_of(LIMITS, 'statement_number')}: "
        "« {trimestre} » est inconnu dans ce modèle de numéro.",
    ]


def test_a_program_reads_the_same_in_json(broken):
    result = CliRunner().invoke(check, ["--files", str(broken.folder), "--json"])

    assert result.exit_code == 1
    told = json.loads(result.output)
    assert len(told["faults"]) == 2
    assert told["agreements"] == ["cctp-2019", "marche-2024"]


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(tmp_path):
    result = CliRunner().invoke(check, ["--files", str(tmp_path / "nowhere")])

    assert result.exit_code == 2
