"""Appointments: made, moved, cancelled by whoever may; the place is open, the adviser is free."""

from datetime import date
from types import SimpleNamespace

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.appointments import (
    NewAppointment,
    begins_at,
    cancel_appointment,
    expected_between,
    hour_typed,
    make_appointment,
    move_appointment,
    open_places,
    to_come,
)
from cep_docs.lifecycle.referents import add_deputy
from cep_docs.storage.catalog import contents, expected
from tests.people import RULES, actor, received
from tests.unit.lifecycle.courses import engaged

DAY = date(2020, 2, 6)


def new(**changes) -> NewAppointment:
    said = {
        "on": DAY,
        "at": "14h30",
        "minutes": 60,
        "mode": "PRES",
        "structure": "NTE",
        "account": "alice",
    }
    return NewAppointment(**{**said, **changes})


@pytest.fixture
def met(house):
    """Somebody whom alice follows."""
    return SimpleNamespace(person=engaged(house, "UO1").__parent__.__parent__, tools=house)


def made(met, login="alice", **changes):
    return make_appointment(met.person, new(**changes), actor(met.tools, login), met.tools)


def days(met, login="alice", until=date(2021, 1, 1)):
    who = actor(met.tools, login)
    found = expected_between(date(2020, 2, 3), until, who, met.tools)
    return [(e.appointment["on"], e.appointment["at"]) for e in found]


def faults(met, **changes):
    with pytest.raises(Invalid) as refused:
        made(met, **changes)
    return set(refused.value.messages)


class TestWhoMayMakeOne:
    """R-072."""

    def test_the_referent_makes_one_and_it_stands_in_the_journal(self, met):
        made(met)

        assert days(met) == [(DAY, "14:30")]
        line = list(met.person.journal)[-1]
        assert (line["what"], line["details"]) == (
            "make_appointment",
            {"on": "2020-02-06", "at": "14:30", "with": "alice"},
        )

    def test_the_deputy_and_the_welcome_desk_too(self, met):
        course = next(iter(met.person))
        add_deputy(course, "chloe", date(2020, 2, 3), DAY, actor(met.tools, "alice"), met.tools)

        made(met, "chloe", at="9h")
        made(met, "elise", at="10h")

        assert days(met) == [(DAY, "09:00"), (DAY, "10:00")]

    def test_an_adviser_of_another_place_does_not_even_learn_that_she_exists(self, met):
        with pytest.raises(NotFound):
            made(met, "chloe")
        with pytest.raises(NotAllowed):
            made(met, "denis")

        assert met.person.appointments == ()


class TestWhenAndWhere:
    def test_a_closed_place_takes_no_appointment_from_that_day_on(self, met):
        """R-017."""
        met.tools.site.structures["NTE"].closed_from = DAY

        assert faults(met) == {"structure"}
        assert [place.code for place in open_places(DAY, met.tools)] == ["ANG"]
        made(met, on=date(2020, 2, 5))
        assert days(met) == [(date(2020, 2, 5), "14:30")]

    @pytest.mark.parametrize(
        ("said", "wrong"),
        [
            ({"on": None}, {"on"}),
            ({"on": date(2020, 2, 2)}, {"on"}),
            ({"on": date(2020, 2, 3), "at": "9h59"}, {"on"}),
            ({"on": date(2021, 3, 1)}, {"on"}),
            ({"at": "25h"}, {"at"}),
            ({"minutes": 0}, {"minutes"}),
            ({"minutes": 481}, {"minutes"}),
            ({"mode": "COUR"}, {"mode"}),
            ({"structure": "XXX"}, {"structure"}),
            ({"account": "denis"}, {"account"}),
            ({"account": "nobody"}, {"account"}),
        ],
    )
    def test_what_does_not_fit_is_told_at_its_field(self, met, said, wrong):
        assert faults(met, **said) == wrong
        assert met.person.appointments == ()

    def test_today_later_is_not_past(self, met):
        made(met, on=date(2020, 2, 3), at="10h30")

        assert days(met) == [(date(2020, 2, 3), "10:30")]

    def test_somebody_who_has_left_receives_nobody(self, met):
        met.tools.site.accounts["alice"].disabled_on = DAY

        assert faults(met) == {"account"}

    def test_an_adviser_does_not_receive_two_people_at_once(self, met):
        made(met)

        assert faults(met, at="15h") == {"at"}
        assert faults(met, at="14h", minutes=31) == {"at"}
        made(met, at="15h30")
        made(met, at="14h", minutes=30)
        made(met, account="bruno")
        assert len(days(met)) == 3

    def test_hours_are_read_as_people_write_them(self):
        read = {"14h30": "14:30", "9h": "09:00", "1430": "14:30", "14 h 05": "14:05", "8": "08:00"}

        assert {text: hour_typed(text) for text in read} == read
        assert [hour_typed(text) for text in ("", "24h", "14h75", "midi")] == ["", "", "", ""]

    def test_it_begins_at_an_hour_of_the_place(self, met):
        assert begins_at(made(met), met.tools).isoformat() == "2020-02-06T14:30:00+01:00"


