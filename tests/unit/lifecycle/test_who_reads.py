"""Who may read a file, who did, and that a reading is written down once."""

from datetime import date, timedelta

import pytest

from cep_docs.content.account import Account
from cep_docs.errors import NotFound
from cep_docs.journal import Entry
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.referents import add_deputy, grant_expert
from cep_docs.lifecycle.who_reads import (
    note_reading,
    readers_of,
    readings_of,
    readings_this_month,
)
from tests.people import actor
from tests.unit.lifecycle import courses

MOTIVE = "La personne attend à l'accueil, sa référente est absente."


@pytest.fixture
def person(house):
    return courses.engaged(house, "UO1").__parent__.__parent__


@pytest.fixture
def protector(house, person):
    """The data protection officer, who broke the glass and may know who looked."""
    house.site.accounts.add("ines", Account("ines", "Inès", ("dpo",)))
    break_glass(person, MOTIVE, actor(house, "ines"), house)
    return actor(house, "ines")


def views(person):
    return [line for line in person.journal if line["what"] == "view"]


def test_who_may_write_and_who_may_read_is_what_the_rules_say_r_122(house, person):
    alice, now = actor(house, "alice"), house.now()
    add_deputy(person.engagements()[0].__parent__, "bruno", *two_days(now), alice, house)
    grant_expert(person, "chloe", now + timedelta(days=3), "Avis demandé.", alice, house)

    readers = readers_of(person, alice, house)

    assert [reader.name for reader in readers.may_edit] == ["vous", "Bruno"]
    assert [reader.name for reader in readers.may_read] == ["Chloe", "Denis"]
    assert readers.may_read[0].until == now + timedelta(days=3)
    assert "référent conduit le parcours" in readers.may_edit[0].because


def test_an_access_that_ended_is_no_access_any_more(house, person, clock):
    alice = actor(house, "alice")
    grant_expert(person, "chloe", house.now() + timedelta(hours=1), "Avis.", alice, house)
    add_deputy(person.engagements()[0].__parent__, "bruno", *two_days(house.now()), alice, house)
    clock.on("2020-02-10")

    readers = readers_of(person, alice, house)

    assert [r.name for r in (*readers.may_edit, *readers.may_read)] == ["vous", "Denis"]


def test_a_deputy_of_next_week_reads_nothing_this_week(house, person):
    days = (date(2020, 2, 10), date(2020, 2, 14))
    add_deputy(person.engagements()[0].__parent__, "bruno", *days, actor(house, "alice"), house)

    readers = readers_of(person, actor(house, "alice"), house)

    assert "Bruno" not in [r.name for r in (*readers.may_edit, *readers.may_read)]


def test_one_reading_is_one_line_within_an_hour_of_a_visit_r_122(house, person, clock):
    alice = actor(house, "alice")

    written = [note_reading(person, "first", alice, house) for _ in range(2)]
    written.append(note_reading(person, "second", alice, house))
    written.append(note_reading(person, "first", actor(house, "denis"), house))
    clock.on("2020-02-03", "10:00")
    written.append(note_reading(person, "first", alice, house))
    clock.on("2020-02-03", "11:00")
    written.append(note_reading(person, "first", alice, house))

    assert written == [True, False, True, True, False, True]
    assert len(views(person)) == 4
    assert views(person)[0]["rule"] == "REFERENT-1"


def test_who_only_sees_that_there_is_a_file_has_read_nothing(house, person):
    assert not note_reading(person, "first", actor(house, "bruno"), house)
    assert views(person) == []


def test_readings_are_told_with_their_motive_the_latest_first(house, person, protector, clock):
    note_reading(person, "a", actor(house, "denis"), house)
    clock.on("2020-02-03", "09:10")
    note_reading(person, "b", protector, house)

    found = readings_of(person, protector, house)

    assert [(r.name, r.because) for r in found] == [
        ("vous", MOTIVE),
        ("Denis", "personne n'est oublié, aucun délai ne passe inaperçu (CCTP § 3.1, R-122)"),
    ]
    assert found[1].roles == "manager de structure"


def test_a_reading_by_a_rule_that_is_gone_has_no_reason_left(house, person, protector):
    person.journal.record(Entry("view", "denis", "manager", house.now(), rule="GONE-1"))

    assert readings_of(person, protector, house)[0].because == ""


def test_who_may_not_know_who_looked_is_told_nothing(house, person):
    bruno = actor(house, "bruno")

    assert readings_this_month(person, bruno, house) is None
    with pytest.raises(NotFound):
        readings_of(person, bruno, house)


@pytest.mark.parametrize("login", ["alice", "denis", "bruno"])
def test_whom_the_person_asks_knows_who_looked_r_122(house, person, login):
    """Her referent, the deputy of these days, the manager of the place."""
    alice, course = actor(house, "alice"), person.engagements()[0].__parent__
    add_deputy(course, "bruno", *two_days(house.now()), alice, house)
    note_reading(person, "a", actor(house, "denis"), house)

    assert readings_this_month(person, actor(house, login), house) == 1


def test_the_count_is_of_this_month_and_without_the_person_herself(
    house, person, protector, clock
):
    note_reading(person, "a", actor(house, "alice"), house)
    clock.on("2020-03-02")
    note_reading(person, "b", actor(house, "alice"), house)
    herself = Entry("view", f"beneficiary:{person.identifier}", "beneficiary", house.now())
    person.journal.record(herself)

    assert readings_this_month(person, protector, house) == 1


def two_days(now):
    return now.date(), now.date() + timedelta(days=1)
