"""The documents of a file, each on one line, with what its reader may do with it."""

from cep_docs.lifecycle.documents import NOTHING, OPEN, PRINTED, REREAD, WRITE, documents_of
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.opening_documents import open_document
from tests.people import actor, met
from tests.unit.lifecycle import courses


def documents(unit, tools, login="alice"):
    return documents_of(unit.__parent__.__parent__, actor(tools, login), tools)


def test_a_draft_counts_its_headings_and_names_its_last_author_s_5(house, clock):
    unit = courses.engaged(house, "UO1")
    courses.write(unit, house, need="")
    clock.on("2020-02-04", "13:32")
    save_draft(unit.deliverable, actor(house, "alice"), {"situation": "Sans emploi."}, house)

    line = documents(unit, house)[0]

    assert (line.asked - line.filled, line.complete, line.offer) == (1, False, WRITE)
    assert (f"{line.changed_at:%d %H:%M}", line.changed_by) == ("04 14:32", "vous")
    assert line.closes


def test_a_version_is_read_again_while_it_waits_and_opened_once_it_is_signed(house):
    unit = courses.proposed(courses.engaged(house, "UO1"), house)
    waiting = documents(unit, house)[0]
    courses.act(unit, "sign_as_adviser", house)
    courses.act(unit, "note_paper_signature", house)
    signed = documents(unit, house)[0]

    assert (waiting.offer, waiting.asked, waiting.version) == (REREAD, 0, 1)
    assert (signed.offer, signed.changed_by) == (OPEN, "la personne")


def test_a_signed_version_that_was_printed_is_offered_as_it_was_printed(house):
    unit = courses.signed(courses.engaged(house, "UO1"), house)
    unit.deliverable.current.files = {"pdf": object()}

    assert documents(unit, house)[0].offer == PRINTED


def test_a_document_that_was_set_aside_can_only_be_opened(house, clock):
    unit = courses.engaged(house, "UO1")
    courses.write(unit, house)
    courses.act(unit, "cancel", house, "denis", motive="Ouverte par erreur.")

    assert documents(unit, house)[0].offer == OPEN


def test_who_only_follows_them_is_told_of_no_heading_r_158(house):
    unit = courses.engaged(house, "UO1")

    line = documents(unit, house, "denis")[0]

    assert (line.offer, line.gaps, line.parts) == (NOTHING, (), ())
    assert line.filled < line.asked


def test_who_may_not_know_of_them_has_none(house):
    assert documents(courses.engaged(house, "UO1"), house, "bruno") == []


def test_other_documents_close_nothing(house):
    unit = courses.engaged(house, "UO2.1")
    met(unit, house)
    open_document(unit, "action_plan", actor(house, "alice"), house)

    assert [line.closes for line in documents(unit, house)] == [True, False]


def test_an_empty_draft_was_touched_by_nobody(house):
    line = documents(courses.engaged(house, "UO1"), house)[0]

    assert (line.changed_at, line.changed_by, line.version) == (None, "", 0)
