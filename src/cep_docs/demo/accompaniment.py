"""The agreement of 2019, unit by unit: how far a person goes in each."""

from cep_docs.definitions.form_field import Value
from cep_docs.demo import writing
from cep_docs.demo.asides import now_and_then
from cep_docs.demo.lives import Person
from cep_docs.demo.plans import keeps_a_plan
from cep_docs.demo.playing import Life
from cep_docs.demo.signing import signed_for_good, signs_for_good
from cep_docs.lifecycle.move import Given

SERVICES = ("COMP", "PARC", "INVEST", "INGFIN", "VAE", "RECH", "CREA", "INTERM")
FUNDING = ("CPF", "CPF_ABOND", "PTP", "OPCO", "REGION", "PERSO")
DISCOVERIES = ("PMSMP", "ENQUETE", "STAGE", "MISSION")
# Days between two meetings.
QUICK, USUAL, SLOW = (5, 9), (14, 28), (25, 60)


def welcomed(person: Person) -> None:
    """She pushes the door: her sheet, and the unit that tells her where to go (UO0)."""
    by = person.stage.cast.welcomers.get(person.structure, person.referent)
    person.registers(by)
    if person.offers("UO0"):
        person.engages("UO0", by=by)
        person.meets(by=by, mode="PRES" if person.chance(0.6) else "TEL")


def assessed(person: Person, until: str = "signed", decision: str = "continue") -> Life:
    """The shared assessment (UO1), until its deliverable has reached that state."""
    person.engages("UO1")
    person.meets()
    yield person.later(5, 11)
    text = _assessment(person, decision)
    person.meets()
    person.writes(writing.begun(text))
    if until == "draft":
        return
    yield person.later(5, 11)
    person.meets()
    person.writes(text)
    yield from concluded(person, until)


def projected(
    person: Person,
    until: str = "signed",
    continues: bool = True,
    pace: tuple[int, int] = USUAL,
) -> Life:
    """The professional project (UO2.1), until its deliverable has reached that state."""
    person.engages("UO2.1")
    person.meets()
    text = project_of(person, continues)
    for part in (0.3, 0.7, 1.0):
        yield person.later(*pace)
        if not person.runs:
            return
        person.meets()
        now_and_then(person)
        person.writes(dict(list(writing.begun(text).items())[: int(len(text) * part)]))
        if until == "draft" and part > 0.5:
            return
    person.writes(text)
    person.fills(services_rendered(person))
    yield from concluded(person, until)


def supported(person: Person, until: str = "recorded", pace: tuple[int, int] = SLOW) -> Life:
    """The support of 2019 (UO2.2), until she writes that she wishes to close it."""
    person.engages("UO2.2")
    person.meets()
    for _ in range(person.rng.randint(1, 3)):
        yield person.later(*pace)
        if not person.runs:
            return
        person.meets()
        keeps_a_plan(person)
        now_and_then(person)
    if until == "draft":
        return
    text = writing.statement(person.stage.words, person.guest, person.today, person.rng)
    person.writes(text)
    person.fills(
        {
            **services_rendered(person),
            "service_description": str(text["service_description"]),
            "project_state": person.guest.state,
        }
    )
    person.document("record_trace")


def concluded(person: Person, until: str = "signed") -> Life:
    """Proposed, signed by the adviser first, then by her: the unit closes by itself."""
    person.document("propose")
    if until == "proposed":
        return
    if person.chance(0.06):
        yield person.later(1, 2)
        again = Given(motive=person.stage.words.later["exceptional"]["correction"])
        person.document("take_back", given=again)
        person.stage.tally["taken_back"] += 1
        person.document("propose")
    yield person.soon()
    if signs_for_good(person):
        yield from signed_for_good(person, until)
        return
    person.document("sign_as_adviser")
    if until == "signed_by_adviser":
        return
    yield person.later(1, 7) if person.chance(0.4) else person.soon(5)
    if person.runs:
        person.document("note_paper_signature")


def silent(person: Person, unit: str) -> Life:
    """She does not come back: the night will say that the unit is abandoned (R-032)."""
    person.engages(unit)
    person.meets()
    yield person.later(6, 14)
    person.meets(mode="TEL")


def late(person: Person, unit: str, near: int, after: int = 0) -> Life:
    """She comes near the deadline without signing; signs `after` days, when that is given."""
    person.engages(unit)
    person.meets()
    yield person.later(near, near + 8)
    person.meets()
    text = _assessment(person, "continue") if unit == "UO1" else project_of(person, True)
    person.writes(writing.begun(text))
    if not after:
        return
    yield person.later(after, after + 10)
    person.meets()
    person.writes(text)
    if unit != "UO1":
        person.fills(services_rendered(person))
    yield from concluded(person)


def decided(person: Person) -> Life:
    """The manager closes a unit that stayed overdue (C-10)."""
    yield person.later(35, 50)
    if person.unit.state == "overdue":
        motive = person.stage.words.later["exceptional"]["silence"]
        person.moves("confirm_abandon", by=person.manager, given=Given(motive=motive))


def closed_otherwise(person: Person, reason: str, why: str) -> None:
    """A unit that ends without its deliverable, with a proof (C-47)."""
    motive = person.stage.words.later["exceptional"][why]
    person.moves("close", given=Given(reason=reason, motive=motive))


def cancelled(person: Person, unit: str) -> Life:
    """Opened by mistake: the manager cancels, the number stays consumed (R-042)."""
    person.engages(unit)
    yield person.later(1, 1)
    motive = person.stage.words.later["exceptional"]["mistake"]
    person.moves("cancel", by=person.manager, given=Given(motive=motive))


def services_rendered(person: Person) -> dict[str, str | tuple[str, ...]]:
    """What annexe 2 asks when a unit of accompaniment closes."""
    rng = person.rng
    services: tuple[str, ...] = tuple(rng.sample(SERVICES, rng.randint(1, 3)))
    funding = tuple(rng.sample(FUNDING, rng.randint(1, 2))) if rng.random() < 0.6 else ("AUCUN",)
    found = (rng.choice(DISCOVERIES),) if rng.random() < 0.5 else ("AUCUNE",)
    sheet: dict[str, str | tuple[str, ...]] = {
        "service_types": services,
        "training_funding": funding,
        "job_discoveries": found,
    }
    if not person.unit.services:
        sheet["complementary_services"] = ("AUCUNE",)
    return sheet


def project_of(person: Person, continues: bool) -> dict[str, Value]:
    words, guest = person.stage.words, person.guest
    return writing.project(words, guest, continues, person.today, person.rng)


def _assessment(person: Person, decision: str) -> dict[str, Value]:
    return writing.assessment(person.stage.words, person.guest, decision, person.today, person.rng)
