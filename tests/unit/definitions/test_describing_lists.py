"""What a manager reads of the lists of providers (R-082)."""

from dataclasses import replace

from cep_docs.definitions.describing_lists import provider_lists
from cep_docs.definitions.provider_lists import NO_LISTS
from tests.people import RULES

OLD, NEW = RULES.agreements["cctp-2019"], RULES.agreements["marche-2024"]


def test_the_rules_of_the_lists_are_told_with_their_reasons_r_082():
    said = "\n".join(provider_lists(OLD, []))

    assert "celle de tous les organismes de la région" in said
    assert "Une source de plus de 90 jours est signalée" in said
    assert "| Bilan de compétences | `BILAN` | bilan, bilans" in said
    assert "| alphabétique | `alphabetical` | R-082 : ordre neutre" in said
    assert "| Certification qualité |" in said


def test_the_same_rules_are_told_once():
    said = list(provider_lists(NEW, [OLD]))

    assert said[-1] == f"Comme dans : {OLD.label}."


def test_an_agreement_with_other_rules_tells_them_whatever_came_before():
    other = replace(OLD, provider_lists=replace(OLD.provider_lists, old_after_days=30))

    assert "plus de 30 jours" in "\n".join(provider_lists(other, [OLD]))


def test_nothing_is_told_where_there_are_no_lists():
    assert list(provider_lists(replace(OLD, provider_lists=NO_LISTS), [])) == []
