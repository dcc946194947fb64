"""The market of 2024: appointments paid one by one, without deadline."""

from cep_docs.demo import writing
from cep_docs.demo.accompaniment import SERVICES
from cep_docs.demo.lives import Person
from cep_docs.demo.playing import Life
from cep_docs.lifecycle.move import Given


def held(person: Person, unit: str, continues: bool = False) -> Life:
    """Booked, held, told in a report that closes it."""
    person.engages(unit)
    yield person.later(2, 8)
    person.meets()
    person.fills({"service_types": tuple(person.rng.sample(SERVICES, 2))})
    text = writing.appointment(
        person.stage.words, person.guest, continues, person.today, person.rng
    )
    person.writes(text)
    yield person.soon()
    person.document("record_trace")


def missed(person: Person, unit: str) -> Life:
    """Nobody came and nobody called."""
    person.engages(unit)
    yield person.later(2, 6)
    motive = person.stage.words.later["exceptional"]["missed"]
    person.moves("close", given=Given(reason="RDV_MANQUE", motive=motive))


def appointed(person: Person) -> Life:
    """An ordinary way through: a first appointment, then as many as she wants."""
    if person.chance(0.08):
        yield from missed(person, "RDV1")
        return
    unit = "RDV1"
    for _ in range(person.rng.randint(1, 4)):
        yield from held(person, unit, continues=True)
        unit = "RDVS"
        yield person.later(8, 25)
