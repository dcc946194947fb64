"""Comments stay between those who write, and leave with no document (R-037, R-122)."""

from datetime import timedelta

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.comments import (
    LONGEST,
    add_comment,
    answer_comment,
    comments_of,
    may_comment,
    open_comments,
    open_counts,
    settle_comment,
)
from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.printing import preview
from cep_docs.lifecycle.referents import grant_expert
from cep_docs.lifecycle.review_requests import (
    ask_review,
    finish_review,
    is_asked_to_review,
    reviewers,
    reviews_waiting,
)
from cep_docs.lifecycle.texts import texts_of
from cep_docs.lifecycle.working_copies import copy_out
from cep_docs.rendering.papers import on_paper
from tests.people import actor
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write


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
def bruno(house, unit):
    """A colleague who was called in as an expert."""
    person = unit.__parent__.__parent__
    until = house.now() + timedelta(days=30)
    grant_expert(person, "bruno", until, "Relire le projet.", actor(house, "alice"), house)
    return actor(house, "bruno")


def journal(unit, what):
    return [line for line in unit.__parent__.__parent__.journal if line["what"] == what]


def test_a_comment_is_read_beside_the_heading_it_is_about(draft, alice, house):
    add_comment(draft, alice, ("situation", "Vendeuse"), "Préciser le secteur.", house)

    (said,) = comments_of(draft, alice, house)
    assert (said.label, said.quote, said.stands) == (said.label, "Vendeuse", True)
    assert (said.first.text, said.first.by) == ("Préciser le secteur.", "Alice")
    assert open_counts(draft) == {"situation": 1}


def test_words_that_were_rewritten_since_are_told_to_be_gone(draft, alice, house):
    add_comment(draft, alice, ("situation", "Vendeuse"), "Préciser.", house)

    save_field(draft, alice, "situation", "Conseillère de vente.", 1, house)

    assert not comments_of(draft, alice, house)[0].stands


def test_words_of_a_table_are_found_too(house):
    unit = engaged(house, "UO2.1")
    write(unit, house)
    alice = actor(house, "alice")

    add_comment(unit.deliverable, alice, ("gaps", "Lire des plans"), "Jusqu'où ?", house)

    assert comments_of(unit.deliverable, alice, house)[0].stands


def test_an_expert_answers_resolves_and_opens_again(draft, alice, bruno, house):
    name = add_comment(draft, alice, ("need", ""), "Assez clair ?", house)

    answer_comment(draft, name, bruno, "Oui.", house)
    settle_comment(draft, name, "resolve", bruno, house)
    assert open_comments(draft) == []

    settle_comment(draft, name, "reopen", alice, house)
    assert len(open_comments(draft)) == 1
    (said,) = comments_of(draft, alice, house)
    assert [(turn.by, turn.does) for turn in said.answers] == [
        ("Bruno", ""),
        ("Bruno", "resolve"),
        ("Alice", "reopen"),
    ]


def test_resolving_twice_says_it_once(draft, alice, house):
    name = add_comment(draft, alice, ("", ""), "À relire.", house)

    settle_comment(draft, name, "resolve", alice, house)
    settle_comment(draft, name, "resolve", alice, house)

    assert len(comments_of(draft, alice, house)[0].answers) == 1


def test_comments_on_the_whole_come_first_then_in_the_order_of_the_form(draft, alice, house):
    for field in ("need", "request", ""):
        add_comment(draft, alice, (field, ""), "Relire.", house)

    assert [said.field for said in comments_of(draft, alice, house)] == ["", "request", "need"]


def test_the_journal_says_where_and_never_what_r_122(unit, draft, alice, house):
    name = add_comment(draft, alice, ("need", ""), "Un secret.", house)
    answer_comment(draft, name, alice, "Un autre.", house)
    settle_comment(draft, name, "resolve", alice, house)

    said = {"deliverable": "shared_assessment", "fields": "need"}
    for what in ("comment", "answer_comment", "resolve_comment"):
        assert [line["details"] for line in journal(unit, what)] == [said]


def test_a_comment_leaves_with_no_document_r_122(draft, alice, house):
    before = on_paper(document_of(draft, None, house)), copy_out(draft, alice, house)

    add_comment(draft, alice, ("need", "Savoir"), "Introuvable-ailleurs", house)

    assert (on_paper(document_of(draft, None, house)), copy_out(draft, alice, house)) == before
    assert "Introuvable" not in str(texts_of(draft, house)) + str(preview(draft, alice, house))


