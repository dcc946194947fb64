"""Who is signed in, kept in a file or in PostgreSQL (SES-01, SES-02, SES-03)."""

from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.storage.ledger import ledger_in
from cep_docs.storage.visits import ADMINISTRATOR, Visit, Visits, key_of

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def visits(tmp_path):
    return Visits(ledger_in(tmp_path))


def begun(visits, **more):
    return visits.begin(Visit("", NOW, NOW, **{"account": "alice", "factor_at": NOW, **more}))


def after(**by):
    return NOW + timedelta(**by)


def test_a_visit_is_found_by_its_token_and_by_no_other(visits):
    token = begun(visits, address="192.0.2.1", browser="Firefox sur Windows")

    found = visits.find(token, NOW)

    assert (found.account, found.address, found.browser) == (
        "alice",
        "192.0.2.1",
        "Firefox sur Windows",
    )
    assert visits.find(token + "x", NOW) is None
    assert visits.find(key_of(token), NOW) is None


def test_the_token_is_not_kept(visits, tmp_path):
    token = begun(visits)

    assert not any(token.encode() in path.read_bytes() for path in tmp_path.iterdir())


def test_a_sign_of_life_keeps_a_visit_to_the_minute(visits):
    token = begun(visits)

    assert visits.find(token, after(minutes=30))
    assert visits.find(token, after(minutes=60))
    assert visits.find(token, after(minutes=90, seconds=1)) is None


def test_nothing_keeps_a_visit_for_more_than_ten_hours(visits):
    token = begun(visits)
    for minutes in range(20, 601, 20):
        assert visits.find(token, after(minutes=minutes))

    assert visits.find(token, after(hours=10, seconds=1)) is None


def test_half_way_in_ends_sooner(visits):
    token = begun(visits, factor_at=None)

    assert visits.find(token, after(minutes=15))
    assert visits.find(token, after(minutes=29))
    assert visits.find(token, after(minutes=31)) is None


def test_whoever_asks_may_be_stricter(visits):
    token = begun(visits)

    assert visits.find(token, after(minutes=16), lambda visit: ADMINISTRATOR) is None


def test_a_second_factor_changes_the_token_and_keeps_the_visit(visits):
    token = begun(visits, factor_at=None)
    before = visits.find(token, NOW)

    new = visits.renew(token, after(minutes=1))

    found = visits.find(new, after(minutes=1))
    assert visits.find(token, after(minutes=1)) is None
    assert (found.begun_at, found.factor_at) == (NOW, after(minutes=1))
    assert found.forms == before.forms
    assert visits.find(visits.renew(new, NOW, "other"), NOW).forms == "other"


def test_a_visit_that_was_ended_is_not_renewed(visits):
    token = begun(visits)
    visits.end(key_of(token))

    assert visits.renew(token, NOW) is None


def test_the_visits_of_somebody_are_listed_and_ended_together(visits):
    mine, other, hers = begun(visits), begun(visits), begun(visits, account="bruno")

    assert len(visits.of_account("alice", NOW)) == 2
    assert visits.end_all(account="alice", but=key_of(mine)) == 1
    assert visits.find(mine, NOW)
    assert visits.find(other, NOW) is None
    assert visits.find(hers, NOW)


def test_those_of_a_person_are_apart_from_those_of_staff(visits):
    begun(visits)
    hers = begun(visits, account="", beneficiary="p1")

    assert [visit.key for visit in visits.of_beneficiary("p1", NOW)] == [key_of(hers)]
    assert visits.end_all(beneficiary="p1") == 1
    assert len(visits.of_account("alice", NOW)) == 1


def test_a_visit_that_is_over_is_not_listed_and_at_last_forgotten(visits):
    begun(visits)
    assert visits.of_account("alice", after(hours=1)) == []

    visits.begin(Visit("", after(days=2), after(days=2), account="bruno"))

    assert visits.end_all(account="alice") == 0


def test_visits_are_there_when_the_program_starts_again(visits, tmp_path):
    token = begun(visits)

    assert Visits(ledger_in(tmp_path)).find(token, NOW)
