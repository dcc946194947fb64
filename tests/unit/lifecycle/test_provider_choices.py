"""A list is delivered, then the person chooses; who provides is computed (I13, I14)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cep_docs.access.actor import Actor
from cep_docs.content.directory import key_of
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.provider_choices import (
    Choice,
    choose,
    deliver,
    missing_sirens,
    prescription_of,
    red_flags,
)
from cep_docs.lifecycle.provider_lists import Wish, draw_list, providers_of
from tests.people import Clock, actor, make_tools, orders
from tests.unit.lifecycle.courses import act, engaged, proposed, signed
from tests.unit.lifecycle.directory_rows import imported, provider

LEAD, PARTNER, SUBCONTRACTOR = "732829320", "404833048", "552100554"
TODAY = date(2020, 2, 3)


def draw(tools, unit=None):
    """A list of four providers, three of the grouping, in a unit engaged today."""
    imported(
        tools,
        provider("Ailleurs"),
        provider("Mandataire", siren=LEAD),
        provider("Partenaire", siren=PARTNER),
        provider("Sous-traitant", siren=SUBCONTRACTOR),
    )
    unit = unit or engaged(tools, "UO2.1")
    return draw_list(unit, Wish("BILAN"), actor(tools, "alice"), tools)


@pytest.fixture
def drawn(house):
    return draw(house)


def give(drawn, tools, how="paper", login="alice", on=None):
    deliver(drawn, how, actor(tools, login), tools, on)


def take(drawn, tools, login="alice", on=None, **choice):
    return choose(drawn, Choice(**choice), actor(tools, login), tools, on)


def key(drawn, name):
    return next(key_of(row) for row in providers_of(drawn) if row["name"] == name)


def last_line(drawn):
    return list(drawn.__parent__.__parent__.__parent__.journal)[-1]


class TestDelivery:
    @pytest.mark.parametrize("how", ["paper", "sent", "shown"])
    def test_a_delivery_says_how_on_which_day_and_by_whom_r_082(self, house, drawn, how):
        give(drawn, house, how)

        assert drawn.deliveries == (
            {"how": how, "on": TODAY, "by": "alice", "recorded_at": house.now()},
        )
        assert last_line(drawn)["what"] == "deliver_list"
        assert last_line(drawn)["details"] == {
            "list": drawn.__name__,
            "how": how,
            "on": "2020-02-03",
        }

    def test_a_way_nobody_knows_is_refused(self, house, drawn):
        with pytest.raises(Invalid, match="Choisir : paper, sent, shown"):
            give(drawn, house, "pigeon")

    @pytest.mark.parametrize("day", [TODAY - timedelta(1), TODAY + timedelta(1)])
    def test_a_list_is_not_delivered_before_it_is_drawn_nor_tomorrow(self, house, drawn, day):
        with pytest.raises(Invalid, match="entre le jour où elle a été tirée et la clôture"):
            give(drawn, house, on=day)

        assert drawn.deliveries == ()

    def test_the_day_of_delivery_is_that_of_the_first_one(self, house, drawn, clock):
        clock.on("2020-02-10")
        give(drawn, house, on=date(2020, 2, 7))
        give(drawn, house, "sent", on=date(2020, 2, 5))
        give(drawn, house)

        assert drawn.delivered["on"] == date(2020, 2, 5)
        assert len(drawn.deliveries) == 3

    def test_a_colleague_delivers_nothing(self, house, drawn):
        with pytest.raises((NotAllowed, NotFound)):
            give(drawn, house, login="bruno")


class TestChoice:
    def test_nobody_chooses_before_the_list_is_delivered_r_083(self, house, drawn):
        for said in ({}, {"from_paper": True}, {"name": "Autre"}):
            with pytest.raises(NotPossible, match="Noter d'abord la remise de la liste"):
                take(drawn, house, **said)

        assert drawn.choice is None

    def test_the_choice_is_a_provider_of_the_list_by_its_key(self, house, drawn):
        give(drawn, house)

        chosen = take(drawn, house, key=key(drawn, "Mandataire"))

        assert drawn.choice == chosen
        assert (chosen["kind"], chosen["name"], chosen["siren"]) == ("listed", "Mandataire", LEAD)
        assert (chosen["on"], chosen["recorded_by"]) == (TODAY, "alice")
        assert chosen["before_delivery"] is False

    def test_the_choice_may_be_another_provider_or_none(self, house, drawn):
        give(drawn, house)

        other = take(drawn, house, name=" Une  autre ", siren="999 100 019")
        none = take(drawn, house)

        assert (other["kind"], other["name"], other["siren"]) == (
            "other",
            "Une autre",
            "999100019",
        )
        assert (none["kind"], none["name"], none["siren"]) == ("none", "", "")
        assert drawn.choices == (other, none)
        assert drawn.choice == none

    def test_the_journal_names_no_provider(self, house, drawn):
        give(drawn, house)

        take(drawn, house, key=key(drawn, "Mandataire"))

        assert last_line(drawn)["details"] == {
            "list": drawn.__name__,
            "choice": "listed",
            "on": "2020-02-03",
            "prescription": "self",
            "before_delivery": False,
        }
        assert last_line(drawn)["rule"] == "REFERENT-10"

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"key": "inconnu"}, "n'est pas dans la liste"),
            ({"key": "x", "name": "y"}, "pas les deux"),
            ({"key": "x", "siren": LEAD}, "pas les deux"),
            ({"siren": LEAD}, "Le nom de l'organisme choisi manque"),
            ({"name": "Autre", "siren": "123456789"}, "Ce numéro SIREN n'est pas juste"),
            ({"name": "Au\x07tre"}, "signe invisible"),
            ({"name": "n" * 301}, "au plus 300 signes"),
        ],
    )
    def test_a_choice_that_cannot_be_is_refused(self, house, drawn, said, told):
        give(drawn, house)

        with pytest.raises(Invalid, match=told):
            take(drawn, house, **said)

        assert drawn.choices == ()

    def test_a_choice_is_made_between_the_engagement_and_today(self, house, drawn):
        give(drawn, house)

        for day in (TODAY - timedelta(1), TODAY + timedelta(1)):
            with pytest.raises(Invalid, match="entre l'engagement et la clôture"):
                take(drawn, house, on=day, from_paper=True)

    def test_a_choice_dated_before_the_delivery_is_refused_unless_a_paper_says_so_r_083(
        self, house, drawn, clock
    ):
        clock.on("2020-02-10")
        give(drawn, house)

        with pytest.raises(NotPossible, match="daté d'avant la remise"):
            take(drawn, house, on=date(2020, 2, 9))

        assert drawn.choices == ()

    def test_what_a_paper_says_is_kept_with_its_flag_for_the_auditor_r_083(
        self, house, drawn, clock
    ):
        clock.on("2020-02-10")
        give(drawn, house)
        take(drawn, house, on=date(2020, 2, 9), from_paper=True)
        take(drawn, house, key=key(drawn, "Ailleurs"))

        assert [choice["before_delivery"] for choice in drawn.choices] == [True, False]
        assert list(red_flags(drawn.__parent__)) == [
            (drawn.__name__, "Le choix est daté d'avant la remise de la liste (R-083).")
        ]

    def test_a_paper_of_the_day_of_delivery_has_no_flag(self, house, drawn):
        give(drawn, house)

        assert take(drawn, house, from_paper=True)["before_delivery"] is False
        assert list(red_flags(drawn.__parent__)) == []

    def test_the_person_writes_her_own_choice_and_nobody_elses_r_062(self, house, drawn):
        give(drawn, house)
        person = drawn.__parent__.__parent__.__parent__
        herself = Actor("zoe", frozenset({"beneficiary"}), beneficiary=person.identifier)
        stranger = Actor("autre", frozenset({"beneficiary"}), beneficiary="autre")

        chosen = choose(drawn, Choice(), herself, house)

        assert chosen["recorded_by"] == "zoe"
        assert last_line(drawn)["rule"] == "PERSON-12"
        with pytest.raises(NotFound):
            choose(drawn, Choice(), stranger, house)

    @pytest.mark.parametrize("login", ["bruno", "denis", "gaelle", "farid"])
    def test_neither_a_colleague_nor_a_manager_writes_a_choice(self, house, drawn, login):
        give(drawn, house)

        with pytest.raises((NotAllowed, NotFound)):
            take(drawn, house, login=login)

    def test_once_the_unit_is_over_only_papers_of_its_days_are_noted_r_033(self, house, clock):
        unit = engaged(house, "UO1")
        drawn = draw(house, unit)
        signed(unit, house)
        clock.on("2020-02-04")

        with pytest.raises(Invalid, match="et la clôture"):
            give(drawn, house)
        give(drawn, house, on=TODAY)
        with pytest.raises(Invalid, match="et la clôture"):
            take(drawn, house)
        take(drawn, house, on=TODAY)

        assert drawn.choice["on"] == drawn.delivered["on"] == TODAY


class TestPrescription:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("Mandataire", "self"),
            ("Partenaire", "self"),
            ("Sous-traitant", "subcontracted"),
            ("Ailleurs", "elsewhere"),
        ],
    )
    def test_it_is_computed_from_the_siren_subcontractors_apart_r_084_c_46(
        self, house, drawn, name, kind
    ):
        give(drawn, house)

        chosen = take(drawn, house, key=key(drawn, name))

        assert prescription_of(chosen, house.site) == kind

    def test_another_provider_is_known_by_its_siren_too_i_13(self, house, drawn):
        give(drawn, house)

        chosen = take(drawn, house, name="Sous un autre nom", siren=LEAD)

        assert prescription_of(chosen, house.site) == "self"

    def test_without_a_siren_nothing_is_said(self, house, drawn):
        give(drawn, house)

        assert prescription_of(take(drawn, house, name="Autre"), house.site) == ""
        assert missing_sirens(drawn.__parent__) == [drawn]

    def test_a_siren_that_is_filled_or_no_longer_needed_is_not_missing(self, house, drawn):
        give(drawn, house)
        take(drawn, house, name="Autre")
        take(drawn, house, name="Autre", siren="999100019")

        assert missing_sirens(drawn.__parent__) == []

    def test_the_unit_does_not_close_before_the_siren_is_filled_r_084(self, house):
        unit = engaged(house, "UO2.1")
        drawn = draw(house, unit)
        give(drawn, house)
        take(drawn, house, name="Autre")

        proposed(unit, house)
        act(unit, "sign_as_adviser", house)

        with pytest.raises(NotPossible, match="Le SIREN d'un organisme choisi manque"):
            act(unit, "note_paper_signature", house)
        take(drawn, house, name="Autre", siren="999100019")
        act(unit, "note_paper_signature", house)

        assert unit.closed_on == TODAY


@given(
    delivered=st.lists(st.integers(0, 9), max_size=3),
    choices=st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=4),
)
def test_no_choice_without_a_flag_is_dated_before_the_delivery_i_14(delivered, choices):
    """I14: delivered_at ≤ chosen_on, or a flag that stays, whatever is tried in whatever order."""
    clock = Clock()
    tools = make_tools(clock)
    orders(tools)
    drawn = draw(tools)
    clock.on("2020-02-12")
    for place in range(4):
        for day in delivered[place : place + 1]:
            give(drawn, tools, on=TODAY + timedelta(day))
        for day, from_paper in choices[place : place + 1]:
            try:
                take(drawn, tools, on=TODAY + timedelta(day), from_paper=from_paper)
            except NotPossible:
                continue

    for choice in drawn.choices:
        assert drawn.delivered is not None
        assert drawn.delivered["on"] <= choice["on"] or choice["before_delivery"]
    flagged = [choice for choice in drawn.choices if choice["before_delivery"]]
    assert len(list(red_flags(drawn.__parent__))) == len(flagged)
