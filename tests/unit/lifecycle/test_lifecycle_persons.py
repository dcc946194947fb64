"""Persons: registered once, with a history of status, demands, consents (R-002…R-014, R-105)."""

from dataclasses import replace
from datetime import date

import pytest

from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.contacts import count_contact, counted_today, identify_contact
from cep_docs.lifecycle.persons import (
    NewPerson,
    edit_sheet,
    possible_duplicates,
    record_consent,
    record_demand,
    record_mandate,
    record_status,
    register_person,
    revoke_consent,
    set_adaptations,
)
from tests.people import PERSON, actor, opening, received
from tests.unit.lifecycle.courses import act, engaged

DAY = date(2020, 2, 3)


def consent(subject="disability", on=DAY):
    return {
        "subject": subject,
        "scope": "deliverable",
        "given_on": on,
        "channel": "PRES",
        "recorded_by": "alice",
        "revoked_on": None,
    }


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def followed(house):
    """Somebody whose referent is Alice."""
    return engaged(house, "UO1").__parent__.__parent__


def last_line(person):
    return list(person.journal)[-1]


class TestRegistering:
    def test_the_sheet_is_kept_in_its_stored_form_and_the_status_apart(self, house, alice):
        new = NewPerson({**PERSON, "postcode": " 44 000 "}, "SAL_CDI", DAY, "NTE")

        person = register_person(new, alice, house)

        assert person.sheet["postcode"] == "44000"
        assert "status" not in person.sheet
        assert person.status_on(DAY) == "SAL_CDI"
        assert house.site.beneficiaries[person.identifier] is person
        assert last_line(person)["what"] == "register"

    def test_without_status_there_is_no_period(self, house, alice):
        person = register_person(NewPerson(PERSON, "", DAY, "NTE"), alice, house)

        assert person.statuses == ()

    def test_wrong_data_are_said_field_by_field(self, house, alice):
        sheet = {**PERSON, "birth_date": "1984-02-30", "sex": "X"}

        with pytest.raises(Invalid) as error:
            register_person(NewPerson(sheet, "PRINCE", DAY, "NTE"), alice, house)

        assert sorted(error.value.messages) == ["birth_date", "sex", "status"]

    def test_nobody_is_received_in_a_place_that_does_not_exist_or_is_another_team(
        self, house, alice
    ):
        with pytest.raises(Invalid, match="Cette structure n'existe pas"):
            register_person(NewPerson(PERSON, "", DAY, "XXX"), alice, house)
        with pytest.raises(NotAllowed):
            register_person(NewPerson(PERSON, "", DAY, "ANG"), alice, house)

    @pytest.mark.parametrize(
        ("changes", "twin"),
        [
            ({}, True),
            ({"birth_name": "LEFEVRE"}, True),
            ({"birth_name": "Martin", "usual_name": "Lefèvre"}, True),
            ({"birth_name": "Durand"}, False),
            ({"first_name": "Ana"}, False),
            ({"birth_date": "1984-05-18"}, False),
        ],
    )
    def test_twins_are_found_by_day_and_sound(self, house, changes, twin):
        """R-106."""
        known = received(house)

        if twin:
            with pytest.raises(NotPossible, match=r"1 personne.*rien n'a été enregistré"):
                received(house, **changes)
        else:
            assert received(house, **changes) is not known

    def test_a_homonym_told_apart_is_registered_and_remembered(self, house, alice):
        """R-106."""
        known = received(house)
        assert possible_duplicates(known.sheet, house) == [known.identifier]
        new = NewPerson(PERSON, "SAL_CDI", DAY, "NTE", distinct_from=[known.identifier])

        other = register_person(new, alice, house)

        assert other.distinct_from == (known.identifier,)

    def test_one_homonym_told_apart_does_not_excuse_another(self, house, alice):
        first = received(house)
        register_person(
            NewPerson(PERSON, "", DAY, "NTE", distinct_from=[first.identifier]), alice, house
        )

        with pytest.raises(NotPossible, match="1 personne"):
            register_person(
                NewPerson(PERSON, "", DAY, "NTE", distinct_from=[first.identifier]), alice, house
            )


