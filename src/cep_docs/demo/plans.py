"""What lives beside the deliverable of a unit: a plan that is revised, a summary, a letter."""

from cep_docs.content.deliverable import Deliverable
from cep_docs.demo.lives import Person
from cep_docs.lifecycle.contents import content_of
from cep_docs.lifecycle.drafts import save_draft
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.opening_documents import open_document

PLAN, SUMMARY, LETTER = "action_plan", "competence_summary", "contact_sheet"


def keeps_a_plan(person: Person) -> None:
    """The plan of the signed project is in force; now and then she revises it (R-050)."""
    if not person.chance(0.6):
        return
    for kind in (PLAN, SUMMARY):
        if kind in person.stage.tools.agreement_of(person.unit).units[person.unit.unit].also:
            _goes_on(person, _opened(person, kind))
    if person.chance(0.3):
        letter = _opened(person, LETTER)
        if letter.state == "draft" and person.chance(0.6):
            _complete(person, letter)
            _moves(person, letter, "issue", "")


def _goes_on(person: Person, document: Deliverable) -> None:
    """In force, or in revision: the next meeting takes it one step further."""
    again = person.stage.words.later["exceptional"]["revision"]
    if document.state == "in_force":
        _moves(person, document, "revise", "")
    elif person.chance(0.8):
        _complete(person, document)
        _moves(person, document, "adopt", again if len(document) else "")


def _opened(person: Person, kind: str) -> Deliverable:
    return open_document(person.unit, kind, person.actor(), person.stage.tools)


def _moves(person: Person, document: Deliverable, name: str, motive: str) -> None:
    move_deliverable(document, name, person.actor(), person.stage.tools, Given(motive=motive))


def _complete(person: Person, document: Deliverable) -> None:
    """What lacks is answered: « sans objet » where it may be, else as in the form's sample."""
    tools = person.stage.tools
    agreement = tools.agreement_of(person.unit)
    form, sample = agreement.forms[document.kind], agreement.samples[document.kind]
    lacking = {field.name: field for field, _ in form.gaps(content_of(document, tools))}
    answers = {
        name: "sans objet" if field.not_applicable else sample.content[name]
        for name, field in lacking.items()
    }
    save_draft(document, person.actor(), answers, tools)
