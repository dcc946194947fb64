"""Units whose document both signed in the file, sealed by the operator."""

from cep_docs.access.actor import Actor
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import beneficiary_of
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.printing import SIGNED
from tests.people import actor, received
from tests.unit.lifecycle import courses


def started(tools, **person):
    """The adviser signed."""
    unit = courses.proposed(courses.engaged(tools, "UO1", received(tools, **person)), tools)
    courses.act(unit, "sign_as_adviser", tools)
    return unit


def signed(tools, **person):
    unit = started(tools, **person)
    alice = actor(tools, "alice")
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools)
    see_identity(unit.deliverable, "passport", alice, tools, NOWHERE)
    identifier = beneficiary_of(unit).identifier
    roles = frozenset({"beneficiary"})
    herself = Actor(f"beneficiary:{identifier}", roles, beneficiary=identifier, strong=True)
    ceremony = ceremony_of(unit.deliverable, herself, tools)
    note_read(ceremony, herself, tools, NOWHERE)
    write_mention(ceremony, "Lu et approuvé", "typed", herself, tools, NOWHERE)
    sign_now(ceremony, herself, tools, NOWHERE)
    return unit


def sign_another(deliverable, file, at):
    """A later version that all signed, at an hour, on paper where it has no file; the first one
    is withdrawn."""
    first = deliverable.current
    later = deliverable.freeze(first.content, first.edition, "alice", at)
    for signatory, signature in first.signatures.items():
        later.add_signature(signatory, {**signature, "at": at})
    if file is not None:
        later.add_file(SIGNED, file)
    first.withdrawn_because = "Une date était fausse."
