"""What an adviser does to have a document signed (R-065, R-067, R-069…R-071, R-074, R-081)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.signing import ON_SITE, PAPER, REMOTE
from cep_docs.errors import Invalid, NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle import asking
from cep_docs.lifecycle.asking import (
    Sending,
    ask_at_a_distance,
    ask_on_site,
    send_new_link,
    sign_first,
    sign_one_of_several,
    take_back_demand,
    to_sign_first,
    was_displayed,
    way_of_the_code,
    way_of_the_link,
)
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    Ceremony,
    ask_to_sign,
    ceremony_of,
    decline,
    note_identified,
    note_read,
    note_step,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.night import spend_night
from cep_docs.lifecycle.notices import notices_for
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.reminding import documents_asked_for, remind_of_signatures
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signing_state import (
    ASK,
    ASKED,
    FIRST,
    NOTHING,
    level_of,
    lives_until,
    running_request,
    stage_of,
    standing_of,
    weakest_level,
)
from cep_docs.lifecycle.versions import read_document
from tests.people import actor, received
from tests.unit.lifecycle import courses

PHONE = "06 12 34 56 78"
LINK = "https://cep.example/signer/un-jeton"
MAIL = Sending("email", Assured(), LINK)


@pytest.fixture
def alice(house):
    return actor(house, "alice")


@pytest.fixture
def unit(house):
    person = received(house, email="zoe.lefevre@laposte.net", phone=PHONE)
    return courses.proposed(courses.engaged(house, "UO1", person), house)


@pytest.fixture
def signed_first(unit, house, clock):
    clock.on("2020-02-05")
    courses.act(unit, "sign_as_adviser", house)
    return unit.deliverable


def herself(unit):
    person = unit.__parent__.__parent__.identifier
    return Actor(f"beneficiary:{person}", frozenset({"beneficiary"}), beneficiary=person)


def night(tools):
    return spend_night(lambda work: work(tools), lambda done, of: None)


def messages(tools):
    return [(message.about, message.channel) for message in tools.site.messages]


class TestSigningFirst:
    """R-065, R-081."""

    def test_what_he_never_looked_at_is_not_signed(self, unit, house, alice):
        with pytest.raises(NotPossible, match="n'a pas été affiché"):
            sign_first(unit.deliverable, alice, house)

        assert unit.deliverable.state == "proposed"

    def test_what_he_looked_at_is(self, unit, house, alice):
        read_document(unit.deliverable, "1", alice, house)

        sign_first(unit.deliverable, alice, house)

        assert list(unit.deliverable.current.signatures) == ["adviser"]

    def test_what_a_colleague_looked_at_or_an_earlier_version_does_not_count(
        self, unit, house, alice, clock
    ):
        read_document(unit.deliverable, "1", alice, house)
        clock.on("2020-02-06")
        courses.act(unit, "take_back", house, motive="Une date")
        courses.act(unit, "propose", house)
        read_document(unit.deliverable, "1", alice, house)
        right = require(house, alice, "view", unit.deliverable)
        said = {"deliverable": "shared_assessment", "version": 2}
        record(unit, "view", actor(house, "bruno"), right, house, said)

        assert not was_displayed(unit.deliverable, alice, house)
        read_document(unit.deliverable, "2", alice, house)
        assert was_displayed(unit.deliverable, alice, house)

    def test_a_document_that_was_never_proposed_was_never_displayed(self, house, alice):
        unit = courses.engaged(house, "UO1")

        assert not was_displayed(unit.deliverable, alice, house)
        with pytest.raises(NotPossible, match="n'attend pas la signature"):
            sign_first(unit.deliverable, alice, house)

    def test_who_does_not_follow_her_does_not_sign(self, unit, house):
        with pytest.raises(NotFound):
            sign_first(unit.deliverable, actor(house, "bruno"), house)

    def test_without_a_recent_second_factor_nothing_is_signed(self, unit, house, alice):
        with pytest.raises(NotAllowed):
            sign_first(unit.deliverable, replace(alice, strong=False), house)

    def test_several_are_listed_with_those_that_may_be_signed_r_081(self, unit, house, alice):
        other = courses.proposed(
            courses.engaged(house, "UO1", received(house, birth_name="Adam")), house
        )
        read_document(other.deliverable, "1", alice, house)

        found = {one.line.subject.number: one.displayed for one in to_sign_first(alice, house)}

        assert found == {unit.number: False, other.number: True}
        assert list(to_sign_first(actor(house, "denis"), house)) == []

    def test_one_of_several_that_is_asked_for_again_stays_signed(self, unit, house, alice):
        read_document(unit.deliverable, "1", alice, house)

        for _ in range(2):
            sign_one_of_several(unit.number, "shared_assessment", alice, house)

        assert unit.deliverable.state == "signed_by_adviser"


class TestAsking:
    def test_a_link_goes_by_one_way_and_the_code_by_the_other_r_067(
        self, signed_first, house, alice
    ):
        request = ask_at_a_distance(signed_first, replace(MAIL, by="sms"), alice, house)

        assert messages(house) == [("signing", "sms")]
        assert (way_of_the_link(request), way_of_the_code(request)) == ("sms", "email")
        assert stage_of(signed_first, house) == ASKED
        assert LINK not in str([vars(message) for message in house.site.messages])
        assert LINK not in str(request.events)

    def test_nobody_is_asked_before_he_signed_r_075(self, unit, house, alice):
        with pytest.raises(NotPossible, match="Le conseiller signe le premier"):
            ask_at_a_distance(unit.deliverable, MAIL, alice, house)

        assert messages(house) == []

    def test_another_way_than_mail_or_sms_is_none(self, signed_first, house, alice):
        with pytest.raises(Invalid, match="courriel ou par SMS"):
            ask_at_a_distance(signed_first, replace(MAIL, by="pigeon"), alice, house)

    def test_a_contact_of_the_house_is_refused_r_069(self, signed_first, house, alice):
        house.site.accounts["bruno"].email = "zoe.lefevre@laposte.net"

        with pytest.raises(NotPossible, match="compte de la maison"):
            ask_at_a_distance(signed_first, MAIL, alice, house)

        assert messages(house) == []

    def test_a_contact_changed_within_a_day_is_checked_with_her_r_067(
        self, signed_first, house, alice, clock
    ):
        person = signed_first.__parent__.__parent__.__parent__
        edit_sheet(person, {"phone": "06 99 99 99 99"}, alice, house)

        with pytest.raises(Invalid, match="moins d'un jour"):
            ask_at_a_distance(signed_first, MAIL, alice, house)
        ask_at_a_distance(
            signed_first, replace(MAIL, assured=Assured(verified=True)), alice, house
        )

        assert messages(house) == [("signing", "email")]

    def test_an_address_at_work_asks_for_her_consent(self, signed_first, house, alice, clock):
        person = signed_first.__parent__.__parent__.__parent__
        edit_sheet(person, {"email": "z.lefevre@magasins-lambert.fr"}, alice, house)
        clock.on("2020-02-07")

        with pytest.raises(Invalid, match="celle du travail"):
            ask_at_a_distance(signed_first, MAIL, alice, house)
        ask_at_a_distance(signed_first, replace(MAIL, assured=Assured(agrees=True)), alice, house)

        assert person.consents[-1]["subject"] == "workplace_address"

    def test_a_new_link_goes_on_with_the_same_demand_r_071(self, signed_first, house, alice):
        request = ask_at_a_distance(signed_first, MAIL, alice, house)

        again = send_new_link(signed_first, replace(MAIL, by="sms"), alice, house)

        assert again is request
        assert messages(house) == [("signing", "email"), ("signing", "sms")]
        assert way_of_the_code(request) == "email"

    def test_no_new_link_where_nothing_runs_at_a_distance(self, signed_first, house, alice):
        with pytest.raises(NotPossible, match="à distance"):
            send_new_link(signed_first, MAIL, alice, house)
        ask_on_site(signed_first, "passport", alice, house)
        with pytest.raises(NotPossible, match="à distance"):
            send_new_link(signed_first, MAIL, alice, house)

    def test_another_way_takes_the_place_of_the_one_before(self, signed_first, house, alice):
        first = ask_at_a_distance(signed_first, MAIL, alice, house)

        ask_on_site(signed_first, "passport", alice, house)

        running = signed_first.current.request
        assert (first.ended, running.mode, running.identified) == (
            "withdrawn",
            ON_SITE,
            "passeport",
        )

    def test_the_kind_of_document_he_saw_is_chosen_r_070(self, signed_first, house, alice):
        with pytest.raises(Invalid):
            ask_on_site(signed_first, "", alice, house)

    def test_taking_a_demand_back_where_there_is_none_does_nothing(
        self, signed_first, house, alice
    ):
        take_back_demand(signed_first, alice, house)

        assert signed_first.current.requests == ()

    def test_she_asks_nobody_for_a_signature_herself_r_069(self, unit, signed_first, house):
        her = replace(herself(unit), strong=True)

        for act in (ask_at_a_distance, send_new_link):
            with pytest.raises((NotPossible, NotAllowed)):
                act(signed_first, MAIL, her, house)

        assert signed_first.current.requests == ()

    def test_a_link_that_nobody_wrote_down_went_by_mail(self, signed_first, house, alice):
        request = ask_to_sign(signed_first, REMOTE, alice, house).request

        assert asking.way_of_the_link(request) == "email"


class TestFollowing:
    def test_the_stage_says_whose_turn_it_is(self, unit, house, alice):
        before = courses.engaged(house, "UO1", received(house, birth_name="Adam"))
        stages = [stage_of(before.deliverable, house), stage_of(unit.deliverable, house)]
        courses.act(unit, "sign_as_adviser", house)
        stages.append(stage_of(unit.deliverable, house))
        ask_at_a_distance(unit.deliverable, MAIL, alice, house)
        stages.append(stage_of(unit.deliverable, house))
        courses.act(unit, "note_paper_signature", house)
        stages.append(stage_of(unit.deliverable, house))

        assert stages == [NOTHING, FIRST, ASK, ASKED, NOTHING]

    def test_he_follows_how_far_she_is_and_sees_neither_link_nor_code(
        self, unit, signed_first, house, alice, clock
    ):
        request = ask_at_a_distance(signed_first, MAIL, alice, house)
        clock.on("2020-02-06", "10:00")
        her = herself(unit)
        ceremony = Ceremony(signed_first, signed_first.current, request)
        note_step(ceremony, "opened", her, house, NOWHERE)
        note_identified(ceremony, "code", her, house, NOWHERE)

        found = standing_of(signed_first, alice, house).request

        assert [(step.label, step.at is not None) for step in found.steps] == [
            ("Demande faite", True),
            ("Lien ouvert", True),
            ("Identité confirmée", True),
            ("Document lu", False),
            ("« Lu et approuvé » écrit", False),
            ("Document signé", False),
        ]
        assert found.last.at.hour == 11  # as in Nantes
        assert (found.ended, found.identified) == ("", True)
        assert LINK not in str(found)

    def test_the_end_is_told(self, unit, signed_first, house, alice):
        ask_on_site(signed_first, "passport", alice, house)
        her = replace(herself(unit), strong=True)
        ceremony = ceremony_of(signed_first, her, house)
        note_read(ceremony, her, house, NOWHERE)
        write_mention(ceremony, "lu et approuvé", "typed", her, house, NOWHERE)
        sign_now(ceremony, her, house, NOWHERE)

        found = standing_of(signed_first, alice, house).request

        assert (found.ended, found.last.label) == ("signed", "Document signé")
        assert "Lien ouvert" not in [step.label for step in found.steps]

    def test_a_demand_lives_thirty_days_and_not_beyond_the_deadline(self, unit, house, clock):
        """§ 8.2: whichever comes first."""
        early = lives_until(unit, house)
        clock.on("2020-03-20")
        late = lives_until(unit, house)
        clock.on("2020-05-20")
        overdue = lives_until(unit, house)
        unit.due_extended_on = None
        without = lives_until(unit, house)

        assert early == datetime(2020, 3, 4, 9, tzinfo=UTC)
        assert late == datetime(2020, 4, 3, 22, tzinfo=UTC)  # midnight in Nantes
        assert overdue == without == datetime(2020, 6, 19, 9, tzinfo=UTC)

    def test_when_the_time_is_over_she_may_be_asked_again(self, signed_first, house, alice, clock):
        ask_at_a_distance(signed_first, MAIL, alice, house)
        clock.on("2020-03-20")

        found = standing_of(signed_first, alice, house)

        assert (found.stage, found.request.ended) == (ASK, "expired")
        assert running_request(signed_first, house) is None
        assert found.request.last.label == "Délai passé"

    def test_somebody_who_is_not_of_age_is_told_r_079(self, house, alice):
        found = []
        for born in ("2002-02-03", "2002-02-04"):
            person = received(house, birth_date=born, birth_name=f"Née{born[-1]}")
            unit = courses.engaged(house, "UO1", person)
            found.append(standing_of(unit.deliverable, alice, house).minor)
        unit.__parent__.__parent__.sheet = {}

        assert found == [False, True]
        assert not standing_of(unit.deliverable, alice, house).minor

    def test_levels_are_said_in_words(self, unit, house):
        sure = {"account": "x", "at": house.now(), "level": "simple", "proven": "B-LTA"}
        assert level_of(sure) == (
            "signature électronique simple, niveau B-LTA : horodatée, preuves jointes et archivées"
        )
        assert level_of({**sure, "proven": "B-X"}) == "signature électronique simple"
        assert level_of({**sure, "level": "other", "proven": ""}) == "other"
        assert weakest_level(unit.deliverable) == ""

        version = unit.deliverable.current
        version.add_signature("adviser", sure)
        version.add_signature("beneficiary", {**sure, "level": "paper", "proven": ""})

        assert weakest_level(unit.deliverable) == "sur papier"

    def test_who_may_not_read_it_is_told_nothing(self, unit, house):
        with pytest.raises(NotFound):
            standing_of(unit.deliverable, actor(house, "farid"), house)


class TestDeclining:
    def test_he_is_told_at_once_and_the_document_is_a_draft_again_r_074(
        self, unit, signed_first, house, alice
    ):
        ask_on_site(signed_first, "passport", alice, house)
        her = replace(herself(unit), strong=True)

        decline(ceremony_of(signed_first, her, house), "Trop vite", her, house, NOWHERE)

        (told,) = notices_for(alice, house)
        assert (told.number, told.sentence) == (
            unit.number,
            "La personne n'a pas signé : le document est revenu en brouillon.",
        )
        assert signed_first.state == "draft"
        assert standing_of(signed_first, alice, house).request.because == "Trop vite"


class TestNights:
    """R-074, § 8.2: reminders after 2, 5 and 10 days, one a day at most, never after the end."""

    def asked(self, signed_first, house, alice):
        return ask_at_a_distance(signed_first, MAIL, alice, house)

    def test_she_is_reminded_three_times(self, signed_first, house, alice, clock):
        self.asked(signed_first, house, alice)
        days = []

        for day in range(1, 35):
            clock.now = datetime(2020, 2, 5, 2, tzinfo=UTC) + timedelta(days=day)
            if night(house).reminded:
                days.append(day)

        assert days == [2, 5, 10]
        assert messages(house) == [("signing", "email"), *[("signing_reminder", "email")] * 3]

    def test_the_same_night_twice_sends_nothing_twice(self, signed_first, house, alice, clock):
        self.asked(signed_first, house, alice)
        clock.on("2020-02-07", "02:00")

        done = [night(house).reminded, night(house).reminded]
        clock.on("2020-02-07", "23:00")
        done.append(night(house).reminded)

        assert [len(numbers) for numbers in done] == [1, 0, 0]

    def test_nights_that_were_missed_are_made_up_for_once(self, signed_first, house, alice, clock):
        request = self.asked(signed_first, house, alice)
        clock.on("2020-02-16", "02:00")

        done = night(house).reminded
        clock.on("2020-02-17", "02:00")

        assert (len(done), len(night(house).reminded)) == (1, 0)
        assert [e["said"]["day"] for e in request.events if e["what"] == "reminded"] == ["10"]

    @pytest.mark.parametrize(
        "changes",
        [{"phone": ""}, {"email": "z.lefevre@magasins-lambert.fr"}],
    )
    def test_who_cannot_be_written_to_without_a_word_is_not(
        self, signed_first, house, alice, clock, changes
    ):
        self.asked(signed_first, house, alice)
        person = signed_first.__parent__.__parent__.__parent__
        person.sheet = {**person.sheet, **changes}
        clock.on("2020-02-07", "02:00")

        assert night(house).reminded == []

    def test_on_site_nobody_is_reminded(self, signed_first, house, alice, clock):
        ask_on_site(signed_first, "passport", alice, house)
        clock.on("2020-02-12", "02:00")

        assert night(house).reminded == []

    def test_paper_has_reminders_of_its_own(self, signed_first, house, alice, clock):
        request = ask_to_sign(signed_first, PAPER, alice, house).request
        clock.on("2020-03-20", "02:00")

        done = night(house)

        assert (done.reminded, done.expired, request.ended) == ([], [], "")

    def test_in_the_end_paper_is_proposed_to_the_adviser_once(
        self, unit, signed_first, house, alice, clock
    ):
        request = self.asked(signed_first, house, alice)
        clock.on("2020-03-07", "02:00")

        done = [night(house).expired, night(house).expired]

        assert done == [[unit.number], []]
        assert request.ended == "expired"
        sentences = [told.sentence for told in notices_for(alice, house)]
        assert (
            sentences.count("Le délai pour signer est passé : proposer l'exemplaire papier.") == 1
        )
        assert signed_first.state == "signed_by_adviser"

    def test_what_ended_in_between_is_left_alone(self, signed_first, house, alice, clock):
        self.asked(signed_first, house, alice)
        listed = documents_asked_for(house)
        take_back_demand(signed_first, alice, house)
        clock.on("2020-02-07", "02:00")

        assert len(listed) == 1
        assert remind_of_signatures(listed, house) == []
