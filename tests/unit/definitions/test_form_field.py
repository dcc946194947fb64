"""One heading of a form: what it lacks, what it leaves open, what the person has to know."""

import pytest

from tests.people import RULES
from tests.unit.definitions.forms_of_the_house import doubts, gaps

FORM = RULES.agreements["cctp-2019"].forms["professional_project"]
PLAN = FORM.field("financing_plan")
COST = [{"item": "Formation", "cost": "900.00"}]


def test_a_heading_is_what_its_cell_or_its_table_is():
    decision, steps = FORM.field("variant"), FORM.field("steps")

    assert (decision.kind, steps.kind) == ("choice", "steps")
    assert steps.columns.label == "Étapes du plan d'actions"
    assert next(iter(decision.choices)) == "none"
    assert decision.help.endswith("le même texte sert aux deux.")
    assert FORM.field("price") is None


@pytest.mark.parametrize("words", ["sans objet", "Sans Objet", " SANS  OBJET "])
def test_a_table_may_be_without_object_where_the_form_says_so_r_046(words):
    assert PLAN.stored_form(words) == "sans objet"
    assert PLAN.fault(words) == ""
    assert gaps(FORM, {"financing_plan": words}).get("financing_plan") is None


def test_a_table_that_is_wanted_may_not():
    assert "un tableau est attendu" in FORM.field("steps").fault("sans objet")
    assert "ne peut pas être « sans objet »" in gaps(FORM, {"steps": "sans objet"})["steps"]


@pytest.mark.parametrize("value", ["", []])
def test_a_table_may_be_blank_in_a_draft_and_is_a_gap(value):
    assert FORM.field("steps").stored_form(value) == []
    assert "(P6) est vide" in gaps(FORM, {"steps": value})["steps"]


def test_the_lines_of_a_table_are_gaps_each_by_its_number_r_048():
    rows = [{"objective": "Entrer", "action": "Écrire."}, {"objective": "Financer"}]

    assert gaps(FORM, {"steps": rows})["steps"] == (
        "« Étapes, objectifs et actions » (P6) : ligne 2, « Action » est vide."
    )
    assert doubts(FORM, {"steps": rows[:1]})["steps"].startswith(
        "« Étapes, objectifs et actions » : ligne 1, « "
    )


def test_what_was_written_wrong_is_told_before_what_is_missing():
    told = gaps(FORM, {"steps": [{"due_on": "demain"}]})["steps"]

    assert "ligne 1, « Échéance » : " in told


class TestWhatRemainsToBePaid:
    """R-049: an uncovered amount at freeze needs an explicit acknowledgment."""

    def test_is_known_before_the_project_is_frozen(self):
        told = gaps(FORM, {"financing_plan": COST})["financing_plan"]

        assert told == (
            "« Plan de financement » (P6) : il reste 900\u00a0€ à payer ; "
            "dire que la personne le sait, ou compléter le financement."
        )

    @pytest.mark.parametrize(("answer", "is_gap"), [("yes", False), ("no", True), ("", True)])
    def test_is_known_when_the_person_says_yes(self, answer, is_gap):
        content = {"financing_plan": COST, "remainder_acknowledged": answer}

        assert ("financing_plan" in gaps(FORM, content)) == is_gap

    def test_is_not_asked_when_everything_is_funded(self):
        rows = [{**COST[0], "funder": "CPF", "amount": "900.00"}]

        assert "financing_plan" not in gaps(FORM, {"financing_plan": rows})

    def test_is_a_cent(self):
        rows = [{**COST[0], "funder": "CPF", "amount": "899.99"}]

        assert "il reste 0,01" in gaps(FORM, {"financing_plan": rows})["financing_plan"]

    def test_is_asked_again_when_a_funder_refused(self):
        rows = [{**COST[0], "funder": "CPF", "amount": "900.00", "state": "refused"}]

        assert "il reste 900" in gaps(FORM, {"financing_plan": rows})["financing_plan"]


def test_a_day_is_there_to_be_compared_or_is_not():
    day = FORM.field("resigned_on")

    assert day.day({"resigned_on": "2022-02-01"}) == "2022-02-01"
    assert day.day({"resigned_on": "sans objet"}) == day.day({}) == ""
    assert FORM.field("project").day({"project": "2022-02-01"}) == ""
