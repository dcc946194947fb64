"""The decision, its reason, and what somebody learns from a refusal."""

from datetime import date, timedelta

import pytest

from cep_docs.access import CLOCKWORK, NOT_FOUND, Facet, decide, require, verdict
from cep_docs.access.decide import NO_RULE
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.order import PurchaseOrder
from cep_docs.errors import NotAllowed, NotFound
from tests.unit.access.small_site import NOW, actor, follow, grant, mandate, sign


def may(policy, who, action, thing, at=NOW) -> bool:
    return decide(policy, who, action, thing, at).allowed


class TestReasons:
    """Each decision gives its reason."""

    def test_a_yes_names_its_rule_and_why(self, policy, draft):
        decision = decide(policy, actor("alice"), "edit", draft, NOW)

        assert (decision.allowed, decision.rule) == (True, "REFERENT-4")
        assert "CCTP § 2.1.2" in decision.because
        assert not decision.motive

    def test_a_no_by_prohibition_names_it(self, policy, signed):
        decision = decide(policy, actor("alice"), "edit", signed, NOW)

        assert (decision.allowed, decision.rule) == (False, "SIGNED-1")

    def test_what_is_not_written_is_refused(self, policy, draft):
        assert decide(policy, actor("bob"), "edit", draft, NOW) == NO_RULE
        assert decide(policy, actor("alice"), "unheard of", draft, NOW) == NO_RULE
        assert decide(policy, actor("x", "unheard of"), "view", draft, NOW) == NO_RULE
        assert decide(policy, actor("alice"), "view", Facet(draft, "other"), NOW) == NO_RULE

    def test_an_act_that_needs_a_motive_says_so(self, policy, person):
        assert decide(policy, actor("max"), "reassign", person["c1"], NOW).motive
        assert not decide(policy, actor("max"), "view", person["c1"], NOW).motive


class TestRefusal:
    """I12, R-156: the refused and the non-existing look the same."""

    def test_who_may_not_know_is_told_that_there_is_nothing(self, policy, person):
        with pytest.raises(NotFound) as refused:
            require(policy, actor("nina"), "view", person, NOW)

        assert str(refused.value) == NOT_FOUND

    def test_who_sees_it_is_told_what_he_may_not_do(self, policy, signed):
        with pytest.raises(NotAllowed) as refused:
            require(policy, actor("alice"), "edit", signed, NOW)

        assert str(refused.value).startswith(
            "« Modifier » ne vous est pas permis ici : un livrable"
        )

    def test_who_may_list_it_knows_of_it(self, policy, person):
        with pytest.raises(NotAllowed):
            require(policy, actor("bob"), "view", person["c1"], NOW)

    def test_making_something_outside_any_file_reveals_nobody(self, policy, site):
        with pytest.raises(NotAllowed):
            require(policy, actor("nina"), "create", Facet(site.structures["LYON"], "person"), NOW)

    def test_making_something_in_a_hidden_file_reveals_nothing(self, policy, person):
        with pytest.raises(NotFound):
            require(policy, actor("nina"), "create", Facet(person, "note"), NOW)

    def test_an_unknown_action_is_refused_like_any_other(self, policy, draft):
        with pytest.raises(NotAllowed, match="« Peindre »"):
            require(policy, actor("alice"), "peindre", draft, NOW)

    def test_a_yes_returns_the_decision(self, policy, draft):
        assert require(policy, actor("alice"), "view", draft, NOW).rule == "REFERENT-1"


class TestSeveralRoles:
    def test_each_role_brings_its_own_rights(self, policy, person, draft):
        both = actor("alice", "adviser", "manager")

        assert may(policy, both, "reassign", person["c1"])
        assert may(policy, both, "edit", draft)

    def test_a_prohibition_binds_the_person_whatever_her_other_roles(self, policy, draft):
        both = actor("alice", "adviser", "administrator")

        assert decide(policy, both, "view", draft, NOW).rule == "CONTENT-1"

    def test_a_role_does_not_cover_another(self, policy, person):
        both = actor("max", "manager", "adviser")

        assert not may(policy, both, "view", Facet(person, "disability"))
        assert verdict(
            policy, both.roles, "view", "disability", lambda word: word == "same_structure"
        ).rule in ("RESERVED-1", "RESERVED-3")


