"""Who may read which version, what a list says of it, what changed (R-050, R-054, R-122)."""

from dataclasses import replace

import pytest

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.comparing import NOW, compare, compare_contents, words_of
from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.printing import open_paper, preview
from cep_docs.lifecycle.versions import (
    compare_versions,
    history_of,
    least_open,
    open_draft,
    paper_key,
    read_document,
    thing_of,
)
from tests.people import actor
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write


class Paper:
    """A stored file that needs no database."""

    def __init__(self, data, name, media_type, account):
        self.data = data

    def read(self):
        return self.data


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def denis(house):
    """The manager of the place."""
    return actor(house, "denis")


@pytest.fixture
def unit(house):
    """Version 1 was taken back, version 2 waits for signatures."""
    unit = proposed(engaged(house, "UO1"), house)
    act(unit, "take_back", house, motive="Une date à corriger")
    return unit


def again(unit, house):
    act(unit, "propose", house)
    return unit.deliverable


def test_a_history_says_what_became_of_each_version(unit, alice, house):
    deliverable = again(unit, house)
    assert [line.state for line in history_of(deliverable, alice, house).versions] == [
        "figée",
        "retirée",
    ]

    act(unit, "sign_as_adviser", house)
    assert history_of(deliverable, alice, house).versions[0].state == "signée par le conseiller"
    act(unit, "note_paper_signature", house)

    first, second = history_of(deliverable, alice, house).versions
    assert first.state == "signée"
    assert [(label, level) for label, _, level in first.signed_on] == [
        ("Le conseiller", "provisoire (avant la signature électronique)"),
        ("Le bénéficiaire", "sur papier"),
    ]
    assert (second.withdrawn_because, second.author) == ("Une date à corriger", "vous")


def test_a_plan_that_was_revised_has_versions_that_were_replaced(house, alice, clock):
    project = signed(engaged(house, "UO2.1"), house)
    unit = engaged(house, "UO2.2", project.__parent__.__parent__)
    plan = unit.get("action_plan") or open_document(unit, "action_plan", alice, house)
    plan.freeze({"actions": "Un."}, "2019-1", "alice", house.now())
    plan.freeze({"actions": "Deux."}, "2019-1", "alice", house.now())

    states = [line.state for line in history_of(plan, alice, house).versions]

    assert states == ["figée", "remplacée"]


def test_the_draft_says_whether_a_version_says_the_same(unit, alice, house):
    line = history_of(unit.deliverable, alice, house).draft
    assert (line.same_as, line.may_edit, line.author) == ("1", True, "vous")

    heading = unit.deliverable.heading("situation")
    save_field(unit.deliverable, alice, "situation", "Autre.", heading.revision, house)

    assert history_of(unit.deliverable, alice, house).draft.same_as == ""


def test_a_draft_nobody_wrote_in_has_no_hour_and_nothing_to_compare(house, alice):
    unit = engaged(house, "UO1")

    history = history_of(unit.deliverable, alice, house)

    assert (history.draft.at, history.draft.written, history.sides) == (None, False, [])


def test_who_only_lists_is_told_no_motive(unit, denis, house):
    history = history_of(unit.deliverable, denis, house)

    assert not history.versions[0].readable
    assert history.versions[0].withdrawn_because == ""
    assert not history.draft.readable
    assert history.sides == []


def test_the_manager_reads_what_was_signed_and_not_the_draft(house, denis):
    deliverable = signed(engaged(house, "UO1"), house).deliverable

    assert read_document(deliverable, "1", denis, house).version == 1
    for asked in (NOW, "2"):
        with pytest.raises(NotFound):
            read_document(deliverable, asked, denis, house)
    with pytest.raises(NotFound):
        preview(deliverable, denis, house)
    with pytest.raises(NotFound):
        open_draft(deliverable, denis, house)


def test_a_version_that_was_signed_stays_open_when_another_is_being_made(house, denis, alice):
    """The right is asked about the version, not about the one that came after it."""
    unit = signed(engaged(house, "UO1"), house)
    unit.deliverable.freeze({"situation": "x"}, "2019-1", "alice", house.now())

    assert read_document(unit.deliverable, "1", denis, house).version == 1
    unit.closings = ()
    with pytest.raises(NotAllowed):
        read_document(unit.deliverable, "2", denis, house)
    with pytest.raises(NotAllowed):
        open_paper(unit.deliverable, "2", "pdf", denis, house)


