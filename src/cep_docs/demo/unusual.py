"""The cases that rules are made for: rectified, overridden, back soon, read in an emergency…"""

from dataclasses import replace

from cep_docs.content.session import CollectiveSession
from cep_docs.demo import accompaniment as acc
from cep_docs.demo import appointments, asides, writing
from cep_docs.demo.lives import Person, comes
from cep_docs.demo.playing import Life, StoryEnds, dice
from cep_docs.lifecycle.accounts import disable_account
from cep_docs.lifecycle.contacts import count_contact, identify_contact
from cep_docs.lifecycle.engagements import Opening
from cep_docs.lifecycle.interactions import hold_session
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.persons import NewPerson


def said(person: Person, what: str) -> str:
    sentence: str = person.stage.words.later["exceptional"][what]
    return sentence


def orientation_rectified(person: Person) -> Life:
    acc.welcomed(person)
    yield person.later(2, 4)
    given = Given(reason="ERREUR", motive=said(person, "mistake"), on=person.unit.opened_on)
    person.moves("rectify", by=person.manager, given=given)


def abandon_rectified(person: Person) -> Life:
    """Said to be abandoned, until her letter was found."""
    acc.welcomed(person)
    yield person.soon()
    yield from acc.silent(person, "UO1")
    yield person.later(66, 72)
    _rectified(person)


def project_rectified(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, continues=False)
    yield person.later(10, 20)
    _rectified(person)


def _rectified(person: Person) -> None:
    given = Given(reason="VOL_SITUATION", motive=said(person, "rectified"))
    person.moves("rectify", by=person.manager, given=given)


def gone_elsewhere(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    person.engages("UO1")
    person.meets()
    yield person.later(8, 15)
    acc.closed_otherwise(person, "VOL_SITUATION", "moved")


def project_left(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, "draft", pace=acc.QUICK)
    acc.closed_otherwise(person, "VOL_SITUATION", "hired")


def support_left(person: Person) -> Life:
    yield from _until_supported(person)
    yield person.later(20, 30)
    acc.closed_otherwise(person, "VOL_SITUATION", "hired")


def support_cancelled(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, pace=acc.QUICK)
    yield person.later(1, 4)
    yield from acc.cancelled(person, "UO2.2")


def support_abandoned(person: Person) -> Life:
    """No news in the eighteen months."""
    yield from _until_supported(person)


def support_overdue(person: Person) -> Life:
    """Eighteen months are over, and she called last week."""
    yield from _until_supported(person)
    due = person.unit.due_on
    if due is not None:
        left = (due - person.today).days
        yield person.later(left - 12, left - 8)
        person.meets(mode="TEL")


def supported_before_the_original(person: Person) -> Life:
    """The manager lets the support begin although the project is not signed yet (R-027)."""
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, "draft", pace=acc.QUICK)
    acc.closed_otherwise(person, "VOL_SITUATION", "unsigned")
    yield person.later(1, 3)
    overrides = {"follows_a_signed_project": said(person, "unsigned")}
    person.engages("UO2.2", by=person.manager, given=Given(overrides=overrides))
    person.meets()


def let_in(person: Person) -> Life:
    """Her status does not open the service; the manager lets her in, with a motive (R-004)."""
    acc.welcomed(person)
    yield person.later(2, 4)
    overrides = {"status_in_perimeter": said(person, "public")}
    person.engages("UO1", by=person.manager, given=Given(overrides=overrides))
    person.meets()
    yield person.later(5, 9)
    person.meets()


def entered_late(person: Person) -> Life:
    """Written down three weeks after it happened (R-021)."""
    yield person.later(21, 22)
    person.registers(person.referent, ago=20)
    overrides = {"not_backdated_too_far": said(person, "late_entry")}
    given = Given(overrides=overrides)
    person.engages("UO1", by=person.manager, given=given, ago=20)
    yield person.soon()
    person.meets()


def taken_back(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.assessed(person, "signed_by_adviser")
    yield person.later(1, 3)
    person.document("take_back", given=Given(motive=said(person, "correction")))
    person.stage.tally["taken_back"] += 1
    yield person.later(1, 2)
    yield from acc.concluded(person)


def back_soon(person: Person) -> Life:
    """Back less than three months after the end, with a reason (R-034)."""
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, continues=False, pace=acc.QUICK)
    yield person.later(30, 50)
    person.declarations = {**person.declarations, "return_motive": said(person, "return")}
    yield from acc.assessed(person, decision="close")


