"""A document as whoever writes it sees it: states, counts, provenance (R-044, R-060, R-061)."""

from dataclasses import replace

import pytest

from cep_docs.access.actor import Actor
from cep_docs.errors import NotFound
from cep_docs.lifecycle.document_moves import document_moves
from cep_docs.lifecycle.drafts import save_draft, save_field
from cep_docs.lifecycle.editing import (
    COMPLETE,
    PARTIAL,
    VOID,
    edited_document,
    name_of,
)
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.readability import readability
from tests.people import actor, received
from tests.unit.lifecycle.courses import PROJECT, act, engaged, met, proposed, signed, write


def edited(unit, tools, login="alice"):
    return edited_document(unit.deliverable, actor(tools, login), tools)


def part(document, name):
    return next(of for of in document.parts if of.name == name)


def field(document, name):
    return next(of for of in document.fields() if of.name == name)


def test_a_part_is_void_then_partial_then_complete(house):
    unit = engaged(house, "UO2.1")
    alice = actor(house, "alice")
    states = [part(edited(unit, house), "project").state]

    save_draft(unit.deliverable, alice, {"project": "Conduire des travaux."}, house)
    states.append(part(edited(unit, house), "project").state)
    some = {name: PROJECT[name] for name in ("strategies", "feasibility", "variant")}
    save_draft(unit.deliverable, alice, some, house)
    states.append(part(edited(unit, house), "project").state)

    assert states == [VOID, PARTIAL, COMPLETE]
    assert (part(edited(unit, house), "project").filled, edited(unit, house).complete) == (4, 1)


def test_parts_are_numbered_as_on_paper_and_an_answer_opens_more(house):
    unit = engaged(house, "UO2.1")
    before = [of.name for of in edited(unit, house).parts]
    save_draft(unit.deliverable, actor(house, "alice"), {"variant": "transition"}, house)

    parts = edited(unit, house).parts

    assert "training" not in before
    assert "training" in [of.name for of in parts]
    assert [of.number for of in parts] == list(range(1, len(parts) + 1))
    assert parts[0].name == "project"


def test_each_heading_says_who_wrote_it_and_what_it_lacks(house):
    unit = engaged(house, "UO2.1")
    rows = [{"objective": "Entrer en formation", "action": ""}]
    save_draft(unit.deliverable, actor(house, "alice"), {"steps": rows}, house)

    steps = field(edited(unit, house), "steps")

    assert (steps.author, steps.revision, steps.asked, steps.filled) == ("Alice", 1, True, False)
    assert any("« Action » est vide" in gap for gap in steps.gaps)
    assert any("« Qui » n'est pas précisé" in doubt for doubt in steps.doubts)
    assert part(edited(unit, house), "plan").remarks == len(steps.doubts)


def test_what_is_taken_over_says_from_where_and_when_it_is_too_old(house, clock):
    person = received(house)
    signed(engaged(house, "UO1", person), house)
    clock.on("2020-02-04")
    unit = engaged(house, "UO2.1", person)
    fresh = field(edited(unit, house), "situation")
    clock.on("2020-12-01")

    old = field(edited(unit, house), "situation")

    assert fresh.origin == "État des lieux partagé, version 1, 3 février 2020"
    assert (fresh.stale, old.stale) == (False, True)


def test_a_text_of_mine_that_waits_is_a_remark_for_me_alone(house):
    unit = engaged(house, "UO2.1")
    alice = actor(house, "alice")
    save_field(unit.deliverable, alice, "project", "Un.", 0, house)
    save_field(unit.deliverable, alice, "project", "Deux.", 0, house)

    assert field(edited(unit, house), "project").waits
    assert part(edited(unit, house), "project").remarks == 1


def test_a_draft_is_not_for_those_who_read_versions_only(house):
    unit = engaged(house, "UO2.1")

    with pytest.raises(NotFound):
        edited(unit, house, "chloe")


def test_a_proposed_document_is_not_written_in(house):
    unit = proposed(engaged(house, "UO2.1"), house)

    assert not edited(unit, house).editable
    assert edited(unit, house).state == "Proposé à la signature"


def test_names_are_those_of_people(house):
    assert name_of("alice", house.site) == "Alice"
    assert name_of("beneficiary:123", house.site) == "La personne"
    assert name_of("somebody", house.site) == "somebody"
    assert name_of("", house.site) == ""


def test_words_minutes_and_hints_are_counted_over_the_document(house):
    unit = engaged(house, "UO2.1")
    long = "mot " * 40
    save_draft(
        unit.deliverable,
        actor(house, "alice"),
        {
            "project": f"Le CPF et {long}.",
            "strategies": "Encore le CPF.",
            "variant": "none",
            "steps": [{"objective": "Entrer", "action": "Écrire"}],
        },
        house,
    )

    told = readability(edited(unit, house), house)

    assert told.words == 43 + 3 + 2
    assert told.minutes == 1
    assert (told.count("acronym"), told.count("sentence")) == (1, 1)
    assert {of.name for of in told.hints} == {"project"}


def test_a_draft_can_be_frozen_and_a_proposed_document_taken_back(house):
    unit = engaged(house, "UO2.1")
    alice = actor(house, "alice")
    draft = document_moves(unit.deliverable, alice, house)
    met(unit, house)
    write(unit, house)
    act(unit, "propose", house)

    then = {move.name: move for move in document_moves(unit.deliverable, alice, house)}

    assert [(m.name, m.freezes, m.motive) for m in draft] == [("propose", True, False)]
    assert then["take_back"].reopens
    assert then["take_back"].motive
    assert not then["take_back"].freezes


def test_a_plan_in_force_is_revised_with_a_motive(house):
    unit = engaged(house, "UO2.1")
    alice = actor(house, "alice")
    plan = open_document(unit, "action_plan", alice, house)
    first = [move.motive for move in document_moves(plan, alice, house)]
    plan.freeze({}, "1", "alice", house.now())

    again = [move.motive for move in document_moves(plan, alice, house)]

    assert (first, again) == ([False], [True])


def test_who_may_not_do_it_is_not_offered_it(house):
    unit = engaged(house, "UO2.1")
    stranger = replace(actor(house, "chloe"))

    assert document_moves(unit.deliverable, stranger, house) == []
    assert document_moves(unit.deliverable, Actor("x", frozenset()), house) == []
