"""A draft taken out as a Word file and brought back: only changed headings change (R-054)."""

from dataclasses import replace

import pytest

from cep_docs.content.account import Account
from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, save_field
from cep_docs.lifecycle.working_copies import bring_back, compare_copy, copy_out
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged, proposed, write
from tests.unit.rendering.word_edits import changed, paragraph_with, read_back


@pytest.fixture
def unit(house):
    unit = engaged(house, "UO1")
    write(unit, house)
    return unit


@pytest.fixture
def draft(unit):
    return unit.deliverable


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def form(house, unit):
    return house.agreement_of(unit).forms["shared_assessment"]


@pytest.fixture
def copy(draft, alice, house):
    return copy_out(draft, alice, house)


def journal(unit, what):
    return [line for line in unit.__parent__.__parent__.journal if line["what"] == what]


def told(changes):
    return {of.name: of.what for of in changes if of.what != "unchanged"}


def test_it_is_journaled_that_a_copy_left(unit, copy):
    assert [line["details"] for line in journal(unit, "copy_out")] == [
        {"deliverable": "shared_assessment"}
    ]


def test_the_same_draft_gives_the_same_copy(draft, alice, house, copy):
    assert copy_out(draft, alice, house) == copy


def test_the_copy_knows_which_writing_of_each_heading_it_was_made_from(draft, alice, house, form):
    save_field(draft, alice, "request", "Se former.", 1, house)

    reading = read_back(copy_out(draft, alice, house), form)

    assert reading.copy.revisions["request"] == 2
    assert reading.copy.revisions["need"] == 1


def test_a_copy_nobody_touched_changes_nothing(unit, draft, alice, house, form, copy):
    reading = read_back(copy, form)
    before = draft.draft

    assert told(compare_copy(draft, reading, house)) == {}
    assert bring_back(draft, alice, reading, list(reading.content), house) == {}
    assert draft.draft == before
    assert journal(unit, "copy_in") == []


def test_only_what_changed_in_the_copy_changes(unit, draft, alice, house, form, copy):
    before = draft.draft
    reading = read_back(changed(copy, "Changer de métier", "Changer de voie"), form)

    changes = compare_copy(draft, reading, house)
    brought = bring_back(draft, alice, reading, ["request"], house)

    assert told(changes) == {"request": "changed"}
    assert brought == {"request": Saved(2)}
    assert draft.draft == {**before, "request": "Changer de voie sans quitter la région."}
    assert journal(unit, "copy_in")[0]["details"]["fields"] == "request"


def test_what_was_not_chosen_stays(draft, alice, house, form, copy):
    reading = read_back(changed(copy, "Changer de métier", "Changer de voie"), form)

    assert bring_back(draft, alice, reading, ["need"], house) == {}
    assert draft.heading("request").value == "Changer de métier sans quitter la région."


def test_what_changed_in_the_file_only_is_kept(draft, alice, house, form, copy):
    save_field(draft, alice, "request", "Se former.", 1, house)

    assert told(compare_copy(draft, read_back(copy, form), house)) == {}


def test_what_both_changed_in_the_same_way_is_no_conflict(draft, alice, house, form, copy):
    reading = read_back(changed(copy, "Changer de métier", "Changer de voie"), form)
    save_field(draft, alice, "request", reading.content["request"], 1, house)

    assert told(compare_copy(draft, reading, house)) == {}


def test_in_conflict_nobody_is_overwritten(draft, alice, house, form, copy):
    reading = read_back(changed(copy, "Changer de métier", "Changer de voie"), form)
    save_field(draft, alice, "request", "Se former.", 1, house)

    changes = compare_copy(draft, reading, house)
    brought = bring_back(draft, alice, reading, ["request"], house)

    assert told(changes) == {"request": "conflict"}
    assert isinstance(brought["request"], Conflict)
    heading = draft.heading("request")
    assert heading.value == "Se former."
    assert heading.asides[0]["value"] == "Changer de voie sans quitter la région."


def test_what_cannot_be_read_is_told_and_never_written(draft, alice, house, form, copy):
    reading = read_back(changed(copy, paragraph_with(copy, "Besoin clarifié"), ""), form)

    changes = {of.name: of for of in compare_copy(draft, reading, house)}

    assert changes["need"].what == "unreadable"
    assert "n'est plus dans la copie" in changes["need"].because
    assert changes["need"].draft == draft.heading("need").value
    with pytest.raises(NotPossible, match="n'est plus dans la copie"):
        bring_back(draft, alice, reading, ["need"], house)


def test_nothing_is_written_when_one_of_the_chosen_cannot_be_read(draft, alice, house, form, copy):
    broken = changed(copy, paragraph_with(copy, "Besoin clarifié"), "")
    reading = read_back(changed(broken, "Changer de métier", "Changer de voie"), form)

    with pytest.raises(NotPossible):
        bring_back(draft, alice, reading, ["request", "need"], house)

    assert draft.heading("request").revision == 1


def test_an_emptied_answer_empties_its_heading(draft, alice, house, form, copy):
    answer = paragraph_with(copy, "Changer de métier")
    reading = read_back(changed(copy, answer, "<w:p/>"), form)

    bring_back(draft, alice, reading, ["request"], house)

    assert draft.heading("request").value == ""


def test_the_copy_of_another_file_is_refused(house, alice, form, copy):
    other = engaged(house, "UO1", received(house, first_name="Léa")).deliverable

    with pytest.raises(NotPossible, match="celle d'un autre document"):
        compare_copy(other, read_back(copy, form), house)
    with pytest.raises(NotPossible, match="celle d'un autre document"):
        bring_back(other, alice, read_back(copy, form), ["request"], house)


def test_the_copy_of_before_a_version_is_refused(house, alice):
    unit = engaged(house, "UO1")
    form = house.agreement_of(unit).forms["shared_assessment"]
    reading = read_back(copy_out(unit.deliverable, alice, house), form)
    proposed(unit, house)
    act(unit, "take_back", house, motive="Une erreur de date.")

    with pytest.raises(NotPossible, match="une version de ce document a été figée"):
        compare_copy(unit.deliverable, reading, house)


def test_the_copy_of_another_edition_is_refused(form, copy):
    with pytest.raises(NotPossible, match="autre édition de la trame"):
        read_back(copy, replace(form, edition="2031-01"))


def test_no_copy_of_what_can_no_longer_be_written(house, alice):
    unit = proposed(engaged(house, "UO1"), house)

    with pytest.raises(NotPossible, match="n'est plus modifiable"):
        copy_out(unit.deliverable, alice, house)


def test_only_those_who_may_write_get_a_copy(draft, alice, house, form, copy):
    reading = read_back(changed(copy, "Changer de métier", "Changer de voie"), form)
    chloe = actor(house, "chloe")

    with pytest.raises((NotAllowed, NotFound)):
        copy_out(draft, chloe, house)
    with pytest.raises((NotAllowed, NotFound)):
        bring_back(draft, chloe, reading, ["request"], house)


def test_who_may_take_the_document_away_and_not_write_gets_no_copy(house):
    """An assistant prints what was frozen (R-072); a copy to work on is for those who write."""
    unit = proposed(engaged(house, "UO1"), house)
    account = Account("hugo", "Hugo", ("assistant",))
    account.structure, account.organisation = "NTE", "732829320"
    house.site.accounts.add("hugo", account)

    with pytest.raises(NotAllowed, match="Modifier"):
        copy_out(unit.deliverable, actor(house, "hugo"), house)
