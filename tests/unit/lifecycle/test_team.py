"""The board of a manager: each load, what is at risk, who waits (R-148, R-035, R-011)."""

from datetime import date, timedelta

import pytest

from cep_docs.content.account import Account
from cep_docs.errors import CepDocsError
from cep_docs.lifecycle import team
from cep_docs.lifecycle.counting import counts_of_house, states_counted
from cep_docs.lifecycle.exceptions import exceptions_between
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.referents import add_deputy
from cep_docs.lifecycle.team import (
    advisers_of,
    files_at_risk,
    standings,
    who_wait,
    without_referent,
)
from cep_docs.lifecycle.team_times import times_of_month
from tests.people import actor, met, received
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.courses import proposed, signed


def engaged(tools, unit, person=None, login="alice"):
    """A unit of somebody of her own, born on another day than the others."""
    born = date(1970, 1, 1) + timedelta(days=tools.numbers.peek("born"))
    tools.numbers.take([("born", None)])
    who = person or received(tools, login, birth_date=born.isoformat())
    return courses.engaged(tools, unit, who, login)


@pytest.fixture
def nantes(house):
    return house.site.structures["NTE"]


@pytest.fixture
def denis(house):
    return actor(house, "denis")


def test_each_adviser_of_the_place_has_a_line_with_her_files(house, nantes, denis, clock):
    engaged(house, "UO1")
    proposed(engaged(house, "UO2.1"), house)
    signed(engaged(house, "UO1"), house)
    engaged(house, "UO1", login="bruno")
    clock.on("2020-03-10")

    alice, bruno = standings(nantes, denis, house)

    assert (alice.name, alice.running, alice.at_risk, alice.unsigned) == ("Alice", 2, 2, 1)
    assert (alice.untouched, alice.grave, alice.more) == (1, 0, False)
    assert (bruno.name, bruno.running) == ("Bruno", 1)


def test_an_adviser_without_any_file_is_on_the_board_too(house, nantes, denis):
    assert [(row.login, row.running) for row in standings(nantes, denis, house)] == [
        ("alice", 0),
        ("bruno", 0),
    ]


def test_the_board_goes_on_from_page_to_page(house, nantes, denis):
    """However large the place, a page has as many lines (R-148)."""
    for number in range(25):
        new = Account(f"zoe{number:02}", f"Zoé {number:02}", ("adviser",))
        new.structure = "NTE"
        house.site.accounts.add(new.login, new)

    assert len(advisers_of(nantes, house)) == 27
    assert len(standings(nantes, denis, house)) == 20
    assert standings(nantes, denis, house, 20)[0].login == "zoe18"


def test_no_more_files_are_looked_at_than_a_page_can_bear(house, nantes, denis, monkeypatch):
    monkeypatch.setattr(team, "LOOKED_AT", 2)
    for _ in range(3):
        engaged(house, "UO1")

    alice = standings(nantes, denis, house)[0]

    assert (alice.running, alice.more) == (2, True)


def test_somebody_who_left_files_behind_stays_on_the_board(house, nantes, denis):
    engaged(house, "UO1")
    house.site.accounts["alice"].disabled_on = date(2020, 2, 3)
    house.site.accounts["bruno"].disabled_on = date(2020, 2, 3)

    (left,) = standings(nantes, denis, house)

    assert (left.login, left.active, left.grave) == ("alice", False, 1)


def test_who_stands_in_today_is_told(house, nantes, denis):
    unit = engaged(house, "UO1")
    add_deputy(unit.__parent__, "bruno", date(2020, 2, 3), date(2020, 2, 7), denis, house)

    assert standings(nantes, denis, house)[0].deputies == ("Bruno",)


def test_a_manager_counts_nothing_of_another_place(house, nantes):
    engaged(house, "UO1")
    elsewhere = actor(house, "chloe")

    assert standings(nantes, elsewhere, house)[0].running == 0