def from_another_operator(person: Person) -> Life:
    person.declarations = {
        "followed_elsewhere": "yes",
        "change_of_operator": "Déménagement, l'opérateur précédent est à trois cents kilomètres",
    }
    acc.welcomed(person)
    yield person.soon()
    yield from acc.assessed(person, decision="close")


def from_afar(person: Person) -> Life:
    """She lives and works in another lot, nearer to this place (R-008)."""
    sheet = {**person.guest.sheet, "town": "La Guerche-de-Bretagne", "postcode": "35130"}
    person.guest = replace(person.guest, sheet=sheet)
    person.declarations = {**person.declarations, "place_exception": said(person, "place")}
    acc.welcomed(person)
    yield person.soon()
    yield from acc.assessed(person)


def read_in_an_emergency(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, "draft")
    yield person.soon()
    asides.is_read_in_an_emergency(person)


def with_everything(person: Person) -> Life:
    """All that can stand beside a course, in one file; and a meeting of all its like."""
    acc.welcomed(person)
    yield person.soon()
    person.engages("UO2.1")
    person.meets()
    for aside in asides.ASIDES.values():
        yield person.later(3, 7)
        aside(person)
    text = acc.project_of(person, True)
    person.meets()
    person.writes(writing.begun(text))


def whose_referent_leaves(person: Person) -> Life:
    """The files are handed over, then the account is closed (R-035, R-131)."""
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, "draft")
    yield person.later(10, 20)
    tools, leaving = person.stage.tools, person.referent
    successor = person.stage.cast.advisers[person.structure][0]
    why = said(person, "departed")
    administrator = person.actor(person.stage.cast.administrator)
    moved = disable_account(leaving, successor, why, person.today, administrator, tools)
    person.referent = successor
    person.stage.tally["handed_over"] += moved
    yield person.later(10, 20)
    if person.runs:
        person.meets()


def named_the_same_day(person: Person) -> Life:
    """The caller gave a name after all (C-30)."""
    stage = person.stage
    if not person.offers("UO0"):
        raise StoryEnds
    by = person.actor(stage.cast.welcomers.get(person.structure, person.referent))
    key = count_contact("anonymous", person.structure, {}, by, stage.tools)
    yield person.soon()
    new = NewPerson(person.guest.sheet, person.guest.status, person.today, person.structure)
    codes = {**person.guest.unit_sheet, "orientation": "CEP_INT"}
    opening = Opening("UO0", person.structure, person.today, codes)
    identify_contact(key, new, opening, by, stage.tools)
    stage.tally["contacts_named"] += 1


def homonym(person: Person) -> Life:
    """Two people of the same name born the same day, told apart (R-106)."""
    acc.welcomed(person)
    yield person.later(1, 3)
    person.registers(person.referent)
    person.engages("UO1")
    person.meets()


def workshop(person: Person) -> Life:
    """Four people in one session; nobody's file names another (R-013)."""
    stage = person.stage
    others = [
        comes(stage, dice(str(person.rng.random())), person.structure, person.referent)
        for _ in range(3)
    ]
    group = [person, *others]
    for one in group:
        stage.play.enter(person.soon(), _until_workshop(one))
    yield person.later(50, 55)
    title = person.rng.choice(stage.words.later["sessions"])
    session = CollectiveSession(title, person.today, person.referent, person.structure)
    units = [one.unit for one in group if one.runs]
    hold_session(session, units, person.actor(), stage.tools)
    stage.tally["sessions"] += 1


def _until_workshop(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, "draft")


def appointment_rectified(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.missed(person, "RDV1")
    yield person.later(1, 3)
    given = Given(reason="RDV_ANNULE", motive=said(person, "rectified"))
    person.moves("rectify", by=person.manager, given=given)


def _until_supported(person: Person) -> Life:
    acc.welcomed(person)
    yield person.soon()
    yield from acc.projected(person, pace=acc.QUICK)
    yield person.later(1, 4)
    person.engages("UO2.2")
    person.meets()
