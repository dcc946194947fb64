"""What a form must contain, slot by slot, whoever wrote it: each guard broken once (R-052)."""

import pytest

from tests.people import RULES
from tests.rule_files import RuleFiles

BLOCKS = "policies/cctp-2019/blocks.yaml"
ASSESSMENT = "templates/cctp-2019/shared_assessment/form.yaml"
PROJECT = "templates/cctp-2019/professional_project/form.yaml"
STATEMENT = "templates/cctp-2019/closing_statement/form.yaml"


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)


def test_every_deliverable_of_a_unit_has_its_blocks():
    for agreement in RULES.agreements.values():
        wanted = {unit.deliverable for unit in agreement.units.values() if unit.deliverable}
        assert wanted <= agreement.blocks.keys()


def test_the_deliverables_have_the_blocks_of_the_contract_r_044_r_046():
    blocks = RULES.agreements["cctp-2019"].blocks

    assert " ".join(blocks["shared_assessment"].blocks) == "E1 E2 E3 E4 E5 E6 E7"
    project = blocks["professional_project"].blocks
    assert "".join(code[1] for code in project if code[0] == "P") == "123456789"
    assert blocks["professional_project"].signatures == {
        "adviser": "",
        "beneficiary": "lu et approuvé",
    }


def test_sans_objet_is_for_what_is_le_cas_echeant_r_046():
    project = RULES.agreements["cctp-2019"].blocks["professional_project"].blocks

    assert "gaps" not in project["P4"].not_applicable
    assert "steps" not in project["P6"].not_applicable
    assert "skills" in project["P4"].not_applicable
    assert "providers_list" in project["P7"].not_applicable


# file, what stands there, what is written instead, where it is seen, what is said
BROKEN = {
    "a block is missing": (
        ASSESSMENT,
        "block: E6",
        "block: E7",
        "\n  identity:",
        "le bloc « E6 » (Prochaines étapes) manque.",
    ),
    "a block is unknown": (
        ASSESSMENT,
        "block: E6",
        "block: E8",
        "block: E8",
        "le bloc « E8 » est inconnu pour cette trame (E1, E2, E3, E4, E5, E6, E7).",
    ),
    "a heading is missing": (
        ASSESSMENT,
        "      need:\n",
        "      wish:\n",
        "    label: Analyse partagée",
        "la rubrique « need » manque dans le bloc « E3 ».",
    ),
    "a heading is of another kind": (
        PROJECT,
        "        kind: competences\n",
        "        kind: text\n",
        "        kind: text\n        required: yes\n        not_applicable: yes\n        help: A",
        "« skills » doit être de nature « competences ».",
    ),
    "a heading is optional": (
        PROJECT,
        "        label: Projet\n        kind: text\n        required: yes\n",
        "        label: Projet\n        kind: text\n        required: no\n",
        "        required: no",
        "« project » doit être obligatoire.",
    ),
    "a heading may be without object": (
        PROJECT,
        "        kind: gaps\n        required: yes\n",
        "        kind: gaps\n        required: yes\n        not_applicable: yes\n",
        "        not_applicable: yes\n        help: Ce qui sépare",
        "« gaps » ne peut pas être « sans objet ».",
    ),
    "an answer is missing": (
        ASSESSMENT,
        "          close: clore le service\n",
        "",
        "        choices:\n          continue",
        "la réponse « close » manque.",
    ),
    "a fact is missing": (
        ASSESSMENT,
        "facts: [file_number, ",
        "facts: [",
        "    label: Identité",
        "la donnée « file_number » manque dans le bloc « E1 ».",
    ),
    "a mention is missing": (
        ASSESSMENT,
        "quality, surveys,",
        "quality,",
        "    label: Mentions",
        "la mention « surveys » manque dans le bloc « E7 ».",
    ),
    "a block is only for some": (
        ASSESSMENT,
        "    block: E6\n",
        "    block: E6\n    when: {decision: [continue]}\n",
        "    when: {decision",
        "le bloc « E6 » n'a pas la condition attendue (toujours là).",
    ),
    "a variant is for others": (
        PROJECT,
        "    when: {variant: [creation]}\n",
        "    when: {variant: [transition]}\n",
        "    when: {variant: [transition]}",
        "le bloc « V6 » n'a pas la condition attendue (variant : creation).",
    ),
    "a variant is for all": (
        PROJECT,
        "    when: {variant: [creation]}\n",
        "",
        "    label: Création ou reprise",
        "le bloc « V6 » n'a pas la condition attendue (variant : creation).",
    ),
    "a signature is missing": (
        ASSESSMENT,
        "  adviser: {label: Le conseiller}\n",
        "",
        "signatures:",
        "la signature « adviser » manque, ou n'est pas obligatoire.",
    ),
    "a signature is optional": (
        ASSESSMENT,
        "{label: Le conseiller}",
        "{label: Le conseiller, required: no}",
        "signatures:",
        "la signature « adviser » manque, ou n'est pas obligatoire.",
    ),
    "the mention by hand is another": (
        ASSESSMENT,
        "bénéficiaire, mention: lu et approuvé",
        "bénéficiaire, mention: vu",
        "signatures:",
        "la signature « beneficiary » doit avoir pour mention « lu et approuvé ».",
    ),
    "a form is not there": (
        BLOCKS,
        "competence_summary:\n",
        "competence_list:\n",
        "competence_list:",
        "la trame « competence_list » n'est pas dans templates/cctp-2019/.",
    ),
    "a kind nobody knows is asked for": (
        BLOCKS,
        "headings: {request: text}",
        "headings: {request: poem}",
        "headings: {request: poem}",
        "mot inconnu : « poem ».",
    ),
    "an answer of no heading is asked for": (
        BLOCKS,
        "answers: {decision:",
        "answers: {choice:",
        "answers: {choice:",
        "mot inconnu : « choice ».",
    ),
    "a block has a key nobody knows": (
        BLOCKS,
        "E2: {label:",
        "E2: {colour: red, label:",
        "E2: {colour",
        "« colour » est inconnu ici (connus : answers, facts, headings, label, mentions, "
        "not_applicable, when).",
    ),
    "what is asked has no source": (
        BLOCKS,
        "  source: CCTP § 2.1.3 (L638-640, L749-752) ; R-047\n",
        "",
        "  blocks:\n    S1",
        "« source » manque.",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_a_form_lacks_is_told_with_its_line(case, files):
    name, old, new, where, sentence = BROKEN[case]
    files.change(name, old, new)

    found = files.faults()

    line = files.line_of(name, where.lstrip("\n")) if where else 1
    assert f"{name}:{line}: {sentence}" in found, "\n".join(found)


def test_a_form_may_have_more_headings_in_its_blocks_c_03(files):
    more = "      thanks:\n        label: Remerciements\n        kind: text\n"
    files.change(STATEMENT, "      service_description:\n", f"{more}      service_description:\n")

    assert files.faults() == []


def test_an_agreement_may_ask_nothing(files):
    (files.folder / "policies/marche-2024/blocks.yaml").unlink()

    assert files.faults() == []
