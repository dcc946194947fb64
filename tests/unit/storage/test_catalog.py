"""The indexes: what each question answers, and that they follow what changes (R-019, R-106)."""

from datetime import date

import pytest

from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.storage.catalog import contents, expected, last_names, new_tree
from tests.people import RULES, actor, orders, received
from tests.unit.lifecycle.courses import act, engaged, signed


@pytest.fixture
def office(tools):
    """A small operator with an order for each unit, in memory."""
    orders(tools)
    return tools


@pytest.fixture
def catalog(office):
    return office.catalog


def test_a_new_one_is_empty_and_knows_its_indexes():
    tree = new_tree()

    assert contents(tree) == set()
    assert set(tree) == {
        "caseload",
        "running",
        "state",
        "closed",
        "number",
        "order",
        "waiting",
        "birth",
        "sound",
        "name",
        "unmet",
        "involved",
        "place",
        "arrived",
        "listed",
        "followed",
        "document",
        "appointment",
        "notice",
        "calendar",
        "contact",
    }


class TestCaseload:
    def test_the_most_urgent_comes_first_and_a_closed_unit_leaves(self, office, catalog):
        project = engaged(office, "UO2.1")
        first = engaged(office, "UO1", received(office, first_name="Ana"))
        assert list(catalog.caseload("alice")) == [
            ("2020-04-03", first.number),
            ("2020-08-03", project.number),
        ]

        act(first, "close", office, reason="VOL_SITUATION", motive="Courrier")

        assert list(catalog.caseload("alice")) == [("2020-08-03", project.number)]
        assert list(catalog.caseload("bruno")) == []

    def test_of_a_place_what_is_due_until_a_day_that_day_included(self, office, catalog):
        unit = engaged(office, "UO1")

        assert list(catalog.running("NTE", date(2020, 4, 2))) == []
        assert list(catalog.running("NTE", date(2020, 4, 3))) == [("2020-04-03", unit.number)]
        assert list(catalog.running("NTE")) == [("2020-04-03", unit.number)]
        assert list(catalog.running("ANG")) == []

    def test_what_has_no_deadline_comes_last_and_is_never_due(self, office, catalog, clock):
        clock.on("2024-01-08")
        unit = engaged(office, "RDV1")

        assert list(catalog.running("NTE", date(2030, 1, 1))) == []
        assert [number for _, number in catalog.running("NTE")] == [unit.number]


class TestStatesAndClosings:
    def test_units_by_lot_place_unit_and_state(self, office, catalog):
        unit = engaged(office, "UO1")
        assert list(catalog.in_state("08", "NTE", "UO1", "open")) == [unit.number]
        signed(unit, office)

        assert list(catalog.in_state("08", "NTE", "UO1", "open")) == []
        assert catalog.counts() == {("08", "NTE", "UO1", "closed"): 1}

    def test_closed_in_a_month_by_the_last_closing(self, office, catalog, clock):
        unit = engaged(office, "UO1")
        clock.on("2020-03-02")
        act(unit, "close", office, reason="VOL_SITUATION", motive="Courrier")
        assert list(catalog.closed_in("08", "NTE", "2020-03")) == [
            ("UO1", "2020-03-02", unit.number)
        ]

        said = {"reason": "DECES", "motive": "Acte", "on": date(2020, 2, 20)}
        act(unit, "rectify", office, "denis", **said)

        assert list(catalog.closed_in("08", "NTE", "2020-03")) == []
        assert list(catalog.closed_in("08", "NTE", "2020-02")) == [
            ("UO1", "2020-02-20", unit.number)
        ]


class TestNumbersAndOrders:
    def test_a_number_leads_to_its_person_and_course(self, office, catalog):
        course = engaged(office, "UO1").__parent__

        found = catalog.locate("4G200201000001")

        assert found == (course.__parent__.__name__, course.__name__)
        assert catalog.locate("4G200201000002") is None
        assert catalog.locate("4G20020100000") is None
        assert list(catalog.numbers()) == ["4G200201000001"]

    def test_the_ranks_of_an_order(self, office, catalog):
        units = [engaged(office, "UO1", received(office, first_name=n)) for n in ("Ana", "Zoé")]

        drawn = sorted(catalog.ranks("2020-Lot08-UO01-01"))

        assert drawn == [(1, units[0].number), (2, units[1].number)]
        assert list(catalog.ranks("2020-Lot08-UO2.1-01")) == []

    def test_what_waits_for_an_order_the_oldest_first(self, tools, clock):
        """R-019."""
        person = received(tools)
        clock.on("2020-02-10")
        late = engaged(tools, "UO1", received(tools, first_name="Ana"))
        asked = {"unit": "UO1", "on": date(2020, 2, 5), "author": "person"}
        early = engaged(tools, "UO1", person, demand=asked, opened_on=date(2020, 2, 5))
        waiting = ("cctp-2019", "08", "UO1")
        assert list(tools.catalog.waiting(*waiting)) == [early.number, late.number]

        act(early, "cancel", tools, "denis", motive="Homonyme")

        assert list(tools.catalog.waiting(*waiting)) == [late.number]
        assert list(tools.catalog.waiting("cctp-2019", "08", "UO2.1")) == []


class TestNames:
    """R-106."""

    def test_accents_case_and_both_names_are_found_from_one_letter_on(self, office, catalog):
        person = received(office, usual_name="O'Brien")

        for beginning in ("l", "LEF", "lefevre", "Lefèvre", "o", "O'Br"):
            assert list(catalog.named(beginning)) == [person.identifier], beginning
        assert list(catalog.named("b")) == []

    def test_by_birth_and_by_sound(self, office, catalog):
        person = received(office)

        assert list(catalog.born_on("1984-05-17")) == [person.identifier]
        assert list(catalog.sounding_like("Lefebvre", "Zoe")) == [person.identifier]
        assert list(catalog.sounding_like("Durand", "Zoe")) == []

    def test_a_name_that_changes_is_no_longer_found(self, office, catalog):
        person = received(office)
        edit_sheet(person, {"birth_name": "Durand"}, actor(office, "alice"), office)

        assert list(catalog.named("lef")) == []
        assert list(catalog.named("dur")) == [person.identifier]

    def test_the_same_name_twice_counts_once_and_none_is_none(self):
        assert last_names({"birth_name": "A", "usual_name": "A"}) == ["A"]
        assert last_names({"usual_name": "B"}) == ["B"]
        assert last_names({}) == []


def test_it_holds_what_the_data_say_and_keeping_again_changes_nothing(office, catalog):
    unit = signed(engaged(office, "UO1"), office)
    before = contents(office.site.catalog)

    catalog.keep_course(unit.__parent__)
    catalog.keep_person(unit.__parent__.__parent__)

    assert contents(office.site.catalog) == before == expected(office.site, RULES)


def test_what_somebody_forgot_to_keep_is_seen(office):
    unit = engaged(office, "UO1")

    unit.structure = "ANG"

    assert contents(office.site.catalog) != expected(office.site, RULES)
