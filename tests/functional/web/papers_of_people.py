"""A document with a draft and versions, and where its pages are."""

from cep_docs.lifecycle.drafts import save_field
from cep_docs.lifecycle.referents import grant_expert
from tests.people import actor, received
from tests.unit.lifecycle.courses import act, engaged, proposed, signed, write


def address(unit):
    person = unit.__parent__.__parent__.identifier
    return f"/dossiers/{person}/uo/{unit.number}/documents/{unit.deliverable.__name__}/"


def drafted(town, unit="UO1", name="Lefèvre", **changes):
    """A draft of alice's; nothing is frozen yet. Returns the address of the document."""

    def work(tools):
        engagement = engaged(tools, unit, received(tools, birth_name=name))
        write(engagement, tools, **changes)
        return address(engagement)

    return town.write(work)


def written_twice(town, second="Vendeuse depuis cinq ans."):
    """Version 1 was taken back, version 2 says something else, and the draft goes on."""

    def work(tools):
        unit = proposed(engaged(tools, "UO1"), tools)
        act(unit, "take_back", tools, motive="Une date à corriger")
        alice = actor(tools, "alice")
        heading = unit.deliverable.heading("situation")
        save_field(unit.deliverable, alice, "situation", second, heading.revision, tools)
        return address(unit)

    return town.write(work)


def finished(town):
    """Signed by both; another person than in the others."""

    def work(tools):
        person = received(tools, birth_name="Quéré")
        return address(signed(engaged(tools, "UO1", person), tools))

    return town.write(work)


def with_an_expert(town, at, login="bruno"):
    """A colleague who may read this draft, for a month."""

    def work(tools):
        person = tools.site.beneficiaries[at.split("/")[2]]
        until = tools.now().replace(month=tools.now().month + 1)
        grant_expert(person, login, until, "Relire.", actor(tools, "alice"), tools)

    town.write(work)


def journal(town, at, what):
    with town.application.reading() as tools:
        person = tools.site.beneficiaries[at.split("/")[2]]
        return [dict(line) for line in person.journal if line["what"] == what]


def draft_of(town, at, name):
    with town.application.reading() as tools:
        _, _, person, _, number, _, document, _ = at.split("/")
        course = next(c for c in tools.site.beneficiaries[person] if number in c)
        return course[number][document].heading(name).value
