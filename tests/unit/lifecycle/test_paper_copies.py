"""A version signed on paper, from the printer to the cupboard (R-033, R-072, R-073)."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from cep_docs.content.paper import LACKING, RECEIVED, SCANNED
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.paper_copies import keep_original, note_step, print_to_sign
from cep_docs.lifecycle.paper_following import (
    CHECK,
    DONE,
    KEEP,
    NOTHING,
    POST,
    PRINT,
    REMIND,
    SCAN,
    WAIT,
    follow_paper,
)
from cep_docs.lifecycle.scan_checks import NO_MENTION, NO_PERSON, Seen, check_scan, open_scan
from cep_docs.values.page_codes import PageCode
from tests.people import actor, received
from tests.unit.lifecycle import courses
from tests.unit.lifecycle.paper_trips import printing, scanned

ALL = Seen(adviser=True, person=True, mention=True)


@pytest.fixture
def tools(house):
    return printing(house)


@pytest.fixture
def alice(tools):
    return actor(tools, "alice")


@pytest.fixture
def posted(paper, tools, alice):
    unit, _ = paper
    note_step(unit.deliverable, "posted", date(2020, 2, 3), alice, tools)
    return paper


def seen(on, **changes):
    said = {"adviser": True, "person": True, "mention": True, **changes}
    return Seen(**said, dated_on=on)


def test_two_copies_a_reply_sheet_and_the_stored_pdf_as_it_was_r_072(tools, alice):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    version = unit.deliverable.current
    before = version.files["pdf"].read()

    paper = print_to_sign(unit.deliverable, alice, tools)

    pages = len(pypdfium2.PdfDocument(before))
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(paper)]
    assert len(texts) == 1 + 2 * pages
    assert "12 quai de la Fosse" in texts[0]
    assert "médiateur" in texts[0]
    assert "lu et approuvé" in texts[0]
    assert all("À renvoyer" in text for text in texts[1 : 1 + pages])
    assert all("À garder" in text for text in texts[1 + pages :])
    assert "Changer de métier sans quitter la région" in " ".join(texts)
    assert version.files["pdf"].read() == before


def test_nothing_is_printed_that_nobody_can_sign(tools, alice):
    unit = courses.engaged(tools, "UO1")

    with pytest.raises(NotPossible, match="Le proposer d'abord"):
        print_to_sign(unit.deliverable, alice, tools)


def test_a_version_that_was_signed_is_not_printed_to_be_signed(paper, tools, alice):
    unit, _ = paper
    courses.act(unit, "note_paper_signature", tools)

    with pytest.raises(NotPossible, match="n'attend de signature"):
        print_to_sign(unit.deliverable, alice, tools)


def test_what_is_signed_is_not_told_to_be_printed_nor_posted(paper, tools, alice):
    unit, _ = paper
    courses.act(unit, "note_paper_signature", tools)
    by_eye = courses.proposed(
        courses.engaged(tools, "UO1", received(tools, birth_name="Autre")), tools
    )
    courses.act(by_eye, "note_paper_signature", tools)

    assert follow_paper(unit.deliverable, alice, tools).next == SCAN
    told = follow_paper(by_eye.deliverable, alice, tools)
    assert (told.next, told.may_print) == (NOTHING, False)
    assert "aucune signature" in told.sentence


def test_the_copies_are_for_those_who_follow_her_and_the_mail_of_the_place(paper, tools):
    unit, _ = paper

    for stranger in ("bruno", "anne", "farid", "gaelle"):
        with pytest.raises((NotAllowed, NotFound)):
            print_to_sign(unit.deliverable, actor(tools, stranger), tools)
    assert print_to_sign(unit.deliverable, actor(tools, "agnes"), tools)


def test_each_step_has_its_day_and_whoever_noted_it_r_072(posted, tools, clock, alice, agnes):
    unit, _ = posted
    clock.on("2020-02-14")
    note_step(unit.deliverable, "reminded", date(2020, 2, 13), alice, tools)
    note_step(unit.deliverable, "received", date(2020, 2, 14), agnes, tools)

    told = follow_paper(unit.deliverable, alice, tools)

    assert [(step.label, step.on.day, step.by) for step in told.steps] == [
        ("imprimé", 3, "Alice"),
        ("posté", 3, "Alice"),
        ("relancé", 13, "Alice"),
        ("reçu", 14, "Agnes"),
    ]
    assert told.next == SCAN


def test_a_step_is_in_order_and_not_in_the_future(posted, tools, clock, alice):
    unit, _ = posted
    clock.on("2020-02-14")

    for day in (date(2020, 2, 2), date(2020, 2, 15)):
        with pytest.raises(Invalid, match="Corriger la date"):
            note_step(unit.deliverable, "received", day, alice, tools)
    for what in ("scanned", "checked", "printed", "burnt"):
        with pytest.raises(NotPossible, match="ne se note pas ainsi"):
            note_step(unit.deliverable, what, date(2020, 2, 14), alice, tools)


def test_steps_are_those_of_a_printed_version(tools, alice):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)

    with pytest.raises(NotPossible, match="L'imprimer d'abord"):
        note_step(unit.deliverable, "posted", date(2020, 2, 3), alice, tools)
    with pytest.raises(NotPossible, match="L'imprimer d'abord"):
        keep_original(unit.deliverable, "Armoire 2", date(2030, 1, 1), alice, tools)


def test_reminders_are_proposed_and_one_a_day_is_enough_r_074(posted, tools, clock, alice):
    unit, _ = posted

    clock.on("2020-02-12")
    assert follow_paper(unit.deliverable, alice, tools).next == WAIT
    clock.on("2020-02-13")
    told = follow_paper(unit.deliverable, alice, tools)
    assert (told.next, told.remind_on) == (REMIND, date(2020, 2, 13))
    note_step(unit.deliverable, "reminded", date(2020, 2, 13), alice, tools)
    with pytest.raises(NotPossible, match="une par jour"):
        note_step(unit.deliverable, "reminded", date(2020, 2, 13), alice, tools)

    told = follow_paper(unit.deliverable, alice, tools)
    assert (told.next, told.remind_on) == (WAIT, date(2020, 2, 23))
    clock.on("2020-03-04")
    for day in (date(2020, 2, 23), date(2020, 3, 4)):
        note_step(unit.deliverable, "reminded", day, alice, tools)
    assert follow_paper(unit.deliverable, alice, tools).remind_on is None


def test_nobody_is_reminded_of_what_was_not_sent(paper, tools, alice):
    unit, _ = paper

    with pytest.raises(NotPossible, match="Noter d'abord l'envoi"):
        note_step(unit.deliverable, "reminded", date(2020, 2, 3), alice, tools)
    assert follow_paper(unit.deliverable, alice, tools).next == POST


def test_the_check_of_the_scan_closes_at_the_handwritten_day_r_072(
    posted, tools, clock, agnes, alice
):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)
    assert follow_paper(unit.deliverable, agnes, tools).next == CHECK

    lacks = check_scan(unit.deliverable, seen(date(2020, 2, 6)), alice, tools)

    version = unit.deliverable.current
    assert lacks == ()
    assert (unit.state, unit.closed_on) == ("closed", date(2020, 2, 6))
    assert {one["level"] for one in version.signatures.values()} == {"paper"}
    assert version.paper.dated_on == date(2020, 2, 6)
    told = follow_paper(unit.deliverable, agnes, tools)
    assert (told.next, told.steps[-1].dated_on) == (KEEP, date(2020, 2, 6))


def test_what_lacks_on_the_paper_is_a_task_and_closes_nothing_r_072(posted, tools, clock, alice):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)

    lacks = check_scan(unit.deliverable, seen(None, person=False, mention=False), alice, tools)

    assert lacks == (NO_PERSON, NO_MENTION)
    assert unit.closed_on is None
    assert [notice.about for notice in tools.site.outbox] == ["paper_lacking"]
    told = follow_paper(unit.deliverable, alice, tools)
    assert (told.next, told.steps[-1].lacks) == (PRINT, f"{NO_PERSON}, {NO_MENTION}")
    with pytest.raises(NotPossible, match="déjà contrôlée"):
        check_scan(unit.deliverable, seen(date(2020, 2, 6)), alice, tools)


def test_the_second_return_counts_after_a_first_one_that_lacked(posted, tools, clock, alice):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)
    check_scan(unit.deliverable, seen(None, person=False), alice, tools)
    clock.on("2020-02-17")
    scanned(paper, tools)

    check_scan(unit.deliverable, seen(date(2020, 2, 12)), alice, tools)

    version = unit.deliverable.current
    assert unit.closed_on == date(2020, 2, 12)
    assert version.paper.scans == ("scan-1", "scan-2")
    assert [s["what"] for s in version.paper.steps].count(RECEIVED) == 2
    assert LACKING in [s["what"] for s in version.paper.steps]


def test_a_posted_copy_closes_nothing_before_its_scan_is_checked_r_072(posted, tools, clock):
    unit, paper = posted
    clock.on("2020-02-10")

    with pytest.raises(NotPossible, match="Le numériser à son retour"):
        courses.act(unit, "note_paper_signature", tools)
    scanned(paper, tools)
    with pytest.raises(NotPossible, match="Le numériser à son retour"):
        courses.act(unit, "note_paper_signature", tools)

    assert unit.closed_on is None


def test_what_is_signed_before_our_eyes_is_noted_at_once(paper, tools):
    unit, _ = paper

    courses.act(unit, "note_paper_signature", tools)

    assert unit.closed_on == date(2020, 2, 3)


def test_its_scan_may_come_later_and_is_checked_all_the_same_r_073(
    paper, tools, clock, agnes, alice
):
    unit, page = paper
    courses.act(unit, "note_paper_signature", tools)
    clock.on("2020-02-04")
    scanned(page, tools)

    check_scan(unit.deliverable, seen(date(2020, 2, 3)), alice, tools)

    assert follow_paper(unit.deliverable, agnes, tools).next == KEEP


def test_the_day_is_there_readable_or_not_and_never_in_the_future_r_033(
    posted, tools, clock, agnes, alice
):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)

    with pytest.raises(Invalid, match="illisible"):
        check_scan(unit.deliverable, ALL, alice, tools)
    with pytest.raises(Invalid, match="dans l'avenir"):
        check_scan(unit.deliverable, seen(date(2020, 2, 11)), alice, tools)
    check_scan(unit.deliverable, Seen(True, True, True, unreadable=True), alice, tools)

    assert unit.closed_on == date(2020, 2, 10)
    assert follow_paper(unit.deliverable, agnes, tools).steps[-1].flag == "unreadable"


def test_an_adviser_who_signed_in_the_file_need_not_sign_on_paper_r_065(tools, clock, alice):
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    paper = print_to_sign(unit.deliverable, alice, tools)
    clock.on("2020-02-05")
    scanned(paper, tools)

    lacks = check_scan(unit.deliverable, seen(date(2020, 2, 4), adviser=False), alice, tools)

    assert lacks == ()
    assert unit.deliverable.current.signatures["adviser"]["level"] == "provisional"
    assert unit.deliverable.current.signatures["beneficiary"]["level"] == "paper"


def test_after_the_abandonment_a_paper_of_its_time_is_noted_and_rectified_r_033(
    posted, tools, clock, alice
):
    unit, paper = posted
    clock.on("2020-04-10")
    settle(unit, tools)
    assert unit.state == "abandoned"
    scanned(paper, tools)

    check_scan(unit.deliverable, seen(date(2020, 2, 20)), alice, tools)
    courses.act(
        unit,
        "rectify",
        tools,
        "denis",
        reason="VOL_SIGNE",
        motive="Papier",
        on=date(2020, 2, 20),
    )

    assert unit.deliverable.state == "signed"
    assert (unit.state, unit.closed_on) == ("closed", date(2020, 2, 20))


def test_after_the_time_the_abandonment_stays_r_033(posted, tools, clock, alice):
    unit, paper = posted
    clock.on("2020-06-10")
    settle(unit, tools)
    scanned(paper, tools)

    with pytest.raises(NotPossible, match="postérieure au délai"):
        check_scan(unit.deliverable, seen(date(2020, 6, 9)), alice, tools)

    assert unit.state == "abandoned"


def test_the_check_engages_and_wants_the_second_factor(posted, tools, clock):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)

    for who in (replace(actor(tools, "alice"), strong=False), actor(tools, "agnes")):
        with pytest.raises((NotAllowed, NotFound)):
            check_scan(unit.deliverable, seen(date(2020, 2, 6)), who, tools)
    assert unit.closed_on is None


def test_without_a_place_the_original_is_incomplete_r_073(posted, tools, clock, agnes, alice):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)
    check_scan(unit.deliverable, seen(date(2020, 2, 6)), alice, tools)

    for place, until in (("", date(2030, 1, 1)), ("Armoire", None), ("x" * 121, date(2030, 1, 1))):
        with pytest.raises(Invalid):
            keep_original(unit.deliverable, place, until, agnes, tools)
    with pytest.raises(Invalid):
        keep_original(unit.deliverable, "Armoire 2", date(2020, 2, 10), agnes, tools)
    assert follow_paper(unit.deliverable, agnes, tools).next == KEEP
    keep_original(unit.deliverable, "Armoire  2, boîte 14", date(2030, 2, 6), agnes, tools)

    told = follow_paper(unit.deliverable, agnes, tools)
    assert (told.next, told.place) == (DONE, "Armoire 2, boîte 14")


def test_the_scan_is_a_copy_marked_as_such_and_its_reading_is_journaled_r_073(
    posted, tools, clock, agnes
):
    unit, paper = posted
    clock.on("2020-02-10")
    scanned(paper, tools)

    data = open_scan(unit.deliverable, agnes, tools)

    assert data.startswith(b"%PDF")
    person = unit.__parent__.__parent__
    last = next(iter(person.journal.backwards()))
    assert (last["what"], last["details"]["file"]) == ("view", "scan-1")


def test_there_is_nothing_to_check_without_a_scan(posted, tools, agnes, alice):
    unit, _ = posted

    with pytest.raises(NotPossible, match="Numériser d'abord"):
        check_scan(unit.deliverable, ALL, alice, tools)
    with pytest.raises(NotPossible, match="Numériser d'abord"):
        open_scan(unit.deliverable, agnes, tools)


def test_the_code_of_a_page_is_that_of_the_printed_pdf(paper):
    unit, _ = paper
    version = unit.deliverable.current

    code = PageCode(
        unit.number, "shared_assessment", "1", version.files["pdf"].sha256[:16], 1, 1, 2
    )

    assert PageCode.read(str(code)) == code
    assert SCANNED not in [step["what"] for step in version.paper.steps]
