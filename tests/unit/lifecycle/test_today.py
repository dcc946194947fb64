"""The day of each: what is near, what waits, and nothing that one may not list."""

from datetime import date

import pytest

from cep_docs.access.actor import Actor
from cep_docs.content.outbox import Notice
from cep_docs.errors import NotAllowed, NotFound, NotPossible
from cep_docs.lifecycle.appointments import NewAppointment, last_number, make_appointment
from cep_docs.lifecycle.deadlines_near import deadlines_near
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.move import NOTHING
from cep_docs.lifecycle.notices import notices_for, settle_notice
from cep_docs.lifecycle.opening_documents import open_document
from cep_docs.lifecycle.referents import add_deputy, reassign
from cep_docs.lifecycle.tasks import tell_about
from cep_docs.lifecycle.today import FEW, Place, today_of
from cep_docs.lifecycle.waiting_documents import to_sign, unfinished
from cep_docs.storage.catalog import contents, expected
from tests.people import RULES, actor, met, received
from tests.unit.lifecycle.courses import ASSESSMENT, act, engaged, fill, proposed, write


def day(tools, login="alice"):
    return today_of(actor(tools, login), tools)


def people(tools, count, **said):
    names = ("Ana", "Eva", "Léa", "Mia", "Ida", "Noé", "Tom", "Paul")[:count]
    return [engaged(tools, "UO1", received(tools, first_name=name), **said) for name in names]


