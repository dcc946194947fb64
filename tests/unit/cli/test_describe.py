"""cep-docs describe: the rules in French on the output."""

from click.testing import CliRunner

from cep_docs.access import matrix
from cep_docs.cli.describe import describe
from tests.people import RULES


def test_it_tells_the_rules_from_the_agreements_to_the_rights():
    result = CliRunner().invoke(describe)

    assert result.exit_code == 0
    assert result.output.startswith("# Les règles, en clair\n")
    assert "### Les droits, rôle par rôle" in result.output


def test_with_rights_it_prints_the_table_of_rights_and_nothing_else():
    result = CliRunner().invoke(describe, ["--rights"])

    assert result.exit_code == 0
    assert result.output.splitlines() == list(matrix.lines(RULES.access))
