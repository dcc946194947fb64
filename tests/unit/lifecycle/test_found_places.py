"""Where what was found opens: only where its finder may go; a number alone goes straight there."""

from types import SimpleNamespace

import pytest

from cep_docs.lifecycle.finding import Found, find
from cep_docs.lifecycle.found_places import file_of, opens, straight_to
from cep_docs.search.place import Index
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged


@pytest.fixture
def two(house, tmp_path, clock):
    """A person with a unit at Nantes that is over and one at Angers that runs."""
    unit = engaged(house, "UO1", received(house))
    act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier")
    person = unit.__parent__.__parent__
    clock.on("2020-02-10")
    other = engaged(house, "UO1", person)
    other.structure = "ANG"
    house.catalog.keep(other)
    return SimpleNamespace(tools=house, person=person, here=unit, there=other, folder=tmp_path)


def went(two, text, login):
    who = actor(two.tools, login)
    return straight_to(text, find(text, who, two.tools, Index(two.folder)), who, two.tools)


def test_one_number_alone_goes_straight_to_its_file(two):
    number, identifier = two.here.number, two.person.identifier

    assert went(two, number, "alice") == identifier
    assert went(two, f"{number} Lefèvre", "alice") == ""
    assert went(two, f"{number} {two.there.number}", "alice") == ""
    assert went(two, "Lefèvre", "alice") == ""


def test_not_where_the_file_as_a_whole_is_not_open(two):
    assert find(two.here.number, actor(two.tools, "bruno"), two.tools, Index(two.folder)).files
    assert went(two, two.here.number, "bruno") == ""
    assert file_of(two.here.number, actor(two.tools, "bruno"), two.tools) == ""


def test_not_by_a_number_that_was_not_found_for_him(two):
    who = actor(two.tools, "alice")

    assert straight_to(two.here.number, Found(), who, two.tools) == ""


def test_what_does_not_exist_opens_nowhere(two):
    assert file_of("4G200201999999", actor(two.tools, "alice"), two.tools) == ""
    assert not opens("nobody", actor(two.tools, "alice"), two.tools)
