"""Accounts as they are looked at: counts of files, never files (R-131, CONTENT-1)."""

from datetime import date

import pytest

from cep_docs.errors import CepDocsError
from cep_docs.journal import Entry
from cep_docs.lifecycle.house_journal import house_lines
from cep_docs.lifecycle.staff import (
    ACCOUNTS,
    accounts_found,
    files_followed,
    roles_given,
    what_opens,
)
from tests.people import RULES, actor
from tests.unit.lifecycle.courses import engaged


@pytest.fixture
def gaelle(house):
    return actor(house, "gaelle")


def test_accounts_come_by_name_and_those_that_ended_last(house, gaelle):
    house.site.accounts["alice"].disabled_on = date(2020, 1, 1)

    lines, total = accounts_found("", "", gaelle, house)

    assert total == 7
    assert [line.login for line in lines][:2] == ["bruno", "chloe"]
    assert lines[-1].login == "alice"


def test_accounts_are_found_whatever_the_accents(house, gaelle):
    house.site.accounts["chloe"].full_name = "Chloé Ben Ali"

    (found,), total = accounts_found("ali chloé", "", gaelle, house)

    assert (found.name, found.roles, found.structure, total) == (
        "Chloé Ben Ali",
        ("Conseiller",),
        "Angers",
        1,
    )
    assert accounts_found("ali", "manager", gaelle, house) == ([], 0)


def test_a_list_has_pages(house, gaelle):
    assert accounts_found("", "", gaelle, house, ACCOUNTS) == ([], 7)


def test_who_may_not_list_accounts_finds_none(house):
    for login in ("alice", "denis", "farid"):
        with pytest.raises(CepDocsError):
            accounts_found("", "", actor(house, login), house)
        with pytest.raises(CepDocsError):
            house_lines(actor(house, login), house)


def test_files_are_counted_before_somebody_leaves(house):
    engaged(house, "UO1")

    assert files_followed(house.site.accounts["alice"], house) == 1
    assert files_followed(house.site.accounts["bruno"], house) == 0


def test_no_account_is_given_the_role_of_a_program():
    given = roles_given(RULES.access)

    assert given["adviser"] == "Conseiller"
    assert not {"clockwork", "transmitter", "purger", "beneficiary"} & set(given)


def test_what_a_role_opens_is_told_in_the_words_of_the_rules():
    opened = {one.kind: one for one in what_opens("manager", RULES.access)}

    files = opened["le dossier (parcours, unités d'œuvre, échanges)"]
    assert "changer de référent" in files.actions
    assert "cela relève de sa structure" in files.when
    assert "la note privée" not in opened


def test_a_role_without_any_rule_opens_nothing():
    assert what_opens("nobody", RULES.access) == []


def test_the_last_acts_of_the_house_come_first(house, gaelle):
    """Orders, accounts, places; the hour is that of the house."""
    lines, total = house_lines(gaelle, house)

    assert total == len(house.site.journal)
    assert lines[0].number == total
    assert (lines[0].what, lines[0].who) == ("Bon de commande enregistré", "Farid")
    assert ("quantité", "100") in lines[0].details
    assert lines[0].at.hour == 10
    rest, _ = house_lines(gaelle, house, 3)
    assert rest[0].number == total - 3
    assert house_lines(gaelle, house, 900)[0] == []


def test_what_is_false_or_unknown_is_not_told(house, gaelle, clock):
    from_outside = house.site.journal
    entry = {"lost_factor": False, "secret": "x", "roles": "adviser"}
    from_outside.record(_entry("invite", entry, clock))
    from_outside.record(_entry("strange", {"lost_factor": True}, clock))

    strange, invited = house_lines(gaelle, house)[0][:2]

    assert invited.details == (("rôles", "Conseiller"),)
    assert (strange.what, strange.who) == ("strange", "somebody")
    assert strange.details == (("second facteur perdu", "oui"),)


def _entry(what, details, clock):
    return Entry(what, "somebody", "administrator", clock(), "account bruno", "", details)
