"""policies/attachments.yaml: read, checked, told (R-087, R-099, C-44)."""

import pytest

from cep_docs.definitions.attachments import PATH, SCOPES
from cep_docs.definitions.describing_attachments import attachments
from cep_docs.sandbox.packages import PackageLimits
from tests.people import RULES
from tests.rule_files import RuleFiles

POLICY = RULES.attachments
RESUME = "  resume:\n    label: Curriculum vitæ\n"

# what stands there, what is written instead, where the fault is seen, what is said of it
BROKEN = {
    "a limit that is missing": (
        "  ratio:  ",
        "  rate:  ",
        "  rate:",
        "« rate » est inconnu ici (connus : batch_days, entries, file_mebibytes, megapixels, "
        "pages, preview_pages, preview_width, ratio, unpacked_mebibytes).",
    ),
    "a limit of nothing": (
        "{value: 200,",
        "{value: 0,",
        "  pages:",
        "« pages » vaut au moins 1.",
    ),
    "a limit without reason": (
        ', because: "une pièce se relit : au-delà, n\'en verser que les pages utiles"',
        "",
        "  pages:",
        "« because » manque.",
    ),
    "a scope nobody knows": (
        "    handover:     la remettre",
        "    press:     la remettre",
        "    press:",
        "« press » est inconnu ici (connus : handover, keep, sample, search, transmission).",
    ),
    "a kind without source": (
        RESUME + '    source: "CCTP § 2.1.2, R-044"\n',
        RESUME,
        RESUME[10:],
        "« source » manque.",
    ),
    "a kind without label": (
        RESUME,
        "  resume:\n    label:\n",
        "    label:\n",
        "« label » est vide : une phrase en français manque.",
    ),
    "a kind refused and kept": (
        "    refused:",
        "    vault: yes\n    refused:",
        "    refused:",
        "« vault » et « refused » s'excluent.",
    ),
    "a key nobody knows": (
        "    vault: yes",
        "    safe: yes",
        "    safe: yes",
        "« safe » est inconnu ici (connus : habilitation, label, refused, source, vault).",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_fault_is_told_with_its_line(case, tmp_path):
    old, new, where, sentence = BROKEN[case]
    files = RuleFiles(tmp_path)
    files.change(PATH, old, new)

    found = files.faults()

    assert f"{PATH}:{files.line_of(PATH, where)}: {sentence}" in found, "\n".join(found)


def test_the_limits_are_those_of_the_security_bar():
    """FIC-02."""
    assert POLICY.limits.file_bytes == 20 * 2**20
    assert POLICY.limits.package == PackageLimits(100 * 2**20, 100, 1000)


def test_one_kind_goes_to_the_vault_one_is_refused_one_takes_an_habilitation():
    kinds = POLICY.kinds

    assert [name for name in kinds if kinds[name].vault] == ["assessment_synthesis"]
    assert [name for name in kinds if kinds[name].refused] == ["assessment_conclusions"]
    assert [name for name in kinds if kinds[name].habilitation] == ["psychometric_test"]
    assert tuple(POLICY.vault.scopes) == SCOPES


def test_the_page_tells_each_kind_and_each_limit():
    page = "\n".join(attachments(POLICY))

    assert "| Synthèse d'un bilan de compétences | Au coffre | R-087 |" in page
    assert "| Taille d'un fichier, au plus | 20 Mio |" in page
    assert "Jamais reçue : Les conclusions détaillées" in page
    assert "Au dossier, par un conseiller habilité" in page
    assert all(kind.label in page for kind in POLICY.kinds.values())