def test_a_comparison_asks_for_the_right_to_both(unit, denis, alice, house):
    compared = compare_versions(unit.deliverable, "1", NOW, alice, house)
    assert compared.changes == []
    assert "Changer de métier" in compared.same[0].text

    with pytest.raises(NotFound):
        compare_versions(unit.deliverable, "1", "7", alice, house)
    with pytest.raises((NotFound, NotAllowed)):
        compare_versions(unit.deliverable, "1", NOW, denis, house)


def test_the_less_open_side_decides(unit, house):
    deliverable = again(unit, house)

    assert least_open(deliverable, "1", "2") is deliverable["1"]
    assert least_open(deliverable, "2", NOW) == Facet(unit, "deliverable")
    act(unit, "sign_as_adviser", house)
    act(unit, "note_paper_signature", house)
    deliverable.freeze({}, "2019-1", "alice", house.now())
    assert least_open(deliverable, "2", "3") is deliverable["3"]
    with pytest.raises(KeyError):
        thing_of(deliverable, "9")


def test_the_key_of_a_paper_follows_what_is_printed(unit, alice, house, clock):
    deliverable = unit.deliverable
    before = open_draft(deliverable, alice, house)
    assert open_draft(deliverable, alice, house) == before

    save_field(deliverable, alice, "need", "Autre.", deliverable.heading("need").revision, house)
    written = open_draft(deliverable, alice, house)
    clock.on("2020-02-04")

    assert len({before, written, open_draft(deliverable, alice, house)}) == 3
    assert paper_key(document_of(deliverable, deliverable["1"], house)) != written


def test_days_choices_and_rows_are_compared_as_they_are_read(house, alice):
    unit = engaged(house, "UO2.1")
    write(unit, house)
    form = house.agreement_of(unit).forms["professional_project"]

    said = {
        name: words_of(unit.deliverable.heading(name).value, form.field(name))
        for name in ("skills", "continues", "steps")
    }

    assert said["skills"] == "Organisation, négociation – Acquise"
    assert said["continues"].lower() == "oui"
    assert words_of([{"a": "x"}], None) == "x"
    assert words_of("**x**", None) == "x"


def test_what_was_renamed_since_is_compared_under_its_old_name(house):
    form = house.rules.agreements["cctp-2019"].forms["shared_assessment"]

    (change,) = compare_contents({"gone": [{"a": "x"}]}, {"gone": "sans objet"}, form)

    assert (change.label, [row.what for row in change.rows]) == ("gone", ["removed"])
    assert change.pieces[0].text == "sans objet"


def test_a_version_that_is_not_there_has_no_paper(unit, alice, house):
    with pytest.raises(NotPossible):
        open_paper(unit.deliverable, "9", "pdf", alice, house)
    with pytest.raises(NotPossible):
        compare(unit.deliverable, "9", NOW, house)


def test_the_paper_of_a_version_opens_to_those_who_may_read_that_version(house, denis):
    """Whatever came after it, and nothing of what was taken back for those it was taken from."""
    house = replace(house, store=Paper, press=lambda document: {"pdf": b"%PDF"})
    unit = signed(engaged(house, "UO1"), house)
    unit.deliverable.freeze({"situation": "x"}, "2019-1", "alice", house.now())
    unit.closings = ()

    assert open_paper(unit.deliverable, "1", "pdf", denis, house).startswith(b"%PDF")


def test_the_person_does_not_open_what_was_taken_back(unit, house):
    deliverable, person = again(unit, house), unit.__parent__.__parent__
    herself = Actor("person", frozenset({"beneficiary"}), beneficiary=person.identifier)

    with pytest.raises((NotFound, NotAllowed)):
        open_paper(deliverable, "1", "pdf", herself, house)


def test_why_a_version_was_written_is_for_its_readers(unit, alice, denis, house):
    unit.deliverable["1"].because = "La personne a changé d'avis"

    told = [history_of(unit.deliverable, who, house).versions[0] for who in (alice, denis)]

    assert [line.because for line in told] == ["La personne a changé d'avis", ""]
