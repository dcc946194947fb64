"""The person writes in her document where her adviser invites her, and nowhere else (R-062)."""

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.content.site import beneficiary_of
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.drafts import Conflict, Saved, restore, save_draft, save_field
from cep_docs.lifecycle.overview import overview
from cep_docs.lifecycle.shared_fields import (
    answer,
    fields_to_offer,
    invite_to_answer,
    shared_document,
    shared_documents,
)
from tests.people import actor
from tests.unit.lifecycle.courses import engaged, proposed, signed


@pytest.fixture
def unit(house):
    return engaged(house, "UO1")


@pytest.fixture
def draft(unit):
    return unit.deliverable


@pytest.fixture
def herself(unit):
    return self_of(beneficiary_of(unit))


def self_of(person):
    account = f"beneficiary:{person.identifier}"
    return Actor(account, frozenset({"beneficiary"}), beneficiary=person.identifier)


def invite(draft, house, *names):
    invite_to_answer(draft, names, actor(house, "alice"), house)


def test_she_writes_in_the_heading_that_was_opened_to_her(house, draft, herself):
    invite(draft, house, "situation")

    saved = answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)

    assert saved == Saved(1)
    assert draft.heading("situation").value == "Je suis vendeuse."


def test_another_heading_is_closed_as_if_it_did_not_exist(house, draft, herself):
    invite(draft, house, "situation")

    with pytest.raises(NotFound):
        answer(draft, herself, "need", "Autre chose", 0, house)

    assert draft.heading("need").value == ""


@pytest.mark.parametrize("way", [answer, save_field])
def test_nothing_is_open_before_she_is_invited(house, draft, herself, way):
    with pytest.raises((NotAllowed, NotFound)):
        way(draft, herself, "situation", "Je suis vendeuse.", 0, house)


def test_whole_drafts_stay_closed_to_her(house, draft, herself):
    invite(draft, house, "situation")

    with pytest.raises((NotAllowed, NotFound)):
        save_draft(draft, herself, {"situation": "Je suis vendeuse."}, house)
    with pytest.raises((NotAllowed, NotFound)):
        restore(draft, herself, "1", house)
    with pytest.raises((NotAllowed, NotFound)):
        overview(draft, herself, house)


def test_somebody_else_has_nothing_to_answer(house, draft):
    invite(draft, house, "situation")
    stranger = Actor("beneficiary:other", frozenset({"beneficiary"}), beneficiary="other")

    with pytest.raises(NotFound):
        answer(draft, stranger, "situation", "Bonjour", 0, house)


def test_her_adviser_does_not_answer_in_her_place(house, draft):
    invite(draft, house, "situation")

    with pytest.raises(NotAllowed):
        answer(draft, actor(house, "alice"), "situation", "Bonjour", 0, house)


def test_a_colleague_does_not_invite_her(house, draft):
    with pytest.raises((NotAllowed, NotFound)):
        invite_to_answer(draft, ["situation"], actor(house, "bruno"), house)


def test_the_adviser_sees_that_the_words_are_hers_and_since_when(house, draft, herself, clock):
    """R-061: each text has its origin and its day, told by the clock of the lot."""
    invite(draft, house, "situation")
    clock.on("2020-02-05")
    answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)

    lines = {line.name: line for line in overview(draft, actor(house, "alice"), house).headings}

    assert lines["situation"].origin == "bénéficiaire, 5 février 2020"
    assert lines["need"].origin == ""


def test_whoever_reads_versions_only_is_told_nothing_of_the_draft(house):
    """R-122: the assistant prints what was frozen; what is being written is not his."""
    document = proposed(engaged(house, "UO1"), house).deliverable
    felix = Account("felix", "Félix", ("assistant",))
    felix.structure = "NTE"
    house.site.accounts.add("felix", felix)

    his = overview(document, actor(house, "felix"), house)
    hers = overview(document, actor(house, "alice"), house)

    assert (his.headings, his.gaps, his.doubts) == ([], [], [])
    assert any(line.excerpt for line in hers.headings)
    assert len(his.versions) == len(hers.versions) == 1


