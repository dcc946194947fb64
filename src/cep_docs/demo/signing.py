"""The last signatures of the story, for good: in the file, with certificates of this instance.

Earlier ones are told as they were made before, on paper: printing and signing all of them would
take longer than the whole story."""

from datetime import timedelta

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.site import beneficiary_of
from cep_docs.demo.lives import Person
from cep_docs.demo.playing import Life
from cep_docs.demo.together import USED
from cep_docs.lifecycle.asking import Sending, ask_at_a_distance, ask_on_site, sign_first
from cep_docs.lifecycle.ceremony import (
    Where,
    ceremony_of,
    note_identified,
    note_read,
    note_step,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.own_invitations import Assured
from cep_docs.lifecycle.persons import edit_sheet
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.versions import read_document

# So long before the day of reference; one for so many people, since each takes half a second.
LATELY, PEOPLE_PER_SIGNATURE = timedelta(days=38), 33
BY_CODE = "code à usage unique reçu par un autre moyen que le lien"
# Networks that the regulators of the internet keep for examples.
OFFICE = Where("192.0.2.24", "Mozilla/5.0 (X11; Linux x86_64) Firefox/122.0", "adviser")
HOME = Where("198.51.100.7", "Mozilla/5.0 (Android 14; Mobile) Firefox/122.0")
ELECTRONIC, ASKED = "signed_for_good", "asked_to_sign"


def signs_for_good(person: Person) -> bool:
    """Whether it is late enough in the story, and not enough of them are there yet."""
    stage = person.stage
    if stage.for_good is None or stage.tally[ELECTRONIC] >= stage.signed_at_most:
        return False
    return person.today >= stage.play.until - LATELY


def signed_for_good(person: Person, until: str) -> Life:
    """He signs, then she does: in front of him, or at home by a link some days later."""
    tools, document = _tools(person), person.deliverable
    read_document(document, str(len(document)), person.actor(), tools)
    sign_first(document, person.actor(), tools, OFFICE)
    person.stage.tally[ELECTRONIC] += 1
    if person.chance(0.4) or until == "signed_by_adviser":
        yield from _at_home(person, document, until)
        return
    yield person.soon(5)
    if person.runs:
        ask_on_site(document, "identity_card", person.actor(), tools, OFFICE)
        _goes_through(document, tools, OFFICE)


def _at_home(person: Person, document: Deliverable, until: str) -> Life:
    tools = _tools(person)
    _gives_her_contact(person, document)
    sending = Sending("email", Assured(agrees=True, verified=True), USED)
    ask_at_a_distance(document, sending, person.actor(), tools, OFFICE)
    person.stage.tally[ASKED] += 1
    yield person.later(1, 7)
    if not person.runs:
        return
    who = _herself(document)
    note_step(ceremony_of(document, who, tools), "opened", who, tools, HOME)
    if until == "signed_by_adviser":
        return
    note_identified(ceremony_of(document, who, tools), BY_CODE, who, tools, HOME)
    _goes_through(document, tools, HOME)


def _gives_her_contact(person: Person, document: Deliverable) -> None:
    """Both ways, where her sheet lacks one."""
    sheet = beneficiary_of(document).sheet
    given = {"email": "personne.invitee@courriel.example", "phone": "02 61 91 00 42"}
    lacking = {name: said for name, said in given.items() if not _usable(sheet.get(name, ""))}
    if lacking:
        edit_sheet(beneficiary_of(document), lacking, person.actor(), _tools(person))


def _usable(contact: str) -> bool:
    return "@" in contact or any(sign.isdigit() for sign in contact)


def _goes_through(document: Deliverable, tools: Tools, where: Where) -> None:
    who = _herself(document)
    ceremony = ceremony_of(document, who, tools)
    note_read(ceremony, who, tools, where)
    write_mention(ceremony, "Lu et approuvé", "typed", who, tools, where)
    sign_now(ceremony, who, tools, where)


def _herself(document: Deliverable) -> Actor:
    identifier = beneficiary_of(document).identifier
    roles = frozenset({"beneficiary"})
    return Actor(f"beneficiary:{identifier}", roles, beneficiary=identifier)


def _tools(person: Person) -> Tools:
    found = person.stage.for_good
    if found is None:
        raise LookupError("nothing is signed for good in this group")
    return found
