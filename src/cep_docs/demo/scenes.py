"""One life for every state that a unit or a deliverable can be in, at the day of reference."""

from collections.abc import Callable
from dataclasses import dataclass

from cep_docs.demo import accompaniment as acc
from cep_docs.demo import appointments, unusual
from cep_docs.demo.apprentice import comes_with_his_mother
from cep_docs.demo.lives import Person
from cep_docs.demo.playing import Life

ALICE, BRUNO = ("NTE", "alice.martin"), ("NTE", "bruno.leguen")
CHLOE, NAWEL = ("ANG", "chloe.benali"), ("LEM", "nawel.haddad")
YANN = ("LEM", "yann.kermeur")


@dataclass(frozen=True, slots=True)
class Scene:
    """A life that began so many days before the day of reference, where and with whom;
    `people` counts those it registers."""

    name: str
    days: int
    with_whom: tuple[str, str]
    play: Callable[[Person], Life]
    status: str = "SAL_CDI"
    people: int = 1


def advised(until: str = "signed") -> Callable[[Person], Life]:
    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.assessed(person, until)

    return play


def accompanied(until: str = "signed", continues: bool = True) -> Callable[[Person], Life]:
    """Directly to the project (R-026)."""

    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.projected(person, until, continues)

    return play


def supported(
    until: str = "recorded", pace: tuple[int, int] = acc.SLOW
) -> Callable[[Person], Life]:
    """From the project, made quickly, to its carrying out."""

    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.projected(person, pace=acc.QUICK)
        yield person.later(1, 4)
        yield from acc.supported(person, until, pace)

    return play


def silent(unit: str) -> Callable[[Person], Life]:
    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.silent(person, unit)

    return play


def late(unit: str, near: int, after: int = 0, decided: bool = False) -> Callable[[Person], Life]:
    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.late(person, unit, near, after)
        if decided:
            yield from acc.decided(person)

    return play


def cancelled(unit: str) -> Callable[[Person], Life]:
    def play(person: Person) -> Life:
        acc.welcomed(person)
        yield person.soon()
        yield from acc.cancelled(person, unit)

    return play


def oriented(person: Person) -> Life:
    acc.welcomed(person)
    yield from ()


def booked(person: Person) -> Life:
    person.registers(person.referent)
    person.engages("RDV1")
    yield from ()


