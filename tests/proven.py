"""A document that both have signed for good, in a town with its own authority."""

import shutil
from dataclasses import dataclass

from cep_docs.app import opened
from cep_docs.content.signing import ON_SITE
from cep_docs.lifecycle.ceremony import (
    Where,
    ask_to_sign,
    ceremony_of,
    note_read,
    note_step,
    see_identity,
    sign_now,
    write_mention,
)
from cep_docs.lifecycle.signer import signer_of
from cep_docs.signing.authority import make_authority
from tests.people import RULES, Clock, actor
from tests.unit.lifecycle import courses

OFFICE = Where("192.0.2.10", "Mozilla/5.0 (Windows) Firefox/130")
PHONE = Where("198.51.100.7", "Mozilla/5.0 (iPhone) Safari/605")
CONSENT = "Une phrase que montre une page."


@dataclass(frozen=True)
class Signed:
    person: str
    number: str
    name: str

    @property
    def own(self):
        return f"/mon-espace/documents/{self.number}_{self.name}_v1"

    @property
    def at(self):
        return f"/dossiers/{self.person}/uo/{self.number}/documents/{self.name}/versions/1"

    def version(self, tools):
        units = tools.site.beneficiaries[self.person].engagements()
        return next(unit for unit in units if unit.number == self.number)[self.name]["1"]


def sign_both(tools, shown=CONSENT):
    """The adviser first, then the person on site, step by step; the unit."""
    unit = courses.proposed(courses.engaged(tools, "UO1"), tools)
    courses.act(unit, "sign_as_adviser", tools)
    alice = actor(tools, "alice")
    ask_to_sign(unit.deliverable, ON_SITE, alice, tools, OFFICE)
    see_identity(unit.deliverable, "passport", alice, tools, OFFICE)
    person = unit.__parent__.__parent__
    herself = signer_of(person, f"{unit.number}_{unit.deliverable.__name__}")
    ceremony = ceremony_of(unit.deliverable, herself, tools)
    note_read(ceremony, herself, tools, PHONE)
    write_mention(ceremony, "Lu et approuvé", "typed", herself, tools, PHONE)
    if shown:
        note_step(ceremony, "shown", herself, tools, PHONE, {"shown": shown})
    sign_now(ceremony, herself, tools, PHONE)
    return unit


def make_proven(town_folder, folder):
    """A copy of the town, with what was signed there."""
    shutil.copytree(town_folder, folder)
    make_authority(folder, "4G")
    with opened(folder, Clock(), rules=RULES) as application:

        def work(tools):
            unit = sign_both(tools)
            person = unit.__parent__.__parent__.identifier
            return Signed(person, unit.number, unit.deliverable.__name__)

        return application.write(work)
