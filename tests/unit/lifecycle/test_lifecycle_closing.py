"""How units close, are restated and cancelled (R-022, R-029…R-033, R-042; C-07, C-10, C-47)."""

from datetime import date

import pytest

from cep_docs.errors import NotAllowed, NotPossible
from cep_docs.lifecycle.effects import (
    close_on_the_day_of_signature,
    freeze_version,
    open_the_deliverable,
    withdraw_version,
)
from cep_docs.lifecycle.engine import move_engagement, settle
from cep_docs.lifecycle.move import NOTHING, Given, Move
from cep_docs.lifecycle.signatures import sign_for_the_adviser, sign_for_the_person
from cep_docs.lifecycle.words import CONDITIONS
from tests.people import actor, met, received
from tests.unit.lifecycle.courses import act, engaged, fill, proposed, signed, supported, write

LETTER = {"reason": "VOL_SITUATION", "motive": "Courrier du 3 février"}


def refused(sentence, engagement, name, tools, login="alice", **said):
    before = (engagement.state, engagement.closings)
    with pytest.raises(NotPossible, match=sentence):
        act(engagement, name, tools, login, **said)
    assert (engagement.state, engagement.closings) == before


class TestSignatures:
    def test_the_adviser_alone_closes_nothing(self, house):
        """R-029."""
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "sign_as_adviser", house)

        assert (unit.state, unit.deliverable.state) == ("open", "signed_by_adviser")
        assert list(unit.deliverable.current.signatures) == ["adviser"]

    @pytest.mark.parametrize("kind", ["UO1", "UO2.1"])
    def test_the_beneficiary_closes_the_unit_on_the_day_of_his_signature(self, house, kind):
        """R-029, R-030."""
        unit = signed(engaged(house, kind), house)

        closing = unit.closings[-1]
        assert (unit.state, closing["reason"], closing["on"]) == (
            "closed",
            "VOL_SIGNE",
            date(2020, 2, 3),
        )
        assert (closing["by"], closing["late"], closing["billable"]) == ("clockwork", False, "yes")
        signatures = unit.deliverable.current.signatures
        assert signatures["adviser"]["account"] == "alice"
        assert signatures["adviser"]["level"] == "provisional"
        assert signatures["beneficiary"]["level"] == "paper"

    def test_signed_now_it_bears_this_minute(self, house, clock):
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-02-04", "16:12")
        act(unit, "sign_as_adviser", house, on=date(2020, 2, 4))

        assert unit.deliverable.current.signatures["adviser"]["at"] == clock.now

    def test_signed_by_hand_yesterday_it_closes_yesterday(self, house, clock):
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-02-10")
        act(unit, "sign_as_adviser", house, on=date(2020, 2, 7))
        act(unit, "note_paper_signature", house, on=date(2020, 2, 7))

        assert unit.closed_on == date(2020, 2, 7)

    def test_the_adviser_comes_first_to_the_minute(self, house, clock):
        """I8: a paper signed the day the adviser signed does not bear an earlier hour."""
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-02-04", "17:00")
        act(unit, "sign_as_adviser", house)
        clock.on("2020-02-06")
        act(unit, "note_paper_signature", house, on=date(2020, 2, 4))

        first, second = unit.deliverable.current.signatures.values()
        assert first["at"] <= second["at"]
        assert unit.closed_on == date(2020, 2, 4)

    def test_a_day_written_overseas_is_the_day_there(self, house, clock):
        """§ 2.2: noon of the place."""
        place = house.site.structures["NTE"]
        place.lot, place.postcode = "13", "97400"
        unit = proposed(engaged(house, "UO1", received(house, postcode="97400")), house)
        clock.on("2020-02-10")
        act(unit, "sign_as_adviser", house, on=date(2020, 2, 4))

        at = unit.deliverable.current.signatures["adviser"]["at"]
        assert at.isoformat() == "2020-02-04T08:00:00+00:00"

    def test_neither_before_the_version_nor_before_the_adviser_nor_tomorrow(self, house, clock):
        clock.on("2020-02-10")
        unit = proposed(engaged(house, "UO1"), house)
        sentence = "précède la version ou la signature précédente"
        refused(sentence, unit, "sign_as_adviser", house, on=date(2020, 2, 9))
        refused(sentence, unit, "sign_as_adviser", house, on=date(2020, 2, 11))

        clock.on("2020-02-12")
        act(unit, "sign_as_adviser", house)

        refused(sentence, unit, "note_paper_signature", house, on=date(2020, 2, 11))
        refused(sentence, unit, "note_paper_signature", house, on=date(2020, 2, 13))

    def test_nor_before_an_exchange_that_is_noted(self, house, clock):
        """I4: no exchange after the closing."""
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "sign_as_adviser", house)
        clock.on("2020-02-06")
        met(unit, house)

        sentence = "doit suivre l'engagement et les échanges"
        refused(sentence, unit, "note_paper_signature", house, on=date(2020, 2, 5))
        act(unit, "note_paper_signature", house)
        assert unit.closed_on == date(2020, 2, 6)

    def test_the_data_due_at_the_closing_are_there_before_he_signs(self, house):
        """C-14, R-102."""
        unit = engaged(house, "UO2.1")
        write(unit, house)
        act(unit, "propose", house)
        act(unit, "sign_as_adviser", house)
        refused("« Type de service » manque.*Aucun échange", unit, "note_paper_signature", house)

        fill(unit, house)
        refused("Aucun échange avec la personne", unit, "note_paper_signature", house)

        met(unit, house)
        act(unit, "note_paper_signature", house)
        assert unit.state == "closed"

    def test_a_form_with_a_gap_is_not_proposed(self, house):
        """R-044."""
        unit = engaged(house, "UO1")
        write(unit, house, request="")

        refused(r"« Demande exprimée » \(E2\) est vide", unit, "propose", house)

    def test_taken_back_it_is_a_draft_again_and_its_signatures_no_longer_count(self, house):
        """R-074."""
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "sign_as_adviser", house)
        refused("un motif est nécessaire", unit, "take_back", house, motive=" ")
        act(unit, "take_back", house, motive="À préciser")

        version = unit.deliverable.current
        assert (unit.deliverable.state, version.withdrawn_because) == ("draft", "À préciser")
        assert (list(version.signatures), version.valid_signatures) == (["adviser"], {})

    def test_once_closed_nothing_is_proposed_taken_back_or_signed(self, house):
        unit = proposed(engaged(house, "UO1"), house)
        unit.state = "closed"

        for name in ("take_back", "sign_as_adviser"):
            refused("l'unité est close", unit, name, house, motive="Oubli")
        unit.deliverable.state = "draft"
        refused("l'unité est close", unit, "propose", house)
        unit.deliverable.state = "signed_by_adviser"
        refused("l'unité est close", unit, "note_paper_signature", house)

    @pytest.mark.parametrize(
        ("started", "day", "late"),
        [
            ("2020-02-03", "2020-04-03", False),
            ("2020-02-03", "2020-04-04", True),
            ("2020-03-01", "2020-05-01", False),
            ("2020-03-01", "2020-05-04", True),
        ],
    )
    def test_late_is_counted_from_the_strict_day(self, house, clock, started, day, late):
        """C-07, R-029: 1 May is the last day though a holiday; 4 May extends it, and is late."""
        clock.on(started)
        unit = engaged(house, "UO1")
        clock.on(day)

        signed(unit, house)

        assert (unit.state, unit.closings[-1]["late"]) == ("closed", late)


