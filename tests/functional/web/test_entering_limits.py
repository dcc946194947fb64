"""How often one may be wrong at the entrance, with a clock that is moved (AUT-03, AUT-04)."""

from datetime import timedelta

import pytest

from cep_docs.signin.counter import Counter
from cep_docs.signin.limits import of_factor, of_password
from cep_docs.web.doors import doors_of
from tests.functional.web.entrance import (
    code_now,
    come_in,
    events,
    furnished,
    give_code,
    give_password,
)

OFFICE = "203.0.113.7"


@pytest.fixture
def staffed(town):
    furnished(town, "alice", "bruno", "gaelle")
    return town


def wrong(town, times, login="alice", address=""):
    browser = town.stranger()
    return [
        give_password(browser, login, "not this one at all", address=address).status_int
        for _ in range(times)
    ]


def wrong_codes(town, browser, times):
    return [give_code(browser, "000000").status_int for _ in range(times)]


def test_after_ten_failures_in_five_minutes_even_the_right_password_waits(staffed):
    assert wrong(staffed, 11) == [422] * 10 + [409]

    answer = give_password(staffed.stranger())

    assert answer.status_int == 409
    assert "Attendre cinq minutes" in answer.text


def test_five_minutes_later_it_is_taken_again(staffed):
    wrong(staffed, 11)

    staffed.wall.now += timedelta(minutes=5)

    assert give_password(staffed.stranger()).status_int == 303


def test_an_unknown_login_waits_just_as_long(staffed):
    assert wrong(staffed, 11, "nobody") == [422] * 10 + [409]


def test_fifty_addresses_do_not_make_more_attempts_on_one_account(staffed):
    counted = [wrong(staffed, 1, address=f"198.51.100.{number}")[0] for number in range(1, 51)]

    assert counted.count(422) == 10


def test_one_address_does_not_try_many_accounts(staffed):
    counted = [wrong(staffed, 1, f"somebody{n}", "198.51.100.9")[0] for n in range(12)]

    assert counted == [422] * 10 + [409] * 2


def test_success_is_never_counted(staffed):
    for _ in range(12):
        assert give_password(staffed.stranger()).status_int == 303


def test_failures_stay_when_the_page_is_refused_and_the_site_starts_again(staffed):
    """Security bar §0.4: a counter in the transaction of the request counts nothing."""
    wrong(staffed, 10)

    doors = doors_of(staffed.application.house.folder, staffed.wall)
    counter = Counter(doors.attempts, staffed.write, "", staffed.wall())

    assert counter.attempts.enter(of_password("alice", "", False), staffed.wall()) == ""


def test_forty_advisers_at_nine_from_one_address_are_never_refused_aut_04(staffed):
    """5 % typos, and a Monday when one in four types badly, once somebody has come in."""
    doors = staffed.doors
    counter = Counter(doors.attempts, staffed.write, OFFICE, staffed.wall())
    refused = 0
    for typos in (2, 10):
        for adviser in range(40):
            for attempt in ["typo"] * (adviser < typos) + ["right"]:
                limits = of_password(f"adviser{adviser}", OFFICE, counter.office)
                entered = doors.attempts.enter(limits, staffed.wall())
                refused += not entered
                if entered and attempt == "right":
                    doors.attempts.forgive(entered)
                    counter.welcome(f"adviser{adviser}", "totp")

    assert refused == 0


def test_an_office_has_more_room_than_a_stranger_but_not_without_end(staffed):
    counter = Counter(staffed.doors.attempts, staffed.write, OFFICE, staffed.wall())
    counter.welcome("alice", "totp")
    attempts = staffed.doors.attempts

    entered = [
        bool(attempts.enter(of_password(f"name{n}", OFFICE, counter.office), staffed.wall()))
        for n in range(101)
    ]

    assert entered == [True] * 100 + [False]


def test_an_address_is_a_stranger_again_after_thirty_days(staffed):
    counter = Counter(staffed.doors.attempts, staffed.write, OFFICE, staffed.wall())
    counter.welcome("alice", "totp")

    after = staffed.wall() + timedelta(days=30)

    assert counter.office
    assert not Counter(staffed.doors.attempts, staffed.write, OFFICE, after).office


def test_a_thousand_failures_from_everywhere_close_the_door_for_five_minutes(staffed):
    attempts, now = staffed.doors.attempts, staffed.wall()
    entered = [
        bool(attempts.enter(of_password(f"name{n}", f"2001:db8::{n:x}", False), now))
        for n in range(1001)
    ]

    assert entered == [True] * 1000 + [False]
    assert attempts.enter(of_password("alice", OFFICE, False), now + timedelta(minutes=5))


def test_five_wrong_codes_in_five_minutes_are_enough(staffed):
    browser = staffed.stranger()
    give_password(browser)

    assert wrong_codes(staffed, browser, 6) == [422] * 5 + [409]
    assert give_code(browser, code_now(staffed)).status_int == 409


def test_twenty_wrong_codes_in_an_hour_and_fifty_in_a_day_are_enough(staffed):
    taken = []
    for quarter in range(24 * 4):
        staffed.wall.now += timedelta(minutes=15)
        attempts, now = staffed.doors.attempts, staffed.wall()
        from_here = Counter(attempts, staffed.write, "", now)
        taken += [(quarter, _taken(from_here)) for _ in range(6)]

    by_hour = {hour: sum(ok for q, ok in taken if q // 4 == hour) for hour in range(24)}

    assert max(by_hour.values()) == 20
    assert sum(ok for _, ok in taken) == 50


def test_wrong_codes_of_one_account_do_not_stop_another(staffed):
    browser = staffed.stranger()
    give_password(browser)
    wrong_codes(staffed, browser, 6)

    come_in(staffed, "bruno")


def test_the_journal_says_once_that_a_limit_was_reached(staffed):
    wrong(staffed, 30)

    assert len(events(staffed, "limit_reached")) == 1
    assert len(events(staffed, "sign_in_refused")) == 10


def test_attempts_that_come_together_are_all_counted(staffed):
    """Written down before it is judged: nobody slips through between a look and a note."""
    attempts, now = staffed.doors.attempts, staffed.wall()

    entered = [attempts.enter(of_password("alice", OFFICE, False), now) for _ in range(12)]

    assert [bool(one) for one in entered] == [True] * 10 + [False] * 2


def _taken(counter):
    return bool(counter.attempts.enter(of_factor("alice"), counter.now))


def test_right_codes_are_never_counted(staffed):
    """Six times in three minutes, with the code of each half minute."""
    for _ in range(6):
        come_in(staffed)
