"""Documents besides the deliverable of a unit: opened on demand, pre-filled, revised (R-050)."""

from datetime import date

import pytest

from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.comparing import NOW, compare
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engine import move_deliverable, move_engagement
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.prefilling import is_stale
from tests.people import actor, met
from tests.unit.lifecycle.courses import act, engaged, fill, signed, supported, write

STEP = {"objective": "Valider le métier", "action": "Trois enquêtes", "who": "Ana"}
STEPS = [{**STEP, "due_on": "2020-05-29", "state": "todo"}]


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def unit(house, clock):
    return supported(house, clock)


@pytest.fixture
def plan(house, unit, alice):
    opened = open_document(unit, "action_plan", alice, house)
    save_draft(opened, alice, {field_of_steps(house, unit): STEPS}, house)
    return opened


def field_of_steps(house, unit):
    form = house.agreement_of(unit).forms["action_plan"]
    return next(field.name for field in form.fields() if field.kind == "steps")


def fill_the_rest(plan, alice, house):
    form = house.agreement_of(plan.__parent__).forms[plan.kind]
    blank = {
        field.name: "sans objet" for field, _ in form.gaps(plan.draft) if field.not_applicable
    }
    texts = {field.name: "Texte." for field, _ in form.gaps(plan.draft) if field.name not in blank}
    save_draft(plan, alice, {**blank, **texts}, house)


def adopted(plan, alice, house, motive=""):
    fill_the_rest(plan, alice, house)
    move_deliverable(plan, "adopt", alice, house, Given(motive=motive))


class TestAPlan:
    def test_is_opened_once_however_often_it_is_asked_for(self, house, unit, alice, plan):
        assert open_document(unit, "action_plan", alice, house) is plan
        assert [line["what"] for line in unit.__parent__.__parent__.journal].count("create") == 1

    def test_is_not_for_a_colleague(self, house, unit):
        with pytest.raises((NotAllowed, NotFound)):
            open_document(unit, "action_plan", actor(house, "chloe"), house)

    def test_does_not_stand_in_the_way_of_the_deliverable(self, house, unit, plan):
        assert unit.deliverable.kind == "closing_statement"

    def test_that_the_unit_does_not_know_is_refused(self, house, unit, alice):
        with pytest.raises(NotPossible, match="ne s'ouvre pas dans cette unité"):
            open_document(unit, "shared_assessment", alice, house)


class TestARevision:
    def test_is_a_new_version_with_its_cause_and_the_first_one_stays(self, house, plan, alice):
        adopted(plan, alice, house)
        first = plan.current
        move_deliverable(plan, "revise", alice, house)
        later = [{**STEPS[0], "due_on": "2020-09-30"}]
        save_draft(plan, alice, {field_of_steps(house, plan.__parent__): later}, house)

        adopted(plan, alice, house, motive="La session de mai est complète.")

        assert plan.current.because == "La session de mai est complète."
        assert [version.__name__ for version in plan] == ["1", "2"]
        assert plan["1"] is first
        assert first.content != plan.current.content
        changes = compare(plan, "1", "2", house)
        assert [row.what for change in changes for row in change.rows] == ["changed"]
        assert compare(plan, "2", NOW, house) == []

    def test_without_a_cause_is_refused_and_the_plan_in_force_stays(self, house, plan, alice):
        adopted(plan, alice, house)
        move_deliverable(plan, "revise", alice, house)

        with pytest.raises(NotPossible, match="une révision a une cause"):
            adopted(plan, alice, house)

        assert len(plan) == 1

    def test_with_a_gap_is_refused(self, house, unit, alice):
        empty = open_document(unit, "action_plan", alice, house)
        save_draft(empty, alice, {"project": ""}, house)

        with pytest.raises(NotPossible, match="est vide"):
            move_deliverable(empty, "adopt", alice, house)

    def test_after_the_closing_is_refused_and_the_plan_in_force_stays(
        self, house, unit, plan, alice, clock
    ):
        adopted(plan, alice, house)
        met(unit, house)
        fill(unit, house)
        said = Given(reason="VOL_SITUATION", motive="Courrier reçu")
        move_engagement(unit, "close", alice, house, said)

        with pytest.raises((NotPossible, NotAllowed)):
            move_deliverable(plan, "revise", alice, house)
        assert plan.state == "in_force"

    def test_under_way_when_the_unit_is_closed_by_a_trace_is_set_aside(
        self, house, unit, plan, alice
    ):
        adopted(plan, alice, house)
        move_deliverable(plan, "revise", alice, house)
        met(unit, house)
        fill(unit, house)
        write(unit, house)

        act(unit, "record_trace", house)

        assert (unit.state, plan.state) == ("closed", "set_aside")
        assert unit.deliverable.state == "recorded"
        with pytest.raises((NotPossible, NotAllowed)):
            save_draft(plan, alice, {"project": "Trop tard"}, house)
        assert plan["1"].content


class TestPreFilling:
    def test_a_project_starts_from_the_assessment_with_its_origin_r_061(self, house, clock):
        assessment = signed(engaged(house, "UO1"), house)
        clock.on("2020-02-10")
        person = assessment.__parent__.__parent__
        project = engaged(house, "UO2.1", person).deliverable
        form = house.agreement_of(project.__parent__).forms["professional_project"]

        started = {f.name: f.prefilled_from for f in form.fields() if f.prefilled_from}

        assert started
        taken = {name for name, of in started.items() if of.startswith("shared_assessment.")}
        for name in taken & set(project.draft):
            heading = project.heading(name)
            source = started[name].partition(".")[2]
            assert heading.value == assessment.deliverable["1"].content[source]
            assert heading.origin == {
                "what": "shared_assessment",
                "number": "1",
                "on": date(2020, 2, 3),
            }
        assert taken & set(project.draft)

    def test_a_text_written_anew_no_longer_has_an_origin(self, house, clock, alice):
        assessment = signed(engaged(house, "UO1"), house)
        project = engaged(house, "UO2.1", assessment.__parent__.__parent__).deliverable
        name = next(name for name in project.draft)

        save_draft(project, alice, {name: "Tout a changé."}, house)

        assert project.heading(name).origin is None
        assert project.heading(name).before.value

    @pytest.mark.parametrize(
        ("today", "stale"), [(date(2020, 8, 3), False), (date(2020, 8, 4), True)]
    )
    def test_a_text_of_more_than_six_months_is_to_be_read_again(self, house, today, stale):
        assessment = signed(engaged(house, "UO1"), house)
        project = engaged(house, "UO2.1", assessment.__parent__.__parent__).deliverable
        heading = project.heading(next(name for name in project.draft))

        assert is_stale(heading, project, today, house) is stale

    def test_what_was_typed_first_is_not_stale(self, house, plan, unit):
        heading = plan.heading(field_of_steps(house, unit))

        assert not is_stale(heading, plan, date(2030, 1, 1), house)