class TestSheet:
    def test_fields_are_changed_or_emptied_and_the_journal_names_them_only(
        self, house, alice, followed
    ):
        edit_sheet(followed, {"town": "Rezé", "email": ""}, alice, house)

        assert followed.sheet["town"] == "Rezé"
        assert "email" not in followed.sheet
        assert last_line(followed)["details"] == {"fields": "email,town"}

    def test_wrong_data_and_the_status_are_refused(self, house, alice, followed):
        with pytest.raises(Invalid, match="cinq chiffres"):
            edit_sheet(followed, {"postcode": "44"}, alice, house)
        with pytest.raises(Invalid, match="changement de statut"):
            edit_sheet(followed, {"status": "DE"}, alice, house)

        assert followed.sheet["postcode"] == "44000"

    def test_what_is_reserved_needs_a_right_of_its_own(self, house, alice, followed):
        """R-105: whoever may edit the sheet, as an information officer does, does not write it."""
        record_consent(followed, consent(), alice, house)
        officer = replace(actor(house, "elise"), account="alice")
        edit_sheet(followed, {"street_number": "14"}, officer, house)

        with pytest.raises((NotAllowed, NotFound)):
            edit_sheet(followed, {"disability": "RQTH"}, officer, house)

        assert "disability" not in followed.sheet

    def test_nothing_reserved_is_written_before_there_is_a_file(self, house, alice):
        new = NewPerson({**PERSON, "disability": "RQTH"}, "SAL_CDI", DAY, "NTE")

        with pytest.raises(Invalid, match="accord de la personne"):
            register_person(new, alice, house)

    def test_health_is_written_only_with_her_consent(self, house, alice, followed, clock):
        """R-105, C-32."""
        with pytest.raises(Invalid, match="consentement de la personne"):
            edit_sheet(followed, {"disability": "RQTH"}, alice, house)
        record_consent(followed, consent(), alice, house)
        edit_sheet(followed, {"disability": "RQTH"}, alice, house)
        clock.on("2020-02-10")
        revoke_consent(followed, "disability", date(2020, 2, 10), alice, house)

        with pytest.raises(Invalid, match="consentement de la personne"):
            edit_sheet(followed, {"disability": "NON"}, alice, house)
        edit_sheet(followed, {"disability": ""}, alice, house)
        assert "disability" not in followed.sheet

    def test_a_colleague_does_not_write_in_it(self, house, followed):
        with pytest.raises((NotAllowed, NotFound)):
            edit_sheet(followed, {"town": "Rezé"}, actor(house, "chloe"), house)


class TestStatus:
    def test_a_change_from_tomorrow_is_the_advisers_one_before_the_engagement_is_not(
        self, house, alice, followed, clock
    ):
        """R-006."""
        clock.on("2020-02-10")
        record_status(followed, "DE", date(2020, 2, 4), alice, house)

        with pytest.raises(NotAllowed, match="Passer outre"):
            record_status(followed, "INDEP", DAY, alice, house)

        assert followed.status_on(date(2020, 2, 4)) == "DE"

    def test_the_manager_records_it_with_a_motive(self, house, followed, clock):
        """R-006: the units stay as they are, the journal has the motive and the rule."""
        clock.on("2020-02-10")
        denis, states = actor(house, "denis"), [u.state for u in followed.engagements()]

        with pytest.raises(Invalid, match="pourquoi"):
            record_status(followed, "DE", DAY, denis, house, "  ")
        record_status(followed, "DE", DAY, denis, house, "Fin de contrat apprise hier.")

        assert followed.status_on(DAY) == "DE"
        assert [u.state for u in followed.engagements()] == states
        assert last_line(followed)["details"]["motive"] == "Fin de contrat apprise hier."
        assert last_line(followed)["rule"] == "MANAGER-5"

    def test_a_manager_of_another_place_does_not(self, house, followed):
        """R-006."""
        other = actor(house, "chloe")

        with pytest.raises((NotAllowed, NotFound)):
            record_status(followed, "DE", DAY, other, house, "Fin de contrat.")

    def test_a_cancelled_unit_needs_no_manager(self, house, alice):
        unit = engaged(house, "UO1")
        act(unit, "cancel", house, "denis", motive="Homonyme")
        person = unit.__parent__.__parent__

        record_status(person, "INDEP", DAY, alice, house)

        assert person.status_on(DAY) == "INDEP"

    def test_an_unknown_status_is_refused(self, house, alice, followed):
        with pytest.raises(Invalid):
            record_status(followed, "PRINCE", date(2020, 2, 4), alice, house)


