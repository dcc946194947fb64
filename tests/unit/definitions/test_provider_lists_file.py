"""policies/<agreement>/provider_lists.yaml: services, orders, headings, each told once (R-082)."""

import pytest

from cep_docs.definitions.provider_lists import (
    COLUMNS,
    DELIVERIES,
    NO_LISTS,
    ORDERS,
    load_provider_lists,
    words_of,
)
from cep_docs.definitions.reading import Reader
from cep_docs.definitions.tables import Row, Table
from tests.people import RULES
from tests.rule_files import RuleFiles

OLD, NEW = RULES.agreements["cctp-2019"], RULES.agreements["marche-2024"]
PATH = "policies/cctp-2019/provider_lists.yaml"
THEIRS = "policies/marche-2024/provider_lists.yaml"


@pytest.fixture
def files(tmp_path):
    return RuleFiles(tmp_path)


def loaded(files, agreement="cctp-2019"):
    reader = Reader(files.folder)
    return load_provider_lists(reader, agreement, OLD.tables), list(reader.faults)


def test_a_source_is_old_after_ninety_days_and_every_choice_has_its_reason_r_082():
    lists = OLD.provider_lists

    assert lists.old_after_days == 90
    assert tuple(lists.orders) == ORDERS
    assert tuple(lists.deliveries) == DELIVERIES
    assert tuple(lists.columns) == COLUMNS
    assert lists.because.keys() == {"old_after_days", *ORDERS, *DELIVERIES}
    assert all(lists.because.values())


def test_every_service_but_none_at_all_can_be_wished():
    codes = {row.code for row in OLD.tables["prestation_complementaire"].rows}

    assert codes - set(OLD.provider_lists.services) == {"AUCUNE"}


def test_the_next_agreement_takes_the_same_rules_r_129():
    assert NEW.provider_lists == OLD.provider_lists


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Code postal", "postcode"),
        ("CODE_POSTAL", "postcode"),
        ("adressePhysiqueOrganismeFormation.codePostal", "postcode"),
        ("Raison sociale", "name"),
        ("couleur", ""),
    ],
)
def test_a_heading_is_known_whatever_its_case_and_signs(heading, column):
    assert OLD.provider_lists.column_of(heading) == column


def test_a_service_is_known_by_its_code_its_label_and_its_words():
    words = words_of(OLD.provider_lists, OLD.tables["prestation_complementaire"])

    assert words["bilan"] == words["bilandecompetences"] == words["bilansdecompetences"] == "BILAN"
    assert words["autremobilite"] == "MOB"


def test_an_agreement_without_the_file_has_no_list(files):
    (files.folder / THEIRS).unlink()

    assert loaded(files, "marche-2024") == (NO_LISTS, [])


def test_rules_are_taken_from_an_agreement_that_has_some(files):
    files.change(THEIRS, "lists_of: cctp-2019", "lists_of: cctp-2099")

    lists, faults = loaded(files, "marche-2024")

    assert lists == NO_LISTS
    assert faults == [f"{THEIRS}:3: aucune règle à reprendre dans « cctp-2099 »."]


def test_rules_are_not_taken_at_third_hand(files):
    files.change(THEIRS, "lists_of: cctp-2019", "lists_of: marche-2024")

    assert "aucune règle à reprendre" in loaded(files, "marche-2024")[1][0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  VAE: [", "  YOGA: [", "le code « YOGA » n'est pas dans la table"),
        ("  MOB: [mobilité]", "  MOB: [santé]", "« santé » désigne déjà « MOB »."),
        ("[nom, dénom", "[siren, nom, dénom", "« siren » désigne déjà « name »."),
        ('  commune: {label: "par', '  distance: {label: "par', "mot inconnu : « distance »."),
        ("  web:\n", "  fax:\n", "mot inconnu : « fax »."),
        ("  web:\n", "  fax:\n", "la colonne « web » manque."),
        ("{value: 90,", "{value: bientôt,", "« value » doit être un nombre entier."),
        ("old_after_days:", "older_than:", "« older_than » est inconnu ici"),
    ],
)
def test_a_fault_is_told_with_its_place(files, old, new, told):
    files.change(PATH, old, new)

    assert any(told in fault and fault.startswith(PATH) for fault in loaded(files)[1])


def test_all_labels_a_code_ever_had_are_known():
    first = OLD.valid_from
    rows = tuple(
        Row("BILAN", "", label, "", first, None, "") for label in ("Bilan", "Bilan approfondi")
    )

    words = words_of(OLD.provider_lists, Table("prestation_complementaire", rows))

    assert words["bilanapprofondi"] == "BILAN"