def test_files_at_risk_come_by_their_deadline(house, nantes, denis, clock):
    long = engaged(house, "UO2.1")
    short = engaged(house, "UO1", login="bruno")
    clock.on("2020-03-20")

    page = files_at_risk(nantes, denis, house)

    assert [line.number for line in page.files] == [short.number, long.number]
    assert page.after == ""
    first = page.files[0]
    assert (first.days_left, first.referent_name, first.name) == (14, "Bruno", "Zoé Lefèvre")
    assert not first.grave


def test_files_at_risk_are_sifted_by_adviser_and_by_reason(house, nantes, denis, clock):
    hers = engaged(house, "UO2.1")
    his = engaged(house, "UO1", login="bruno")
    clock.on("2020-03-20")

    assert [f.number for f in files_at_risk(nantes, denis, house, "bruno").files] == [his.number]
    found = files_at_risk(nantes, denis, house, risk="deadline").files
    assert [f.number for f in found] == [his.number]
    found = files_at_risk(nantes, denis, house, "alice", "silence").files
    assert [f.number for f in found] == [hers.number]


def test_files_followed_from_here_in_another_place_are_not_of_this_place(house, nantes, clock):
    """An adviser may follow somebody elsewhere: that file is looked after there."""
    elsewhere = engaged(house, "UO1", login="chloe")
    clock.on("2020-03-20")

    farid = actor(house, "farid")
    assert files_at_risk(nantes, farid, house, "chloe").files == ()
    angers = house.site.structures["ANG"]
    assert [f.number for f in files_at_risk(angers, farid, house).files] == [elsewhere.number]


def test_a_long_list_goes_on_where_it_stopped(house, nantes, denis, clock, monkeypatch):
    monkeypatch.setattr(team, "FILES", 2)
    numbers = {engaged(house, "UO1").number for _ in range(5)}
    clock.on("2020-03-20")

    found, after, pages = [], "", 0
    while pages == 0 or after:
        page = files_at_risk(nantes, denis, house, after=after)
        found += [line.number for line in page.files]
        after, pages = page.after, pages + 1

    assert pages == 3
    assert len(found) == 5
    assert set(found) == numbers


def test_a_page_looks_at_so_many_files_and_no_more(house, nantes, denis, monkeypatch):
    """Nothing is at risk: the page stops looking, and says that there are more (R-148)."""
    monkeypatch.setattr(team, "LOOKED_AT", 2)
    for _ in range(3):
        engaged(house, "UO1")

    page = files_at_risk(nantes, denis, house)

    assert page.files == ()
    assert page.after


def test_a_controller_sees_numbers_and_nobodys_name(house, nantes, clock):
    engaged(house, "UO1")
    clock.on("2020-03-20")

    (line,) = files_at_risk(nantes, actor(house, "farid"), house).files

    assert line.number
    assert (line.name, line.person) == ("", "")


def test_who_may_list_nothing_finds_nothing(house, nantes, clock):
    engaged(house, "UO1")
    clock.on("2020-03-20")

    assert files_at_risk(nantes, actor(house, "gaelle"), house).files == ()


def test_the_red_list_has_the_files_nobody_at_work_follows(house, nantes, denis):
    """R-035: no referent, or one who left."""
    orphan = engaged(house, "UO1", login="bruno")
    engaged(house, "UO1")
    engaged(house, "UO1", login="chloe")
    for login in ("bruno", "chloe"):
        house.site.accounts[login].disabled_on = date(2020, 2, 3)

    assert [line.number for line in without_referent(nantes, denis, house)] == [orphan.number]


def test_who_waits_too_long_to_be_met_is_told(house, nantes, denis, clock):
    """R-011: from the first alert on, 20 working days."""
    engaged(house, "UO1")
    clock.on("2020-03-01")
    assert who_wait(nantes, denis, house) == []

    clock.on("2020-03-02")
    (one,) = who_wait(nantes, denis, house)
    assert (one.name, one.meeting.working_days, one.meeting.late) == ("Zoé Lefèvre", 20, False)


