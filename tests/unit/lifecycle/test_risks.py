"""What puts a running file at risk (R-148): each reason once, and nothing of what is over."""

from datetime import date

import pytest

from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.referents import add_deputy
from cep_docs.lifecycle.risks import risk_codes, risks_of
from tests.people import actor, met
from tests.unit.lifecycle.courses import act, engaged, fill, proposed, signed, supported, write


def codes(engagement, tools):
    """Told with their sentences or only counted, they are the same."""
    told = [risk.code for risk in risks_of(engagement, tools)]
    assert list(risk_codes(engagement, tools)) == told
    return told


@pytest.fixture
def unit(house):
    """A first level of advice engaged and met on 3 February 2020; due on 3 April."""
    engagement = engaged(house, "UO1")
    met(engagement, house)
    return engagement


def test_a_unit_that_has_just_begun_is_not_at_risk(unit, house):
    assert codes(unit, house) == []


def test_what_is_over_is_at_no_risk(house, clock):
    closed = signed(engaged(house, "UO1"), house)
    clock.on("2021-01-04")

    assert codes(closed, house) == []


def test_a_deadline_is_near_from_the_first_warning_on(unit, house, clock):
    clock.on("2020-03-03")
    assert "deadline" not in codes(unit, house)

    clock.on("2020-03-04")
    (deadline, *_) = risks_of(unit, house)
    assert deadline.label == "Échéance proche"
    assert "3 avril 2020 ; il manque 10 rubriques" in deadline.sentence


def test_a_document_that_is_written_lacks_nothing(unit, house, clock):
    write(unit, house)
    clock.on("2020-03-30")

    assert risks_of(unit, house)[0].sentence == "À conclure avant le 3 avril 2020."


def test_silence_is_counted_from_the_last_exchange(unit, house, clock):
    """R-148: no exchange for longer than the limit of the agreement, 30 days."""
    clock.on("2020-03-04")
    assert "silence" not in codes(unit, house)

    clock.on("2020-03-05")
    silence = next(risk for risk in risks_of(unit, house) if risk.code == "silence")
    assert silence.sentence == "Aucun échange depuis le 3 février 2020."


def test_silence_is_counted_from_the_engagement_when_nobody_was_met(house, clock):
    never_met = engaged(house, "UO1")
    clock.on("2020-03-05")

    assert any("depuis l'engagement" in risk.sentence for risk in risks_of(never_met, house))


def test_a_signature_is_waited_for_after_a_week(house, clock):
    engagement = proposed(engaged(house, "UO1"), house)
    clock.on("2020-02-10")
    assert codes(engagement, house) == []

    clock.on("2020-02-11")
    (risk,) = risks_of(engagement, house)
    assert risk.code == "signature"
    assert "3 février 2020" in risk.sentence


def test_the_signature_of_the_adviser_alone_is_not_that_of_the_person(house, clock):
    engagement = proposed(engaged(house, "UO1"), house)
    act(engagement, "sign_as_adviser", house)
    clock.on("2020-02-20")

    assert codes(engagement, house) == ["signature"]


def test_a_document_taken_back_waits_for_nobody(house, clock):
    engagement = proposed(engaged(house, "UO1"), house)
    act(engagement, "take_back", house, motive="Une rubrique à revoir.")
    clock.on("2020-02-20")

    assert codes(engagement, house) == []


def test_data_missing_in_a_proposed_document_are_named(house, clock):
    """R-148: it will be signed and the sheet of annexe 2 will not be complete."""
    engagement = engaged(house, "UO2.1")
    met(engagement, house)
    write(engagement, house)
    act(engagement, "propose", house)

    (sheet,) = risks_of(engagement, house)

    assert sheet.code == "sheet"
    assert sheet.sentence.count("manque") == 2
    assert "autre" in sheet.sentence


def test_a_complete_sheet_is_no_risk(house):
    engagement = engaged(house, "UO2.1")
    met(engagement, house)
    fill(engagement, house)
    write(engagement, house)
    act(engagement, "propose", house)

    assert codes(engagement, house) == []


def test_a_draft_nobody_wrote_in_is_told_after_a_month(unit, house, clock):
    clock.on("2020-03-03")
    met(unit, house)
    clock.on("2020-03-04")
    assert codes(unit, house) == ["deadline"]

    clock.on("2020-03-05")
    assert codes(unit, house) == ["deadline", "untouched"]

    save_draft(unit.deliverable, actor(house, "alice"), {"need": "Changer de métier."}, house)
    assert codes(unit, house) == ["deadline"]


def test_a_trace_that_is_only_written_at_the_end_is_not_late(house, clock):
    support = supported(house, clock)
    met(support, house)
    clock.on("2020-05-20")
    met(support, house)

    assert codes(support, house) == []


def test_a_referent_who_left_puts_the_file_on_the_red_list(unit, house):
    """R-035: no referent at work."""
    house.site.accounts["alice"].disabled_on = date(2020, 2, 3)

    (risk,) = risks_of(unit, house)

    assert risk.code == "referent"
    assert risk.grave


def test_a_referent_who_is_no_longer_an_adviser_counts_for_nobody(unit, house):
    house.site.accounts["alice"].roles = ("assistant",)

    assert codes(unit, house) == ["referent"]


def test_a_course_without_any_referent_says_so(unit, house):
    unit.__parent__.starts = ()

    assert "Personne n'est le référent" in risks_of(unit, house)[0].sentence


def test_a_deputy_does_not_make_a_referent(unit, house):
    manager, day = actor(house, "denis"), date(2020, 2, 3)
    add_deputy(unit.__parent__, "bruno", day, day, manager, house)
    house.site.accounts["alice"].disabled_on = day

    assert codes(unit, house) == ["referent"]


def test_a_unit_that_fell_due_is_for_the_manager_to_settle(unit, house, clock):
    """Its last day is the one that the law extends to, when it is no working day (R-032)."""
    unit.due_extended_on = date(2020, 4, 6)
    clock.on("2020-04-06")
    assert "late" not in codes(unit, house)

    clock.on("2020-04-07")
    (late, *others) = risks_of(unit, house)
    assert (late.code, late.grave) == ("late", True)
    assert "6 avril 2020" in late.sentence
    assert "deadline" not in [risk.code for risk in others]


def test_a_first_contact_has_neither_document_nor_referent_to_lack(house, clock):
    contact = engaged(house, "UO0")
    contact.state = "open"
    clock.on("2020-06-01")

    assert codes(contact, house) == []


def test_a_unit_without_its_document_lacks_nothing_that_could_be_named(unit, house, clock):
    unit._children = {}
    clock.on("2020-03-30")

    (deadline, silence) = risks_of(unit, house)

    assert deadline.sentence == "À conclure avant le 3 avril 2020."
    assert silence.code == "silence"