class TestWrittenTrace:
    """R-031: the unit UO2.2 closes on what the person wrote, at the day it bears."""

    def test_it_closes_on_the_day_of_the_trace(self, house, clock):
        unit = supported(house, clock)
        met(unit, house)
        fill(unit, house)
        write(unit, house, dated_on=" 2020-03-05 ")
        refused("dans l'avenir", unit, "record_trace", house)

        clock.on("2020-03-09")
        act(unit, "record_trace", house)

        assert (unit.state, unit.closed_because) == ("closed", "VOL_ECRIT")
        assert (unit.closed_on, unit.deliverable.state) == (date(2020, 3, 5), "recorded")

    @pytest.mark.parametrize("day", ["2020-03-01", "2020-03-02"])
    def test_it_is_not_dated_before_the_engagement_or_an_exchange(self, house, clock, day):
        """I4."""
        unit = supported(house, clock)
        clock.on("2020-03-03")
        met(unit, house)
        fill(unit, house)
        write(unit, house, dated_on=day)

        refused("doit suivre l'engagement et les échanges", unit, "record_trace", house)

    def test_an_oral_wish_closes_nothing(self, house, clock):
        unit = supported(house, clock)
        met(unit, house)
        fill(unit, house)
        assert settle(unit, house) == []

        refused("« Souhait de clore, mot pour mot »", unit, "record_trace", house)

    def test_the_description_of_the_service_is_due(self, house, clock):
        """R-051, R-112."""
        unit = supported(house, clock)
        met(unit, house)
        write(unit, house)

        refused("« Description du service rendu » manque", unit, "record_trace", house)

    def test_once_the_unit_is_closed_no_trace_is_recorded(self, house, clock):
        unit = supported(house, clock)
        met(unit, house)
        fill(unit, house)
        write(unit, house)
        unit.state = "closed"

        refused("l'unité est close", unit, "record_trace", house)

    def test_it_reserves_the_statement(self, house, clock):
        unit = supported(house, clock)
        met(unit, house)
        fill(unit, house)
        write(unit, house)
        act(unit, "record_trace", house)

        assert unit.closings[-1]["statement"] == "2020-Lot08-UO2.2-01-T1"

    def test_a_trace_without_the_data_due_does_not_close(self, house, clock):
        """C-14: recorded before the data were there, it waits for them."""
        unit = supported(house, clock)
        unit.deliverable.freeze(unit.deliverable.draft, "2020-01", "alice", clock.now)
        unit.deliverable.state = "recorded"
        assert settle(unit, house) == []

        met(unit, house)
        fill(unit, house)

        assert settle(unit, house) == ["close_on_trace"]

    def test_an_appointment_without_a_written_day_ends_the_day_it_was_recorded(self, house, clock):
        clock.on("2024-01-08")
        unit = engaged(house, "RDV1")
        met(unit, house)
        fill(unit, house)
        deliverable = unit.deliverable
        deliverable.freeze(deliverable.draft, "2024-01", "alice", clock.now)
        deliverable.state = "recorded"

        settle(unit, house)

        assert (unit.state, unit.closed_on) == ("closed", date(2024, 1, 8))


