"""The small tables kept outside of the transactions of pages, and their failures."""

import sqlite3

import pytest

from cep_docs.errors import NotPossible, Unusable
from cep_docs.storage.ledger import FILE, Ledger, ledger_in

TABLE = ("create table if not exists notes (text text)",)


@pytest.fixture
def ledger(tmp_path):
    made = ledger_in(tmp_path)
    made.prepare(TABLE)
    return made


def notes(ledger):
    with ledger.work() as ask:
        return [text for (text,) in ask("select text from notes order by text")]


def write_and_give_up(ledger):
    with ledger.work() as ask:
        ask("insert into notes values (?)", "given up")
        raise NotPossible("Rien.")


def test_what_is_done_together_is_kept_whole_or_not_at_all(ledger):
    with ledger.work() as ask:
        ask("insert into notes values (?)", "kept")

    with pytest.raises(NotPossible):
        write_and_give_up(ledger)

    assert notes(ledger) == ["kept"]


def test_a_value_is_never_read_as_a_question(ledger):
    with ledger.work() as ask:
        ask("insert into notes values (?)", "'); drop table notes; --")

    assert notes(ledger) == ["'); drop table notes; --"]


def test_nobody_else_on_the_machine_reads_it(ledger, tmp_path):
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_file_that_is_something_else_is_said_in_french(tmp_path):
    (tmp_path / FILE).write_bytes(b"not a database at all, but long enough to be looked at" * 20)

    with pytest.raises(Unusable, match="registre des connexions"):
        ledger_in(tmp_path).prepare(TABLE)


def test_a_connection_that_died_is_made_again(tmp_path):
    made = []

    def connect():
        made.append(sqlite3.connect(tmp_path / FILE, isolation_level=None))
        return made[-1]

    ledger = Ledger(connect, "begin immediate", "?")
    ledger.prepare(TABLE)
    made[0].close()

    assert notes(ledger) == []
    assert len(made) == 2


def test_a_closed_ledger_opens_again(ledger):
    ledger.close()
    ledger.close()

    assert notes(ledger) == []


def test_without_postgresql_installed_it_is_said_in_french(tmp_path, monkeypatch):
    monkeypatch.setattr("cep_docs.storage.ledger.psycopg2", None)

    with pytest.raises(Unusable, match="PostgreSQL"):
        ledger_in(tmp_path, "postgresql://cep@127.0.0.1/cep")
