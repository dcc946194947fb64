"""What failed is counted, what serves once serves once, whatever the page does (AUT-03, 06)."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.storage.attempts import Attempts, Counted, Limit
from cep_docs.storage.ledger import ledger_in

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
THREE = (Counted("door", (Limit(3, timedelta(minutes=5)),)),)


@pytest.fixture
def attempts(tmp_path):
    return Attempts(ledger_in(tmp_path))


def entered(attempts, times, at=NOW, counted=THREE):
    return [bool(attempts.enter(counted, at)) for _ in range(times)]


def test_three_failures_then_no_more_until_the_first_is_old(attempts):
    assert entered(attempts, 5) == [True] * 3 + [False] * 2
    assert entered(attempts, 1, NOW + timedelta(minutes=5) - timedelta(seconds=1)) == [False]
    assert entered(attempts, 4, NOW + timedelta(minutes=5)) == [True] * 3 + [False]


def test_what_is_refused_is_not_counted(attempts):
    """Else whoever knocks for ever would keep the door closed for ever."""
    entered(attempts, 3)
    for minute in range(1, 5):
        entered(attempts, 2, NOW + timedelta(minutes=minute))

    assert entered(attempts, 1, NOW + timedelta(minutes=5)) == [True]


def test_what_succeeds_is_not_counted(attempts):
    for _ in range(10):
        attempts.forgive(attempts.enter(THREE, NOW))

    assert entered(attempts, 1) == [True]


def test_each_limit_counts_for_itself(attempts):
    both = (*THREE, Counted("house", (Limit(4, timedelta(minutes=5)),)))
    other = (Counted("window", (Limit(9, timedelta(minutes=5)),)), both[1])

    assert entered(attempts, 4, counted=both) == [True] * 3 + [False]
    assert entered(attempts, 3, counted=other) == [True, False, False]


def test_requests_that_come_together_never_pass_together(attempts):
    passed = []
    threads = [
        threading.Thread(target=lambda: passed.extend(entered(attempts, 5))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert passed.count(True) <= 3


def test_what_was_typed_is_not_kept(attempts, tmp_path):
    attempts.enter((Counted("password mon mot de passe", ()),), NOW)

    assert not any(b"mon mot" in path.read_bytes() for path in tmp_path.iterdir())


def test_what_serves_once_serves_once_until_it_is_over(attempts):
    until = NOW + timedelta(minutes=10)

    assert attempts.spend("code 1", NOW, until)
    assert not attempts.spend("code 1", NOW, until)
    assert attempts.spend("code 2", NOW, until)
    assert attempts.spend("code 1", until, until + timedelta(minutes=10))


def test_a_thousand_replays_never_serve_aut_06(attempts):
    attempts.spend("code", NOW, NOW + timedelta(minutes=10))

    assert not any(attempts.spend("code", NOW, NOW + timedelta(hours=1)) for _ in range(1000))


def test_a_note_is_remembered_for_a_while_and_renewed(attempts):
    attempts.note("office", NOW + timedelta(days=1))
    attempts.note("office", NOW + timedelta(days=2))

    assert attempts.noted("office", NOW + timedelta(days=1))
    assert not attempts.noted("office", NOW + timedelta(days=2))
    assert not attempts.noted("elsewhere", NOW)