class TestClosingByHand:
    def test_every_way_of_closing_reserves_the_statement_of_its_quarter(self, house, clock):
        """R-040, C-15."""
        ways = {
            "signed": signed(engaged(house, "UO1"), house),
            "by hand": engaged(house, "UO1", received(house, first_name="Ana")),
            "overdue": engaged(house, "UO1", received(house, first_name="Lou")),
        }
        act(ways["by hand"], "close", house, **LETTER)
        clock.on("2020-03-20")
        met(ways["overdue"], house)
        clock.on("2020-04-10")
        settle(ways["overdue"], house)
        act(ways["overdue"], "confirm_abandon", house, motive="Ne répond plus")

        assert [unit.closings[-1]["statement"][-2:] for unit in ways.values()] == [
            "T1",
            "T1",
            "T2",
        ]
        assert ways["overdue"].deliverable.state == "set_aside"

    def test_a_change_of_situation_is_proved_and_not_paid(self, house):
        """C-47."""
        unit = engaged(house, "UO1")
        refused("un motif est nécessaire", unit, "close", house, reason="VOL_SITUATION")
        act(unit, "close", house, **LETTER)

        assert (unit.state, unit.closings[-1]["billable"]) == ("closed", "no")
        assert (unit.deliverable.state, unit.closings[-1]["by"]) == ("set_aside", "alice")

    @pytest.mark.parametrize(
        "reason", ["", "XXX", "AUTO_ABANDON", "TRANSFERT", "ERREUR", "VOL_ECRIT", "VOL_SIGNE"]
    )
    def test_a_reason_of_other_hands_or_other_units_is_refused(self, house, reason):
        """C-47: nobody but the night says AUTO_ABANDON."""
        unit = engaged(house, "UO1")

        refused("ne convient pas à cette unité", unit, "close", house, reason=reason, motive="Oui")

    def test_a_person_continues_alone_only_once_her_deliverable_is_signed(self, house):
        """I8."""
        unit = proposed(engaged(house, "UO1"), house)

        refused("ne convient", unit, "close", house, reason="VOL_AUTONOME", motive="Seule")

    def test_not_before_the_engagement_nor_an_exchange_nor_tomorrow(self, house, clock):
        """I4."""
        unit = engaged(house, "UO1")
        clock.on("2020-02-06")
        sentence = "doit suivre l'engagement"
        refused(sentence, unit, "close", house, on=date(2020, 2, 2), **LETTER)
        refused(sentence, unit, "close", house, on=date(2020, 2, 7), **LETTER)
        met(unit, house)
        refused(sentence, unit, "close", house, on=date(2020, 2, 5), **LETTER)

        act(unit, "close", house, on=date(2020, 2, 6), **LETTER)

        assert unit.closed_on == date(2020, 2, 6)

    def test_a_closed_unit_is_not_closed_again(self, house):
        unit = engaged(house, "UO1")
        act(unit, "close", house, **LETTER)

        refused("n'est pas possible à ce stade", unit, "close", house, **LETTER)

    def test_an_act_for_other_units_is_not_for_this_one(self, house):
        contact = engaged(house, "UO0")
        contact.state = "overdue"

        with pytest.raises(NotPossible, match="n'est pas possible à ce stade"):
            act(contact, "confirm_abandon", house, "denis", motive="Ne répond plus")

    def test_what_happens_by_itself_or_does_not_exist_is_nobodys_act(self, house):
        unit = engaged(house, "UO1")

        for name in ("abandon", "engage", "dance"):
            refused("Cet acte n'existe pas", unit, name, house)