class TestFiles:
    """R-035, R-037, R-122, R-123: who reads what of a file."""

    def test_the_referent_works_on_his_file_and_on_no_other(self, policy, site, person):
        theirs = site.beneficiaries["B2"]

        for action in ("view", "list", "engage", "log_interaction", "close"):
            assert may(policy, actor("alice"), action, person["c1"])
            assert not may(policy, actor("alice"), action, theirs["c1"])

    def test_a_former_referent_keeps_nothing_but_what_any_colleague_has(self, policy, person):
        follow(person["c1"], "bob", NOW)

        kinds = [person, person["c1"], Facet(person, "nir"), Facet(person, "attachment")]

        for thing in kinds:
            for action in policy.actions:
                had = may(policy, actor("denis"), action, thing, NOW + timedelta(days=20))
                assert may(policy, actor("alice"), action, thing) == had

    def test_an_expert_reads_and_takes_part_but_does_not_sign(self, policy, draft, person):
        assert may(policy, actor("eve"), "view", draft)
        assert may(policy, actor("eve"), "log_interaction", person["c1"])
        assert not may(policy, actor("eve"), "sign", draft)
        assert not may(policy, actor("eve"), "view", Facet(person, "disability"))

    def test_a_deputy_signs_and_reads_no_nir(self, policy, draft, person):
        assert may(policy, actor("denis"), "sign", draft)
        assert not may(policy, actor("denis"), "view", Facet(person, "nir"))
        assert not may(policy, actor("denis"), "grant_expert", Facet(person, "file"))

    def test_a_manager_regularises_and_reads_what_is_signed(self, policy, person, draft, signed):
        for action in ("override", "rectify", "cancel", "reassign", "add_deputy", "close_overdue"):
            assert may(policy, actor("max"), action, person["c1"])
            assert not may(policy, actor("odile"), action, person["c1"])
        assert may(policy, actor("max"), "view", signed)
        assert not may(policy, actor("max"), "view", draft)

    def test_breaking_the_glass_reads_for_a_time_and_writes_nothing(self, policy, person, draft):
        assert not may(policy, actor("bob"), "view", draft)
        assert may(policy, actor("bob"), "break_glass", Facet(person, "file"))
        assert not may(policy, actor("bob", strong=False), "break_glass", Facet(person, "file"))

        grant(person, "break_glass", "bob", NOW, NOW + timedelta(minutes=60))

        assert may(policy, actor("bob"), "view", draft)
        assert not may(policy, actor("bob"), "edit", draft)
        assert not may(policy, actor("bob"), "view", person.notes["n1"])
        assert not may(policy, actor("bob"), "view", Facet(person, "disability"))
        assert not may(policy, actor("bob"), "view", draft, NOW + timedelta(minutes=60))

    def test_nobody_of_another_structure_breaks_the_glass(self, policy, person):
        assert not may(policy, actor("nina"), "break_glass", Facet(person, "file"))

    def test_a_note_is_read_by_its_author_only(self, policy, person):
        note = person.notes["n1"]

        assert may(policy, actor("alice"), "view", note)
        for account in ("bob", "denis", "eve", "max", "root", "paul"):
            assert not may(policy, actor(account), "view", note)

    def test_a_note_is_written_by_who_follows(self, policy, person):
        assert may(policy, actor("denis"), "create", Facet(person, "note"))
        assert not may(policy, actor("bob"), "create", Facet(person, "note"))
        assert not may(policy, actor("max"), "create", Facet(person, "note"))

    def test_a_complaint_about_him_is_hidden_from_the_adviser(self, policy, person):
        complaint = Facet(person, "complaint")
        assert may(policy, actor("marc"), "edit", complaint)
        assert not may(policy, actor("alice"), "view", complaint)
        assert not may(policy, actor("alice", "manager"), "view", complaint)

        grant(person, "complaint", "alice")

        assert may(policy, actor("alice"), "view", complaint)

    def test_sharing_waits_for_a_mandate(self, policy, person, signed):
        assert not may(policy, actor("alice"), "share", signed)

        mandate(person, "cpir-ara", "deliverable")

        assert may(policy, actor("alice"), "share", signed)
        assert may(policy, actor("cpir-ara", "third_party"), "download", signed)
        assert not may(policy, actor("cpir-ara", "third_party"), "view", person)

    def test_a_third_party_reads_what_is_completed_and_no_draft_r_095(self, policy, person, draft):
        mandate(person, "cpir-ara", "deliverable")

        for act in ("view", "list", "download"):
            assert not may(policy, actor("cpir-ara", "third_party"), act, draft)


class TestArrival:
    """R-001, R-002: the first contact takes less than a minute."""

    def test_an_information_officer_opens_and_completes_his_own_the_same_day(self, policy, site):
        infos, told = actor("infos"), site.beneficiaries["B4"]

        assert may(policy, infos, "create", Facet(site.structures["LYON"], "person"))
        assert not may(policy, infos, "create", Facet(site.structures["NICE"], "person"))
        assert may(policy, infos, "orient", Facet(site.beneficiaries["B3"], "file"))
        assert may(policy, infos, "edit", told)
        assert not may(policy, infos, "view", told, NOW + timedelta(days=1))
        assert not may(policy, infos, "engage", Facet(site.beneficiaries["B3"], "file"))

    def test_an_adviser_of_the_structure_takes_over(self, policy, site):
        told = Facet(site.beneficiaries["B4"], "file")

        assert may(policy, actor("bob"), "engage", told)
        assert not may(policy, actor("nina"), "engage", told)
        assert not may(policy, actor("bob"), "close", told)

    def test_who_has_just_come_is_received_by_any_adviser(self, policy, site):
        assert may(policy, actor("nina"), "engage", Facet(site.beneficiaries["B3"], "file"))
        assert not may(policy, actor("camille"), "view", Facet(site.beneficiaries["B3"], "file"))


