"""The ceremony of a signature, step by step (R-065…R-071, R-074)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.signing import ON_SITE, REMOTE
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.ceremony import (
    SEEN,
    Where,
    ask_to_sign,
    ceremony_of,
    decline,
    hour_of,
    is_the_mention,
    note_identified,
    note_read,
    note_step,
    see_identity,
    sign_now,
    withdraw_request,
    write_mention,
)
from tests.people import actor
from tests.unit.lifecycle import courses

PHONE = Where("192.0.2.7", "Un téléphone")


def herself(unit):
    person = unit.__parent__.__parent__.identifier
    roles = frozenset({"beneficiary"})
    return Actor(f"beneficiary:{person}", roles, beneficiary=person, strong=True)


@pytest.fixture
def proposed(signing):
    unit = courses.proposed(courses.engaged(signing, "UO1"), signing)
    courses.act(unit, "sign_as_adviser", signing)
    return unit


def signed_on_site(unit, tools):
    ask_to_sign(unit.deliverable, ON_SITE, actor(tools, "alice"), tools)
    see_identity(unit.deliverable, "passport", actor(tools, "alice"), tools, PHONE)
    who = herself(unit)
    ceremony = ceremony_of(unit.deliverable, who, tools)
    note_read(ceremony, who, tools, PHONE)
    write_mention(ceremony, "Lu et approuvé", "typed", who, tools, PHONE)
    sign_now(ceremony, who, tools, PHONE)
    return ceremony


def test_her_signature_closes_the_unit_and_seals_the_file(proposed, signing):
    ceremony = signed_on_site(proposed, signing)

    version = ceremony.version
    assert proposed.closed_on == signing.now().date()
    assert {"pdf", "odt", "started", "signed"} <= set(version.files)
    assert version.signatures["beneficiary"]["level"] == "simple"
    assert version.signatures["beneficiary"]["proven"] == "B-LTA"
    assert [event["what"] for event in ceremony.request.events] == [
        "asked",
        "identity_seen",
        "read",
        "mention",
        "signed",
    ]
    assert ceremony.request.ended == "signed"
    assert len(list(signing.site.dispatches)) == 1


@pytest.fixture
def unit(house):
    """Signed by alice, where signatures are only noted."""
    unit = courses.proposed(courses.engaged(house, "UO1"), house)
    courses.act(unit, "sign_as_adviser", house)
    return unit


def asked(unit, house, mode=REMOTE):
    return ask_to_sign(unit.deliverable, mode, actor(house, "alice"), house)


def begun(unit, house):
    """At a distance, by a code."""
    asked(unit, house)
    ceremony = ceremony_of(unit.deliverable, herself(unit), house)
    note_identified(ceremony, "un code", herself(unit), house, PHONE)
    return ceremony


class TestAsking:
    def test_comes_after_the_signature_of_the_adviser(self, house):
        """R-065, R-075."""
        unit = courses.proposed(courses.engaged(house, "UO1"), house)

        with pytest.raises(NotPossible, match="signe le premier"):
            asked(unit, house)

    def test_is_done_by_whoever_may_sign_for_the_house(self, unit, house):
        for login in ("bruno", "elise", "farid"):
            with pytest.raises((NotAllowed, NotFound)):
                ask_to_sign(unit.deliverable, REMOTE, actor(house, login), house)

    def test_is_not_done_by_the_person_nor_in_an_unknown_way(self, unit, house):
        with pytest.raises(NotPossible):
            ask_to_sign(unit.deliverable, REMOTE, herself(unit), house)
        with pytest.raises(NotPossible):
            asked(unit, house, "by_pigeon")

    def test_runs_once_at_a_time(self, unit, house):
        asked(unit, house)

        with pytest.raises(NotPossible, match="déjà demandée"):
            asked(unit, house)

    def test_may_be_done_again_when_the_time_is_over(self, unit, house, clock):
        first = asked(unit, house).request
        clock.now += timedelta(days=31)

        second = asked(unit, house).request

        assert (first.ended, second.ended) == ("expired", "")
        assert unit.deliverable.current.request is second

    def test_is_taken_back_and_leaves_the_signature(self, unit, house):
        request = asked(unit, house).request

        withdraw_request(unit.deliverable, actor(house, "alice"), house)

        assert request.ended == "withdrawn"
        assert "adviser" in unit.deliverable.current.valid_signatures
        with pytest.raises(NotPossible):
            withdraw_request(unit.deliverable, actor(house, "alice"), house)

    def test_ends_with_the_version_that_is_taken_back(self, unit, house):
        request = asked(unit, house).request

        courses.act(unit, "take_back", house, motive="Une date est fausse.")

        assert request.ended == "withdrawn"
        with pytest.raises((NotPossible, NotFound, NotAllowed)):
            ceremony_of(unit.deliverable, herself(unit), house)


class TestTheCeremony:
    def test_is_hers_alone(self, unit, house):
        """R-069."""
        asked(unit, house)
        somebody = replace(herself(unit), beneficiary="", roles=frozenset({"adviser"}))

        with pytest.raises(NotPossible, match="personne elle-même"):
            ceremony_of(unit.deliverable, actor(house, "alice"), house)
        with pytest.raises((NotAllowed, NotFound)):
            ceremony_of(unit.deliverable, somebody, house)

    def test_is_for_the_one_document_she_was_let_in_for(self, unit, house):
        asked(unit, house)
        other = replace(herself(unit), only="4G200201000099_shared_assessment")

        with pytest.raises((NotAllowed, NotFound)):
            ceremony_of(unit.deliverable, other, house)

    def test_needs_a_request_that_runs(self, unit, house, clock):
        with pytest.raises(NotPossible, match="Aucune signature"):
            ceremony_of(unit.deliverable, herself(unit), house)
        asked(unit, house)
        clock.now += timedelta(days=30)
        with pytest.raises(NotPossible, match="délai"):
            ceremony_of(unit.deliverable, herself(unit), house)

    def test_asks_who_she_is_then_to_read_then_to_write(self, unit, house):
        asked(unit, house)
        ceremony, who = ceremony_of(unit.deliverable, herself(unit), house), herself(unit)

        with pytest.raises(NotPossible, match="qui vous êtes"):
            note_read(ceremony, who, house, PHONE)
        with pytest.raises(NotPossible, match="vous l'avez lu"):
            write_mention(ceremony, "lu et approuvé", "typed", who, house, PHONE)
        with pytest.raises(NotPossible):
            sign_now(ceremony, who, house, PHONE)
        assert "beneficiary" not in ceremony.version.signatures

    @pytest.mark.parametrize("lacks", ["identified", "read", "mention"])
    def test_is_not_complete_without_each_of_them(self, unit, house, lacks):
        """I8: whatever a page forgets to ask, the workflow asks."""
        ceremony, who = begun(unit, house), herself(unit)
        note_read(ceremony, who, house, PHONE)
        write_mention(ceremony, "lu et approuvé", "typed", who, house, PHONE)
        setattr(ceremony.request, lacks, "")

        with pytest.raises(NotPossible):
            sign_now(ceremony, who, house, PHONE)

    def test_takes_no_mention_by_another_way_nor_with_other_words(self, unit, house):
        ceremony, who = begun(unit, house), herself(unit)
        note_read(ceremony, who, house, PHONE)

        for mention, entered in (("lu et approuvé", "pasted"), ("lu", "typed"), ("", "typed")):
            with pytest.raises(Invalid):
                write_mention(ceremony, mention, entered, who, house, PHONE)
        assert ceremony.request.mention == ""

    def test_writes_each_step_down_with_its_hour_its_place_and_what_was_said(self, unit, house):
        """R-068."""
        ceremony, who = begun(unit, house), herself(unit)
        note_step(ceremony, "shown", who, house, PHONE)
        note_read(ceremony, who, house, replace(PHONE, device="adviser"))

        read = ceremony.request.events[-1]
        assert (read["at"], read["by"]) == (house.now(), who.account)
        assert (read["address"], read["browser"]) == ("192.0.2.7", "Un téléphone")
        assert read["said"]["digest"] == ceremony.version.digest
        assert read["said"]["device"] == "adviser"
        assert hour_of(ceremony.request, "read") == house.now()
        assert hour_of(ceremony.request, "signed") is None

    def test_notes_each_code_and_keeps_the_first_way_she_was_known_by(self, unit, house):
        ceremony = begun(unit, house)

        note_identified(ceremony, "un autre", herself(unit), house, PHONE)

        assert ceremony.request.identified == "un code"
        assert [event["what"] for event in ceremony.request.events].count("identified") == 2

    def test_is_closed_by_a_refusal_with_or_without_reason(self, unit, house):
        """R-074."""
        ceremony, who = begun(unit, house), herself(unit)

        decline(ceremony, "", who, house, PHONE)

        assert (ceremony.request.ended, unit.deliverable.state) == ("declined", "draft")
        assert ceremony.request.events[-1]["said"] == {}
        assert [notice.about for notice in house.site.outbox] == ["signature_declined"]


class TestWhoSheIs:
    def test_is_seen_on_site_by_the_adviser(self, unit, house):
        """R-070: the kind of document, and never a copy."""
        asked(unit, house, ON_SITE)

        for kind, words in SEEN.items():
            see_identity(unit.deliverable, kind, actor(house, "alice"), house, PHONE)
            assert unit.deliverable.current.request.identified == words
        with pytest.raises(Invalid):
            see_identity(unit.deliverable, "library_card", actor(house, "alice"), house, PHONE)

    def test_is_not_seen_at_a_distance_nor_by_herself(self, unit, house):
        asked(unit, house, REMOTE)

        for who in (actor(house, "alice"), herself(unit)):
            with pytest.raises(NotPossible):
                see_identity(unit.deliverable, "passport", who, house, PHONE)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("lu et approuvé", True),
        ("LU ET APPROUVÉ", True),
        ("Lu et approuve.", True),
        ("  lu\u00a0et  approuve\u0301 ", True),
        ("« lu et approuvé »", True),
        ("lu et aprouvé", False),
        ("luetapprouvé", False),
        ("lu et approuvé par", False),
        ("", False),
        ("ｌｕ et approuvé", True),
    ],
)
def test_the_mention_is_forgiven_capitals_accents_and_points(text, right):
    """R-066."""
    assert is_the_mention(text) is right