class TestAbandon:
    """R-032, C-07, C-09, C-10."""

    @pytest.mark.parametrize(
        ("day", "state"),
        [("2020-05-01", "open"), ("2020-05-04", "open"), ("2020-05-05", "abandoned")],
    )
    def test_only_after_the_extended_day_and_at_the_strict_one(self, house, clock, day, state):
        clock.on("2020-03-01")
        unit = engaged(house, "UO1")
        clock.on(day)

        settle(unit, house)

        assert unit.state == state
        assert unit.closed_on == (date(2020, 5, 1) if state == "abandoned" else None)

    def test_it_sets_the_draft_aside_and_reserves_the_statement_of_its_quarter(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-08-01")
        settle(unit, house)

        closing = unit.closings[-1]
        assert (closing["reason"], closing["billable"]) == ("AUTO_ABANDON", "unknown")
        assert (closing["statement"], closing["late"]) == ("2020-Lot08-UO01-01-T2", False)
        assert unit.deliverable.state == "set_aside"
        assert settle(unit, house) == []

    @pytest.mark.parametrize(
        ("day", "state"), [("2020-03-03", "abandoned"), ("2020-03-04", "overdue")]
    )
    def test_an_exchange_thirty_days_before_is_activity_thirty_one_is_not(
        self, house, clock, day, state
    ):
        unit = engaged(house, "UO1")
        clock.on(day)
        met(unit, house)
        clock.on("2020-04-04")

        settle(unit, house)

        assert unit.state == state

    def test_asking_for_something_else_or_calling_is_activity_too(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-03-20")
        engaged(house, "UO0", unit.__parent__.__parent__, demand=None)
        clock.on("2020-04-04")

        assert settle(unit, house) == ["fall_due"]

    def test_a_demand_near_the_deadline_is_activity(self, house, clock):
        unit = engaged(house, "UO1")
        person = unit.__parent__.__parent__
        person.demands = tuple({**d, "on": date(2020, 3, 4)} for d in person.demands)
        clock.on("2020-04-04")

        assert settle(unit, house) == ["fall_due"]

    def test_engaged_on_the_very_last_day_it_is_left_to_the_manager(self, house, clock):
        """R-025: engaging it was asking for it."""
        unit = supported(house, clock, "2021-08-03")
        clock.on("2021-08-04")

        assert settle(unit, house) == ["fall_due"]
        told = [(n.role, n.about, n.thing) for n in house.site.outbox]
        assert told[-1] == ("manager", "decide_on_overdue", unit.number)

    def test_engaged_that_late_on_an_older_demand_as_well(self, house, clock):
        project = signed(engaged(house, "UO2.1"), house)
        person = project.__parent__.__parent__
        asked = {**person.demands[0], "unit": "UO2.2", "on": date(2020, 2, 4)}
        clock.on("2021-08-03")
        unit = engaged(house, "UO2.2", person, demand=asked)
        clock.on("2021-08-04")

        assert settle(unit, house) == ["fall_due"]

    def test_a_signature_that_is_waited_for_keeps_it_open(self, house, clock):
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "sign_as_adviser", house)
        clock.on("2020-04-04")

        assert settle(unit, house) == ["fall_due"]
        assert unit.deliverable.state == "signed_by_adviser"

    def test_the_signed_project_of_the_unit_before_does_not_keep_a_uo22(self, house, clock):
        """C-09: the deliverable of that unit."""
        unit = supported(house, clock)
        clock.on("2021-08-04")

        assert settle(unit, house) == ["abandon"]
        assert unit.closed_on == date(2021, 8, 3)

    @pytest.mark.parametrize("asked", ["2020-02-03", "2021-08-01"])
    def test_what_was_concluded_is_never_abandoned_though_data_are_missing(
        self, house, clock, asked
    ):
        """R-032: silent or active, a recorded trace stays what it is."""
        unit = supported(house, clock)
        person = unit.__parent__.__parent__
        person.demands = tuple({**d, "on": date.fromisoformat(asked)} for d in person.demands)
        unit.deliverable.freeze(unit.deliverable.draft, "2020-01", "alice", clock.now)
        unit.deliverable.state = "recorded"
        clock.on("2021-08-10")

        assert settle(unit, house) == []
        unit.state = "overdue"
        refused("est signé", unit, "confirm_abandon", house, motive="Ne répond plus")

    def test_an_overdue_unit_waits_for_somebody_to_decide_with_a_motive(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-04-01")
        met(unit, house)
        refused("n'est pas possible à ce stade", unit, "confirm_abandon", house, motive="Rien")
        clock.on("2020-04-10")
        settle(unit, house)

        refused("un motif est nécessaire", unit, "confirm_abandon", house)
        act(unit, "confirm_abandon", house, motive="Ne répond plus")

        assert (unit.state, unit.closed_on) == ("abandoned", date(2020, 4, 3))

    def test_met_after_the_deadline_it_does_not_end_before_that_day(self, house, clock):
        """I4."""
        unit = engaged(house, "UO1")
        clock.on("2020-04-01")
        met(unit, house)
        clock.on("2020-04-10")
        settle(unit, house)
        met(unit, house)

        act(unit, "confirm_abandon", house, "denis", motive="Renonce")

        assert (unit.closed_on, unit.closings[-1]["late"]) == (date(2020, 4, 10), True)

    def test_a_signed_deliverable_is_no_abandon(self, house, clock):
        unit = signed(engaged(house, "UO1"), house)
        move = Move(
            unit,
            None,
            house.agreement_of(unit).engagement.transitions["abandon"],
            actor(house, "alice"),
            house,
            NOTHING,
        )

        assert not CONDITIONS["nothing_was_signed"](move)
        assert CONDITIONS["deliverable_is_concluded"](move)

    def test_without_deadline_nobody_is_late(self, house, clock):
        clock.on("2024-01-08")
        unit = engaged(house, "RDV1")
        clock.on("2025-01-08")

        assert settle(unit, house) == []


class TestRectification:
    """R-033: a paper that comes late restates a closing; what stood before remains."""

    @pytest.fixture
    def abandoned(self, house, clock):
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-04-10")
        settle(unit, house)
        assert unit.state == "abandoned"
        return unit

    def test_signed_in_time_it_restores_the_closing_and_the_right_quarter(self, house, abandoned):
        day = date(2020, 3, 30)
        act(abandoned, "sign_late", house, on=day)
        act(abandoned, "rectify", house, "denis", reason="VOL_SIGNE", motive="Papier", on=day)

        first, second = abandoned.closings
        assert (abandoned.state, second["on"], second["reason"]) == ("closed", day, "VOL_SIGNE")
        assert (first["statement"][-2:], second["statement"][-2:]) == ("T2", "T1")
        assert (first["on"], second["motive"]) == (date(2020, 4, 3), "Papier")

    def test_a_late_paper_is_held_to_the_same_days_and_data(self, house, clock):
        """I4, C-14: not before the version, not before an exchange, not without the data."""
        bare = engaged(house, "UO1", received(house, first_name="Ana"))
        write(bare, house)
        act(bare, "propose", house)
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-02-20")
        met(unit, house)
        clock.on("2020-04-10")
        for one in (bare, unit):
            settle(one, house)

        refused("précède la version", unit, "sign_late", house, on=date(2020, 2, 2))
        refused("et les échanges", unit, "sign_late", house, on=date(2020, 2, 19))
        refused("Aucun échange", bare, "sign_late", house, on=date(2020, 3, 2))
        act(unit, "sign_late", house, on=date(2020, 2, 20))
        assert unit.deliverable.state == "signed"

    def test_both_signatures_bear_the_day_of_the_paper(self, house, abandoned):
        act(abandoned, "sign_late", house, on=date(2020, 4, 3))

        signatures = abandoned.deliverable.current.signatures
        assert list(signatures) == ["adviser", "beneficiary"]
        assert {s["at"].date() for s in signatures.values()} == {date(2020, 4, 3)}

    def test_that_of_the_adviser_may_be_noted_already(self, house, clock):
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "sign_as_adviser", house)
        clock.on("2020-04-10")
        settle(unit, house)
        act(unit, "confirm_abandon", house, "denis", motive="Sans nouvelles")

        act(unit, "sign_late", house, on=date(2020, 3, 30))

        days = [s["at"].date() for s in unit.deliverable.current.signatures.values()]
        assert days == [date(2020, 2, 3), date(2020, 3, 30)]

    def test_signed_after_the_extended_day_the_abandon_stands(self, house, abandoned):
        refused("postérieure au délai", abandoned, "sign_late", house, on=date(2020, 4, 4))

    def test_signed_on_the_day_that_extends_it_is_late_but_taken(self, house, clock):
        """C-07: what would have closed the unit, had it come before the night."""
        clock.on("2020-03-01")
        unit = proposed(engaged(house, "UO1"), house)
        clock.on("2020-05-05")
        settle(unit, house)
        day = date(2020, 5, 4)
        refused("postérieure au délai", unit, "sign_late", house)

        act(unit, "sign_late", house, on=day)
        act(unit, "rectify", house, "denis", reason="VOL_SIGNE", motive="Papier", on=day)

        assert unit.closings[-1]["late"]

    def test_nothing_was_proposed_or_it_was_taken_back(self, house, clock):
        drafted = engaged(house, "UO1")
        taken_back = proposed(engaged(house, "UO1", received(house, first_name="Ana")), house)
        act(taken_back, "take_back", house, motive="À préciser")
        clock.on("2020-04-10")
        for unit in (drafted, taken_back):
            settle(unit, house)
            refused("aucune version", unit, "sign_late", house, on=date(2020, 3, 30))

    def test_only_an_abandon_is_undone_so(self, house):
        unit = proposed(engaged(house, "UO1"), house)
        act(unit, "close", house, **LETTER)

        refused("n'a pas été close pour abandon", unit, "sign_late", house)

    def test_the_closing_is_restated_at_the_day_of_the_signature_only(self, house, abandoned):
        """I8."""
        said = {"reason": "VOL_SIGNE", "motive": "Papier"}
        refused("ne convient", abandoned, "rectify", house, "denis", on=date(2020, 3, 30), **said)
        act(abandoned, "sign_late", house, on=date(2020, 3, 30))

        refused("ne convient", abandoned, "rectify", house, "denis", on=date(2020, 3, 31), **said)
        refused("un motif", abandoned, "rectify", house, "denis", reason="VOL_SIGNE")

    def test_the_referent_does_not_restate_himself(self, house, abandoned):
        with pytest.raises(NotAllowed, match="Rectifier"):
            act(abandoned, "rectify", house, reason="DECES", motive="Acte de décès")

    def test_a_closing_never_moves_beyond_the_next_engagement(self, house, clock):
        """R-021."""
        unit = engaged(house, "UO1")
        act(unit, "close", house, **LETTER)
        clock.on("2020-02-10")
        engaged(house, "UO1", unit.__parent__.__parent__)
        clock.on("2020-02-20")
        said = {"reason": "TRANSFERT", "motive": "Erreur de date"}

        sentence = "ni après l'engagement de l'unité suivante"
        refused(sentence, unit, "rectify", house, "denis", on=date(2020, 2, 11), **said)
        act(unit, "rectify", house, "denis", on=date(2020, 2, 10), **said)
        assert unit.closed_on == date(2020, 2, 10)

    def test_a_first_contact_keeps_its_day(self, house, clock):
        """R-022."""
        unit = engaged(house, "UO0")
        clock.on("2020-02-05")
        said = {"reason": "ERREUR", "motive": "Doublon"}

        with pytest.raises(NotPossible, match="Corriger la date"):
            move_engagement(unit, "rectify", actor(house, "denis"), house, Given(**said))
        day = Given(on=date(2020, 2, 3), **said)
        move_engagement(unit, "rectify", actor(house, "denis"), house, day)

        assert (unit.closed_on, unit.closed_because) == (date(2020, 2, 3), "ERREUR")

    def test_a_letter_that_comes_late_restates_a_uo22(self, house, clock):
        """R-031, R-033."""
        unit = supported(house, clock)
        clock.on("2020-03-10")
        met(unit, house)
        write(unit, house)
        refused("n'est pas possible à ce stade", unit, "record_late_trace", house)
        clock.on("2021-08-10")
        settle(unit, house)
        assert unit.state == "abandoned"
        refused("« Description du service rendu » manque", unit, "record_late_trace", house)
        fill(unit, house)
        write(unit, house, dated_on="2021-08-04")
        refused("postérieure au délai", unit, "record_late_trace", house)

        write(unit, house, dated_on="2020-03-09")
        refused("doit suivre l'engagement", unit, "record_late_trace", house)
        write(unit, house, dated_on="2021-07-20", verbatim="")
        refused(r"mot pour mot » \(C2\) est vide", unit, "record_late_trace", house)

        write(unit, house, dated_on="2021-07-20")
        unit.state = "closed"
        refused("n'a pas été close pour abandon", unit, "record_late_trace", house)
        unit.state = "abandoned"
        act(unit, "record_late_trace", house)
        day = date(2021, 7, 20)
        act(unit, "rectify", house, "denis", reason="VOL_ECRIT", motive="Lettre", on=day)

        assert (unit.state, unit.closed_on, unit.closed_because) == ("closed", day, "VOL_ECRIT")


class TestCancellation:
    """R-042: opened by error; the number and the rank stay consumed."""

    def test_a_manager_cancels_with_a_motive_and_another_unit_may_follow(self, house):
        unit = engaged(house, "UO1")
        refused("un motif est nécessaire", unit, "cancel", house, "denis")
        act(unit, "cancel", house, "denis", motive="Homonyme")
        again = engaged(house, "UO1", unit.__parent__.__parent__)

        assert (unit.state, unit.closed_because) == ("cancelled", "ERREUR")
        assert (unit.closings[-1]["statement"], unit.deliverable.state) == ("", "set_aside")
        assert again.number[8:] == "000002"
        assert again.order_line.endswith("00002")

    def test_the_adviser_does_not(self, house):
        with pytest.raises(NotAllowed, match="Annuler"):
            act(engaged(house, "UO1"), "cancel", house, motive="Homonyme")

    def test_what_was_closed_is_not_cancelled(self, house):
        unit = engaged(house, "UO1")
        act(unit, "close", house, **LETTER)
        refused("n'est pas possible à ce stade", unit, "cancel", house, "denis", motive="Erreur")
        unit.state = "open"

        refused("se rectifie", unit, "cancel", house, "denis", motive="Erreur")


class TestWordsWithoutTheirObject:
    """A word asked about a unit that lacks what it looks at says no, or refuses in French."""

    def move(self, house, engagement, name="close", deliverable=None):
        workflow = house.agreement_of(engagement).engagement
        transition = workflow.transitions[name]
        return Move(engagement, deliverable, transition, actor(house, "alice"), house, NOTHING)

    def test_a_unit_without_deliverable_is_never_concluded_nor_signed(self, house):
        move = self.move(house, engaged(house, "UO0"))

        for word in (
            "deliverable_is_concluded",
            "the_form_has_no_gap",
            "the_adviser_has_signed",
            "the_signing_day_is_possible",
            "a_version_stands",
        ):
            assert not CONDITIONS[word](move), word

    def test_a_draft_has_no_signing_day(self, house):
        unit = engaged(house, "UO1")
        move = self.move(house, unit, deliverable=unit.deliverable)

        assert not CONDITIONS["the_signing_day_is_possible"](move)
        assert not CONDITIONS["the_adviser_has_signed"](move)

    def test_a_unit_is_no_other_of_itself(self, house):
        move = self.move(house, engaged(house, "UO1"))

        assert CONDITIONS["no_other_accompaniment_is_open"](move)

    def test_effects_refuse_or_do_nothing(self, house):
        move = self.move(house, engaged(house, "UO0"))

        for effect, sentence in (
            (close_on_the_day_of_signature, "La signature du bénéficiaire manque"),
            (sign_for_the_adviser, "n'a pas encore de version"),
            (sign_for_the_person, "n'a pas encore de version"),
        ):
            with pytest.raises(NotPossible, match=sentence):
                effect(move)
        for effect in (freeze_version, withdraw_version, open_the_deliverable):
            effect(move)
        assert move.engagement.deliverable is None
