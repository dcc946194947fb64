"""A form that is sent twice does nothing twice."""

import pytest

from cep_docs.errors import NotPossible
from cep_docs.lifecycle.once import KEPT, first_time, named_by
from tests.people import received


def key(number):
    return f"{number:020x}"


def test_a_key_counts_once(tools):
    person = received(tools)

    assert first_time(person, key(1))
    assert not first_time(person, key(1))
    assert first_time(person, key(2))


def test_only_the_latest_keys_are_remembered(tools):
    person = received(tools)

    for number in range(KEPT + 1):
        first_time(person, key(number))

    assert len(person.recent_acts) == KEPT
    assert first_time(person, key(0))


@pytest.mark.parametrize(
    "said", ["", "short", "../../etc/passwd", "G" * 20, "a" * 21, "a" * 20 + "\n"]
)
def test_what_is_no_key_is_refused(tools, said):
    with pytest.raises(NotPossible, match="rien n'a été enregistré"):
        first_time(received(tools), said)
    with pytest.raises(NotPossible, match="rien n'a été enregistré"):
        named_by(said, tools)


def test_the_first_new_thing_bears_the_key_and_the_next_ones_do_not(tools):
    naming = named_by(key(7), tools)

    assert naming.new_id() == key(7)
    assert naming.new_id() != naming.new_id()
