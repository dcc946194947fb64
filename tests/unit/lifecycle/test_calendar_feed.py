"""The private calendar: numbers and days, no name; a secret that is kept as a digest (R-043)."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from cep_docs.errors import NotPossible
from cep_docs.lifecycle.appointments import NewAppointment, make_appointment
from cep_docs.lifecycle.calendar_feed import (
    calendar_of,
    digest_of,
    owner_of,
    renew_calendar,
    revoke_calendar,
)
from cep_docs.lifecycle.referents import add_deputy, reassign
from cep_docs.storage.catalog import contents, expected
from tests.people import RULES, actor, received
from tests.unit.lifecycle.courses import act, engaged

SECRET = "correct-horse-battery-staple"


def events(tools, login="alice"):
    read = Calendar.from_ical(calendar_of(tools.site.accounts[login], tools))
    return [(str(event["summary"]), event.decoded("dtstart")) for event in read.walk("VEVENT")]


class TestWhatIsInIt:
    def test_deadlines_and_appointments_of_his_own_without_a_name(self, house):
        unit = engaged(house, "UO1", received(house, birth_name="Xyphan"))
        person = unit.__parent__.__parent__
        for at, who in (("14h", "alice"), ("15h", "bruno")):
            new = NewAppointment(date(2020, 2, 6), at, 60, "PRES", "NTE", who)
            make_appointment(person, new, actor(house, "alice"), house)

        written = calendar_of(house.site.accounts["alice"], house)

        assert events(house) == [
            (f"échéance UO1 · {unit.number}", date(2020, 4, 3)),
            (f"rendez-vous · {unit.number}", datetime(2020, 2, 6, 13, 0, tzinfo=UTC)),
        ]
        assert [name.split(" ")[0] for name, _ in events(house, "bruno")] == ["rendez-vous"]
        for word in (b"Xyphan", b"Zo", b"Nantes", b"alice", b"Alice"):
            assert word not in written

    def test_what_is_over_or_passed_on_or_without_deadline_is_not(self, house, clock):
        unit = engaged(house, "UO1")
        other = engaged(house, "UO1", received(house, first_name="Ana"))
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier")
        reassign(other.__parent__, "bruno", "Départ", actor(house, "denis"), house)
        clock.on("2024-01-08")
        engaged(house, "RDV1", received(house, first_name="Eva"))

        assert events(house) == []
        assert len(events(house, "bruno")) == 1

    def test_who_sits_at_the_desk_has_not_the_appointments_of_everybody(self, house):
        house.site.accounts["elise"].roles = ("information_officer", "assistant")
        person = engaged(house, "UO1").__parent__.__parent__
        for at, who in (("14h", "alice"), ("15h", "elise")):
            new = NewAppointment(date(2020, 2, 6), at, 60, "PRES", "NTE", who)
            make_appointment(person, new, actor(house, "alice"), house)

        assert len(events(house, "elise")) == 1

    def test_a_deputy_has_them_on_his_days_and_a_role_without_right_never(self, house, clock):
        unit = engaged(house, "UO1")
        day = date(2020, 2, 20)
        add_deputy(unit.__parent__, "bruno", day, day, actor(house, "alice"), house)
        seen = []
        for today in ("2020-02-19", "2020-02-20", "2020-02-21"):
            clock.on(today)
            seen.append(len(events(house, "bruno")))
        assert seen == [0, 1, 0]

        house.site.accounts["alice"].roles = ("administrator",)

        assert events(house) == []

    def test_it_is_the_same_event_the_next_time(self, house):
        engaged(house, "UO1")
        account = house.site.accounts["alice"]

        first, again = (Calendar.from_ical(calendar_of(account, house)) for _ in range(2))

        assert [e["uid"] for e in first.walk("VEVENT")] == [e["uid"] for e in again.walk("VEVENT")]


class TestItsAddress:
    def test_only_a_digest_is_kept_and_it_leads_to_its_owner(self, house):
        renew_calendar("alice", SECRET, house)

        assert owner_of(SECRET, house).login == "alice"
        assert house.site.accounts["alice"].calendar == digest_of(SECRET)
        assert SECRET not in repr(contents(house.site.catalog))
        assert SECRET not in repr(list(house.site.journal))
        assert contents(house.site.catalog) == expected(house.site, RULES)

    def test_another_one_takes_its_place_and_it_can_be_taken_away(self, house):
        renew_calendar("alice", SECRET, house)
        renew_calendar("alice", "another", house)
        assert owner_of(SECRET, house) is None
        assert owner_of("another", house).login == "alice"

        revoke_calendar("alice", house)

        assert owner_of("another", house) is None
        with pytest.raises(NotPossible):
            revoke_calendar("alice", house)
        assert [line["what"] for line in house.site.journal][-3:] == [
            "renew_calendar",
            "renew_calendar",
            "revoke_calendar",
        ]

    @pytest.mark.parametrize("secret", ["", "nobody's", "0" * 64, digest_of(SECRET), "é\ud800"])
    def test_no_other_address_leads_anywhere(self, house, secret):
        renew_calendar("alice", SECRET, house)

        assert owner_of(secret, house) is None

    def test_a_disabled_account_has_none_from_that_day_on(self, house, clock):
        renew_calendar("alice", SECRET, house)
        house.site.accounts["alice"].disabled_on = date(2020, 2, 4)
        assert owner_of(SECRET, house) is not None

        clock.on("2020-02-04")

        assert owner_of(SECRET, house) is None

    def test_a_key_that_was_left_behind_opens_nothing(self, house):
        renew_calendar("alice", SECRET, house)

        house.site.accounts["alice"].calendar = ""

        assert owner_of(SECRET, house) is None
