"""What every document says, the mediator first (R-036, R-058, C-38)."""

import pytest

from cep_docs.definitions.mentions import filled, load_facts, load_mentions, slots_of
from cep_docs.definitions.reading import Reader
from tests.people import RULES
from tests.rule_files import RuleFiles

PATH = "policies/cctp-2019/mentions.yaml"


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)


def faults(files):
    reader = Reader(files.folder)
    load_mentions(reader, "cctp-2019", load_facts(reader))
    return list(reader.faults)


@pytest.mark.parametrize("agreement", RULES.agreements.values(), ids=list(RULES.agreements))
def test_the_mediator_the_contact_the_quality_and_the_surveys_are_announced(agreement):
    texts = {name: mention.text for name, mention in agreement.mentions.items()}

    assert "{mediator_contact}" in texts["mediator"]
    assert "gratuitement" in texts["mediator"]
    assert {"{referent_name}", "{referent_contact}"} <= set(texts["referent"].split()) | {
        f"{{{slot}}}" for slot in slots_of(texts["referent"])
    }
    assert {"quality", "surveys", "confidentiality"} <= texts.keys()


def test_only_what_is_sent_to_france_competences_says_so_r_057():
    agreement = RULES.agreements["cctp-2019"]
    sent = {
        form.name
        for form in agreement.forms.values()
        if any("confidentiality" in part.mentions for part in form.sections)
    }

    assert sent == {"shared_assessment", "professional_project"}
    assert "France compétences" in agreement.mentions["confidentiality"].text
    assert "France compétences" not in agreement.mentions["discretion"].text


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("mediator:\n", "mediators:\n", "la mention « mediator » (médiateur) manque"),
        (" : {mediator_contact}.", ".", "« {mediator_contact} » manque"),
        (
            "  contact: formulaire de médiation du site francecompetences.fr\n",
            "",
            "« contact » manque : où la personne s'adresse-t-elle",
        ),
        ("{referent_name}", "{boss_name}", "« {boss_name} » n'est pas une donnée"),
        ("{referent_name}", "{}", "« {} » n'est pas une donnée"),
        ("  label: Enquêtes\n", "", "« label » manque"),
        ("  label: Enquêtes\n", "  label: Enquêtes\n  size: 3\n", "« size » est inconnu ici"),
    ],
)
def test_a_wrong_mention_is_told_with_its_line(files, old, new, sentence):
    files.change(PATH, old, new)

    (fault,) = faults(files)

    assert sentence in fault
    assert fault.startswith(f"{PATH}:")


def test_a_fact_without_a_french_name_is_told(files):
    files.change("templates/facts.yaml", "lot: Lot\n", "lot:\n")

    (fault,) = faults(files)

    assert fault.startswith("templates/facts.yaml:")


def test_what_is_not_known_leaves_dots_one_can_see():
    text = "{referent_name}, {structure_name}, {referent_contact}."

    assert filled(text, {"referent_name": "Alice {x}", "structure_name": ""}) == "Alice {x}, …, …."
    assert slots_of(text) == ["referent_name", "structure_name", "referent_contact"]
