"""What it takes to engage a unit: each condition on both sides of its limit (R-001…R-035)."""

from datetime import date

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotPossible
from cep_docs.lifecycle.engagements import Opening, engage
from cep_docs.lifecycle.move import NOTHING, Given
from cep_docs.lifecycle.opening_conditions import departments_of
from cep_docs.lifecycle.persons import record_demand, record_status
from tests.people import UNIT, actor, opening, received
from tests.unit.lifecycle.courses import act, engaged, signed, supported


def refused(tools, unit, sentence, person=None, **changes):
    with pytest.raises(NotPossible, match=sentence):
        engaged(tools, unit, person, **changes)


def demand(tools, unit, on, author="person"):
    return {**opening(tools, unit).demand, "on": on, "author": author}


class TestWhatIsGivenAtTheEngagement:
    def test_a_unit_gets_its_number_order_deadline_referent_and_deliverable(self, house):
        """R-018, R-019, R-023, R-035."""
        unit = engaged(house, "UO1")

        assert (unit.number, unit.order_line) == ("4G200201000001", "2020-Lot08-UO01-01-00001")
        assert (unit.due_on, unit.state) == (date(2020, 4, 3), "open")
        assert (unit.__parent__.referent, unit.deliverable.state) == ("alice", "draft")
        assert (unit.opened_by, unit.recorded_at) == ("alice", house.now())

    def test_a_first_contact_is_closed_the_same_day_without_referent(self, house):
        """R-001, R-022."""
        unit = engaged(house, "UO0")

        assert (unit.state, unit.closed_on, unit.due_on) == ("closed", unit.opened_on, None)
        assert (unit.__parent__.referent, unit.deliverable) == ("", None)
        assert unit.closings[0]["statement"] == "2020-Lot08-UO00-01-T1"

    def test_units_share_one_counter_a_month_and_start_again_the_next(self, house, clock):
        """Annexe 2, note 38; C-17."""
        person = received(house)
        first = engaged(house, "UO0", person)
        second = engaged(house, "UO1", person)
        clock.on("2020-03-02")
        third = engaged(house, "UO0", person)

        assert [u.number[8:] for u in (first, second, third)] == ["000001", "000002", "000001"]

    def test_back_dated_at_the_end_of_a_month_it_is_numbered_in_the_month_of_allotment(
        self, house, clock
    ):
        """R-018, R-021: a 31st typed on the 2nd."""
        person = received(house)
        clock.on("2020-04-02")
        said = {"opened_on": date(2020, 3, 31), "demand": demand(house, "UO1", date(2020, 3, 31))}
        unit = engaged(house, "UO1", person, **said)

        assert unit.number.startswith("4G2004")
        assert (unit.opened_on, unit.due_on) == (date(2020, 3, 31), date(2020, 5, 31))
        assert unit.order_line == "2020-Lot08-UO01-01-00001"

    def test_the_first_referent_is_it_from_the_first_hour_of_a_back_dated_engagement(
        self, house, clock
    ):
        """R-035, I7: no instant of the course is without referent."""
        person = received(house)
        clock.on("2020-02-10")
        day = date(2020, 2, 7)
        said = {"opened_on": day, "demand": demand(house, "UO2.1", day)}
        course = engaged(house, "UO2.1", person, **said).__parent__

        assert course.starts[0]["since"].isoformat() == "2020-02-06T23:00:00+00:00"
        assert course.referent_at(clock.now.replace(day=7, hour=0)) == "alice"

    def test_engaged_for_an_earlier_day_than_a_cancelled_one_it_has_a_referent_that_day(
        self, house, clock
    ):
        """I7."""
        person = engaged(house, "UO0").__parent__.__parent__
        clock.on("2020-02-10")
        act(engaged(house, "UO1", person), "cancel", house, "denis", motive="Date fausse")
        asked = demand(house, "UO1", date(2020, 2, 5))

        unit = engaged(house, "UO1", person, demand=asked, opened_on=date(2020, 2, 5))

        assert unit.__parent__.referent_at(clock.now.replace(day=5, hour=0)) == "alice"
        assert [start["account"] for start in unit.__parent__.starts] == ["alice", "alice"]

    def test_another_referent_named_for_the_next_unit_starts_now(self, house, clock):
        first = signed(engaged(house, "UO1"), house)
        clock.on("2020-02-10")
        given = Given(referent="bruno", motive="Spécialiste")
        unit = engaged(house, "UO2.1", first.__parent__.__parent__, given=given)

        assert [start["account"] for start in unit.__parent__.starts] == ["alice", "bruno"]
        assert unit.__parent__.starts[1]["since"] == house.now()

    def test_the_zone_of_holidays_is_that_of_the_place_when_it_names_none(self, house, clock):
        place = house.site.structures["NTE"]
        place.holiday_zone, place.lot, place.postcode = "", "05", "68000"
        clock.on("2023-10-26")

        unit = engaged(house, "UO1", received(house, postcode="68000"))

        assert unit.due_extended_on == date(2023, 12, 27)

    def test_the_zone_a_place_names_is_its_own(self, house, clock):
        house.site.structures["NTE"].holiday_zone = "Alsace-Moselle"
        clock.on("2023-10-26")

        assert engaged(house, "UO1").due_extended_on == date(2023, 12, 27)

    def test_the_same_referent_goes_on_when_nobody_is_named(self, house):
        """R-035."""
        unit = signed(engaged(house, "UO1"), house)
        project = engaged(house, "UO2.1", unit.__parent__.__parent__, given=NOTHING)

        assert project.__parent__.referent == "alice"
        assert len(project.__parent__.starts) == 1

    def test_what_the_previous_unit_knew_need_not_be_typed_again(self, house):
        """Annexe 2: the origin and the motives are carried forward."""
        first = engaged(house, "UO0")
        unit = engaged(house, "UO1", first.__parent__.__parent__, sheet={})

        assert unit.sheet == UNIT
        assert "orientation" not in unit.sheet

    def test_what_is_typed_prevails_over_what_is_carried(self, house):
        first = engaged(house, "UO0")
        said = {**UNIT, "detailed_motive": "CREA"}
        unit = engaged(house, "UO1", first.__parent__.__parent__, sheet=said)

        assert unit.sheet["detailed_motive"] == "CREA"

    def test_it_carries_on_from_the_unit_it_continues_not_from_a_contact_in_between(
        self, house, clock
    ):
        """R-028: a first contact on the way disturbs nothing."""
        first = signed(engaged(house, "UO1"), house)
        person = first.__parent__.__parent__
        other = {"origin": "IND", "motive": "POINT", "detailed_motive": "INFO"}
        engaged(house, "UO0", person, sheet={**other, "orientation": "CEP_INT"})

        unit = engaged(house, "UO2.1", person, sheet={})

        assert unit.sheet == UNIT