class TestDeadlines:
    def test_only_what_is_due_within_three_weeks_the_most_urgent_first(self, house, clock):
        late = engaged(house, "UO1")
        clock.on("2020-02-10")
        next_one = engaged(house, "UO1", received(house, first_name="Ana"))
        engaged(house, "UO2.1", received(house, first_name="Eva"))
        clock.on("2020-03-12")
        assert [line.subject.number for line in day(house).deadlines.lines] == []

        clock.on("2020-04-05")

        lines = day(house).deadlines.lines
        assert [line.subject.number for line in lines] == [late.number, next_one.number]
        assert [(line.days_left, line.grave) for line in lines] == [(-2, True), (5, True)]

    @pytest.mark.parametrize(
        ("today", "told"),
        [("2020-03-12", False), ("2020-03-13", True), ("2020-03-26", True), ("2020-04-20", True)],
    )
    def test_from_three_weeks_before_until_it_is_settled(self, house, clock, today, told):
        engaged(house, "UO1")

        clock.on(today)

        assert bool(day(house).deadlines) is told

    def test_red_from_seven_days_on(self, house, clock):
        engaged(house, "UO1")
        clock.on("2020-03-26")
        amber = day(house).deadlines.lines[0]
        clock.on("2020-03-27")

        red = day(house).deadlines.lines[0]

        assert (amber.days_left, amber.grave, red.days_left, red.grave) == (8, False, 7, True)

    def test_it_says_what_lacks_and_leads_to_it(self, house, clock):
        unit = engaged(house, "UO1")
        rest = {name: value for name, value in ASSESSMENT.items() if name != "need"}
        save_draft(unit.deliverable, actor(house, "alice"), rest, house)
        clock.on("2020-03-20")
        (line,) = day(house).deadlines.lines
        assert (line.act, line.heading) == ("complete", "need")
        assert line.lacks.startswith("Il manque « ")
        assert " et " not in line.lacks

        save_draft(
            unit.deliverable, actor(house, "alice"), {"situation": "", "request": ""}, house
        )

        (line,) = day(house).deadlines.lines
        assert line.heading == "request"
        assert line.lacks.endswith("» et 1 autre rubrique.")

    def test_it_follows_the_document_to_the_signatures(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-03-20")
        met(unit, house)
        fill(unit, house)
        write(unit, house)
        acts = [day(house).deadlines.lines[0].act]
        act(unit, "propose", house)
        acts.append(day(house).deadlines.lines[0].lacks)
        act(unit, "sign_as_adviser", house)

        acts.append(day(house).deadlines.lines[0].lacks)

        assert acts == [
            "freeze",
            "Il manque la signature du conseiller, puis celle de la personne.",
            "Il manque la signature de la personne.",
        ]

    def test_a_trace_that_nobody_wrote_is_told_by_its_name(self, house, clock):
        project = proposed(engaged(house, "UO2.1"), house)
        act(project, "sign_as_adviser", house)
        act(project, "note_paper_signature", house)
        engaged(house, "UO2.2", project.__parent__.__parent__)
        clock.on("2021-07-30")

        (line,) = day(house).deadlines.lines

        assert (line.act, line.lacks.endswith("rien n'est encore écrit.")) == ("write", True)

    def test_seven_at_most_and_it_is_safe_only_if_no_other_is_due_tomorrow(self, house, clock):
        people(house, FEW + 1)
        clock.on("2020-03-20")
        found = day(house)
        clock.on("2020-04-02")

        near = day(house)

        assert (len(found.deadlines.lines), found.deadlines.more, found.safe) == (FEW, True, True)
        assert (near.deadlines.more, near.safe) == (True, False)

    def test_the_deputy_sees_them_only_on_his_days(self, house, clock):
        unit = engaged(house, "UO1")
        since, until = date(2020, 3, 20), date(2020, 3, 22)
        who = actor(house, "alice")
        add_deputy(unit.__parent__, "bruno", since, until, who, house)
        seen = []

        for today in ("2020-03-19", "2020-03-20", "2020-03-22", "2020-03-23"):
            clock.on(today)
            seen.append(bool(day(house, "bruno").deadlines))

        assert seen == [False, True, True, False]

    def test_a_former_referent_sees_it_no_more(self, house, clock):
        unit = engaged(house, "UO1")
        clock.on("2020-03-20")

        reassign(unit.__parent__, "bruno", "Départ", actor(house, "denis"), house)

        assert not day(house).deadlines
        assert not day(house).drafts
        assert len(day(house, "bruno").deadlines.lines) == 1


class TestToSign:
    def test_a_version_waits_for_the_adviser_then_for_the_person_then_no_more(self, house):
        unit = proposed(engaged(house, "UO1"), house)
        waits = [line.waits for line in day(house).to_sign.lines]
        act(unit, "sign_as_adviser", house)
        waits += [line.waits for line in day(house).to_sign.lines]

        act(unit, "note_paper_signature", house)

        assert waits == ["adviser", "beneficiary"]
        assert not day(house).to_sign

    def test_a_version_that_was_taken_back_waits_no_more(self, house):
        unit = proposed(engaged(house, "UO1"), house)

        act(unit, "take_back", house, motive="Une faute")

        assert not day(house).to_sign
        assert [line.subject.number for line in day(house).drafts.lines] == [unit.number]

    def test_the_manager_sees_those_of_his_place_without_opening_them(self, house):
        proposed(engaged(house, "UO1"), house)
        other = received(house, "chloe", first_name="Eva")
        proposed(engaged(house, "UO1", other, "chloe"), house, "chloe")

        (line,) = to_sign(actor(house, "denis"), house)
        assert line.may == ""
        assert [line.may for line in to_sign(actor(house, "alice"), house)] == ["prepare"]
        house.site.accounts["elise"].roles = ("assistant",)
        assert [line.may for line in to_sign(actor(house, "elise"), house)] == ["read"]
        house.site.accounts["elise"].roles = ("information_officer",)
        assert list(to_sign(actor(house, "bruno"), house)) == []
        assert list(to_sign(actor(house, "gaelle"), house)) == []
        assert list(to_sign(actor(house, "elise"), house)) == []

    def test_the_oldest_first_and_each_once(self, house, clock):
        first = proposed(engaged(house, "UO1"), house)
        who, until = actor(house, "alice"), date(2020, 3, 1)
        add_deputy(first.__parent__, "bruno", date(2020, 2, 3), until, who, house)
        clock.on("2020-02-04")
        second = proposed(engaged(house, "UO1", received(house, first_name="Ana")), house)
        act(first, "sign_as_adviser", house)

        found = [line.subject.number for line in to_sign(actor(house, "denis"), house)]

        assert found == [first.number, second.number]


class TestDrafts:
    def test_those_that_were_begun_with_the_first_gap(self, house):
        unit = engaged(house, "UO1")
        engaged(house, "UO1", received(house, first_name="Ana"))
        save_draft(unit.deliverable, actor(house, "alice"), {"request": "Changer."}, house)

        (line,) = day(house).drafts.lines

        assert line.subject.number == unit.number
        assert line.missing.headings[0] == "situation"

    def test_not_twice_when_its_deadline_is_near(self, house, clock):
        unit = engaged(house, "UO1")
        save_draft(unit.deliverable, actor(house, "alice"), {"request": "Changer."}, house)
        clock.on("2020-03-20")

        assert (len(day(house).deadlines.lines), len(day(house).drafts.lines)) == (1, 0)

    def test_a_document_that_no_unit_waits_for_is_found_too(self, house):
        project = proposed(engaged(house, "UO2.1"), house)
        act(project, "sign_as_adviser", house)
        act(project, "note_paper_signature", house)
        unit = engaged(house, "UO2.2", project.__parent__.__parent__)
        plan = open_document(unit, "action_plan", actor(house, "alice"), house)
        form = RULES.agreements["cctp-2019"].forms["action_plan"]
        name = next(field.name for field in form.fields() if field.kind == "text")

        save_draft(plan, actor(house, "alice"), {name: "Une étape."}, house)

        assert [line.missing.document for line in day(house).drafts.lines] == ["action_plan"]
        assert contents(house.site.catalog) == expected(house.site, RULES)


class TestMeetingsAndOrientations:
    def test_those_of_today_with_the_name_for_whoever_may_know_it(self, house):
        house.site.accounts["elise"].roles = ("information_officer", "assistant")
        person = engaged(house, "UO1").__parent__.__parent__
        said = NewAppointment(date(2020, 2, 3), "14h", 60, "VISIO", "NTE", "alice")
        make_appointment(person, said, actor(house, "alice"), house)
        tomorrow = NewAppointment(date(2020, 2, 4), "14h", 60, "PRES", "NTE", "alice")
        make_appointment(person, tomorrow, actor(house, "alice"), house)

        (mine,), (desk,) = day(house).meetings.lines, day(house, "elise").meetings.lines

        assert (mine.name, mine.open, mine.mode) == ("Zoé Lefèvre", True, "Visioconférence")
        assert (desk.name, desk.with_whom, desk.place) == ("Zoé Lefèvre", "Alice", "Nantes")
        assert f"{mine.at:%H:%M}" == "14:00"

    def test_an_orientation_of_today_that_lacks_something_waits_until_tonight(self, house, clock):
        """R-001."""
        person = received(house, "elise")
        unit = engaged(house, "UO0", person, "elise", given=NOTHING)
        found = day(house, "elise").orientations.lines
        assert [line.subject.number for line in found] == [unit.number]
        assert found[0].missing == ("L'échange n'est pas noté.",)
        assert not day(house).orientations
        clock.on("2020-02-04")
        assert not day(house, "elise").orientations
        clock.on("2020-02-03")

        met(unit, house, "elise")

        assert not day(house, "elise").orientations


class TestNotices:
    def test_each_role_reads_its_own_in_its_place_the_last_first_and_settles_it(
        self, house, clock
    ):
        unit = engaged(house, "UO1")
        tell_about(unit, "manager", "decide_on_overdue", house)
        clock.on("2020-02-04")
        tell_about(unit, "manager", "referent_left", house)
        tell_about(unit, "adviser", "deadline_near", house)
        denis = actor(house, "denis")
        found = list(notices_for(denis, house))
        assert [one.sentence[:9] for one in found] == ["Le référe", "Unité éch"]
        assert found[0].name == "Zoé Lefèvre"
        assert found[0].number == unit.number
        assert not day(house).notices

        settle_notice(house.site.outbox[found[0].key], denis, house)

        assert [one.key for one in notices_for(denis, house)] == [found[1].key]
        with pytest.raises(NotPossible):
            settle_notice(house.site.outbox[found[0].key], denis, house)
        with pytest.raises((NotAllowed, NotFound)):
            settle_notice(house.site.outbox[found[1].key], actor(house, "alice"), house)
        assert contents(house.site.catalog) == expected(house.site, RULES)

    def test_not_of_another_place_and_of_everywhere_for_who_works_nowhere(self, house):
        unit = engaged(house, "UO1", received(house, "chloe"), "chloe")
        tell_about(unit, "manager", "decision_late", house)
        tell_about(unit, "controller", "no_order_left", house)

        assert list(notices_for(actor(house, "denis"), house)) == []
        (one,) = notices_for(actor(house, "farid"), house)
        assert one.number == unit.number
        assert one.name == ""

    def test_what_advisers_are_told_is_for_whoever_follows_the_person(self, house):
        tell_about(engaged(house, "UO1"), "adviser", "glass_broken", house)

        assert [one.sentence[:10] for one in notices_for(actor(house, "alice"), house)] == [
            "Ce dossier"
        ]
        assert list(notices_for(actor(house, "bruno"), house)) == []

    def test_what_it_is_about_is_hidden_from_who_may_not_know_it(self, house):
        unit = engaged(house, "UO1")
        about = Notice("information_officer", "something_new", unit.number, "ANG", house.now())
        lost = Notice("adviser", "something_new", "nobody", "ANG", house.now())
        person = unit.__parent__.__parent__.identifier
        hers = Notice("manager", "first_meeting_late", person, "NTE", house.now())
        for notice in (about, lost, hers):
            house.catalog.keep_notice(house.site.outbox.add(house.new_id(), notice))

        house.site.accounts["chloe"].roles = ("adviser", "information_officer")
        found = list(notices_for(actor(house, "chloe"), house))
        (told,) = notices_for(actor(house, "denis"), house)

        assert {(one.number, one.person, one.name) for one in found} == {("", "", "")}
        assert (told.number, told.person, told.name) == ("", person, "Zoé Lefèvre")


class TestOtherRoles:
    def test_a_manager_has_the_counts_of_his_place(self, house, clock):
        people(house, 2)
        engaged(house, "UO1", received(house, "chloe"), "chloe")
        clock.on("2020-03-30")
        engaged(house, "UO1", received(house, first_name="Tom"))
        soon = day(house, "denis").place
        clock.on("2020-04-06")

        late = day(house, "denis").place

        assert (soon.soon, soon.overdue, late.soon, late.overdue) == (2, 0, 0, 2)
        assert not day(house, "denis").calm

    def test_an_administrator_has_a_calm_day(self, house, clock):
        proposed(engaged(house, "UO1"), house)
        clock.on("2020-04-06")

        found = day(house, "gaelle")

        assert found.calm
        assert found.safe
        assert found.place is None


class TestRights:
    """An index is never the right to see what it finds: each of these stands in one."""

    def test_being_named_in_a_file_gives_nothing_to_a_role_that_has_no_right(self, house, clock):
        unit = engaged(house, "UO1")
        save_draft(unit.deliverable, actor(house, "alice"), {"request": "Changer."}, house)
        clock.on("2020-03-20")
        nobody = Actor("alice", frozenset({"administrator"}), "NTE")

        assert list(deadlines_near(nobody, house)) == []
        assert list(unfinished(nobody, house)) == []
        assert len(list(deadlines_near(actor(house, "alice"), house))) == 1

    def test_who_may_list_without_reading_learns_nothing_of_the_document(self, house, clock):
        engaged(house, "UO1")
        clock.on("2020-03-20")
        counts = Actor("alice", frozenset({"controller"}), organisation="732829320")

        (line,) = deadlines_near(counts, house)

        assert (line.lacks, line.act, line.document, line.subject.name) == ("", "", "", "")

    def test_a_notice_for_a_role_that_reads_none_is_not_read(self, house):
        notice = Notice("administrator", "something_new", "", "", house.now())
        house.catalog.keep_notice(house.site.outbox.add(house.new_id(), notice))

        assert list(notices_for(actor(house, "gaelle"), house)) == []

    def test_a_manager_who_has_left_counts_nothing(self, house, clock):
        people(house, 2)
        clock.on("2020-04-10")
        gone = Actor("denis", frozenset({"manager"}), "NTE", disabled_on=date(2020, 4, 1))

        assert today_of(gone, house).place == Place(0, 0)

    def test_an_orientation_is_not_completed_by_who_no_longer_receives(self, house):
        engaged(house, "UO0", received(house, "elise"), "elise", given=NOTHING)

        assert not today_of(
            Actor("elise", frozenset({"administrator"}), "NTE"), house
        ).orientations

    def test_an_appointment_is_called_by_the_last_number_one_may_list(self, house):
        person = engaged(house, "UO0").__parent__.__parent__
        first = person.engagements()[0]
        engaged(house, "UO1", person).structure = "ANG"

        assert last_number(person, actor(house, "denis"), house) == first.number
        assert last_number(person, actor(house, "alice"), house) != first.number
