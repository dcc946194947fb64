"""What has still to be indexed: nothing is forgotten that was written again meanwhile."""

import pytest
from BTrees.OOBTree import OOBTree
from transaction import TransactionManager
from ZODB import DB
from ZODB.DemoStorage import DemoStorage

from cep_docs.storage.changes import Change, add, forget, mark_of, new_changes, waiting


@pytest.fixture
def changes():
    return new_changes()


def test_nothing_waits_at_first(changes):
    assert list(waiting(changes)) == []
    assert mark_of(changes) == ""


def test_a_change_waits_once_however_often_it_is_made(changes):
    for _ in range(3):
        add(changes, "p/c/n/d", "skills")

    assert list(waiting(changes)) == [Change("p/c/n/d", "skills", 3)]


def test_each_part_is_a_change_of_its_own(changes):
    for part in ("skills", "gaps"):
        add(changes, "p/c/n/d", part)

    assert {change.part for change in waiting(changes)} == {"skills", "gaps"}


def test_what_was_taken_in_is_forgotten(changes):
    add(changes, "p/c/n/d", "")

    forget(changes, list(waiting(changes)), "m1")

    assert list(waiting(changes)) == []
    assert mark_of(changes) == "m1"


def test_what_was_written_again_meanwhile_waits_again(changes):
    add(changes, "p/c/n/d", "")
    taken = list(waiting(changes))
    add(changes, "p/c/n/d", "")

    forget(changes, taken, "m1")

    assert list(waiting(changes)) == [Change("p/c/n/d", "", 2)]


def test_what_was_forgotten_already_is_forgotten_once(changes):
    add(changes, "p/c/n/d", "")
    taken = list(waiting(changes))

    forget(changes, taken, "m1")
    forget(changes, taken, "m2")

    assert list(waiting(changes)) == []


@pytest.mark.parametrize("people", [2, 300])
def test_writers_meet_neither_each_other_nor_the_one_who_forgets(people):
    """R-133: a change costs nobody a conflict."""
    database = DB(DemoStorage())
    managers = [TransactionManager() for _ in range(3)]
    with database.transaction() as connection:
        connection.root()["changes"] = new_changes()
        for number in range(people):
            add(connection.root()["changes"], f"p{number}/c/n/d", "")
    for manager in managers:
        manager.begin()
    one, other, third = (database.open(manager).root()["changes"] for manager in managers)

    add(one, "p0/c/n/d", "skills")
    add(other, "p0/c/n/d", "gaps")
    forget(third, list(waiting(third)), "m1")
    for manager in managers:
        manager.commit()

    with database.transaction() as connection:
        parts = {change.part for change in waiting(connection.root()["changes"])}
    assert parts == {"skills", "gaps"}
    database.close()


def test_it_is_made_of_plain_data(changes):
    assert {type(place) for place in changes.values()} == {OOBTree}
