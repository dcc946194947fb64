"""What stands beside a file: facts, ways to reach the person, accords, pieces, notes."""

import pytest

from cep_docs.content.attachment import Attachment, Origin, VaultedAttachment
from cep_docs.lifecycle.file_sides import head_of, sides_of
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.persons import record_consent, record_status
from tests.people import actor, received
from tests.unit.lifecycle import courses


@pytest.fixture
def person(house):
    return courses.engaged(house, "UO1").__parent__.__parent__


def consent(house, subject, scope="keep"):
    return {
        "subject": subject,
        "scope": scope,
        "given_on": house.now().date(),
        "channel": "PRES",
        "recorded_by": "alice",
        "revoked_on": None,
    }


class Kept:
    """As much of a stored file as a list shows."""

    media_type, size, added_at = "application/pdf", 1200, None


def test_the_head_has_what_it_takes_to_be_sure_of_the_person(house, person):
    head = head_of(person, actor(house, "alice"), house)

    assert (head.name, head.status, head.occupation) == (
        "Zoé Lefèvre",
        "Salarié en CDI",
        "Vendeuse",
    )
    assert (head.born_on.isoformat(), head.referent, head.place) == (
        "1984-05-17",
        "vous",
        "Nantes",
    )
    assert (head.state, head.running) == ("UO1 en cours", True)
    assert head.number == person.engagements()[0].number


def test_who_may_only_list_the_file_is_told_nothing_of_the_person_r_122(house, person):
    head = head_of(person, actor(house, "bruno"), house)

    assert (head.name, head.born_on, head.status, head.occupation) == ("", None, "", "")
    assert head.referent == "Alice"


def test_a_closed_and_an_empty_file_say_so(house, person):
    courses.signed(person.engagements()[0], house)
    empty = received(house, first_name="Inès")

    alice = actor(house, "alice")
    assert head_of(person, alice, house).state == "Aucune unité en cours"
    assert head_of(empty, alice, house).state == "Aucune unité engagée"
    assert head_of(empty, alice, house).number == ""


def test_statuses_are_told_the_latest_first_and_an_unknown_code_as_it_is_r_006(
    house, person, clock
):
    clock.on("2020-02-05")
    record_status(person, "DE_AR", house.now().date(), actor(house, "alice"), house)
    person.statuses = (*person.statuses, {**person.statuses[0], "code": "OLD"})

    labels = [s.label for s in sides_of(person, actor(house, "alice"), house).statuses]

    assert labels[0] == "Demandeur d'emploi en activité réduite"
    assert set(labels[1:]) == {"Salarié en CDI", "OLD"}


def test_accords_about_reserved_data_are_shown_to_whoever_may_see_these_r_105(house, person):
    alice, denis = actor(house, "alice"), actor(house, "denis")
    for subject in ("disability", "skills_assessment", "mediation"):
        record_consent(person, consent(house, subject), alice, house)

    for_referent, for_manager = (
        [said["subject"] for said in sides_of(person, who, house).consents]
        for who in (alice, denis)
    )

    assert for_referent == ["disability", "skills_assessment", "mediation"]
    assert for_manager == ["mediation"]


def test_the_vault_is_not_even_named_to_whoever_may_not_open_it_r_087(house, person):
    alice = actor(house, "alice")
    record_consent(person, consent(house, "skills_assessment"), alice, house)
    origin = Origin("0", 1, (), 1)
    person.attach("1", Attachment("resume", "CV", "", Kept(), origin))
    person.attach("2", VaultedAttachment("gone", "Synthèse", "", Kept(), origin))

    pieces = sides_of(person, alice, house).pieces
    for_manager = sides_of(person, actor(house, "denis"), house).pieces

    assert [(p.title, p.kind, p.vault) for p in pieces] == [
        ("CV", "Curriculum vitæ", False),
        ("Synthèse", "gone", True),
    ]
    assert for_manager is None


def test_notes_are_their_author_s_r_123(house, person):
    write_note(person, "Rappeler.", actor(house, "alice"), house)

    assert len(sides_of(person, actor(house, "alice"), house).notes) == 1
    assert sides_of(person, actor(house, "denis"), house).notes == []


def test_whoever_knows_nothing_of_the_person_has_nothing_beside(house, person):
    sides = sides_of(person, actor(house, "bruno"), house)

    assert (sides.contact, sides.consents, sides.adaptations, sides.pieces) == (None,) * 4
    assert (sides.statuses, sides.mandates, sides.notes) == ((), (), [])
