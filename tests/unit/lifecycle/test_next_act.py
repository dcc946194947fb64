"""What comes next in a file, by when, and what happens by itself without it."""

from datetime import date

import pytest

from cep_docs.lifecycle.checklist import SHOWN, checklist_of
from cep_docs.lifecycle.documents import documents_of
from cep_docs.lifecycle.engine import settle
from cep_docs.lifecycle.next_act import (
    ASK,
    DATA,
    DECIDE,
    ENGAGE,
    FREEZE,
    SIGN,
    WRITE,
    next_act,
    steps_to_conclusion,
)
from cep_docs.lifecycle.prospects import prospects_of
from tests.people import RULES, actor, met, received
from tests.unit.lifecycle import courses


def person_of(unit):
    return unit.__parent__.__parent__


def act_of(person, tools, login="alice"):
    who = actor(tools, login)
    return next_act(
        person, documents_of(person, who, tools), prospects_of(person, who, tools), tools
    )


def checklist(person, tools, login="alice"):
    documents = documents_of(person, actor(tools, login), tools)
    return checklist_of(act_of(person, tools, login), documents)


def test_headings_that_are_blank_come_first_with_the_first_one_to_write_r_044(house):
    unit = courses.engaged(house, "UO1")
    courses.write(unit, house, need="", next_steps="")

    act = act_of(person_of(unit), house)

    assert (act.kind, act.field, act.document) == (WRITE, "need", "shared_assessment")
    assert act.title == "État des lieux partagé : 2 rubriques à remplir"
    assert (act.due_on, act.days_left) == (date(2020, 4, 3), 60)


def test_then_it_is_proposed_and_then_signed_in_the_words_of_the_workflow(house):
    unit = courses.engaged(house, "UO1")
    met(unit, house)
    courses.write(unit, house)
    titles = [(act_of(person_of(unit), house).kind, act_of(person_of(unit), house).title)]

    for name in ("propose", "sign_as_adviser"):
        courses.act(unit, name, house)
        act = act_of(person_of(unit), house)
        titles.append((act.kind, act.title))

    assert titles == [
        (FREEZE, "État des lieux partagé : proposer à la signature"),
        (SIGN, "État des lieux partagé : signer en premier"),
        (ASK, "État des lieux partagé : faire signer la personne"),
    ]


def test_without_news_the_unit_is_told_to_become_abandoned_with_its_article_r_032(house):
    unit = courses.engaged(house, "UO1")

    effect = act_of(person_of(unit), house).effect

    assert effect == (
        "Passé cette date, si aucun livrable de cette unité n'est signé et si la personne n'a "
        "rien sollicité à l'approche de l'échéance, et aucune signature n'est en attente, l'unité "
        "UO1 devient d'office « Close pour abandon » (CCTP § 1.2.6 (L452-455), R-032)."
    )


def test_when_she_was_heard_of_near_the_limit_somebody_will_have_to_decide_c_10(house, clock):
    unit = courses.engaged(house, "UO1")
    clock.on("2020-03-20")
    met(unit, house)

    assert "« Échue à régulariser »" in act_of(person_of(unit), house).effect


def test_an_overdue_unit_waits_for_a_decision(house, clock):
    unit = courses.engaged(house, "UO1")
    clock.on("2020-03-20")
    met(unit, house)
    clock.on("2020-04-08")
    settle(unit, house)

    act = act_of(person_of(unit), house)

    assert (act.kind, act.title) == (DECIDE, "UO1, échue à régulariser : décider de la suite")
    assert act.days_left == -5
    assert act.effect == (
        "Une décision est attendue sous 5 jours ouvrés (C-10 : temps laissé au responsable pour "
        "une unité échue)."
    )


def test_a_trace_that_is_there_waits_for_the_data_of_the_closing_r_031(house, clock):
    unit = courses.supported(house, clock)
    met(unit, house)
    courses.fill(unit, house)
    courses.write(unit, house)
    unit.sheet = {**unit.sheet, "service_types": ()}
    unit.deliverable.freeze(unit.deliverable.draft, "1", "alice", house.now())
    unit.deliverable.state = "recorded"

    act = act_of(person_of(unit), house)

    assert act.kind == DATA
    assert act.lacks


def test_when_nothing_runs_what_may_be_engaged_is_told(house):
    unit = courses.signed(courses.engaged(house, "UO1"), house)

    act = act_of(person_of(unit), house)

    assert (act.kind, act.title) == (ENGAGE, "Aucune unité en cours")
    assert "UO2.1 (appui à la formalisation du projet)" in act.effect


def test_the_unit_that_presses_most_comes_first(house, clock):
    unit = courses.engaged(house, "UO1")
    assert act_of(person_of(unit), house).number == unit.number


def test_a_later_agreement_says_its_own_words_r_129(tools, clock):
    clock.on("2024-02-05")
    unit = courses.engaged(tools, "RDV1")
    courses.write(unit, tools)

    act = act_of(person_of(unit), tools)

    assert act.title == "Compte rendu de rendez-vous : enregistrer le compte rendu"
    assert (act.effect, act.due_on, act.days_left) == ("", None, None)


def test_there_is_a_way_by_hand_to_a_conclusion_in_every_workflow_that_closes_a_unit():
    for agreement in RULES.agreements.values():
        for unit in agreement.units.values():
            workflow = agreement.workflows.get(unit.deliverable)
            if workflow is not None:
                steps = steps_to_conclusion(workflow, workflow.starts_as)
                assert steps, workflow.name
                assert workflow.states[steps[-1].to_state].concludes


def test_where_there_is_no_way_to_conclude_nothing_is_proposed():
    workflow = RULES.agreements["cctp-2019"].workflows["action_plan"]

    assert steps_to_conclusion(workflow, workflow.starts_as) == []


def test_the_checklist_names_what_is_missing_then_what_is_done_r_044(house):
    unit = courses.engaged(house, "UO1")
    courses.write(unit, house, need="")

    found = checklist(person_of(unit), house)

    assert [(gap.field, gap.part, gap.blank) for gap in found.missing] == [
        ("need", "Analyse partagée de la situation", True)
    ]
    assert "Décision de la personne" in found.parts
    assert (found.done, found.asked) == (len(found.parts), len(found.parts) + 2)
    assert found.lacks


def test_a_blank_document_does_not_fill_the_page(house):
    found = checklist(person_of(courses.engaged(house, "UO2.1")), house)

    assert len(found.missing) == SHOWN
    assert found.more > 0


def test_with_everything_there_the_checklist_is_complete(house):
    unit = courses.engaged(house, "UO1")
    met(unit, house)
    courses.fill(unit, house)
    courses.write(unit, house)

    found = checklist(person_of(unit), house)

    assert (found.done, found.missing, found.lacks) == (found.asked, (), [])


@pytest.mark.parametrize("login", ["denis", "bruno"])
def test_who_may_not_read_the_document_has_no_checklist_r_158(house, login):
    unit = courses.engaged(house, "UO1")

    assert checklist(person_of(unit), house, login) is None


def test_somebody_who_just_came_may_be_engaged(house):
    assert act_of(received(house), house).kind == ENGAGE