def test_when_both_write_nobody_loses_a_word(house, draft, herself):
    """R-054: her text waits beside that of her adviser, until she decides."""
    invite(draft, house, "situation")
    save_field(draft, actor(house, "alice"), "situation", "Vendeuse.", 0, house)

    met_each_other = answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)
    shown = shared_document(draft, herself, house).headings[0]

    assert isinstance(met_each_other, Conflict)
    assert (shown.value, shown.aside, shown.hers) == ("Vendeuse.", "Je suis vendeuse.", False)


def test_what_she_decides_stands_and_the_rest_is_kept(house, draft, herself):
    invite(draft, house, "situation")
    save_field(draft, actor(house, "alice"), "situation", "Vendeuse.", 0, house)
    conflict = answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)

    answer(draft, herself, "situation", "Je suis vendeuse, et cheffe.", conflict.revision, house)
    shown = shared_document(draft, herself, house).headings[0]

    assert (shown.value, shown.aside) == ("Je suis vendeuse, et cheffe.", None)
    assert {past.value for past in draft.heading("situation").past()} == {
        "Vendeuse.",
        "Je suis vendeuse.",
    }


def test_she_sees_only_what_she_is_asked(house, draft, herself):
    invite(draft, house, "need", "situation")

    (document,) = shared_documents(person_of(draft), herself, house)

    assert [heading.field.name for heading in document.headings] == ["situation", "need"]
    assert (document.label, document.to_answer) == ("État des lieux partagé", 2)


def person_of(draft):
    return beneficiary_of(draft)


def test_what_is_closed_again_is_closed_and_her_words_stay(house, draft, herself):
    invite(draft, house, "situation")
    answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)

    invite(draft, house)

    assert shared_documents(person_of(draft), herself, house) == []
    assert draft.heading("situation").value == "Je suis vendeuse."


def test_inviting_twice_keeps_the_first_day_and_writes_one_line(house, draft, clock):
    invite(draft, house, "situation")
    first, lines = draft.asked, len(person_of(draft).journal)
    clock.on("2020-02-05")

    invite(draft, house, "situation")

    assert draft.asked == first
    assert len(person_of(draft).journal) == lines


def test_the_journal_names_the_headings_and_never_what_they_say(house, draft, herself):
    invite(draft, house, "situation")
    answer(draft, herself, "situation", "Je suis vendeuse.", 0, house)

    wrote, asked = person_of(draft).journal.recent(2)

    assert (asked["what"], asked["details"]["fields"]) == ("invite_to_answer", "situation")
    assert (wrote["who"], wrote["rule"]) == (herself.account, "PERSON-14")
    assert "vendeuse" not in str(wrote)


@pytest.mark.parametrize("name", ["services_received", "steps", "no_such_heading"])
def test_tables_and_unknown_headings_are_not_offered(house, name):
    draft = engaged(house, "UO2.1").deliverable

    with pytest.raises(Invalid):
        invite(draft, house, name)

    assert name not in [field.name for field in fields_to_offer(draft, house)]


def test_a_document_that_is_proposed_is_answered_no_more(house, unit, herself):
    invite(unit.deliverable, house, "situation")
    proposed(unit, house)

    assert shared_documents(beneficiary_of(unit), herself, house) == []
    with pytest.raises(NotPossible):
        answer(unit.deliverable, herself, "situation", "Plus tard", 1, house)
    with pytest.raises(NotPossible):
        invite(unit.deliverable, house, "need")


def test_a_signed_document_is_answered_no_more(house, unit, herself):
    invite(unit.deliverable, house, "situation")
    signed(unit, house)

    with pytest.raises(NotAllowed):
        answer(unit.deliverable, herself, "situation", "Plus tard", 1, house)