class TestWhereItIsEngaged:
    def test_an_unknown_place_unit_or_day_is_said_field_by_field(self, house):
        person, alice = received(house), actor(house, "alice")

        for changes, field in (
            ({"structure": "XXX"}, "structure"),
            ({"opened_on": date(2019, 12, 31)}, "opened_on"),
        ):
            with pytest.raises(Invalid) as error:
                engage(person, opening(house, "UO1", **changes), alice, house)
            assert list(error.value.messages) == [field]
        with pytest.raises(Invalid, match="UO0, UO1"):
            engage(person, Opening("UO9", "NTE"), alice, house)

    def test_a_place_of_no_lot_of_the_agreement_is_refused(self, house):
        house.site.structures["ANG"].lot = "99"
        person = received(house)

        with pytest.raises(Invalid, match="Le lot de cette structure"):
            engage(person, opening(house, "UO1", structure="ANG"), actor(house, "alice"), house)

    def test_without_a_day_it_is_today(self, house):
        assert engaged(house, "UO0", opened_on=None).opened_on == date(2020, 2, 3)


class TestConditions:
    def test_missing_data_are_named_one_by_one(self, house):
        """R-100."""
        person = received(house, education_level="", town="")

        refused(house, "UO1", "« Nom de la commune » manque.*« Niveau de formation »", person)

    def test_all_that_is_wrong_is_said_at_once_what_may_be_overridden_too(self, house, clock):
        person = received(house, status="AGPUB")
        sentences = "dans l'avenir.*aucun autre opérateur.*n'ouvre pas droit"

        refused(house, "UO1", sentences, person, opened_on=date(2020, 2, 4), declarations={})

    def test_a_public_agent_is_only_told_where_to_go(self, house):
        """R-004."""
        person = received(house, status="AGPUB")

        assert engaged(house, "UO0", person).state == "closed"
        refused(house, "UO1", "n'ouvre pas droit à cette unité", person)

    def test_the_status_of_the_day_of_engagement_counts_and_a_continuation_asks_no_more(
        self, house, clock
    ):
        """R-006."""
        unit = signed(engaged(house, "UO1"), house)
        person = unit.__parent__.__parent__
        clock.on("2020-02-10")
        record_status(person, "DE", date(2020, 2, 10), actor(house, "alice"), house)

        assert engaged(house, "UO2.1", person).state == "open"

    def test_the_demand_that_is_said_is_kept_when_the_unit_is_engaged_only(self, house):
        person = received(house)
        refused(house, "UO1", "dans l'avenir", person, opened_on=date(2020, 2, 4))
        assert (person.demands, list(person)) == ((), [])

        unit = engaged(house, "UO1", person)

        assert [demand["unit"] for demand in person.demands] == [unit.unit]

    @pytest.mark.parametrize(("unit", "author"), [("UO1", "employer"), ("UO2.1", "person")])
    def test_the_demand_is_the_persons_and_for_this_unit(self, house, unit, author):
        """R-010."""
        asked = demand(house, unit, date(2020, 2, 3), author)

        refused(house, "UO1", "aucune demande de la personne", demand=asked)

    def test_without_any_demand_its_day_is_not_discussed(self, house):
        with pytest.raises(NotPossible) as error:
            engaged(house, "UO1", demand=None)

        assert "précède la demande" not in str(error.value)

    def test_a_demand_that_was_answered_does_not_count_twice(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-02-20")
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
        person = unit.__parent__.__parent__

        refused(house, "UO1", "aucune demande de la personne", person, demand=None)
        assert engaged(house, "UO1", person).state == "open"

    def test_a_cancelled_unit_leaves_its_demand_to_the_next_one(self, house):
        """R-042: a cancelled unit never was."""
        unit = engaged(house, "UO1")
        act(unit, "cancel", house, "denis", motive="Homonyme")

        again = engaged(house, "UO1", unit.__parent__.__parent__, demand=None)

        assert (again.state, again.number) == ("open", "4G200201000002")

    def test_the_same_demand_is_new_and_not_later_than_the_engagement(self, house, clock):
        """R-021: an old demand that was answered does not excuse a new one that came too late."""
        unit = engaged(house, "UO1")
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
        person = unit.__parent__.__parent__
        clock.on("2020-02-12")
        late = demand(house, "UO1", date(2020, 2, 12))
        said = {"demand": late, "opened_on": date(2020, 2, 11)}

        refused(house, "UO1", "précède la demande", person, **said)
        assert engaged(house, "UO1", person, demand=late).opened_on == date(2020, 2, 12)

    def test_not_in_the_future(self, house):
        """R-021."""
        refused(house, "UO1", "dans l'avenir", opened_on=date(2020, 2, 4))

    def test_not_before_the_closing_of_the_previous_unit(self, house, clock):
        """R-021."""
        clock.on("2020-02-10")
        unit = signed(engaged(house, "UO1"), house)
        person = unit.__parent__.__parent__
        asked = demand(house, "UO2.1", date(2020, 2, 9))
        said = {"demand": asked, "opened_on": date(2020, 2, 9)}

        refused(house, "UO2.1", "précède la clôture de l'unité précédente", person, **said)
        assert engaged(house, "UO2.1", person).state == "open"

    def test_a_first_contact_neither_closes_a_time_nor_is_one_to_wait_for(self, house, clock):
        """R-028: engaged for a day before a contact that was noted meanwhile."""
        person = received(house)
        clock.on("2020-02-10")
        engaged(house, "UO0", person)
        asked = demand(house, "UO1", date(2020, 2, 7))

        unit = engaged(house, "UO1", person, demand=asked, opened_on=date(2020, 2, 7))

        assert unit.state == "open"

    def test_a_first_contact_has_its_data_its_day_and_its_delay_too(self, house, clock):
        """R-001, R-021, R-100."""
        person = received(house)
        refused(house, "UO0", "« Aiguillage » manque", person, sheet=UNIT)
        refused(house, "UO0", "dans l'avenir", person, opened_on=date(2020, 2, 4))
        clock.on("2020-02-19")

        refused(house, "UO0", "trop ancienne", person, opened_on=date(2020, 2, 3))
        assert engaged(house, "UO0", person, opened_on=date(2020, 2, 4)).state == "closed"

    def test_fifteen_days_back_and_no_more(self, house, clock):
        """R-021."""
        person = received(house)
        asked = demand(house, "UO1", date(2020, 2, 3))
        clock.on("2020-02-25")

        refused(house, "UO1", "trop ancienne", person, demand=asked, opened_on=date(2020, 2, 9))
        unit = engaged(house, "UO1", person, demand=asked, opened_on=date(2020, 2, 10))
        assert unit.opened_on == date(2020, 2, 10)

    @pytest.mark.parametrize(
        "declared",
        [
            {},
            {"followed_elsewhere": "yes"},
            {"change_of_operator": "Déménagement"},
            {"followed_elsewhere": "yes", "change_of_operator": " "},
        ],
    )
    def test_nobody_else_follows_her(self, house, declared):
        """R-007."""
        refused(house, "UO1", "aucun autre opérateur", declarations=declared)

    def test_a_cancelled_unit_is_continued_by_nothing(self, house):
        """R-042."""
        contact = engaged(house, "UO0")
        person = contact.__parent__.__parent__
        act(engaged(house, "UO1", person), "cancel", house, "denis", motive="Homonyme")

        refused(house, "UO2.1", "aucun autre opérateur", person, declarations={})

    def test_a_change_of_operator_is_said(self, house):
        declared = {"followed_elsewhere": "yes", "change_of_operator": "Déménagement"}

        assert engaged(house, "UO1", declarations=declared).state == "open"

    def test_a_continued_course_asks_neither_that_nor_why_she_comes_back(self, house):
        """R-007, R-034."""
        unit = signed(engaged(house, "UO1"), house)

        assert engaged(house, "UO2.1", unit.__parent__.__parent__, declarations={}).number

    @pytest.mark.parametrize(
        "place",
        [
            {"postcode": "49000"},
            {"postcode": "75001", "company_postcode": "44300"},
            {"postcode": "75001", "company_department": "44"},
        ],
    )
    def test_she_lives_or_works_in_the_lot(self, house, place):
        """R-008."""
        assert engaged(house, "UO1", received(house, **place)).state == "open"

    @pytest.mark.parametrize("postcode", ["75001", "98000"])
    def test_or_the_exception_is_one_of_the_list(self, house, postcode):
        """R-008; a postcode of no department is a place outside any lot."""
        person = received(house, postcode=postcode)
        said = {"followed_elsewhere": "no"}

        for exception in ("", "whatever"):
            declared = {**said, "place_exception": exception}
            refused(house, "UO1", "ni la résidence ni l'emploi", person, declarations=declared)
        declared = {**said, "place_exception": "other", "place_reason": "  "}
        refused(house, "UO1", "ni la résidence ni l'emploi", person, declarations=declared)
        declared = {**said, "place_exception": "nearer_operator"}
        assert engaged(house, "UO1", person, declarations=declared).state == "open"

    def test_without_any_place_nothing_is_held_against_her(self):
        """R-008: the sheet is incomplete, that is said elsewhere."""
        assert departments_of({"postcode": ""}) == set()
        assert departments_of({"postcode": "44000", "company_department": "00"}) == {"44", "00"}

    def test_one_accompaniment_at_a_time(self, house):
        """R-028, I3."""
        unit = engaged(house, "UO1")

        refused(house, "UO2.1", "déjà ouverte", unit.__parent__.__parent__)
        assert engaged(house, "UO0", unit.__parent__.__parent__).state == "closed"

    def test_a_return_is_free_three_months_after_and_explained_before(self, house, clock):
        """R-034, C-42."""
        unit = signed(engaged(house, "UO2.1"), house)
        person = unit.__parent__.__parent__
        clock.on("2020-05-02")
        refused(house, "UO1", "moins de trois mois", person)
        said = {"followed_elsewhere": "no", "return_motive": " "}
        refused(house, "UO1", "moins de trois mois", person, declarations=said)

        clock.on("2020-05-03")

        assert engaged(house, "UO1", person).state == "open"

    def test_going_on_after_an_explained_return_is_no_second_return(self, house, clock):
        project = signed(engaged(house, "UO2.1"), house)
        person = project.__parent__.__parent__
        clock.on("2020-03-02")
        back = {"followed_elsewhere": "no", "return_motive": "Licenciement"}
        signed(engaged(house, "UO1", person, declarations=back), house)
        clock.on("2020-03-10")

        assert engaged(house, "UO2.1", person).state == "open"

    def test_coming_back_after_a_first_level_is_no_quick_return(self, house, clock):
        unit = engaged(house, "UO1")
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
        clock.on("2020-02-10")

        assert engaged(house, "UO1", unit.__parent__.__parent__).state == "open"

    @pytest.mark.parametrize("login", ["", "nobody", "elise"])
    def test_the_referent_is_an_adviser(self, house, login):
        """R-035."""
        refused(house, "UO1", "n'est pas un conseiller en activité", given=Given(referent=login))

    def test_and_is_still_there(self, house):
        house.site.accounts["bruno"].disabled_on = date(2020, 2, 3)

        refused(house, "UO1", "conseiller en activité", given=Given(referent="bruno"))


class TestUo22:
    """R-025, R-027: it follows a UO2.1 closed by a signed project."""

    def test_its_deadline_counts_from_the_first_unit_whatever_its_own_day(self, house, clock):
        unit = supported(house, clock, "2020-11-02")

        assert (unit.opened_on, unit.due_on) == (date(2020, 11, 2), date(2021, 8, 3))

    def test_on_the_last_day_it_may_still_begin_not_the_day_after(self, house, clock):
        assert supported(house, clock, "2021-08-03").due_on == date(2021, 8, 3)

        project = signed(engaged(house, "UO2.1", received(house, first_name="Ana")), house)
        clock.on("2023-02-04")
        refused(house, "UO2.2", "Proposer une nouvelle UO2.1", project.__parent__.__parent__)

    def test_a_first_contact_in_between_does_not_move_its_deadline(self, house, clock):
        """R-025, R-028."""
        project = signed(engaged(house, "UO2.1"), house)
        person = project.__parent__.__parent__
        clock.on("2020-03-02")
        engaged(house, "UO0", person)

        assert engaged(house, "UO2.2", person).due_on == date(2021, 8, 3)

    def test_without_any_project_not_even_a_manager_engages_it(self, house):
        contact = engaged(house, "UO0")
        sentence = "Proposer une nouvelle UO2.1.*suit nécessairement"

        refused(house, "UO2.2", sentence, contact.__parent__.__parent__)

    def test_it_does_not_follow_a_project_that_was_not_signed(self, house, clock):
        unit = engaged(house, "UO2.1")
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")

        refused(house, "UO2.2", "suit nécessairement", unit.__parent__.__parent__)

    def test_nor_one_whose_closing_was_restated_as_unwanted(self, house, clock):
        """I6: closed voluntarily."""
        unit = signed(engaged(house, "UO2.1"), house)
        act(unit, "rectify", house, "denis", reason="TRANSFERT", motive="Changement d'opérateur")

        refused(house, "UO2.2", "suit nécessairement", unit.__parent__.__parent__)

    @pytest.mark.parametrize(("asked", "possible"), [("2020-02-03", True), ("2020-02-02", False)])
    def test_without_the_wish_in_the_project_a_later_demand_is_needed(
        self, house, clock, asked, possible
    ):
        from_project = signed(engaged(house, "UO2.1"), house)
        version = from_project.deliverable.current
        version.content = {**version.content, "continues": "no"}
        clock.on("2020-02-05")
        person = from_project.__parent__.__parent__
        said = {"demand": demand(house, "UO2.2", date.fromisoformat(asked))}

        if possible:
            assert engaged(house, "UO2.2", person, **said).state == "open"
        else:
            refused(house, "UO2.2", "suit nécessairement", person, **said)

    def test_a_wish_written_in_the_project_needs_no_later_demand(self, house, clock):
        project = signed(engaged(house, "UO2.1"), house)
        said = {"demand": demand(house, "UO2.2", date(2020, 2, 2))}

        assert engaged(house, "UO2.2", project.__parent__.__parent__, **said).state == "open"

    def test_a_manager_lets_it_follow_an_abandoned_unit_with_a_motive(self, house):
        unit = engaged(house, "UO2.1")
        act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
        person = unit.__parent__.__parent__
        given = Given(overrides={"follows_a_signed_project": "Projet signé ailleurs"})

        with pytest.raises(NotAllowed, match="Passer outre"):
            engage(person, opening(house, "UO2.2", given=given), actor(house, "alice"), house)
        again = engage(
            person, opening(house, "UO2.2", "denis", given=given), actor(house, "denis"), house
        )

        assert [o["motive"] for o in again.overrides] == ["Projet signé ailleurs"]
        assert again.overrides[0]["by"] == "denis"
        assert again.due_on == date(2021, 8, 3)

    def test_a_blank_motive_lets_nothing_pass(self, house):
        person = received(house, status="AGPUB")
        given = Given(referent="alice", overrides={"status_in_perimeter": " "})

        with pytest.raises(NotPossible, match="n'ouvre pas droit"):
            engage(
                person, opening(house, "UO1", "denis", given=given), actor(house, "denis"), house
            )

    def test_a_motive_for_what_is_met_anyway_notes_nothing(self, house):
        given = Given(referent="alice", overrides={"status_in_perimeter": "Au cas où"})

        assert engaged(house, "UO1", given=given).overrides == ()

    def test_what_no_manager_may_let_pass_stays_refused(self, house):
        given = Given(referent="alice", overrides={"opened_today_or_before": "Pressé"})
        said = {"opened_on": date(2020, 2, 4), "given": given}

        refused(house, "UO1", "dans l'avenir", **said)


class TestCourses:
    def test_a_first_contact_then_both_levels_make_one_course(self, house):
        first = engaged(house, "UO0")
        person = first.__parent__.__parent__
        second = signed(engaged(house, "UO1", person), house)
        third = engaged(house, "UO2.1", person)

        assert first.__parent__ is second.__parent__ is third.__parent__

    def test_the_same_level_again_makes_a_new_course(self, house, clock):
        first = engaged(house, "UO1")
        act(first, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
        clock.on("2020-02-04")
        second = engaged(house, "UO1", first.__parent__.__parent__)

        assert second.__parent__ is not first.__parent__

    def test_a_contact_after_the_end_does_not_reopen_the_old_course(self, house, clock):
        """R-028: a course is where its last accompaniment is."""
        first = signed(engaged(house, "UO2.1"), house)
        person = first.__parent__.__parent__
        clock.on("2020-09-01")
        contact = engaged(house, "UO0", person)
        second = engaged(house, "UO1", person)

        assert contact.__parent__ is first.__parent__
        assert second.__parent__ is not first.__parent__

    def test_a_cancelled_first_level_is_no_step_of_the_course(self, house):
        contact = engaged(house, "UO0")
        person = contact.__parent__.__parent__
        act(engaged(house, "UO1", person), "cancel", house, "denis", motive="Homonyme")

        again = engaged(house, "UO1", person)

        assert again.__parent__ is contact.__parent__

    def test_a_cancelled_unit_alone_leaves_a_new_course_to_the_next(self, house):
        unit = engaged(house, "UO1")
        act(unit, "cancel", house, "denis", motive="Homonyme")

        again = engaged(house, "UO1", unit.__parent__.__parent__)

        assert again.__parent__ is not unit.__parent__


def test_another_agreement_opens_its_own_units_and_sees_the_open_accompaniment(house, clock):
    """R-028, R-129: one open accompaniment, whatever agreement."""
    clock.on("2023-12-15")
    unit = engaged(house, "UO1")
    clock.on("2024-01-08")
    person = unit.__parent__.__parent__

    refused(house, "RDV1", "déjà ouverte", person)
    act(unit, "close", house, reason="VOL_SITUATION", motive="Courrier reçu")
    meeting = engaged(house, "RDV1", person)

    assert (meeting.agreement, meeting.due_on) == ("marche-2024", None)
    assert meeting.__parent__ is not unit.__parent__


def test_a_demand_recorded_before_is_enough(house):
    person = received(house)
    record_demand(person, demand(house, "UO1", date(2020, 2, 3)), actor(house, "alice"), house)

    assert engaged(house, "UO1", person, demand=None).state == "open"
