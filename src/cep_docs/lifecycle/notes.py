"""Private notes: nobody but their author ever reads them (R-123)."""

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.note import PrivateNote
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools


def write_note(person: Beneficiary, text: str, actor: Actor, tools: Tools) -> PrivateNote:
    """The journal says that a note was written, never what it says."""
    note = PrivateNote(actor.account, text, tools.now())
    note.__parent__ = person.notes
    right = require(tools, actor, "create", note)
    person.notes.add(tools.new_id(), note)
    record(person, "write_note", actor, right, tools)
    return note


def read_note(note: PrivateNote, actor: Actor, tools: Tools) -> str:
    require(tools, actor, "view", note)
    return note.text
