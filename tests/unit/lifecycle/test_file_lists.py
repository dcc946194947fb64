"""Lists of files: what is asked for, in its order, page after page, only what may be listed."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.lifecycle import file_lists
from cep_docs.lifecycle.file_lists import choices_for, first_filter, page_of, rows_of
from cep_docs.lifecycle.filtering import ALL, ANY_STATE, MINE, ORDERS, Filter
from cep_docs.lifecycle.persons import edit_sheet, record_status
from cep_docs.lifecycle.referents import add_deputy, reassign
from cep_docs.storage.catalog import contents, expected
from tests.people import RULES, actor, received
from tests.unit.lifecycle.courses import act, engaged

CANARY = "Xyphanie"


@pytest.fixture
def full(house, clock):
    """Four running units of alice and one that ended; one of bruno; one of chloe, elsewhere."""
    names = ("Quéré", "Aubry", "Éon", "Marchand")
    units = {}
    for name, day in zip(names, ("03", "10", "11", "12"), strict=True):
        clock.on(f"2020-02-{day}")
        status = {"Aubry": "INDEP"}.get(name, "SAL_CDI")
        units[name] = engaged(house, "UO1", received(house, birth_name=name, status=status))
    units["Noël"] = engaged(house, "UO2.1", received(house, birth_name="Noël"), "bruno")
    units["Fini"] = engaged(house, "UO1", received(house, birth_name="Fini"))
    act(units["Fini"], "close", house, reason="VOL_SITUATION", motive="Courrier")
    elsewhere = received(house, "chloe", birth_name="Roche", first_name=CANARY)
    units["Roche"] = engaged(house, "UO1", elsewhere, "chloe")
    return house, units


def names(tools, login="alice", after="", **asked):
    rows = page_of(Filter(**asked), after, actor(tools, login), tools).rows
    return [row.name.rpartition(" ")[2] or row.number for row in rows]


class TestWhatIsAsked:
    def test_an_adviser_sees_his_own_first_the_most_urgent_first(self, full):
        tools, _ = full

        asked = first_filter(actor(tools, "alice"))

        assert asked.whose == MINE
        assert names(tools, whose=MINE) == ["Quéré", "Aubry", "Éon", "Marchand"]
        assert first_filter(actor(tools, "denis")).whose == ALL

    def test_the_colleagues_of_the_place_are_listed_without_their_names(self, full):
        tools, units = full

        found = names(tools)

        assert found == ["Quéré", "Aubry", "Éon", "Marchand", units["Noël"].number]
        row = page_of(Filter(adviser="bruno"), "", actor(tools, "alice"), tools).rows[0]
        assert (row.name, row.status, row.referent) == ("", "", "Bruno")

    def test_by_unit_state_deadline_adviser_place_and_status(self, full, clock):
        tools, _ = full
        clock.on("2020-04-05")

        assert names(tools, "denis", unit="UO2.1") == ["Noël"]
        assert names(tools, "denis", state="closed") == ["Fini"]
        assert len(names(tools, "denis", state=ANY_STATE)) == 6
        assert names(tools, "denis", deadline="past") == ["Quéré"]
        assert names(tools, "denis", deadline="7") == ["Quéré", "Aubry", "Éon", "Marchand"]
        assert names(tools, "denis", deadline="without") == []
        assert names(tools, "denis", adviser="bruno") == ["Noël"]
        assert names(tools, "denis", structure="NTE", unit="UO2.1") == ["Noël"]
        assert names(tools, "denis", structure="ANG") == []
        assert names(tools, "denis", status="INDEP") == ["Aubry"]

    def test_what_has_no_deadline(self, full, clock):
        tools, _ = full
        clock.on("2024-01-08")
        engaged(tools, "RDV1", received(tools, birth_name="Sans"))

        assert names(tools, deadline="without") == ["Sans"]
        row = page_of(Filter(deadline="without"), "", actor(tools, "alice"), tools).rows[0]
        assert (row.due_on, row.days_left) == (None, None)

    def test_sorted_by_each_column_both_ways(self, full):
        tools, _ = full

        assert names(tools, "denis", order="name") == [
            "Aubry",
            "Éon",
            "Marchand",
            "Noël",
            "Quéré",
        ]
        assert names(tools, "denis", order="name", down=True)[0] == "Quéré"
        assert names(tools, "denis", order="unit", down=True)[0] == "Noël"
        for order in ORDERS:
            up, down = (
                names(tools, "denis", order=order, down=down, state=ANY_STATE)
                for down in (False, True)
            )
            if order == "due":
                assert set(up) == set(down)
            else:
                assert up == list(reversed(down)), order

    def test_the_deputy_has_them_among_his_own_on_his_days_only(self, full, clock):
        tools, units = full
        who, day = actor(tools, "alice"), date(2020, 2, 20)
        for login in ("chloe", "bruno"):
            add_deputy(units["Éon"].__parent__, login, day, day, who, tools)
        seen = []
        for today in ("2020-02-19", "2020-02-20", "2020-02-21"):
            clock.on(today)
            seen.append(names(tools, "chloe", whose=MINE))

        assert seen == [["Roche"], ["Éon", "Roche"], ["Roche"]]
        assert names(tools, "chloe") == ["Roche"]
        assert names(tools, "bruno", whose=MINE) == ["Noël"]

    def test_who_was_the_referent_lists_it_as_a_colleague_and_no_more_as_his(self, full):
        tools, units = full

        reassign(units["Éon"].__parent__, "bruno", "Départ", actor(tools, "denis"), tools)

        assert "Éon" not in names(tools, whose=MINE)
        assert units["Éon"].number in names(tools)
        assert "Éon" in names(tools, "bruno", whose=MINE)


class TestPages:
    @pytest.mark.parametrize("order", list(ORDERS))
    @pytest.mark.parametrize("down", [False, True])
    @pytest.mark.parametrize("whose", [MINE, ALL])
    def test_page_after_page_each_once_and_the_count_is_of_all(
        self, full, monkeypatch, order, down, whose
    ):
        tools, _ = full
        monkeypatch.setattr(file_lists, "PAGE", 2)
        asked = Filter(whose=whose, state=ANY_STATE, order=order, down=down)
        who = actor(tools, "alice" if whose == MINE else "denis")
        whole = [row.number for row in rows_of(asked, who, tools)]
        seen, after = [], ""

        while True:
            page = page_of(asked, after, who, tools)
            seen += [row.number for row in page.rows]
            assert (page.total, page.more) == (len(whole), False)
            after = page.after
            if not after:
                break

        assert seen == whole
        assert len(set(seen)) == (5 if whose == MINE else 6)

    def test_beyond_some_number_one_says_more_than(self, full, monkeypatch):
        tools, _ = full
        monkeypatch.setattr(file_lists, "PAGE", 2)
        monkeypatch.setattr(file_lists, "COUNTED", 3)

        page = page_of(Filter(), "", actor(tools, "denis"), tools)

        assert (page.total, page.more, len(page.rows)) == (3, True, 2)

    def test_a_number_that_one_may_not_list_is_no_place_to_begin_after(self, full):
        tools, units = full
        whole = names(tools)

        for number in (units["Roche"].number, "4G200201999999", "nonsense"):
            assert names(tools, after=number) == whole

    def test_what_closed_meanwhile_still_tells_where_to_go_on(self, full):
        tools, units = full
        act(units["Aubry"], "close", tools, reason="VOL_SITUATION", motive="Courrier")

        assert names(tools, whose=MINE, after=units["Aubry"].number) == []
        assert names(tools, whose=MINE, state=ANY_STATE, after=units["Aubry"].number) == ["Fini"]


class TestRights:
    def test_nothing_of_another_place_in_rows_or_counts_whatever_is_asked(self, full):
        tools, units = full
        for asked in (
            Filter(),
            Filter(structure="ANG"),
            Filter(adviser="chloe"),
            Filter(state=ANY_STATE, order="name"),
            Filter(whose=MINE, adviser="chloe"),
        ):
            for login in ("alice", "denis", "elise", "gaelle"):
                page = page_of(asked, "", actor(tools, login), tools)

                assert units["Roche"].number not in {row.number for row in page.rows}
                assert CANARY not in repr(page)
                assert page.total == len(page.rows)

    def test_who_lists_nothing_has_an_empty_list(self, full):
        tools, _ = full

        for login in ("gaelle", "elise"):
            assert page_of(Filter(state=ANY_STATE), "", actor(tools, login), tools).total == 0

    def test_what_one_may_not_know_neither_sorts_nor_filters(self, full):
        tools, _ = full

        assert names(tools, order="name") == ["Aubry", "Éon", "Marchand", "Quéré"]
        assert names(tools, status="SAL_CDI", adviser="bruno") == []
        engaged(tools, "UO0", received(tools, "elise", birth_name="Zay"), "elise")
        assert names(tools, order="name", state=ANY_STATE)[-1] == "Zay"
        assert names(tools, "denis", status="SAL_CDI", adviser="bruno") == ["Noël"]

    def test_numbers_without_people_for_the_controller(self, full):
        tools, _ = full

        rows = page_of(Filter(), "", actor(tools, "farid"), tools).rows

        assert len(rows) == 6
        assert {(row.name, row.status) for row in rows} == {("", "")}

    def test_only_places_and_advisers_of_files_one_may_list_are_proposed(self, full):
        tools, _ = full

        mine = choices_for(actor(tools, "alice"), tools)
        all_of_them = choices_for(actor(tools, "farid"), tools)

        assert mine.structures == (("NTE", "Nantes"),)
        assert [login for login, _ in mine.advisers] == ["alice", "bruno"]
        assert len(all_of_them.structures) == 2
        assert ("overdue", "Échue à régulariser") in mine.states
        assert ("UO2.1", "UO2.1") in mine.units
        assert ("SAL_CDI", "Salarié en CDI") in mine.statuses


def test_a_name_or_a_status_that_changes_changes_the_lines(full):
    tools, units = full
    person = units["Marchand"].__parent__.__parent__
    tools.site.accounts["alice"].roles = ("adviser", "manager")

    edit_sheet(person, {"usual_name": "Abadie"}, actor(tools, "alice"), tools)
    since = date(2020, 2, 12)
    record_status(person, "DIRIG", since, actor(tools, "alice"), tools, "Erreur de saisie.")

    assert names(tools, order="name", whose=MINE)[0] == "Abadie"
    assert names(tools, status="DIRIG") == ["Abadie"]
    assert contents(tools.site.catalog) == expected(tools.site, RULES)


def test_a_filter_is_natural_only_in_the_order_of_the_index():
    assert Filter().natural
    assert not replace(Filter(), down=True).natural
    assert not replace(Filter(), order="name").natural
