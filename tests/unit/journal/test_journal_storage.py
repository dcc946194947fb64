"""What a journal costs in the database, and what it does when the database has lost a piece."""

from io import BytesIO
from pickletools import genops

import pytest
import transaction
from ZODB.DB import DB
from ZODB.MappingStorage import MappingStorage

from cep_docs.journal import Journal, findings
from cep_docs.journal.journal import LINES_PER_PAGE
from tests.unit.journal.tampering import entry

ALLOWED = ("cep_docs.journal.", "BTrees.", "persistent.", "builtins.", "copyreg.")


@pytest.fixture
def storage():
    return MappingStorage()


@pytest.fixture
def connection(storage):
    database = DB(storage)
    connection = database.open()
    yield connection
    transaction.abort()
    connection.close()
    database.close()


@pytest.fixture
def journal(connection):
    connection.root()["journal"] = Journal("b-0001")
    transaction.commit()
    return connection.root()["journal"]


def records(storage):
    return [record for one in storage.iterator() for record in one]


def record_lines(journal, length):
    for _ in range(length):
        journal.record(entry())
        transaction.commit()


def test_a_line_writes_one_record_and_a_full_tail_two_more(storage, journal):
    record_lines(journal, 5 * LINES_PER_PAGE)
    before = len(records(storage))

    record_lines(journal, LINES_PER_PAGE)

    assert len(records(storage)) - before == LINES_PER_PAGE + 2  # the page, the tree of pages


def test_a_page_is_never_written_again(storage, journal):
    record_lines(journal, 4 * LINES_PER_PAGE)

    pages = [record.oid for record in records(storage) if b"Page" in record.data[:60]]

    assert len(pages) == len(set(pages)) == 3


def test_a_line_in_a_long_journal_costs_what_it_costs_in_a_short_one(storage, journal):
    record_lines(journal, 300)

    written = [len(record.data) for record in records(storage)]

    assert max(written) < (LINES_PER_PAGE + 2) * len(journal._tail[-1])


def test_what_was_committed_is_read_again(connection, journal):
    record_lines(journal, 30)
    lines = list(journal.lines())

    connection.cacheMinimize()

    assert list(journal.lines()) == lines
    journal.verify()


def test_reading_a_long_journal_keeps_one_page_in_memory(connection, journal):
    record_lines(journal, 30)
    connection.cacheMinimize()

    length = sum(1 for _ in journal.lines())

    assert length == 30
    assert [page._p_changed for page in journal._pages.values()] == [None, None, None]  # ghosts


def test_recent_lines_of_a_long_journal_load_one_page_at_most(connection, journal):
    record_lines(journal, 5 * LINES_PER_PAGE + 2)
    connection.cacheMinimize()

    journal.recent(5)

    loaded = [page for page in journal._pages.values() if page._p_changed is not None]
    assert len(loaded) == 1


def test_a_page_the_database_has_lost_is_damage_and_no_crash(storage, connection, journal):
    record_lines(journal, 30)
    lost = journal._pages[1]._p_oid
    del storage._data[lost]
    connection.cacheMinimize()

    found = [(finding.line, finding.kind) for finding in findings(journal)]

    assert found == [(LINES_PER_PAGE + 1, "truncated")]


def test_only_builtins_trees_and_journal_classes_are_stored(storage, journal):
    record_lines(journal, 30)

    found = set()
    for record in records(storage):
        data = BytesIO(record.data)  # two pickles: the class, then the state
        names = [
            argument
            for code, argument, _ in [*genops(data), *genops(data)]
            if code.name == "GLOBAL"
        ]
        found.update(name.replace(" ", ".") for name in names)

    assert "cep_docs.journal.journal.Page" in found
    assert {name for name in found if not name.startswith(ALLOWED)} == set()
