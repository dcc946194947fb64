"""The history of a file: kinds, who may see which line, pages of a long journal."""

from datetime import timedelta
from itertools import pairwise

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.journal import Entry, Journal
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.history_of_file import (
    ACCESS,
    DOCUMENT,
    EXCHANGE,
    SIGNATURE,
    UNIT,
    history_of,
)
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.persons import record_status
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.referents import grant_expert, reassign
from cep_docs.values.local_time import end_of_day
from tests.people import actor, met
from tests.unit.lifecycle import courses

MOTIVE = "La personne attend à l'accueil, sa référente est absente."


def person_of(unit):
    return unit.__parent__.__parent__


def told(person, tools, login="alice", **asked):
    return history_of(person, actor(tools, login), tools, **asked).lines


def test_the_latest_comes_first_and_each_line_has_its_kind(house):
    unit = courses.signed(courses.engaged(house, "UO1"), house)

    lines = told(person_of(unit), house, most=50)

    kinds = {line.what: line.kind for line in lines}
    assert kinds["engage"] == kinds["register"] == kinds["close_on_signature"] == UNIT
    assert kinds["log_interaction"] == EXCHANGE
    assert kinds["edit"] == kinds["propose"] == DOCUMENT
    assert kinds["note_paper_signature"] == SIGNATURE
    assert all(after.position > before.position for after, before in pairwise(lines))


def test_a_line_has_the_labels_of_the_rules_and_the_hour_of_the_place(house):
    unit = courses.engaged(house, "UO1")
    met(unit, house)
    courses.write(unit, house, **dict.fromkeys(set(courses.ASSESSMENT) - {"need"}, ""))

    edit, exchange, *_ = told(person_of(unit), house)

    assert (exchange.said["mode"], exchange.said["minutes"]) == ("Présentiel", "60")
    assert (exchange.who, f"{exchange.at:%H:%M}") == ("vous", "10:00")
    assert (edit.document_label, edit.document) == ("État des lieux partagé", "shared_assessment")
    assert edit.said["fields"] == "1"
    assert edit.said["headings"] == "« Besoin clarifié »"


def test_what_happens_by_itself_was_done_by_nobody(house, clock):
    unit = courses.engaged(house, "UO1")
    clock.on("2020-05-04")
    settle(unit, house)

    line = told(person_of(unit), house)[0]

    assert (line.what, line.who, line.act) == ("abandon", "", "Constater l'abandon")


def test_a_motive_and_somebody_else_s_name_stand_in_the_line(house):
    unit = courses.engaged(house, "UO1")
    denis = actor(house, "denis")
    reassign(unit.__parent__, "bruno", "Départ en congé.", denis, house)
    until = end_of_day(house.now().date(), "Europe/Paris")
    grant_expert(person_of(unit), "chloe", until, "Avis sur un statut.", denis, house)

    expert, referent = told(person_of(unit), house, "bruno")[:2]

    assert (referent.said["motive"], referent.said["other"]) == ("Départ en congé.", "vous")
    assert (expert.said["other"], expert.kind) == ("Chloe", ACCESS)


def test_a_change_of_status_is_told_by_its_label_r_006(house, clock):
    person = person_of(courses.engaged(house, "UO1"))
    clock.on("2020-02-04")
    record_status(person, "DE_AR", house.now().date(), actor(house, "alice"), house)

    assert told(person, house)[0].said["status"] == "Demandeur d'emploi en activité réduite"


