"""A step that is run again is given again what was signed for it."""

import threading
from datetime import timedelta

import pytest

from cep_docs.signing.memory import AT_MOST, Memory


@pytest.fixture
def memory(clock):
    return Memory(clock)


def test_the_same_thing_is_made_once_for_two_minutes(memory, clock):
    made = [memory.once("a", lambda number=number: number) for number in range(3)]
    clock.now += timedelta(minutes=2)

    later = memory.once("a", lambda: "again")

    assert made == [0, 0, 0]
    assert later == "again"


def test_other_things_are_made_each(memory):
    assert (memory.once("a", lambda: 1), memory.once("b", lambda: 2)) == (1, 2)


def test_what_failed_is_not_remembered(memory):
    with pytest.raises(ZeroDivisionError):
        memory.once("a", lambda: 1 / 0)

    assert memory.once("a", lambda: 1) == 1


def test_little_is_kept(memory):
    for number in range(AT_MOST + 1):
        memory.once(str(number), lambda: "first")

    assert memory.once("0", lambda: "again") == "again"
    assert memory.once(str(AT_MOST), lambda: "again") == "first"


def test_of_two_at_the_same_time_the_second_waits_for_the_first(memory):
    begun, go_on, made = threading.Event(), threading.Event(), []

    def slow():
        begun.set()
        go_on.wait(30)
        return "first"

    first = threading.Thread(target=lambda: made.append(memory.once("a", slow)))
    second = threading.Thread(target=lambda: made.append(memory.once("a", lambda: "second")))
    first.start()
    begun.wait(30)
    second.start()
    go_on.set()
    first.join(30)
    second.join(30)

    assert made == ["first", "first"]