@pytest.mark.parametrize("login", ["bruno", "denis", "chloe", "elise", "gaelle"])
def test_nobody_else_reads_or_writes_comments(draft, alice, house, login):
    name = add_comment(draft, alice, ("", ""), "Entre nous.", house)
    other = actor(house, login)

    with pytest.raises(NotFound):
        comments_of(draft, other, house)
    with pytest.raises(NotFound):
        add_comment(draft, other, ("", ""), "Moi aussi.", house)
    with pytest.raises(NotFound):
        answer_comment(draft, name, other, "Non.", house)
    with pytest.raises(NotFound):
        settle_comment(draft, name, "resolve", other, house)


def test_the_person_herself_never_reads_them(unit, draft, alice, house):
    add_comment(draft, alice, ("", ""), "Entre nous.", house)
    person = unit.__parent__.__parent__
    herself = type(alice)(
        f"beneficiary:{person.identifier}",
        frozenset({"beneficiary"}),
        beneficiary=person.identifier,
    )

    with pytest.raises(NotFound):
        comments_of(draft, herself, house)


@pytest.mark.parametrize(
    ("about", "text", "fault"),
    [
        (("", ""), "  ", "text"),
        (("", ""), "x" * (LONGEST + 1), "text"),
        (("", ""), "a\x00b", "text"),
        (("nothing", ""), "Voir.", "field"),
        (("need", "x" * 301), "Voir.", "quote"),
    ],
)
def test_what_cannot_be_said_is_refused_at_its_place(draft, alice, house, about, text, fault):
    with pytest.raises(Invalid) as refused:
        add_comment(draft, alice, about, text, house)

    assert list(refused.value.messages) == [fault]
    assert open_comments(draft) == []


def test_what_is_not_there_is_not_answered(draft, alice, house):
    name = add_comment(draft, alice, ("", ""), "Relire.", house)

    with pytest.raises(NotPossible, match="n'existe plus"):
        answer_comment(draft, "other", alice, "Oui.", house)
    with pytest.raises(Invalid):
        settle_comment(draft, name, "erase", alice, house)


def test_a_signed_document_is_no_longer_commented(house):
    unit = engaged(house, "UO1")
    proposed(unit, house)
    alice = actor(house, "alice")
    name = add_comment(unit.deliverable, alice, ("", ""), "Avant la signature.", house)
    act(unit, "sign_as_adviser", house)
    act(unit, "note_paper_signature", house)

    with pytest.raises(NotPossible, match="signé"):
        add_comment(unit.deliverable, alice, ("", ""), "Après.", house)
    with pytest.raises(NotPossible, match="signé"):
        answer_comment(unit.deliverable, name, alice, "Après.", house)
    assert not may_comment(unit.deliverable, alice, house)
    assert len(comments_of(unit.deliverable, alice, house)) == 1


def test_only_those_who_may_read_the_draft_are_asked_to(draft, alice, bruno, house):
    assert reviewers(draft, alice, house) == [("bruno", "Bruno")]

    with pytest.raises(Invalid):
        ask_review(draft, "chloe", "", alice, house)
    with pytest.raises(NotAllowed):
        ask_review(draft, "alice", "", bruno, house)


def test_a_request_waits_in_the_day_of_the_colleague_until_it_is_done(draft, alice, bruno, house):
    ask_review(draft, "bruno", "Le besoin est-il clair ?", alice, house)
    ask_review(draft, "bruno", "", alice, house)

    (waiting,) = reviews_waiting(bruno, house)
    assert (waiting.label, waiting.by) == ("État des lieux partagé", "Alice")
    assert is_asked_to_review(draft, bruno, house)
    assert not is_asked_to_review(draft, alice, house)
    assert [said.first.text for said in comments_of(draft, bruno, house)] == [
        "Le besoin est-il clair ?"
    ]

    finish_review(draft, bruno, house)
    assert reviews_waiting(bruno, house) == []
    assert not is_asked_to_review(draft, bruno, house)


def test_finishing_what_nobody_asked_writes_nothing(unit, draft, alice, house):
    finish_review(draft, alice, house)

    assert journal(unit, "finish_review") == []


def test_a_request_is_gone_with_the_right_to_read(draft, alice, bruno, house, clock):
    ask_review(draft, "bruno", "", alice, house)

    clock.on("2020-06-01")

    assert reviews_waiting(bruno, house) == []


def test_a_request_is_gone_once_the_document_is_signed(house):
    unit = signed(engaged(house, "UO1"), house)
    request = {"deliverable": unit.deliverable.__name__, "by": "alice", "at": house.now()}
    account = house.site.accounts["alice"]

    account.review_requests = ({"number": unit.number, **request},)
    assert reviews_waiting(actor(house, "alice"), house) == []

    account.review_requests = (
        {"number": unit.number, **request, "deliverable": "gone"},
        {"number": "gone", **request},
    )
    assert reviews_waiting(actor(house, "alice"), house) == []