def held(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.held(person, "RDV1")


def missed(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.missed(person, "RDV1")


def called_off(person: Person) -> Life:
    person.registers(person.referent)
    yield from acc.cancelled(person, "RDV1")


def booked_again(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.held(person, "RDV1", continues=True)
    yield person.later(1, 3)
    person.engages("RDVS")


def held_again(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.held(person, "RDV1", continues=True)
    yield person.later(1, 3)
    yield from appointments.held(person, "RDVS")


def missed_again(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.held(person, "RDV1", continues=True)
    yield person.later(1, 3)
    yield from appointments.missed(person, "RDVS")


def called_off_again(person: Person) -> Life:
    person.registers(person.referent)
    yield from appointments.held(person, "RDV1", continues=True)
    yield person.later(1, 3)
    yield from acc.cancelled(person, "RDVS")


# The first ones make the caseload that a small demonstration shows. The days are counted so that,
# at the day of reference, deadlines are near: 2 months for UO1, 6 for UO2.1, 18 for UO2.2.
SCENES: tuple[Scene, ...] = (
    Scene("UO1, brouillon, échéance dans la semaine", 59, ALICE, advised("draft")),
    Scene("UO1, proposé", 52, ALICE, advised("proposed")),
    Scene("UO2.1, brouillon, échéance proche", 178, ALICE, accompanied("draft")),
    Scene("UO2.2 en cours", 190, ALICE, supported("draft")),
    Scene("UO1, signé par le conseiller", 45, ALICE, advised("signed_by_adviser")),
    Scene("UO1 échue", 69, ALICE, late("UO1", near=40)),
    Scene("RDV1 à venir", 6, ALICE, booked),
    Scene("UO1 close par signature", 230, ALICE, advised()),
    Scene("UO1 abandonnée", 140, BRUNO, silent("UO1")),
    Scene("UO2.2 close par la trace", 420, ALICE, supported(pace=acc.USUAL)),
    Scene("RDVS tenu", 30, BRUNO, held_again),
    Scene("UO1 annulée", 95, CHLOE, cancelled("UO1")),
    Scene("UO0 close", 240, ALICE, oriented),
    Scene("UO0 d'une personne hors périmètre", 130, CHLOE, oriented, "DE"),
    Scene("UO0 rectifiée", 200, NAWEL, unusual.orientation_rectified, "AGPUB"),
    Scene("UO1, brouillon, échéance dans quinze jours", 46, ALICE, advised("draft")),
    Scene("UO1, brouillon, échéance dans vingt jours", 42, BRUNO, advised("draft")),
    Scene("UO1 rectifiée", 160, BRUNO, unusual.abandon_rectified),
    Scene("UO1 close pour un autre motif", 120, NAWEL, unusual.gone_elsewhere),
    Scene("UO1 close tardivement", 130, CHLOE, late("UO1", near=40, after=20)),
    Scene("UO1 échue puis abandonnée", 190, NAWEL, late("UO1", near=40, decided=True)),
    Scene("UO1 reprise en brouillon", 85, ALICE, unusual.taken_back),
    Scene("UO1 par dérogation de statut", 75, BRUNO, unusual.let_in, "AGPUB"),
    Scene("UO1 saisie tardivement", 110, CHLOE, unusual.entered_late),
    Scene("UO2.1, brouillon", 120, BRUNO, accompanied("draft")),
    Scene("UO2.1, proposé", 115, ALICE, accompanied("proposed")),
    Scene("UO2.1, signé par le conseiller", 118, ALICE, accompanied("signed_by_adviser")),
    Scene("UO2.1 close par signature", 290, CHLOE, accompanied(continues=False)),
    Scene("UO2.1 échue", 192, ALICE, late("UO2.1", near=165)),
    Scene("UO2.1 close tardivement", 260, NAWEL, late("UO2.1", near=160, after=28)),
    Scene("UO2.1 échue puis abandonnée", 330, BRUNO, late("UO2.1", near=165, decided=True)),
    Scene("UO2.1 abandonnée", 280, CHLOE, silent("UO2.1")),
    Scene("UO2.1 annulée", 310, NAWEL, cancelled("UO2.1")),
    Scene("UO2.1 rectifiée", 340, NAWEL, unusual.project_rectified),
    Scene("UO2.1 close pour un autre motif", 150, BRUNO, unusual.project_left),
    Scene("UO2.2 par dérogation", 210, CHLOE, unusual.supported_before_the_original),
    Scene("UO2.2 abandonnée", 640, BRUNO, unusual.support_abandoned),
    Scene("UO2.2 échue", 557, ALICE, unusual.support_overdue),
    Scene("UO2.2 annulée", 180, NAWEL, unusual.support_cancelled),
    Scene("UO2.2 close pour un autre motif", 260, CHLOE, unusual.support_left),
    *(
        Scene("UO2.2 engagée quand le bon de commande s'épuise", 88, who, supported("draft"))
        for who in (ALICE, BRUNO, CHLOE, NAWEL, ALICE, BRUNO, NAWEL)
    ),
    Scene("RDV1 tenu", 25, ALICE, held),
    Scene("RDV1 manqué", 20, BRUNO, missed),
    Scene("RDV1 annulé", 12, CHLOE, called_off),
    Scene("RDV1 rectifié", 28, NAWEL, unusual.appointment_rectified),
    *(Scene("RDVS à venir", 22, who, booked_again) for who in (ALICE, BRUNO, CHLOE, NAWEL)),
    Scene("RDVS manqué", 33, CHLOE, missed_again),
    Scene("RDVS annulé", 31, NAWEL, called_off_again),
    Scene("contact anonyme qui donne son nom", 52, BRUNO, unusual.named_the_same_day),
    Scene("retour rapide, motivé", 330, NAWEL, unusual.back_soon),
    Scene("venue d'un autre opérateur", 80, BRUNO, unusual.from_another_operator),
    Scene("hors du lot, exception justifiée", 100, CHLOE, unusual.from_afar),
    Scene("bris de glace", 105, ALICE, unusual.read_in_an_emergency),
    Scene("tout ce qui accompagne un parcours", 112, ALICE, unusual.with_everything),
    Scene("dossier d'un référent qui partira", 310, YANN, accompanied("draft")),
    Scene("départ d'un référent", 300, YANN, unusual.whose_referent_leaves),
    Scene("homonyme né le même jour", 88, BRUNO, unusual.homonym, people=2),
    Scene("atelier collectif", 108, CHLOE, unusual.workshop, people=4),
    # Last, so that everybody before is who they were.
    Scene("apprenti de 17 ans, sa mère signe", 45, ALICE, comes_with_his_mother, "SAL_APP"),
)