class TestDemands:
    def demand(self, house, **changes):
        return {**opening(house, "UO1").demand, **changes}

    def test_she_asks_herself(self, house, alice, followed):
        """R-010."""
        before = followed.demands
        record_demand(followed, self.demand(house), alice, house)

        assert len(followed.demands) == len(before) + 1
        assert last_line(followed)["details"] == {"unit": "UO1", "on": "2020-02-03"}

    def test_nobody_asks_for_her_and_nobody_asks_tomorrow(self, house, alice, followed):
        before = followed.demands
        with pytest.raises(NotPossible, match=r"à la demande de la personne \(CCTP § 1.2.6\)"):
            record_demand(followed, self.demand(house, author="employer"), alice, house)
        with pytest.raises(Invalid, match="dans l'avenir"):
            record_demand(followed, self.demand(house, on=date(2020, 2, 4)), alice, house)

        assert followed.demands == before


class TestConsents:
    def test_revoked_it_stays_in_the_history(self, house, alice, followed, clock):
        record_consent(followed, consent(), alice, house)
        clock.on("2020-02-10")
        revoke_consent(followed, "disability", date(2020, 2, 10), alice, house)

        assert [c["revoked_on"] for c in followed.consents] == [date(2020, 2, 10)]
        assert followed.consents_to("disability", date(2020, 2, 9))

    def test_what_is_not_given_is_not_revoked(self, house, alice, followed):
        record_consent(followed, consent("mediation"), alice, house)

        with pytest.raises(NotPossible, match="Aucun consentement en cours"):
            revoke_consent(followed, "disability", DAY, alice, house)
        assert followed.consents_to("mediation", DAY)

    def test_revoking_touches_neither_another_subject_nor_a_later_consent(
        self, house, alice, followed
    ):
        for said in (consent(), consent("mediation"), consent(on=date(2020, 3, 1))):
            record_consent(followed, said, alice, house)
        revoke_consent(followed, "disability", date(2020, 2, 10), alice, house)

        assert not followed.consents_to("disability", date(2020, 2, 10))
        assert followed.consents_to("mediation", date(2020, 2, 10))
        assert followed.consents_to("disability", date(2020, 3, 1))

    def test_given_and_taken_back_the_same_day_it_never_held(self, house, alice, followed):
        record_consent(followed, consent(), alice, house)
        revoke_consent(followed, "disability", DAY, alice, house)

        assert not followed.consents_to("disability", DAY)

    def test_given_again_after_it_was_revoked_both_stay(self, house, alice, followed):
        record_consent(followed, consent(), alice, house)
        revoke_consent(followed, "disability", date(2020, 2, 10), alice, house)
        record_consent(followed, consent(on=date(2020, 2, 20)), alice, house)
        revoke_consent(followed, "disability", date(2020, 3, 1), alice, house)

        days = [c["revoked_on"] for c in followed.consents]
        assert days == [date(2020, 2, 10), date(2020, 3, 1)]

    def test_a_mandate_ends_after_it_begins(self, house, alice, followed):
        """R-095."""
        mandate = {
            "third_party": "financeur",
            "scope": "deliverable",
            "given_on": DAY,
            "until": DAY,
            "recorded_by": "alice",
        }
        record_mandate(followed, mandate, alice, house)

        with pytest.raises(Invalid, match="précède son début"):
            record_mandate(followed, {**mandate, "until": date(2020, 2, 2)}, alice, house)
        assert followed.mandates == (mandate,)


