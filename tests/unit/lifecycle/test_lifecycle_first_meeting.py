"""From the first request to the first exchange, in working days; told when it is late (R-011)."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.lifecycle.first_meeting import FirstMeeting, first_meeting
from cep_docs.lifecycle.interactions import Exchange, log_interaction
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.persons import record_demand
from cep_docs.lifecycle.unit_sheets import edit_unit_sheet
from cep_docs.storage.catalog import contents, expected
from tests.people import RULES, UNIT, actor, met, opening, received
from tests.unit.lifecycle.courses import act, engaged

ASKED = date(2020, 2, 3)
ELSEWHERE = {**UNIT, "orientation": "OP_APEC"}


def night(tools):
    return spend_night(lambda work: work(tools), lambda done, of: None).unmet


def told(tools):
    return [(n.role, n.thing) for n in tools.site.outbox if n.about == "first_meeting_late"]


def ask(person, tools, on, unit="UO1", login="alice"):
    demand = {**opening(tools, unit, login).demand, "on": on, "recorded_by": login}
    record_demand(person, demand, actor(tools, login), tools)


def waiting(tools, structure="NTE"):
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    return list(tools.catalog.unmet(structure, first, last))


@pytest.fixture
def oriented(house):
    """Somebody who was promised an appointment here on Monday 3 February 2020."""
    person = received(house)
    engaged(house, "UO0", person)
    return person


class TestTheMeasure:
    def test_it_runs_from_the_orientation_to_the_first_exchange(self, house, clock, oriented):
        clock.on("2020-03-16")
        met(engaged(house, "UO1", oriented), house)
        clock.on("2020-03-30")
        met(oriented.engagements()[-1], house)

        measured = first_meeting(oriented, house)

        assert measured == FirstMeeting(ASKED, date(2020, 3, 16), 30, late=False)

    @pytest.mark.parametrize(("day", "late"), [("2020-03-16", False), ("2020-03-17", True)])
    def test_thirty_working_days_are_in_time_and_one_more_is_late(
        self, house, clock, oriented, day, late
    ):
        clock.on(day)

        waits = first_meeting(oriented, house)

        assert (waits.met_on, waits.late) == (None, late)

    def test_a_demand_made_before_the_orientation_begins_it(self, house, clock):
        person = received(house)
        ask(person, house, ASKED)
        clock.on("2020-02-10")
        engaged(house, "UO0", person)

        assert first_meeting(person, house).asked_on == ASKED

    def test_asking_again_and_a_message_without_answer_do_not_set_it_again(
        self, house, clock, oriented
    ):
        clock.on("2020-02-10")
        unit = engaged(house, "UO1", oriented)
        message = Exchange("MAIL", synchronous=False, remote_agreed_by="person_accepted")
        log_interaction(unit, message, actor(house, "alice"), house)
        ask(oriented, house, date(2020, 2, 10), "UO2.1")
        clock.on("2020-02-17")

        assert first_meeting(oriented, house) == FirstMeeting(ASKED, None, 10, late=False)

    def test_an_exchange_at_the_orientation_is_no_appointment(self, house, oriented):
        met(oriented.engagements()[0], house)

        assert first_meeting(oriented, house).met_on is None

    def test_sent_elsewhere_she_waits_for_nobody_here(self, house):
        person = received(house)
        engaged(house, "UO0", person, sheet=ELSEWHERE)

        assert first_meeting(person, house) is None
        assert waiting(house) == []

    def test_a_demand_to_be_pointed_the_right_way_is_none_for_an_accompaniment(self, house):
        person = received(house)
        ask(person, house, ASKED, "UO0")

        assert first_meeting(person, house) is None

    def test_the_holidays_are_those_of_the_place(self, house, clock, oriented):
        house.site.structures["NTE"].holiday_zone = "Alsace-Moselle"
        clock.on("2020-04-14")  # Good Friday and Easter Monday lie behind

        assert first_meeting(oriented, house).working_days == 49
        house.site.structures["NTE"].holiday_zone = ""
        assert first_meeting(oriented, house).working_days == 50

    def test_before_any_agreement_nothing_was_promised(self, house):
        person = received(house)
        ask(person, house, date(2019, 6, 3))

        assert not first_meeting(person, house).late


class TestTheIndex:
    def test_it_holds_who_asked_until_she_is_met(self, house, clock, oriented):
        assert waiting(house) == [("2020-02-03", oriented.identifier)]
        unit = engaged(house, "UO1", oriented)
        assert waiting(house) == [("2020-02-03", oriented.identifier)]

        met(unit, house)

        assert waiting(house) == []
        assert contents(house.site.catalog) == expected(house.site, RULES)

    def test_who_only_asked_waits_in_no_place_yet(self, house):
        person = received(house)

        ask(person, house, ASKED)

        assert waiting(house, "") == [("2020-02-03", person.identifier)]
        assert waiting(house) == []

    def test_an_orientation_corrected_later_is_a_promise_as_well(self, house):
        person = received(house)
        unit = engaged(house, "UO0", person, sheet=ELSEWHERE)
        assert waiting(house) == []

        edit_unit_sheet(unit, {"orientation": "CEP_INT"}, actor(house, "alice"), house)

        assert waiting(house) == [("2020-02-03", person.identifier)]
        assert contents(house.site.catalog) == expected(house.site, RULES)

    def test_an_accompaniment_that_ended_without_an_exchange_is_waited_for_no_more(self, house):
        unit = engaged(house, "UO1")

        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier")

        assert waiting(house) == []

    def test_a_cancelled_unit_never_was(self, house, oriented):
        """R-042."""
        unit = engaged(house, "UO1", oriented)
        met(unit, house)
        assert waiting(house) == []

        act(unit, "cancel", house, "denis", motive="Homonyme")

        assert waiting(house) == [("2020-02-03", oriented.identifier)]


class TestTheNight:
    def test_a_manager_is_told_at_each_threshold_once(self, house, clock, oriented):
        number = oriented.engagements()[0].number
        counts = []
        days = ("2020-02-28", "2020-03-02", "2020-03-03", "2020-03-09", "2020-03-16", "2020-03-20")
        for day in days:
            clock.on(day)
            counts.append((len(night(house)), len(night(house))))

        assert counts == [(0, 0), (1, 0), (0, 0), (1, 0), (1, 0), (0, 0)]
        assert told(house) == [("manager", number)] * 3
        assert oriented.waited_days == (20, 25, 30)

    def test_several_passed_at_once_are_told_once_and_written_down(self, house, clock, oriented):
        clock.on("2020-03-17")

        assert night(house) == [oriented.identifier]
        line = list(oriented.journal)[-1]
        assert (line["what"], line["who"]) == ("tell_first_meeting", "clockwork")
        assert line["details"] == {"working_days": 31}
        assert len(told(house)) == 1

    def test_the_notice_goes_to_the_place_of_her_last_unit(self, house, clock):
        person = received(house, "chloe")
        engaged(house, "UO0", person, "chloe")
        clock.on("2020-03-02")
        night(house)

        assert [n.structure for n in house.site.outbox if n.about == "first_meeting_late"] == [
            "ANG"
        ]

    def test_who_only_asked_is_told_of_without_a_name(self, house, clock):
        """R-124: where the demand was written down, by her identifier."""
        person = received(house, "chloe")
        ask(person, house, ASKED, login="chloe")
        clock.on("2020-03-02")
        night(house)

        assert told(house) == [("manager", person.identifier)]
        assert [n.structure for n in house.site.outbox][-1] == "ANG"

    def test_who_asked_by_a_way_nobody_knows_is_not_lost(self, house, clock):
        person = received(house)
        ask(person, house, ASKED)
        person.demands = ({**person.demands[0], "recorded_by": "gone"},)
        clock.on("2020-03-02")

        assert night(house) == [person.identifier]

    def test_met_she_is_told_of_no_more(self, house, clock, oriented):
        met(engaged(house, "UO1", oriented), house)
        clock.on("2020-03-17")

        assert night(house) == []

    def test_met_while_the_night_runs_she_is_not_told_of(self, house, clock, oriented):
        clock.on("2020-03-17")
        works = []

        def slowly(work):
            works.append(work)
            if len(works) == 2:
                met(engaged(house, "UO1", oriented), house)
            return work(house)

        assert spend_night(slowly, lambda done, of: None).unmet == []

    def test_a_wait_of_long_ago_is_no_news(self, house, clock, oriented):
        clock.on("2020-05-06")

        assert night(house) == []

    def test_an_agreement_without_thresholds_tells_nothing(self, house, clock):
        clock.on("2024-01-08")
        engaged(house, "RDV1")
        clock.on("2024-02-26")

        assert night(house) == []

    def test_an_operator_without_a_place_has_nobody_to_tell_but_fails_not(self, house, clock):
        person = received(house)
        ask(person, house, ASKED)
        empty = replace(house, site=type(house.site)("4G"))

        assert first_meeting(person, empty).asked_on == ASKED
