"""policies/<agreement>/other_operators.yaml: contact sheets (R-004, R-005)."""

import pytest

from tests.people import RULES
from tests.rule_files import RuleFiles

PATH = "policies/cctp-2019/other_operators.yaml"


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)


def test_the_later_agreement_has_those_whose_tables_it_uses():
    ours, later = (RULES.agreements[name] for name in ("cctp-2019", "marche-2024"))

    assert list(ours.other_operators) == ["OP_PE", "OP_APEC", "OP_CAP", "OP_ML", "HORS"]
    assert later.other_operators == ours.other_operators


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  OP_APEC:", "  OP_NOBODY:", "OP_NOBODY » n'est pas dans la table « aiguillage »"),
        ("[AGPUB]", "[NOBODY]", "NOBODY » n'est pas dans la table « statut »"),
        ("    label: Apec\n", "", "label » manque"),
        ("    site: www.apec.fr\n", "    web: www.apec.fr\n", "web » est inconnu ici"),
    ],
)
def test_a_fault_is_told_with_its_line(files, old, new, told):
    files.change(PATH, old, new)

    [fault, *_] = files.faults()

    assert PATH in fault
    assert told in fault


def test_an_agreement_may_have_none(files):
    (files.folder / PATH).unlink()

    assert files.faults() == []
