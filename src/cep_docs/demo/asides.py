"""What happens beside the units: consents, mandates, experts, deputies, services, notes…"""

from collections.abc import Callable, Mapping
from datetime import timedelta

from cep_docs.demo import writing
from cep_docs.demo.cast import LEAD, PARTNER, STRANGER, SUBCONTRACTOR
from cep_docs.demo.lives import Person
from cep_docs.lifecycle.emergency import break_glass
from cep_docs.lifecycle.notes import write_note
from cep_docs.lifecycle.persons import (
    edit_sheet,
    record_consent,
    record_mandate,
    record_status,
    set_adaptations,
)
from cep_docs.lifecycle.reading import open_file
from cep_docs.lifecycle.referents import add_deputy, grant_expert
from cep_docs.lifecycle.unit_sheets import add_service

# SIREN, name, code of the service: of the lead, a partner, a subcontractor, a stranger.
PROVIDERS = (
    (LEAD, "Cap Horizon Loire", "BILAN"),
    (PARTNER, "Atelier des Transitions", "FORM"),
    (SUBCONTRACTOR, "Boussole et Compagnie", "CREA"),
    (STRANGER, "Institut du Geste juste", "FORM_Q"),
    (STRANGER, "Institut du Geste juste", "VAE"),
)


def now_and_then(person: Person) -> None:
    """One of them happens at about one meeting in four."""
    if person.chance(0.25):
        ASIDES[person.rng.choice(list(ASIDES))](person)


def notes_privately(person: Person) -> None:
    text = writing.note(person.stage.words, person.guest, person.rng)
    write_note(person.file, text, person.actor(), person.stage.tools)
    person.stage.tally["notes"] += 1


def consents(person: Person) -> None:
    """She agrees that her handicap be written down, and it is (R-105)."""
    record_consent(
        person.file,
        {
            "subject": "disability",
            "scope": "accompagnement",
            "given_on": person.today,
            "channel": "PRES",
            "recorded_by": person.referent,
            "revoked_on": None,
        },
        person.actor(),
        person.stage.tools,
    )
    code = person.rng.choice(("RQTH", "RQTH", "NON", "INV"))
    edit_sheet(person.file, {"disability": code}, person.actor(), person.stage.tools)
    person.stage.tally["consents"] += 1


def mandates(person: Person) -> None:
    """She has her deliverables sent to whoever pays for her training (R-095)."""
    record_mandate(
        person.file,
        {
            "third_party": "transitions.pro",
            "scope": "deliverable plan",
            "given_on": person.today,
            "until": person.today + timedelta(days=180),
            "recorded_by": person.referent,
        },
        person.actor(),
        person.stage.tools,
    )
    person.stage.tally["mandates"] += 1


def needs_adaptations(person: Person) -> None:
    chosen = person.rng.choice((("large_print",), ("interpreter",), ("easy_read", "reader")))
    set_adaptations(person.file, chosen, person.actor(), person.stage.tools)
    person.stage.tally["adaptations"] += 1


def turns_to_a_provider(person: Person) -> None:
    """A complementary service; who provides it says whether it is self-prescription (R-084)."""
    siren, name, code = person.rng.choice(PROVIDERS)
    kind = add_service(
        person.unit,
        {
            "code": code,
            "provider_siren": siren,
            "provider_name": name,
            "funding": "CPF",
            "starts_on": person.today,
            "ends_on": person.today + timedelta(days=90),
            "expectations": "Confirmer le choix du métier par un regard extérieur",
            "course_continues": True,
        },
        person.actor(),
        person.stage.tools,
    )
    person.stage.tally[f"services_{kind}"] += 1


def calls_an_expert(person: Person) -> None:
    """Another adviser reads for three weeks and meets her once; the referent stays (R-037)."""
    expert = _colleague(person)
    if not expert:
        return
    until = person.stage.clock.now + timedelta(days=21)
    why = person.stage.words.later["exceptional"]["expert"]
    grant_expert(person.file, expert, until, why, person.actor(), person.stage.tools)
    person.meets(by=expert, mode="VISIO")
    person.stage.tally["experts"] += 1


def is_stood_in_for(person: Person) -> None:
    """The referent is away for ten days: a colleague of the place stands in (R-035)."""
    deputy = _colleague(person, person.structure)
    if not deputy:
        return
    until = person.today + timedelta(days=10)
    add_deputy(person.course, deputy, person.today, until, person.actor(), person.stage.tools)
    person.meets(by=deputy, mode="TEL")
    person.stage.tally["deputies"] += 1


def is_read_in_an_emergency(person: Person) -> None:
    """A colleague breaks the glass; the referent, the manager and the DPO are told (R-122)."""
    reader = _colleague(person, person.structure) or person.manager
    why = person.stage.words.later["exceptional"]["glass"]
    break_glass(person.file, why, person.actor(reader), person.stage.tools)
    open_file(person.unit.number, person.actor(reader), person.stage.tools)
    person.stage.tally["broken_glass"] += 1


def is_read_again(person: Person) -> None:
    open_file(person.unit.number, person.actor(), person.stage.tools)


def changes_status(person: Person) -> None:
    """Her contract ends: that closes nothing (R-006)."""
    record_status(person.file, "DE_AR", person.today, person.actor(), person.stage.tools)
    person.stage.tally["changes_of_status"] += 1


# Drawn at random; the emergency only happens where a scene wants it.
ASIDES: Mapping[str, Callable[[Person], None]] = {
    act.__name__: act
    for act in (
        notes_privately,
        consents,
        mandates,
        needs_adaptations,
        turns_to_a_provider,
        calls_an_expert,
        is_stood_in_for,
        is_read_again,
        changes_status,
    )
}


def _colleague(person: Person, place: str = "") -> str:
    """Another adviser, of that place when one is named; nobody when she is alone there."""
    advisers = person.stage.cast.advisers
    places = [place] if place else list(advisers)
    others = [a for code in places for a in advisers[code] if a != person.referent]
    return person.rng.choice(others) if others else ""
