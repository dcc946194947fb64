"""R-133, I12: words of documents are found by who may read them, and by nobody else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.finding import Found, Page, find
from cep_docs.lifecycle.indexing import mark
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.referents import add_deputy, grant_expert, reassign
from cep_docs.search.place import Index
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write
from tests.unit.lifecycle.searching import found, indexer_in, numbers, quiet

NOTHING = Found()


@pytest.fixture
def indexer(house, tmp_path):
    indexer = indexer_in(tmp_path, house)
    indexer.rebuild(quiet)
    yield indexer
    indexer.index.close()


@pytest.fixture
def look(house, indexer):
    """What somebody finds now, once the index has taken in what was written."""

    def looking(text, login="alice", **page):
        while indexer.drain():
            pass
        return found(house, indexer.index, text, login, **page)

    return looking


def texts(document):
    return ["".join(piece.text for piece in extract) for extract in document.extracts]


def test_the_referent_finds_what_she_wrote(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de **céramique**.")

    said = look("ateliers céramiques")

    (document,) = said.documents
    assert (document.number, document.version, said.total) == (unit.number, "", 1)
    assert document.label == "État des lieux partagé"
    assert document.person == "Zoé Lefèvre"
    assert any("Ouvrir un atelier de céramique." in text for text in texts(document))


def test_what_she_wrote_instead_is_found_instead(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")
    assert look("céramique").total == 1

    write(unit, house, need="Reprendre une librairie.")

    assert look("céramique") == NOTHING
    assert numbers(look("librairie")) == [unit.number]


def test_a_colleague_of_the_structure_finds_nothing_and_is_proposed_nothing(house, look):
    write(engaged(house, "UO1"), house, need="Ouvrir un atelier de céramique.")

    for text in ("céramique", "ceramiqe", '"atelier de céramique"', "céra*"):
        assert look(text, "bruno") == NOTHING


def test_the_same_person_may_find_from_a_day_on_and_no_more_after_another(house, clock, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")
    course = unit.__parent__
    day = clock.now.date()
    add_deputy(course, "bruno", day, day, actor(house, "alice"), house)

    assert look("céramique", "bruno").total == 1
    clock.on("2020-02-05")
    assert look("céramique", "bruno") == NOTHING


def test_an_expert_finds_until_his_access_ends(house, clock, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")
    until = datetime(2020, 2, 4, tzinfo=UTC)
    person = unit.__parent__.__parent__
    grant_expert(person, "chloe", until, "Avis sur le projet", actor(house, "alice"), house)

    assert look("céramique", "chloe").total == 1
    clock.on("2020-02-05")
    assert look("céramique", "chloe") == NOTHING


def test_whoever_breaks_the_glass_finds_and_leaves_a_trace(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")
    motive = "La personne est à l'accueil, sa référente est en congé sans suppléant."
    break_glass(unit.__parent__.__parent__, motive, actor(house, "bruno"), house)

    assert look("céramique", "bruno").total == 1


def test_the_referent_of_yesterday_finds_no_more(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")
    reassign(unit.__parent__, "bruno", "Départ", actor(house, "denis"), house)

    assert look("céramique") == NOTHING
    assert look("céramique", "bruno").total == 1


def test_a_manager_finds_what_was_completed_alone(house, look):
    """R-158: neither drafts nor what waits for signatures."""
    unit = proposed(engaged(house, "UO1"), house)
    assert look("vendeuse", "denis") == NOTHING

    act(unit, "sign_as_adviser", house)
    act(unit, "note_paper_signature", house)

    (document,) = look("vendeuse", "denis").documents
    assert document.version == "1"


def test_the_person_finds_the_version_and_never_the_draft(house, look, indexer):
    """R-055: what is being written again is not hers to read yet."""
    unit = proposed(engaged(house, "UO1"), house)
    person = unit.__parent__.__parent__
    herself = Actor("zoe", frozenset({"beneficiary"}), beneficiary=person.identifier)
    look("rien")
    assert find("vendeuse", herself, house, indexer.index).total == 1

    given = Given(motive="Une erreur à corriger")
    move_deliverable(unit.deliverable, "take_back", actor(house, "alice"), house, given)
    write(unit, house, situation="Fleuriste depuis quatre ans.")
    look("rien")

    assert find("vendeuse", herself, house, indexer.index).total == 0
    assert find("fleuriste", herself, house, indexer.index).total == 0
    assert look("fleuriste").total == 1


def test_a_draft_that_goes_on_beside_a_version_is_found_by_who_writes_it(house, look):
    """R-050: a version stands, and the next one is being written."""
    unit = signed(engaged(house, "UO1"), house)
    heading = unit.deliverable.heading_to_write("situation")
    heading.write("Fleuriste depuis toujours.", "alice", house.now(), keep=True)
    mark(unit.deliverable, house)

    assert [document.version for document in look("fleuriste").documents] == [""]
    assert [document.version for document in look("vendeuse").documents] == ["1"]
    assert look("fleuriste", "denis") == NOTHING


def test_a_withdrawn_version_is_found_no_more(house, look):
    unit = proposed(engaged(house, "UO1"), house)
    assert [document.version for document in look("vendeuse").documents] == ["1"]

    given = Given(motive="Une erreur à corriger")
    move_deliverable(unit.deliverable, "take_back", actor(house, "alice"), house, given)

    assert [document.version for document in look("vendeuse").documents] == [""]


def test_neither_sheets_nor_private_notes_are_looked_into(house, look, indexer):
    """R-123, I19."""
    unit = engaged(house, "UO1")
    person = unit.__parent__.__parent__
    write_note(person, "Une note sur sa céramique.", actor(house, "alice"), house)
    edit_sheet(person, {"occupation": "Céramiste"}, actor(house, "alice"), house)
    indexer.rebuild(quiet)

    assert look("céramique") == look("céramiste") == NOTHING
    assert indexer.index.contents() == set()


def test_the_answers_of_a_form_are_found_as_they_are_read(house, look):
    """Labels of answers, and neither codes nor yes."""
    write(engaged(house, "UO1"), house)

    assert look("continue").total + look("yes").total == 0


def test_all_the_words_must_be_there_and_phrases_in_their_order(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Devenir cheffe de projet, puis monter une librairie.")

    assert look("librairie projet").total == 1
    assert look("librairie avion") == NOTHING
    assert look("« cheffe de projet »").total == 1
    assert look("« projet de cheffe »") == NOTHING


def test_a_word_mistyped_is_set_right_by_what_one_may_read(house, look):
    unit = engaged(house, "UO1")
    write(unit, house, need="Ouvrir un atelier de céramique.")

    assert look("atelier ceramqiue").suggestions == ("atelier céramique",)
    assert look("atelier ceramqiue", "bruno").suggestions == ()


def test_pages_follow_one_another_and_the_count_stays(house, look):
    units = [engaged(house, "UO1", received(house, birth_name=name)) for name in NAMES]
    for unit in units:
        write(unit, house)

    pages = [look("vendeuse", page=Page(first, 2)) for first in (0, 2, 4)]

    assert [len(page.documents) for page in pages] == [2, 2, 1]
    assert {page.total for page in pages} == {5}
    assert sorted(n for page in pages for n in numbers(page)) == sorted(u.number for u in units)


NAMES = ("Arnaud", "Besson", "Chevalier", "Dupuis", "Evrard")


def test_beyond_a_number_one_is_told_that_there_are_more(house, look, monkeypatch):
    monkeypatch.setattr("cep_docs.lifecycle.finding.COUNTED", 3)
    for name in NAMES:
        write(engaged(house, "UO1", received(house, birth_name=name)), house)

    said = look("vendeuse", page=Page(0, 2))

    assert (len(said.documents), said.total, said.more) == (2, 3, True)


def test_an_account_that_was_disabled_finds_nothing(house, look, indexer):
    write(engaged(house, "UO1"), house)
    look("rien")
    gone = replace(actor(house, "alice"), disabled_on=house.now().date())

    assert find("vendeuse", gone, house, indexer.index) == NOTHING


def test_what_is_gone_from_the_database_is_not_found(house, look, indexer):
    """An index that is behind never shows what is no more."""
    unit = engaged(house, "UO1")
    write(unit, house)
    assert look("vendeuse").total == 1

    unit._children = {}

    assert found(house, indexer.index, "vendeuse") == NOTHING


def test_without_an_index_names_and_numbers_are_found_all_the_same(house, tmp_path):
    unit = engaged(house, "UO1")

    said = found(house, Index(tmp_path / "nowhere"), f"{unit.number} Lefèvre")

    assert [file.number for file in said.files] == [unit.number]
    assert [person.name for person in said.people] == ["Zoé Lefèvre"]
    assert "pas encore indexé" in said.without


def test_a_heading_saved_alone_is_enough(house, look):
    unit = engaged(house, "UO1")
    save_draft(unit.deliverable, actor(house, "alice"), {"need": "Une librairie"}, house)

    assert look("librairie").total == 1
