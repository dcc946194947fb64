"""A process that leads one file after the other to its signature by both, until it is killed."""

import os
from itertools import count
from pathlib import Path

from cep_docs.access.actor import Actor
from cep_docs.app import Application, random_id
from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ask_to_sign,
    ceremony_of,
    note_read,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.rendering.papers import on_paper
from cep_docs.signing.notary import notary_of
from cep_docs.storage.instance import find
from tests.durability.living import engaged, frozen
from tests.people import RULES, Clock, actor, met
from tests.unit.lifecycle.courses import act, fill


def sign_forever(folder, start, temporary, acknowledge):
    """Three commits a file: proposed, signed by the adviser and asked of her, signed by her."""
    os.environ["TMPDIR"] = str(temporary)
    folder, clock = Path(folder), Clock()
    with find(folder).open() as house:
        application = Application(
            house, RULES, clock, random_id, on_paper, notary_of(folder, clock)
        )
        for index in count(start):
            number = application.write(lambda tools, index=index: proposed(tools, index))
            acknowledge.send((number, "proposed"))
            application.write(lambda tools, number=number: begun(tools, number))
            acknowledge.send((number, "begun"))
            digest = application.write(lambda tools, number=number: signed(tools, number))
            acknowledge.send((number, digest))


def proposed(tools, index):
    number = engaged(tools, index)
    unit = unit_numbered(tools, number)
    met(unit, tools, "alice")
    fill(unit, tools, "alice")
    frozen(tools, number)
    return number


def begun(tools, number):
    """The adviser signs, and asks her to."""
    unit, alice = unit_numbered(tools, number), actor(tools, "alice")
    act(unit, "sign_as_adviser", tools)
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools)
    see_identity(unit.deliverable, "passport", alice, tools, NOWHERE)


def signed(tools, number):
    """All she does, in one commit; the digest of the final file."""
    unit = unit_numbered(tools, number)
    identifier = unit.__parent__.__parent__.identifier
    herself = Actor(
        f"beneficiary:{identifier}", frozenset({"beneficiary"}), beneficiary=identifier
    )
    ceremony = ceremony_of(unit.deliverable, herself, tools)
    note_read(ceremony, herself, tools, NOWHERE)
    write_mention(ceremony, "lu et approuvé", "typed", herself, tools, NOWHERE)
    sign_now(ceremony, herself, tools, NOWHERE)
    return ceremony.version.files["signed"].sha256


def unit_numbered(tools, number):
    identifier, course = tools.catalog.locate(number)
    return tools.site.beneficiaries[identifier][course][number]
