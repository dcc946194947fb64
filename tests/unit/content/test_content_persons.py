"""What a beneficiary's record says on a day: status, consents, grants (R-006, R-037, R-105)."""

from datetime import UTC, date, datetime

import pytest

from cep_docs.content.account import Account
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Course, Engagement

NINE = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)
TEN = NINE.replace(hour=10)


@pytest.fixture
def person():
    return Beneficiary("p1", {"first_name": "Zoé"})


def period(code, since, recorded_at=NINE):
    return {"since": since, "code": code, "recorded_at": recorded_at, "recorded_by": "alice"}


def consent(subject, given_on, revoked_on=None):
    return {
        "subject": subject,
        "scope": "",
        "given_on": given_on,
        "channel": "PRES",
        "recorded_by": "alice",
        "revoked_on": revoked_on,
    }


class TestStatus:
    def test_before_any_period_it_is_unknown(self, person):
        person.statuses = (period("SAL_CDI", date(2020, 2, 3)),)

        assert person.status_on(date(2020, 2, 2)) == ""
        assert person.status_on(date(2020, 2, 3)) == "SAL_CDI"

    def test_the_latest_period_begun_counts_in_whatever_order_they_were_written(self, person):
        person.statuses = (period("DE", date(2020, 5, 1)), period("SAL_CDI", date(2020, 2, 3)))

        assert person.status_on(date(2020, 4, 30)) == "SAL_CDI"
        assert person.status_on(date(2020, 5, 1)) == "DE"

    def test_written_again_for_the_same_day_the_last_record_counts(self, person):
        day = date(2020, 2, 3)
        person.statuses = (period("DE", day, TEN), period("SAL_CDI", day, NINE))

        assert person.status_on(day) == "DE"


class TestConsent:
    def test_it_holds_from_the_day_it_is_given(self, person):
        person.consents = (consent("disability", date(2020, 2, 3)),)

        assert not person.consents_to("disability", date(2020, 2, 2))
        assert person.consents_to("disability", date(2020, 2, 3))
        assert not person.consents_to("mediation", date(2020, 2, 3))

    def test_it_no_longer_holds_the_day_it_is_revoked(self, person):
        person.consents = (consent("disability", date(2020, 2, 3), date(2020, 3, 1)),)

        assert person.consents_to("disability", date(2020, 2, 29))
        assert not person.consents_to("disability", date(2020, 3, 1))


def test_a_grant_begins_and_ends_by_itself(person):
    """R-037, R-122."""
    person.grants = (
        {
            "kind": "expert",
            "account": "bruno",
            "since": NINE,
            "until": TEN,
            "because": "Financement",
            "given_by": "alice",
        },
    )

    assert person.granted("expert", "bruno", NINE)
    assert not person.granted("expert", "bruno", NINE.replace(hour=8, minute=59))
    assert not person.granted("expert", "bruno", TEN)
    assert not person.granted("expert", "chloe", NINE)
    assert not person.granted("break_glass", "bruno", NINE)


def test_an_account_is_active_until_the_day_it_is_disabled():
    account = Account("alice", "Alice", ("adviser",))
    assert account.active_on(date(2020, 2, 3))

    account.disabled_on = date(2020, 2, 3)

    assert account.active_on(date(2020, 2, 2))
    assert not account.active_on(date(2020, 2, 3))


def test_her_engagements_are_those_of_every_course_in_order(person):
    for name in ("c1", "c2"):
        course = person.add(name, Course())
        course.add(f"{name}u", Engagement("cctp-2019", "UO1", date(2020, 2, 3), "open"))

    assert [engagement.__name__ for engagement in person.engagements()] == ["c1u", "c2u"]
