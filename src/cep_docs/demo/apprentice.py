"""The youngest who comes: an apprentice of 17, whose mother signs before him (R-079)."""

from datetime import date, timedelta
from typing import Any

from cep_docs.demo import accompaniment as acc
from cep_docs.demo.lives import Person
from cep_docs.demo.people import Guest
from cep_docs.demo.playing import Life
from cep_docs.demo.signing import OFFICE
from cep_docs.lifecycle.asking import sign_first
from cep_docs.lifecycle.representing import Noted, note_representative
from cep_docs.lifecycle.signatories import LEGAL
from cep_docs.lifecycle.versions import read_document

# He has more than half a year before he is of age.
AGE, SINCE = 17, timedelta(days=100)


def comes_with_his_mother(person: Person) -> Life:
    """His adviser signed; it is her turn, and nobody has asked her yet."""
    said = person.stage.words.later["apprentice"]
    person.guest = _apprentice(person.guest, said, person.today)
    acc.welcomed(person)
    _notes_his_mother(person, said["mother"])
    yield person.soon()
    yield from acc.assessed(person, "proposed")
    yield person.soon()
    tools, document = person.stage.for_good or person.stage.tools, person.deliverable
    read_document(document, str(len(document)), person.actor(), tools)
    sign_first(document, person.actor(), tools, OFFICE)
    person.stage.tally["represented"] += 1


def _apprentice(guest: Guest, said: Any, today: date) -> Guest:
    """Whoever was drawn, as the words tell of him: he entered his company last summer."""
    entered = date(today.year - (today.month < 9), 8, 31)
    born = date(today.year - AGE, today.month, 1) - SINCE
    sheet = {name: text for name, text in guest.sheet.items() if name != "usual_name"}
    sheet |= said["sheet"]
    sheet |= {"birth_date": born.isoformat(), "company_entered_in": f"{entered:%Y-%m}"}
    codes = {**guest.unit_sheet, **said["unit_sheet"]}
    return Guest(sheet, guest.status, entered, codes, said["state"], said["slots"])


def _notes_his_mother(person: Person, said: Any) -> None:
    since = date.fromisoformat(str(person.file.sheet["birth_date"]))
    mother = Noted(
        LEGAL, said["first_name"], said["last_name"], since, said["email"], said["phone"]
    )
    note_representative(person.file, mother, person.actor(), person.stage.tools)
