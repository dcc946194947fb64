"""Who is signed in, what failed and what was sent, on a real PostgreSQL."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.errors import Unusable
from cep_docs.signin.codes import Answer, check_code, locked_until, new_code
from cep_docs.signin.links import (
    SIGN,
    TELLS_FOR,
    Links,
    find_link,
    new_link,
    revoke_links_for,
    revoke_links_of,
)
from cep_docs.storage.attempts import Attempts, Counted, Limit
from cep_docs.storage.ledger import ledger_in
from cep_docs.storage.visits import Visit, Visits, key_of
from tests.durability.test_postgres import (  # noqa: F401 - fixtures
    on_postgres,
    server,
    unprivileged,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def ledger(on_postgres, tmp_path):  # noqa: F811
    made = ledger_in(tmp_path, on_postgres.storage_uri)
    yield made
    made.close()


@pytest.mark.slow
def test_visits_live_on_postgresql_and_are_shared(ledger, on_postgres, tmp_path):  # noqa: F811
    visits = Visits(ledger)
    token = visits.begin(Visit("", NOW, NOW, account="alice"))
    other = Visits(ledger_in(tmp_path, on_postgres.storage_uri))

    assert other.find(token, NOW).account == "alice"
    new = other.renew(token, NOW + timedelta(minutes=1))
    assert visits.find(token, NOW) is None
    assert visits.find(new, NOW + timedelta(minutes=2)).factor_at == NOW + timedelta(minutes=1)
    assert [visit.key for visit in visits.of_account("alice", NOW)] == [key_of(new)]
    assert visits.end_all(account="alice") == 1
    assert not list(tmp_path.glob("*.sqlite"))


@pytest.mark.slow
def test_attempts_are_counted_on_postgresql_also_together(ledger):
    attempts = Attempts(ledger)
    door = (Counted("door", (Limit(10, timedelta(minutes=5)),)),)
    passed = []

    def knock():
        passed.extend(bool(attempts.enter(door, NOW)) for _ in range(5))
        ledger.close()

    threads = [threading.Thread(target=knock) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert passed.count(True) <= 10
    assert attempts.enter(door, NOW + timedelta(minutes=5))
    until = NOW + timedelta(hours=1)
    assert [attempts.spend("code", NOW, until) for _ in range(3)] == [True, False, False]
    attempts.note("office", until)
    attempts.note("office", until)
    assert attempts.noted("office", NOW)


@pytest.mark.slow
def test_links_and_codes_on_postgresql(ledger):
    links = Links(ledger)
    token = new_link(links, "p1", "space", "alice", NOW)
    code = new_code(links, token, NOW)

    assert find_link(links, token, NOW).beneficiary == "p1"
    assert check_code(links, token, "wrong", NOW) is Answer.WRONG
    assert check_code(links, token, code, NOW) is Answer.RIGHT
    assert check_code(links, token, code, NOW) is Answer.OVER
    assert revoke_links_of(links, "p1") == 1


@pytest.mark.slow
def test_links_to_sign_lock_on_postgresql_also_together(ledger):
    """R-067: three wrong codes, by however many hands at once."""
    links = Links(ledger)
    token = new_link(links, "p1", f"{SIGN}4G1_form", "alice", NOW)
    code = new_code(links, token, NOW)
    answers = []

    def guess():
        answers.append(check_code(links, token, "wrong", NOW, locks=True))
        ledger.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(Answer.WRONG) == 2
    assert check_code(links, token, code, NOW, locks=True) is Answer.LOCKED
    assert locked_until(links, token, NOW) == NOW + timedelta(minutes=15)
    new_link(links, "p1", "own_space", "alice", NOW + timedelta(days=20))
    assert find_link(links, token, NOW + timedelta(days=20), TELLS_FOR)
    assert revoke_links_for(links, "p1", f"{SIGN}4G1_form") == 1


@pytest.mark.slow
def test_a_postgresql_that_does_not_answer_is_said_in_french(tmp_path):
    with pytest.raises(Unusable, match="ne répond plus"):
        Visits(ledger_in(tmp_path, "postgresql://cep@127.0.0.1:1/nothing?keep_history=false"))
