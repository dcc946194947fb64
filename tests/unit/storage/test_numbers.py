"""Numbers: each once, no gap, whatever becomes of the transaction that took them."""

import threading
import time

import pytest
import transaction
from ZEO.Exceptions import ClientDisconnected

from cep_docs.errors import NotPossible, Unusable
from cep_docs.storage import numbers as numbers_module
from cep_docs.storage.root import site_of

FILES = "file:4G:2020-01"


def take(house, connection, *keys):
    return house.numbers.take(keys, connection.transaction_manager.get())


def test_numbers_start_at_one_and_follow_each_other_for_each_key(house):
    with house.transaction() as connection:
        first = take(house, connection, (FILES, None), ("order:1", None))
    with house.transaction() as connection:
        second = take(house, connection, (FILES, None), (FILES, None))

    assert (first, second) == ([1, 1], [2, 3])
    assert (house.numbers.peek(FILES), house.numbers.peek("order:1")) == (3, 1)
    assert house.numbers.peek("order:2") == 0


def test_beyond_the_limit_there_is_none_and_the_other_keys_are_served(house):
    with house.transaction() as connection:
        taken = take(house, connection, ("order:1", 2), ("order:1", 2), ("order:1", 2), (FILES, 9))

    assert taken == [1, 2, None, 1]


def test_a_number_given_back_above_a_lowered_limit_stays_unused(house):
    with house.transaction() as connection:
        take(house, connection, *[("order:1", None)] * 3)
    house.numbers.give_back("order:1", 2)

    with house.transaction() as connection:
        assert take(house, connection, ("order:1", 1)) == [None]


def test_the_numbers_of_work_that_is_abandoned_are_taken_next_smallest_first(house):
    with pytest.raises(ZeroDivisionError), house.transaction() as connection:  # noqa: PT012
        take(house, connection, (FILES, None), (FILES, None))
        with house.transaction() as other:
            assert take(house, other, (FILES, None)) == [3]
        raise ZeroDivisionError

    with house.transaction() as connection:
        assert take(house, connection, *[(FILES, None)] * 3) == [1, 2, 4]


def test_the_numbers_of_a_commit_that_meets_a_conflict_are_given_back_once(house):
    with pytest.raises(NotPossible), house.transaction() as connection:  # noqa: PT012
        take(house, connection, (FILES, None))
        site_of(connection)["lot"] = "le second"
        with house.transaction() as first:
            site_of(first)["lot"] = "le premier"

    assert house.numbers.peek(FILES) == 0


def test_work_that_is_done_again_has_the_same_number_again(house):
    seen = []

    def engage(connection):
        seen.append(take(house, connection, (FILES, None)))
        site_of(connection)["lot"] = "le second"
        if len(seen) == 1:
            with house.transaction() as first:
                site_of(first)["lot"] = "le premier"

    house.write(engage)

    assert seen == [[1], [1]]


class LostServer:
    """A storage that disappears while it is told to finish: nobody knows whether it has saved."""

    def sortKey(self):  # noqa: N802
        return "zzz"

    def abort(self, transaction):
        """Nothing to forget."""

    tpc_begin = commit = tpc_vote = tpc_abort = abort

    def tpc_finish(self, transaction):
        raise ClientDisconnected


def test_numbers_that_may_have_been_saved_are_never_given_twice(house):
    with pytest.raises(Unusable, match="ne répond plus"), house.transaction() as connection:  # noqa: PT012
        take(house, connection, (FILES, None))
        connection.transaction_manager.get().join(LostServer())

    with house.transaction() as connection:
        assert take(house, connection, (FILES, None)) == [2]


def test_work_that_may_have_been_saved_is_not_done_again(house):
    done = []

    def work(connection):
        done.append(1)
        connection.transaction_manager.get().join(LostServer())

    with pytest.raises(Unusable, match="vérifier si la dernière modification"):
        house.write(work)

    assert len(done) == 1


def test_going_back_to_a_savepoint_keeps_the_numbers_for_the_transaction(house):
    with house.transaction() as connection:
        take(house, connection, (FILES, None))
        before = connection.transaction_manager.savepoint()
        take(house, connection, (FILES, None))
        before.rollback()

    assert house.numbers.peek(FILES) == 2


def test_giving_back_what_is_free_or_was_never_taken_changes_nothing(house):
    with house.transaction() as connection:
        take(house, connection, (FILES, None), (FILES, None))

    for number in (1, 1, 0, 7):
        house.numbers.give_back(FILES, number)

    with house.transaction() as connection:
        assert take(house, connection, *[(FILES, None)] * 2) == [1, 3]


def test_numbers_taken_and_found_nowhere_are_reclaimed_at_night(house):
    with house.transaction() as connection:
        take(house, connection, *[(FILES, None)] * 5)
        site_of(connection)["used"] = (1, 3)

    freed = house.numbers.reclaim(lambda root: {FILES: root["site"]["used"], "order:9": ()})

    assert freed == {FILES: [2, 4, 5]}
    assert house.numbers.reclaim(lambda root: {FILES: root["site"]["used"]}) == {}
    with house.transaction() as connection:
        assert take(house, connection, (FILES, None), (FILES, None)) == [2, 4]


def test_a_number_somebody_holds_is_not_reclaimed(house, monkeypatch):
    monkeypatch.setattr(numbers_module, "PATIENCE", 2)

    with house.transaction() as connection:
        take(house, connection, (FILES, None))
        with pytest.raises(Unusable, match="moment plus calme"):
            house.numbers.reclaim(lambda root: {FILES: ()})

    assert house.numbers.peek(FILES) == 1


def test_who_takes_a_number_during_the_search_waits_for_its_end(house):
    taken = []

    def engage():
        with house.transaction() as connection:
            taken.extend(take(house, connection, (FILES, None)))

    def search(root):
        thread.start()
        time.sleep(0.05)
        assert not taken
        return {FILES: ()}

    thread = threading.Thread(target=engage)

    house.numbers.reclaim(search)
    thread.join()

    assert taken == [1]


def test_a_take_that_fails_holds_nothing(house):
    with pytest.raises(TypeError), house.reading() as connection:
        house.numbers.take([("a", object())], connection.transaction_manager.get())

    assert house.numbers.reclaim(lambda root: {}) == {}


def test_threads_never_share_a_number(house):
    taken = []

    def engage():
        for _ in range(15):
            with house.transaction() as connection:
                taken.extend(take(house, connection, (FILES, None)))

    threads = [threading.Thread(target=engage) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 61))


def test_taking_a_number_is_no_part_of_the_transaction_that_wants_it(house):
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()

    assert house.numbers.take([(FILES, None)], manager.get()) == [1]
    assert house.numbers.peek(FILES) == 1

    manager.abort()
    assert house.numbers.peek(FILES) == 0