class TestTheHouse:
    def test_the_administrator_keeps_accounts_but_not_his_own(self, policy, site):
        assert may(policy, actor("root"), "manage", site.accounts["bob"])
        assert not may(policy, actor("root"), "manage", site.accounts["root"])
        assert not may(policy, actor("max"), "manage", site.accounts["bob"])

    def test_orders_are_registered_by_who_steers(self, policy):
        order = PurchaseOrder("2020-Lot01-UO01-01", "cctp-2019", "UO1", "01", 10)

        assert may(policy, actor("pia"), "register", order)
        assert may(policy, actor("diane"), "register", order)
        assert may(policy, actor("max"), "view", order)
        assert not may(policy, actor("max"), "register", order)

    def test_a_controller_lists_numbers_and_opens_nothing(self, policy, person):
        assert may(policy, actor("pia"), "list", person["c1"]["4G200101000001"])
        assert not may(policy, actor("pia"), "view", person["c1"]["4G200101000001"])
        assert not may(policy, actor("pia"), "list", person)

    def test_an_assistant_prints_what_is_proposed(self, policy, draft, person):
        assert not may(policy, actor("camille"), "download", draft)

        draft.freeze({}, "2019-1", "alice", NOW)

        assert may(policy, actor("camille"), "download", draft)
        assert not may(policy, actor("camille"), "view", person.notes["n1"])
        assert may(policy, actor("camille"), "create", Facet(person, "attachment"))

    def test_the_night_settles_and_reads_no_note(self, policy, person, draft):
        assert may(policy, CLOCKWORK, "settle", person["c1"]["4G200221000001"])
        assert may(policy, CLOCKWORK, "settle", draft)
        assert not may(policy, CLOCKWORK, "view", person.notes["n1"])
        assert not may(policy, CLOCKWORK, "edit", draft)

    def test_who_left_opens_nothing(self, policy, draft):
        assert not may(policy, actor("alice", disabled_on=date(2020, 3, 1)), "view", draft)


class TestOutside:
    def test_an_auditor_reads_his_sample_until_the_end_of_his_mission(self, policy, signed, draft):
        numbers = frozenset({"4G200101000001", "4G200221000001"})
        auditor = actor("aude", "auditor", sample=numbers, mandate_until=NOW)
        before = NOW - timedelta(days=1)

        assert may(policy, auditor, "review", signed, before)
        assert not may(policy, auditor, "view", draft, before)
        assert not may(policy, auditor, "view", signed, NOW)
        assert not may(policy, auditor, "edit", signed, before)

    def test_nobody_audits_his_own_work(self, policy, signed):
        numbers = frozenset({"4G200101000001"})
        auditor = actor("alice", "auditor", sample=numbers, mandate_until=NOW + timedelta(days=1))

        assert decide(policy, auditor, "view", signed, NOW).rule == "AUDIT-1"

    def test_the_person_reads_what_is_proposed_and_signs_herself(self, policy, person, draft):
        zoe = actor("portal-1", "beneficiary", beneficiary="B1")
        assert not may(policy, zoe, "view", draft)

        sign(draft, "adviser")

        assert may(policy, zoe, "sign", draft)
        assert may(policy, zoe, "read_journal", Facet(person, "access_journal"))
        assert not may(policy, zoe, "edit", draft)
        assert not may(policy, zoe, "view", Facet(person, "nir"))

    def test_a_legal_hold_stops_the_purge(self, policy, site):
        purger = actor("purger", "purger", referrals=frozenset({"B1"}))
        person: Beneficiary = site.beneficiaries["B1"]
        assert may(policy, purger, "purge", person)

        grant(person, "legal_hold", "")

        assert not may(policy, purger, "purge", person)


def test_a_decision_asks_only_the_words_it_needs(policy):
    """Its cost does not grow with the number of rules."""
    asked: list[str] = []

    def holds(word: str) -> bool:
        asked.append(word)
        return word == "is_referent"

    assert verdict(policy, {"adviser"}, "unmask", "nir", holds).rule == "STRONG-1"
    assert set(asked) <= {"is_referent", "is_deputy", "account_is_disabled", "strongly_identified"}
