"""The indexes compared with the data, and drawn again."""

import pytest

from cep_docs.lifecycle.engagements import engage
from cep_docs.storage.catalog import contents, expected
from cep_docs.storage.indexes import compare, rebuild
from tests.people import RULES, actor, opening, orders, received


def silent(done, total):
    """Progress nobody reads."""


@pytest.fixture
def site(tools):
    orders(tools)
    for first, birth in (("Zoé", "1984-05-17"), ("Ewen", "1990-01-02")):
        person = received(tools, first_name=first, birth_date=birth)
        engage(person, opening(tools, "UO0"), actor(tools, "alice"), tools)
    return tools.site


def test_indexes_kept_by_the_steps_are_right(site):
    report = compare(site, RULES, silent)

    assert report.sound
    assert report.keys == len(contents(site.catalog))


def test_what_is_missing_is_counted(site):
    site.catalog["birth"]["1984-05-17"].clear()

    report = compare(site, RULES, silent)

    assert (report.sound, report.missing, report.foreign) == (False, {"birth": 1}, {})


def test_what_nobody_claims_is_counted(site):
    site.catalog["birth"]["1984-05-17"].insert("somebody")

    report = compare(site, RULES, silent)

    assert (report.sound, report.missing, report.foreign) == (False, {}, {"birth": 1})


def test_what_stands_elsewhere_is_both(site):
    tree = site.catalog["birth"]
    tree["1984-05-18"] = tree.pop("1984-05-17")

    report = compare(site, RULES, silent)

    assert (report.missing, report.foreign) == ({"birth": 1}, {"birth": 1})


def test_they_are_drawn_again_from_the_data_alone(site):
    before = contents(site.catalog)
    for index in site.catalog.values():
        index.clear()
    unit = next(iter(site.beneficiaries)).engagements()[0]
    unit.catalogued = ()

    keys = rebuild(site, RULES, silent)

    assert keys == len(before)
    assert contents(site.catalog) == before == expected(site, RULES)
    assert compare(site, RULES, silent).sound
    assert set(unit.catalogued) <= before


def test_progress_is_told_once_in_a_while(site, monkeypatch):
    monkeypatch.setattr("cep_docs.storage.indexes.STRIDE", 1)
    told = []

    compare(site, RULES, lambda done, total: told.append((done, total)))

    assert told == [(1, 0), (2, 0), (2, 2)]