def test_who_was_met_waits_no_more(house, nantes, denis, clock):
    unit = engaged(house, "UO1")
    clock.on("2020-03-02")
    met(unit, house)

    assert who_wait(nantes, denis, house) == []


def test_who_may_not_see_her_does_not_learn_that_she_waits(house, nantes, clock):
    engaged(house, "UO1")
    clock.on("2020-03-20")

    assert who_wait(nantes, actor(house, "gaelle"), house) == []


def test_times_are_told_adviser_by_adviser_beside_the_estimate(house, nantes, denis):
    """R-039: what was not measured is said, and left out of the mean."""
    signed(engaged(house, "UO1"), house)
    double = engaged(house, "UO1")
    met(double, house)
    signed(double, house)

    (line,) = times_of_month(nantes, date(2020, 2, 1), denis, house)

    assert (line.name, line.unit, line.closed, line.measured) == ("Alice", "UO1", 2, 2)
    assert (line.mean_minutes, line.estimated_minutes) == (90, 120)
    assert times_of_month(nantes, date(2020, 3, 1), denis, house) == []
    assert times_of_month(nantes, date(2020, 2, 1), actor(house, "gaelle"), house) == []


def test_what_was_not_measured_has_no_mean(house, nantes, denis):
    unit = signed(engaged(house, "UO1"), house)
    unit.interactions = tuple({**one, "minutes": 0} for one in unit.interactions)

    (line,) = times_of_month(nantes, date(2020, 2, 1), denis, house)

    assert (line.closed, line.measured, line.mean_minutes) == (1, 0, 0)


def test_a_first_contact_is_not_timed(house, nantes, denis):
    engaged(house, "UO0", received(house))

    assert times_of_month(nantes, date(2020, 2, 1), denis, house) == []


def test_the_house_is_counted_by_place_unit_and_state(house):
    engaged(house, "UO1")
    signed(engaged(house, "UO1"), house)
    engaged(house, "UO2.1", login="chloe")

    angers, nantes = counts_of_house(actor(house, "farid"), house)

    assert (angers.structure, angers.unit, angers.states) == ("Angers", "UO2.1", (1, 0, 0, 0, 0))
    assert list(states_counted(house).values())[:2] == ["En cours", "Échue à régulariser"]
    assert (nantes.structure, nantes.unit, nantes.total) == ("Nantes", "UO1", 2)


def test_a_line_says_what_its_reader_may_do_about_it(house, nantes, denis, clock):
    engaged(house, "UO1")
    clock.on("2020-03-20")

    (his,) = files_at_risk(nantes, denis, house).files
    (hers,) = files_at_risk(nantes, actor(house, "alice"), house).files

    assert his.allowed == {"close_overdue"}
    assert hers.allowed == {"close_overdue", "edit", "log_interaction"}


def test_counts_are_for_those_who_steer_the_contract(house):
    for login in ("alice", "denis", "gaelle"):
        with pytest.raises(CepDocsError):
            counts_of_house(actor(house, login), house)


def test_overrides_of_one_place_are_those_of_its_units(house, denis):
    """R-148: somebody received in two places counts in each for what was let pass there."""
    given = Given(referent="alice", overrides={"status_in_perimeter": "Accord du siège"})
    person = received(house, status="AGPUB")
    there = courses.engaged(house, "UO1", person, "denis", given=given)
    contact = courses.engaged(house, "UO0", person)
    contact.structure = "ANG"
    house.catalog.keep(contact)
    year = date(2020, 1, 1), date(2020, 12, 31)

    here = list(exceptions_between(*year, actor(house, "farid"), house, "NTE"))
    elsewhere = list(exceptions_between(*year, actor(house, "farid"), house, "ANG"))

    assert [one.number for one in here] == [there.number]
    assert elsewhere == []
