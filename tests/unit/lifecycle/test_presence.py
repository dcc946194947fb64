"""Who is there is told to the others, for some seconds."""

from datetime import UTC, datetime, timedelta

from cep_docs.lifecycle.presence import LASTS, Presence

NOW = datetime(2020, 2, 3, 9, 0, tzinfo=UTC)


def test_the_others_are_told_and_not_oneself():
    here = Presence()
    here.sign_of_life("d", "alice", "project", NOW)
    here.sign_of_life("d", "bruno", "", NOW)
    here.sign_of_life("other", "chloe", "", NOW)

    assert here.others("d", "alice", NOW) == {"bruno": ""}
    assert here.others("d", "bruno", NOW) == {"alice": "project"}


def test_the_last_place_counts():
    here = Presence()
    here.sign_of_life("d", "alice", "project", NOW)
    here.sign_of_life("d", "alice", "steps", NOW + timedelta(seconds=2))

    assert here.others("d", "bruno", NOW + timedelta(seconds=3)) == {"alice": "steps"}


def test_without_a_sign_of_life_one_is_gone():
    here = Presence()
    here.sign_of_life("d", "alice", "project", NOW)

    assert here.others("d", "bruno", NOW + LASTS) == {}
