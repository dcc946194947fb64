"""What somebody may do with the units of a person, and why not."""

from dataclasses import replace

from cep_docs.access.actor import Actor
from cep_docs.lifecycle.allowed_acts import acts_possible
from cep_docs.lifecycle.prospects import prospects_of
from tests.people import actor, received
from tests.unit.lifecycle import courses


def acts(person, tools, login="alice"):
    found = acts_possible(person, actor(tools, login), tools)
    return {(act.name, act.unit): act for act in found}


def person_of(unit):
    return unit.__parent__.__parent__


def test_a_second_accompaniment_waits_for_the_first_to_close_with_its_article_r_028(house):
    found = acts(person_of(courses.engaged(house, "UO1")), house)

    engaging = found["engage", "UO2.1"]
    assert engaging.allowed
    assert not engaging.possible
    assert engaging.refusals == (
        "une unité d'accompagnement est déjà ouverte pour cette personne (CCTP § 1.2.6). "
        "La clore ou la poursuivre.",
    )
    assert engaging.source == "CCTP § 1.2.6 (L430, L441) et § 2.1.3"


def test_what_a_form_asks_stands_against_nothing_before_it_is_answered(house):
    found = acts(received(house), house)

    assert found["engage", "UO1"].possible
    assert found["engage", "UO0"].possible


def test_what_a_manager_may_let_pass_is_refused_to_others_r_004(house):
    public = received(house, status="AGPUB")

    adviser, manager = (acts(public, house, who) for who in ("alice", "denis"))

    assert not adviser["engage", "UO1"].possible
    assert adviser["engage", "UO1"].passable
    assert manager["engage", "UO1"].possible


def test_a_running_unit_is_closed_by_the_referent_and_cancelled_by_the_manager_r_042(house):
    unit = courses.engaged(house, "UO1")

    adviser, manager = (acts(person_of(unit), house, who) for who in ("alice", "denis"))

    assert adviser["close", "UO1"].possible
    assert not adviser["cancel", "UO1"].allowed
    assert adviser["cancel", "UO1"].open_to == ["Manager de structure"]
    assert manager["cancel", "UO1"].possible
    assert not manager["close", "UO1"].allowed


def test_a_closed_unit_is_rectified_no_more_cancelled_r_042(house):
    unit = courses.signed(courses.engaged(house, "UO1"), house)

    found = acts(person_of(unit), house, "denis")

    assert found["rectify", "UO1"].possible
    assert found["cancel", "UO1"].refusals == [
        "l'unité est « Close » ; cet acte se fait sur une unité « En cours » ou « Échue à "
        "régulariser »."
    ]


def test_the_referent_calls_an_expert_and_only_a_manager_changes_the_referent_r_035(house):
    unit = courses.engaged(house, "UO1")

    adviser, manager = (acts(person_of(unit), house, who) for who in ("alice", "denis"))

    assert adviser["grant_expert", ""].possible
    assert not adviser["reassign", ""].possible
    assert manager["reassign", ""].possible


def test_a_stranger_may_do_nothing(house):
    unit = courses.engaged(house, "UO1")

    assert not any(act.possible for act in acts(person_of(unit), house, "chloe").values())


def test_asking_changes_nothing(house):
    unit = courses.engaged(house, "UO2.1")
    person = person_of(unit)
    before = (len(person), len(unit.__parent__), len(person.journal), dict(house.numbers.last))

    acts(person, house)

    assert before == (
        len(person),
        len(unit.__parent__),
        len(person.journal),
        dict(house.numbers.last),
    )


def test_units_belong_to_the_agreement_of_the_day_r_129(house, clock):
    unit = courses.engaged(house, "UO1")
    clock.on("2024-02-05")

    found = [p.unit.name for p in prospects_of(person_of(unit), actor(house, "alice"), house)]

    assert found == ["RDV1", "RDVS"]


def test_where_nobody_is_received_or_no_agreement_runs_nothing_can_be_engaged(house, clock):
    person = received(house)
    nowhere = replace(actor(house, "alice"), structure="")
    lost = Actor("alice", frozenset({"adviser"}), structure="XXX")

    assert prospects_of(person, nowhere, house) == []
    assert prospects_of(person, lost, house) == []
    clock.on("2031-01-01")
    assert prospects_of(person, actor(house, "alice"), house) == []


def test_the_continuation_is_open_once_the_project_is_signed_and_wanted_r_026(house):
    unit = courses.signed(courses.engaged(house, "UO2.1"), house)

    found = {p.unit.name: p for p in prospects_of(person_of(unit), actor(house, "alice"), house)}

    assert found["UO2.2"].refusals == ()
    assert found["UO2.2"].until.isoformat() == "2021-08-03"


def test_the_continuation_is_past_when_its_time_is_over_r_025(house, clock):
    unit = courses.signed(courses.engaged(house, "UO2.1"), house)
    clock.on("2021-09-01")

    found = {p.unit.name: p for p in prospects_of(person_of(unit), actor(house, "alice"), house)}

    assert found["UO2.2"].until is None
    assert found["UO2.2"].refusals
