"""Every word is a function, every function a word; tools know the hour; acts leave a line."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.account import Account
from cep_docs.definitions.reading import FILES, Reader
from cep_docs.errors import DefinitionError
from cep_docs.journal import findings
from cep_docs.lifecycle.accounts import create_account, disable_account, set_roles
from cep_docs.lifecycle.contacts import count_contact
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.move import NOTHING, Given, Move
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.orders import NewOrder, register_order
from cep_docs.lifecycle.persons import (
    record_consent,
    record_mandate,
    record_status,
    revoke_consent,
    set_adaptations,
)
from cep_docs.lifecycle.referents import add_deputy, grant_expert
from cep_docs.lifecycle.unit_sheets import add_service, edit_unit_sheet
from cep_docs.lifecycle.words import CONDITIONS, EFFECTS, spoken_rules, unspoken
from tests.people import RULES, actor
from tests.unit.lifecycle.courses import act, engaged, proposed, write

DAY = date(2020, 2, 3)


class TestVocabulary:
    def test_the_words_and_the_functions_are_the_same(self):
        reader = Reader(FILES)
        unspoken(reader, RULES)

        assert list(reader.faults) == []
        assert set(CONDITIONS) == set(RULES.words.conditions)
        assert set(EFFECTS) == set(RULES.words.effects)

    def test_a_word_on_one_side_only_is_told_with_its_line(self, tmp_path):
        for name in ("workflows", "policies", "templates"):
            shutil.copytree(FILES / name, tmp_path / name)
        path = tmp_path / "workflows" / "vocabulary.yaml"
        text = path.read_text("utf-8").replace("  freeze_version:", "  frieze_version:")
        path.write_text(text, "utf-8")

        with pytest.raises(DefinitionError) as error:
            spoken_rules(tmp_path)

        said = [fault for fault in error.value.faults if "vocabulary.yaml" in fault]
        assert any("« frieze_version » n'existe pas dans le programme." in one for one in said)
        assert any("« freeze_version » n'est pas expliqué en français." in one for one in said)

    def test_a_refusal_says_what_happens_then_what_to_do(self):
        """Sentences a user reads end properly."""
        for word, condition in RULES.words.conditions.items():
            assert condition.otherwise.endswith("."), word


class TestWhatIsAskedOfEachUnit:
    """What is proved of one unit or of one deliverable holds for its twin."""

    UNITS = RULES.agreements["cctp-2019"].units

    def test_a_project_is_signed_as_an_assessment_is(self):
        """R-029, R-030."""
        lives = [
            [replace(move, label="", source="") for move in workflow.transitions.values()]
            for workflow in (
                RULES.agreements["cctp-2019"].workflows[name]
                for name in ("shared_assessment", "professional_project")
            )
        ]

        assert lives[0] == lives[1]

    def test_both_levels_ask_the_same(self):
        """R-004…R-010, R-021, R-026, R-028, R-034, R-035."""
        first, second = self.UNITS["UO1"], self.UNITS["UO2.1"]

        assert first.requires == second.requires
        assert first.overridable == second.overridable
        assert first.statuses == second.statuses

    def test_the_last_one_asks_its_time_and_its_project_instead_of_where_she_comes_from(self):
        """R-025, R-027."""
        asked_once = {
            "not_followed_by_another_operator",
            "lives_or_works_in_the_lot",
            "coming_back_soon_is_justified",
        }
        first, last = self.UNITS["UO1"], self.UNITS["UO2.2"]

        wanted = set(first.requires) - asked_once | {"the_time_of_the_course_is_not_over"}
        assert set(last.requires) == wanted
        assert last.overridable == ("follows_a_signed_project", "not_backdated_too_far")


class TestHours:
    def test_the_hour_of_a_place_is_that_of_its_lot(self, house):
        house.site.structures["ANG"].lot = "13"

        assert house.hour_in("NTE").isoformat() == "2020-02-03T10:00:00+01:00"
        assert house.hour_in("ANG").isoformat() == "2020-02-03T13:00:00+04:00"

    def test_elsewhere_it_is_that_of_the_first_lot_or_the_clock_itself(self, house):
        house.site.operator.lots = ("99", "14")
        assert house.hour_in("").isoformat() == "2020-02-03T05:00:00-04:00"

        house.site.operator.lots = ()

        assert house.hour_in("") == datetime(2020, 2, 3, 9, tzinfo=UTC)

    def test_the_day_of_an_act_is_today_unless_said(self, house):
        unit = engaged(house, "UO1")
        transition = RULES.agreements["cctp-2019"].engagement.transitions["close"]
        alice = actor(house, "alice")

        assert Move(unit, None, transition, alice, house, NOTHING).day == DAY
        given = Given(on=date(2020, 1, 2))
        assert Move(unit, None, transition, alice, house, given).day == date(2020, 1, 2)


def test_a_unit_without_limit_is_never_over(house, clock):
    unit = engaged(house, "UO0")
    transition = RULES.agreements["cctp-2019"].engagement.transitions["close"]
    move = Move(unit, None, transition, actor(house, "alice"), house, NOTHING)

    assert CONDITIONS["the_time_of_the_course_is_not_over"](move)


def test_a_unit_without_deadline_is_neither_overdue_nor_late_nor_waited_for(house, clock):
    """R-129: the agreement of 2024 counts no time."""
    clock.on("2024-01-08")
    unit = engaged(house, "RDV1")
    unit.interactions = ({"on": clock.now.date()},)
    transition = RULES.agreements["marche-2024"].engagement.transitions["close"]
    move = Move(unit, None, transition, actor(house, "alice"), house, NOTHING)

    assert not CONDITIONS["extended_deadline_is_over"](move)
    assert not CONDITIONS["the_person_was_active"](move)
    assert CONDITIONS["dated_within_the_time"](move)


class TestLines:
    """I11, R-122, R-128: every act is one line, with who, what and by which right."""

    @pytest.fixture
    def unit(self, house):
        return engaged(house, "UO1")

    @pytest.fixture
    def person(self, unit):
        return unit.__parent__.__parent__

    @pytest.fixture
    def alice(self, house):
        return actor(house, "alice")

    def test_about_a_person(self, house, unit, person, alice, clock):
        said = {"subject": "mediation", "scope": "x", "given_on": DAY, "channel": "PRES"}
        mandate = {"third_party": "f", "scope": "x", "given_on": DAY, "until": DAY}
        service = {"code": "VAE", "provider_siren": "732829320", "provider_name": ""}
        hour = clock.now.replace(hour=12)
        acts = {
            "record_consent": lambda: record_consent(
                person, {**said, "recorded_by": "alice", "revoked_on": None}, alice, house
            ),
            "revoke_consent": lambda: revoke_consent(person, "mediation", DAY, alice, house),
            "record_mandate": lambda: record_mandate(
                person, {**mandate, "recorded_by": "alice"}, alice, house
            ),
            "record_status": lambda: record_status(person, "DE", date(2020, 2, 4), alice, house),
            "set_adaptations": lambda: set_adaptations(person, ["reader"], alice, house),
            "write_note": lambda: write_note(person, "…", alice, house),
            "add_deputy": lambda: add_deputy(unit.__parent__, "bruno", DAY, DAY, alice, house),
            "grant_expert": lambda: grant_expert(person, "bruno", hour, "x", alice, house),
            "edit_unit_sheet": lambda: edit_unit_sheet(unit, {"origin": "IND"}, alice, house),
            "add_service": lambda: add_service(unit, service, alice, house),
            "edit": lambda: write(unit, house),
            "propose": lambda: act(unit, "propose", house),
            "break_glass": lambda: break_glass(
                person, "Menace de passage à l'acte", actor(house, "bruno"), house
            ),
        }
        for what, done in acts.items():
            before = len(person.journal)
            done()
            line = list(person.journal)[-1]
            assert (len(person.journal), line["what"]) == (before + 1, what)
            assert line["rule"]
        assert list(findings(person.journal)) == []

    def test_about_the_house(self, house, clock):
        gaelle, farid, elise = (actor(house, who) for who in ("gaelle", "farid", "elise"))
        new = NewOrder("2020-Lot08-UO01-02", "cctp-2019", 5, DAY, DAY)
        acts = {
            "create_account": lambda: create_account(
                Account("hugo", "Hugo", ("adviser",)), gaelle, house
            ),
            "set_roles": lambda: set_roles("hugo", ["manager"], gaelle, house),
            "disable_account": lambda: disable_account("hugo", "", "x", DAY, gaelle, house),
            "register_order": lambda: register_order(new, farid, house),
            "count_contact": lambda: count_contact("anonymous", "NTE", {}, elise, house),
        }
        for what, done in acts.items():
            before = len(house.site.journal)
            done()
            line = list(house.site.journal)[-1]
            assert (len(house.site.journal), line["what"]) == (before + 1, what)
            assert (line["rule"] != "", line["object"] != "") == (True, True)

    def test_a_transition_says_the_state_the_document_and_the_motive(self, house, unit, person):
        proposed(unit, house)
        act(unit, "take_back", house, motive="À préciser")

        line = list(person.journal)[-1]
        assert (line["object"], line["role"]) == (f"engagement {unit.number}", "adviser")
        assert line["details"] == {
            "state": "draft",
            "deliverable": "shared_assessment",
            "motive": "À préciser",
        }

    def test_what_has_nothing_to_say_is_left_out(self, house, unit, person):
        line = next(line for line in person.journal if line["what"] == "engage")

        assert line["details"] == {"state": "open"}

    def test_several_roles_are_all_named(self, house, unit, person):
        both = Actor("alice", frozenset({"manager", "adviser"}), structure="NTE")
        write_note(person, "…", both, house)

        assert list(person.journal)[-1]["role"] == "adviser,manager"