class TestMovedAndCancelled:
    def test_a_moved_one_stays_in_the_history(self, met):
        first = made(met)
        who = actor(met.tools, "elise")

        move_appointment(met.person, first["key"], new(at="15h"), who, met.tools)

        assert days(met) == [(DAY, "15:00")]
        assert [one["ended"] for one in met.person.appointments] == ["moved", ""]

    def test_a_cancelled_one_is_expected_no_more_and_cannot_be_moved(self, met):
        first, who = made(met), actor(met.tools, "alice")

        cancel_appointment(met.person, first["key"], who, met.tools)

        assert days(met) == []
        with pytest.raises(NotPossible):
            move_appointment(met.person, first["key"], new(), who, met.tools)
        with pytest.raises(NotPossible):
            cancel_appointment(met.person, first["key"], who, met.tools)

    def test_nobody_else_moves_or_cancels_it(self, met):
        first = made(met)

        for who in (actor(met.tools, "denis"), actor(met.tools, "chloe")):
            with pytest.raises((NotAllowed, NotFound)):
                cancel_appointment(met.person, first["key"], who, met.tools)
            with pytest.raises((NotAllowed, NotFound)):
                move_appointment(met.person, first["key"], new(at="16h"), who, met.tools)
        assert days(met) == [(DAY, "14:30")]

    def test_the_index_says_what_the_data_say(self, met):
        first, who = made(met), actor(met.tools, "alice")
        second = move_appointment(met.person, first["key"], new(at="9h"), who, met.tools)
        made(met, on=date(2020, 2, 7))
        cancel_appointment(met.person, second["key"], who, met.tools)

        assert contents(met.tools.site.catalog) == expected(met.tools.site, RULES)


class TestWhoSeesThem:
    def test_each_adviser_his_own_and_the_desk_those_of_the_place(self, met):
        met.tools.site.accounts["elise"].roles = ("information_officer", "assistant")
        made(met)
        other = received(met.tools, first_name="Ana")
        engaged(met.tools, "UO1", other, "bruno")
        who = actor(met.tools, "bruno")
        make_appointment(other, new(account="bruno"), who, met.tools)

        assert len(days(met)) == len(days(met, "bruno")) == 1
        assert len(days(met, "elise")) == 2
        assert days(met, "chloe") == days(met, "gaelle") == []

    def test_what_one_may_no_longer_list_is_not_expected(self, met):
        made(met)
        who = actor(met.tools, "alice")
        met.tools.site.accounts["alice"].structure = "ANG"
        course = next(iter(met.person))
        course.starts = ({**course.starts[0], "account": "bruno"},)

        assert days(met) == []
        assert to_come(met.person, actor(met.tools, "alice"), met.tools) == []
        assert len(to_come(met.person, who, met.tools)) == 1

    def test_of_a_person_those_to_come_in_order(self, met, clock):
        made(met, on=date(2020, 2, 7))
        made(met)
        clock.on("2020-02-07")

        found = to_come(met.person, actor(met.tools, "alice"), met.tools)

        assert [one["on"] for one in found] == [date(2020, 2, 7)]