def test_readings_are_for_whoever_may_know_who_looked_r_122(house):
    unit = courses.engaged(house, "UO1")
    open_file(unit.number, actor(house, "denis"), house)
    house.site.accounts.add("ines", Account("ines", "Inès", ("dpo",)))
    break_glass(person_of(unit), MOTIVE, actor(house, "ines"), house)

    tomorrow, alice = house.now() + timedelta(days=1), actor(house, "alice")
    grant_expert(person_of(unit), "chloe", tomorrow, "Avis demandé.", alice, house)
    for_expert = {line.what for line in told(person_of(unit), house, "chloe", kind=ACCESS)}
    for_referent = {line.what for line in told(person_of(unit), house, kind=ACCESS)}
    everything = {line.what for line in told(person_of(unit), house)}
    accesses = told(person_of(unit), house, "ines", kind=ACCESS)
    for_dpo = [line for line in accesses if line.what == "view"]

    assert "grant_expert" in for_expert
    assert "view" not in for_expert
    assert "view" in for_referent
    assert "view" not in everything
    assert "break_glass" in everything
    assert "aucun délai ne passe inaperçu" in for_dpo[0].said["motive"]
    assert (for_dpo[0].who, for_dpo[0].roles) == ("Denis", "manager de structure")


def test_that_a_private_note_was_written_is_its_author_s_business_r_123(house):
    person = person_of(courses.engaged(house, "UO1"))
    write_note(person, "Rappeler.", actor(house, "alice"), house)

    assert "write_note" in {line.what for line in told(person, house)}
    assert "write_note" not in {line.what for line in told(person, house, "denis")}


def test_what_is_in_the_vault_is_told_to_whoever_may_open_it_r_087(house):
    person = person_of(courses.engaged(house, "UO1"))
    for thing in ("vault 1", "attachment 2"):
        person.journal.record(Entry("attach", "alice", "adviser", house.now(), object=thing))

    assert len([line for line in told(person, house, "denis") if line.what == "attach"]) == 1


def test_a_manager_is_not_told_which_headings_were_written_r_158(house):
    unit = courses.engaged(house, "UO1")
    courses.write(unit, house, **dict.fromkeys(set(courses.ASSESSMENT) - {"need"}, ""))

    line = told(person_of(unit), house, "denis")[0]

    assert (line.said["headings"], line.document) == ("", "")
    assert line.document_label == "État des lieux partagé"


@pytest.mark.parametrize("login", ["bruno", "chloe", "gaelle"])
def test_who_may_not_read_the_file_has_no_history(house, login):
    assert told(person_of(courses.engaged(house, "UO1")), house, login) == ()


def test_pages_of_one_kind_follow_each_other_without_a_gap(house):
    unit = courses.engaged(house, "UO1")
    for _ in range(7):
        met(unit, house)
    who, seen, before = actor(house, "alice"), [], None

    for _ in range(4):
        page = history_of(person_of(unit), who, house, EXCHANGE, before, most=3)
        seen.append(len(page.lines))
        before = page.older
        if before is None:
            break

    assert seen == [3, 3, 1]


def test_a_program_that_nobody_knows_any_more_is_told_by_its_name(house):
    person = person_of(courses.engaged(house, "UO1"))
    person.journal.record(Entry("register", "old.program", "", house.now()))

    assert told(person, house)[0].who == "old.program"


def test_the_person_is_not_named_in_her_own_history(house):
    person = person_of(courses.engaged(house, "UO1"))
    for who in (person.identifier, f"beneficiary:{person.identifier}"):
        person.journal.record(Entry("export", who, "beneficiary", house.now()))

    assert [line.who for line in told(person, house)[:2]] == ["la personne"] * 2


def test_a_journal_is_read_backwards_no_further_than_asked(clock):
    journal = Journal("someone")
    for number in range(30):
        journal.record(Entry("edit", "alice", "adviser", clock(), details={"n": number}))

    lines = journal.backwards(before=12)

    assert next(lines)["number"] == 11
    assert [line["number"] for line in lines] == list(range(10, 0, -1))
    assert [line["number"] for line in journal.backwards()][:2] == [30, 29]
    assert list(journal.backwards(before=0)) == []
    assert next(journal.backwards(before=99))["number"] == 30


def test_nobody_s_account_is_a_role(house):
    person = person_of(courses.engaged(house, "UO1"))
    adviser = Actor("adviser", frozenset({"adviser"}))

    assert history_of(person, adviser, house).lines == ()