def test_adaptations_are_those_that_exist(house, alice, followed):
    """R-014."""
    set_adaptations(followed, ["reader", "large_print"], alice, house)

    with pytest.raises(Invalid, match="Adaptation inconnue : magic"):
        set_adaptations(followed, ["magic"], alice, house)
    assert followed.adaptations == ("large_print", "reader")


class TestAnonymousContacts:
    """R-001, R-002, C-30."""

    @pytest.fixture
    def elise(self, house):
        return actor(house, "elise")

    def count(self, house, elise, kind="anonymous"):
        return count_contact(kind, "NTE", {"motive": "POINT"}, elise, house)

    def identified(self, house, elise, key):
        new = NewPerson(PERSON, "SAL_CDI", DAY, "NTE")
        return identify_contact(key, new, opening(house, "UO0", "elise"), elise, house)

    def test_it_is_counted_and_nothing_else(self, house, elise):
        contact = house.site.contacts[self.count(house, elise, "out_of_scope")]

        assert (contact.kind, contact.on, contact.by) == ("out_of_scope", DAY, "elise")
        assert (contact.sheet, contact.became) == ({"motive": "POINT"}, "")
        assert list(house.site.beneficiaries) == []

    @pytest.mark.parametrize(("kind", "place"), [("mystery", "NTE"), ("anonymous", "XXX")])
    def test_a_strange_one_is_refused(self, house, elise, kind, place):
        with pytest.raises(Invalid, match="Choisir sa nature et sa structure"):
            count_contact(kind, place, {}, elise, house)

    def test_the_same_day_it_becomes_a_first_unit_once(self, house, elise):
        key = self.count(house, elise)
        person = self.identified(house, elise, key)

        assert [unit.unit for unit in person.engagements()] == ["UO0"]
        assert house.site.contacts[key].became == person.identifier
        with pytest.raises(NotPossible, match="une seule fois"):
            self.identified(house, elise, key)

    def test_another_team_does_not_name_it(self, house, elise):
        key, chloe = self.count(house, elise), actor(house, "chloe")
        new = NewPerson(PERSON, "SAL_CDI", DAY, "ANG")

        with pytest.raises((NotAllowed, NotFound)):
            identify_contact(key, new, opening(house, "UO0", "chloe"), chloe, house)

    def test_whoever_has_no_name_is_listed_in_the_place_that_day_the_last_first(
        self, house, elise, clock
    ):
        """R-002: at most so many, and no more once she gave her name."""
        first = self.count(house, elise)
        clock.on("2020-02-03", "10:00")
        second = self.count(house, elise, "out_of_scope")

        known = [one.__name__ for one in counted_today(elise, house)]
        few = [one.__name__ for one in counted_today(elise, house, most=1)]
        self.identified(house, elise, first)

        assert (known, few) == ([second, first], [second])
        assert [one.__name__ for one in counted_today(elise, house)] == [second]
        assert counted_today(actor(house, "chloe"), house) == []

    def test_not_the_next_day_nor_when_out_of_scope_nor_when_unknown(self, house, elise, clock):
        key, other = self.count(house, elise), self.count(house, elise, "out_of_scope")
        with pytest.raises(NotPossible, match="Un contact anonyme"):
            self.identified(house, elise, other)
        with pytest.raises(NotPossible, match="n'existe pas"):
            self.identified(house, elise, "nothing")
        clock.on("2020-02-04")

        with pytest.raises(NotPossible, match="que le jour même"):
            self.identified(house, elise, key)
