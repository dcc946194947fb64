"""The words of the policy, on real files."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from cep_docs.access import Actor, Facet
from cep_docs.access.predicates import PREDICATES, WORDS
from cep_docs.access.question import Question
from cep_docs.content.contact import LocalContact
from cep_docs.content.engagement import Course
from cep_docs.content.outbox import Notice
from cep_docs.content.session import CollectiveSession
from tests.unit.access.small_site import (
    LATER,
    NOW,
    actor,
    close,
    follow,
    grant,
    mandate,
    sign,
)


def says(word, who, thing, at=NOW) -> bool:
    return PREDICATES[word](Question(who, thing, at))


def test_every_word_has_one_function():
    assert len(PREDICATES) == len(WORDS)


class TestReferent:
    """R-035: exactly one referent, of his own course."""

    def test_the_referent_is_known_on_everything_below_his_course(self, person, draft):
        for thing in (person, person["c1"], draft, Facet(person, "nir")):
            assert says("is_referent", actor("alice"), thing)
            assert not says("is_referent", actor("bob"), thing)

    def test_the_former_referent_is_none(self, person, draft):
        follow(person["c1"], "bob", NOW)

        assert says("is_referent", actor("alice"), draft, NOW - timedelta(seconds=1))
        assert not says("is_referent", actor("alice"), draft)
        assert says("is_referent", actor("bob"), draft)

    def test_the_referent_of_a_finished_course_is_not_that_of_the_person(self, person):
        close(person["c1"]["4G200221000001"], date(2020, 3, 1))
        follow(person.add("c2", Course()), "bob")

        assert not says("is_referent", actor("alice"), person)
        assert says("is_referent", actor("bob"), person)
        assert says("is_referent", actor("alice"), person["c1"])

    def test_both_referents_of_two_running_courses_are(self, person, site):
        other = person.add("c2", Course())
        follow(other, "bob")
        engaged = other.add("x", site.beneficiaries["B2"]["c1"]["4G200101000002"])

        assert says("is_referent", actor("alice"), person)
        assert says("is_referent", actor("bob"), person)
        engaged.state = "cancelled"
        assert not says("is_referent", actor("bob"), person)

    def test_when_nothing_runs_the_last_referent_remains(self, person):
        close(person["c1"]["4G200221000001"], date(2020, 3, 1))

        assert says("is_referent", actor("alice"), person)

    def test_a_thing_of_nobody_has_no_referent(self, site):
        assert not says("is_referent", actor("alice"), site.structures["LYON"])


class TestDatedAccess:
    """R-035, R-037, R-122: what is dated ends by itself."""

    @pytest.mark.parametrize(("day", "expected"), [(1, False), (2, True), (13, True), (14, False)])
    def test_a_deputy_stands_in_on_his_days(self, draft, day, expected):
        at = NOW.replace(day=day)

        assert says("is_deputy", actor("denis"), draft, at) is expected

    def test_the_days_of_a_deputy_are_those_of_the_place(self, draft):
        reunion = timezone(timedelta(hours=4))
        still_the_first_in_utc = datetime(2020, 3, 1, 21, 0, tzinfo=UTC)

        assert not says("is_deputy", actor("denis"), draft, still_the_first_in_utc)
        there = still_the_first_in_utc.astimezone(reunion)
        assert says("is_deputy", actor("denis"), draft, there)

    def test_an_expert_leaves_at_his_instant(self, draft):
        assert says("is_expert", actor("eve"), draft, LATER - timedelta(seconds=1))
        assert not says("is_expert", actor("eve"), draft, LATER)
        assert not says("is_expert", actor("bob"), draft)

    def test_broken_glass_closes_again(self, person, draft):
        grant(person, "break_glass", "bob", NOW, NOW + timedelta(minutes=60))

        assert says("glass_is_broken", actor("bob"), draft)
        assert not says("glass_is_broken", actor("bob"), draft, NOW + timedelta(minutes=60))
        assert not says("is_expert", actor("bob"), draft)

    def test_a_shared_complaint_is_a_grant_too(self, person):
        grant(person, "complaint", "alice")

        assert says("complaint_is_shared", actor("alice"), Facet(person, "complaint"))
        assert not says("complaint_is_shared", actor("bob"), Facet(person, "complaint"))

    def test_a_mission_ends(self, draft):
        auditor = actor("aude", "auditor", mandate_until=NOW)

        assert says("mandate_is_open", auditor, draft, NOW - timedelta(seconds=1))
        assert not says("mandate_is_open", auditor, draft)
        assert not says("mandate_is_open", actor("aude", "auditor"), draft)

    def test_a_disabled_account_is_disabled_from_that_day_on(self, draft):
        gone = actor("alice", disabled_on=date(2020, 3, 9))

        assert says("account_is_disabled", gone, draft)
        assert not says("account_is_disabled", gone, draft, NOW - timedelta(days=1))
        assert not says("account_is_disabled", actor("alice"), draft)

    def test_the_second_factor_is_the_actors(self, draft):
        assert says("strongly_identified", actor("alice"), draft)
        assert not says("strongly_identified", actor("alice", strong=False), draft)


class TestStructure:
    """R-122, R-131: everybody in his place."""

    def test_a_structure_is_read_off_whatever_has_one(self, site, person, draft):
        session = CollectiveSession("CV", NOW.date(), "alice", "LYON")
        contact = LocalContact("anonymous", "LYON", NOW.date(), "infos", NOW)
        notice = Notice("manager", "overdue", "4G200101000001", "LYON", NOW)
        things = [session, contact, notice, person, person["c1"], draft, site.accounts["bob"]]

        for thing in [*things, site.structures["LYON"], Facet(site.structures["LYON"], "person")]:
            assert says("same_structure", actor("max"), thing)
            assert not says("same_structure", actor("odile"), thing)

    def test_who_has_no_structure_shares_none(self, site):
        assert not says("same_structure", actor("diane"), site.accounts["diane"])

    def test_a_subcontractor_sees_his_own_organisation_only(self, site, person):
        theirs = site.beneficiaries["B2"]["c1"]["4G200101000002"]
        pia = actor("pia", organisation="732829320")

        assert says("within_their_organisation", pia, theirs)
        assert not says("within_their_organisation", pia, person["c1"]["4G200101000001"])

    def test_the_lead_sees_the_whole_grouping(self, site):
        theirs = site.beneficiaries["B2"]["c1"]["4G200101000002"]

        assert says("within_their_organisation", actor("pia"), theirs)
        stranger = actor("pia", organisation="000000000")
        assert not says("within_their_organisation", stranger, theirs)

    def test_a_notice_goes_to_a_role_in_a_structure(self):
        notice = Notice("manager", "overdue", "4G200101000001", "LYON", NOW)
        to_all = Notice("manager", "sealed", "", "", NOW)

        assert says("addressed_to_them", actor("max"), notice)
        assert not says("addressed_to_them", actor("odile"), notice)
        assert not says("addressed_to_them", actor("alice"), notice)
        assert says("addressed_to_them", actor("odile"), to_all)

    def test_who_has_no_structure_is_told_of_all(self):
        notice = Notice("dpo", "glass_broken", "4G200101000001", "LYON", NOW)

        assert says("addressed_to_them", actor("paul"), notice)
        assert not says("addressed_to_them", actor("diane"), notice)


class TestArrival:
    """R-001, R-002, R-022: who has just come."""

    def test_a_person_without_unit_was_newly_met(self, site, person):
        assert says("newly_met", actor("bob"), site.beneficiaries["B3"])
        assert says("newly_met", actor("bob"), Facet(site.beneficiaries["B3"], "file"))
        assert not says("newly_met", actor("bob"), person)
        assert not says("newly_met", actor("bob"), Facet(site.structures["LYON"], "person"))

    def test_nobody_follows_who_was_only_told_where_to_go(self, site, person):
        assert says("nobody_follows", actor("bob"), site.beneficiaries["B4"])
        assert not says("nobody_follows", actor("bob"), person)
        assert not says("nobody_follows", actor("bob"), site)

    def test_a_deliverable_shows_that_somebody_follows(self, person):
        person["c1"].starts = ()

        assert not says("nobody_follows", actor("bob"), person)

    def test_a_referent_shows_that_somebody_follows(self, site):
        told = site.beneficiaries["B4"]
        follow(told["c1"], "alice")

        assert not says("nobody_follows", actor("bob"), told)

    def test_today_is_the_day_of_the_place(self, site):
        unit = site.beneficiaries["B4"]["c1"]["4G200300000004"]
        unit.recorded_at = datetime(2020, 3, 8, 21, 0, tzinfo=UTC)
        there = NOW.astimezone(timezone(timedelta(hours=4)))

        assert says("opened_by_them_today", actor("infos"), unit, there)
        assert not says("opened_by_them_today", actor("infos"), unit, NOW)

    def test_what_one_opened_today_is_his_until_midnight(self, site):
        told = site.beneficiaries["B4"]

        for thing in (told, told["c1"], told["c1"]["4G200300000004"], Facet(told, "file")):
            assert says("opened_by_them_today", actor("infos"), thing)
            assert not says("opened_by_them_today", actor("bob"), thing)
            assert not says("opened_by_them_today", actor("infos"), thing, NOW + timedelta(days=1))

    def test_a_first_contact_added_to_a_known_person_does_not_open_her_sheet(self, site, person):
        unit = site.beneficiaries["B4"]["c1"]["4G200300000004"]
        person["c1"].add(unit.number, unit)

        assert says("opened_by_them_today", actor("infos"), unit)
        assert not says("opened_by_them_today", actor("infos"), person)

    def test_nothing_was_opened_of_who_has_nothing(self, site):
        assert not says("opened_by_them_today", actor("infos"), site.beneficiaries["B3"])

    def test_what_has_no_time_was_not_opened_today(self, site):
        unit = site.beneficiaries["B4"]["c1"]["4G200300000004"]
        unit.recorded_at = None

        assert not says("opened_by_them_today", actor("infos"), unit)


class TestTies:
    def test_a_person_is_herself(self, person, site):
        portal = actor("portal-1", "beneficiary", beneficiary="B1")

        assert says("is_self", portal, person)
        assert not says("is_self", portal, site.beneficiaries["B2"])
        assert not says("is_self", portal, site)

    def test_somebody_without_identifier_is_nobody(self, person):
        person.identifier = ""

        assert not says("is_self", actor("bob"), person)

    def test_a_note_has_one_author(self, person):
        assert says("is_author", actor("alice"), person.notes["n1"])
        assert not says("is_author", actor("bob"), person.notes["n1"])
        assert not says("is_author", actor("alice"), person)

    def test_an_account_is_its_holders(self, site):
        assert says("is_own_account", actor("root"), site.accounts["root"])
        assert not says("is_own_account", actor("root"), site.accounts["bob"])

    def test_whoever_worked_on_the_file_is_in_conflict(self, person, draft):
        person["c1"]["4G200221000001"].interactions = ({"by": "bob"},)

        for account in ("alice", "denis", "eve", "bob"):
            assert says("conflicted", actor(account), draft)
        assert not says("conflicted", actor("nina"), draft)

    def test_the_author_of_a_version_is_in_conflict(self, site):
        theirs = site.beneficiaries["B2"]["c1"]["4G200101000002"]["shared_assessment"]
        theirs.freeze({}, "2019-1", "bob", NOW)

        assert says("conflicted", actor("bob"), theirs)
        assert not says("conflicted", actor("bob"), site)

    def test_a_sample_is_of_units(self, person, signed, draft):
        auditor = actor("aude", "auditor", sample=frozenset({"4G200101000001"}))

        assert says("in_sample", auditor, signed)
        assert says("in_sample", auditor, Facet(signed, "proof"))
        assert not says("in_sample", auditor, draft)
        assert not says("in_sample", auditor, person)

    def test_files_are_submitted_by_name(self, person, site):
        named = frozenset({"B1"})

        assert says("referred_to_them", actor("marc", referrals=named), person)
        assert not says("referred_to_them", actor("marc", handed_over=named), person)
        assert says("handed_over_to_them", actor("suc", "successor", handed_over=named), person)
        assert not says("handed_over_to_them", actor("suc", "successor"), person)
        assert not says("referred_to_them", actor("marc", referrals=named), site)


class TestMandates:
    """R-095: no mandate, nothing shared."""

    def test_a_mandate_names_a_third_party_a_thing_and_days(self, person, signed):
        mandate(person, "cpir-ara", "deliverable plan")
        third = Actor("cpir-ara", frozenset({"third_party"}))

        assert says("mandated_by_the_person", third, signed)
        assert says("a_mandate_covers_it", actor("alice"), signed)
        assert not says("mandated_by_the_person", third, Facet(person, "attachment"))
        assert not says("mandated_by_the_person", actor("other", "third_party"), signed)

    @pytest.mark.parametrize(("month", "day"), [(2, 29), (4, 1)])
    def test_a_mandate_does_not_count_outside_its_days(self, person, signed, month, day):
        mandate(person, "cpir-ara", "deliverable")

        at = NOW.replace(month=month, day=day)

        assert not says("a_mandate_covers_it", actor("alice"), signed, at)

    @pytest.mark.parametrize("day", [1, 31])
    def test_its_first_and_its_last_day_count(self, person, signed, day):
        mandate(person, "cpir-ara", "deliverable")

        assert says("a_mandate_covers_it", actor("alice"), signed, NOW.replace(day=day))

    def test_an_organisation_may_be_mandated(self, person, signed):
        mandate(person, "732829320", "deliverable")

        third = actor("agent", "third_party", organisation="732829320")

        assert says("mandated_by_the_person", third, signed)

    def test_mediation_waits_for_the_persons_consent(self, person, site):
        consent = {"subject": "mediation", "scope": "", "given_on": date(2020, 3, 1)}
        person.consents = ({**consent, "revoked_on": date(2020, 3, 10), "channel": "mail"},)

        assert says("agrees_to_mediation", actor("marc"), person)
        assert not says("agrees_to_mediation", actor("marc"), person, NOW + timedelta(days=1))
        assert not says("agrees_to_mediation", actor("marc"), site)


class TestDocuments:
    def test_a_heading_is_open_to_the_person_once_she_was_invited(self, draft, person):
        """R-062."""
        assert not says("asked_of_them", actor("alice"), draft)
        assert not says("asked_of_them", actor("alice"), person)

        draft.asked = ({"field": "need", "by": "alice", "at": NOW},)

        assert says("asked_of_them", actor("alice"), draft)

    def test_a_draft_is_not_frozen(self, draft):
        assert not says("frozen", actor("alice"), draft)
        assert not says("signed", actor("alice"), draft)
        assert not says("completed", actor("alice"), draft)

    def test_a_proposed_version_is_frozen_until_it_is_taken_back(self, draft):
        version = draft.freeze({}, "2019-1", "alice", NOW)

        assert says("frozen", actor("alice"), draft)
        assert says("frozen", actor("alice"), version)
        version.withdrawn_because = "une faute"
        assert not says("frozen", actor("alice"), draft)

    def test_the_signature_that_counts_is_the_beneficiarys(self, draft, signed):
        sign(draft, "adviser")

        assert not says("signed", actor("alice"), draft)
        assert says("signed", actor("alice"), signed)
        assert says("completed", actor("alice"), signed)

    def test_a_withdrawn_signature_no_longer_counts(self, signed):
        signed.current.withdrawn_because = "erreur"

        assert not says("signed", actor("alice"), signed)
        assert not says("completed", actor("alice"), signed)

    def test_a_written_trace_is_complete_once_it_has_closed_its_unit(self, person, draft):
        draft.freeze({}, "2019-1", "alice", NOW)
        assert not says("completed", actor("alice"), draft)

        close(person["c1"]["4G200221000001"], NOW.date())

        assert says("completed", actor("alice"), draft)
        draft.state = "set_aside"
        assert not says("completed", actor("alice"), draft)

    def test_a_file_is_no_document(self, person):
        for word in ("frozen", "signed", "completed"):
            assert not says(word, actor("alice"), person["c1"])

    def test_anonymity_and_holds_are_the_persons(self, person, draft, site):
        assert not says("anonymous", actor("alice"), draft)
        assert not says("under_legal_hold", actor("alice"), draft)

        person.anonymous = True
        grant(person, "legal_hold", "")

        assert says("anonymous", actor("alice"), draft)
        assert says("under_legal_hold", actor("alice"), draft)
        assert not says("under_legal_hold", actor("alice"), draft, LATER)
        assert not says("anonymous", actor("alice"), site)
        assert not says("under_legal_hold", actor("alice"), site)
