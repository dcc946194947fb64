"""What a person finds in her own space: who follows her, her documents, her steps (R-122)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet
from cep_docs.content.attachment import Attachment
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Appointment
from cep_docs.content.site import course_of, engagement_of
from cep_docs.definitions.workflows import State
from cep_docs.errors import NotFound
from cep_docs.lifecycle.attachments import attachments_of
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.shared_fields import SharedDocument, shared_documents
from cep_docs.lifecycle.signing_state import level_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day
from cep_docs.values.local_time import local_day


@dataclass(frozen=True, slots=True)
class Follower:
    """Her referent, and the place where she is received."""

    name: str
    phone: str
    email: str
    place: str
    address: str
    hours: str


@dataclass(frozen=True, slots=True)
class Step:
    """A unit she went through, or is in; its time limit binds her adviser, not her (R-039)."""

    label: str
    says: str
    since: date
    ended_on: date | None
    runs: bool


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A version she may read. `waits`: it is proposed to her, and she has not signed it."""

    number: str
    name: str
    version: str
    label: str
    on: date
    says: str
    waits: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class OwnSpace:
    follower: Follower | None
    documents: tuple[OwnDocument, ...]
    to_complete: tuple[SharedDocument, ...]
    steps: tuple[Step, ...]
    pieces: tuple[Attachment, ...]
    appointments: tuple[Appointment, ...]

    @property
    def waits(self) -> OwnDocument | None:
        """What she is asked to read first."""
        return next((document for document in self.documents if document.waits), None)


def own_space(person: Beneficiary, actor: Actor, tools: Tools) -> OwnSpace:
    """All of it, read as any file is: written down once."""
    right = require(tools, actor, "view", Facet(person, "file"))
    record(person, "view", actor, right, tools, {"own_space": True})
    today = tools.hour_in(followed_in(person)).date()
    return OwnSpace(
        follower=follower_of(person, tools),
        documents=tuple(own_documents(person, actor, tools)),
        to_complete=tuple(shared_documents(person, actor, tools)),
        steps=tuple(_steps(person, tools)),
        pieces=tuple(
            piece
            for piece in attachments_of(person, actor, tools)
            if not piece.set_aside_because and decide(tools, actor, "download", piece).allowed
        ),
        appointments=tuple(
            said for said in person.appointments if not said["ended"] and said["on"] >= today
        ),
    )


def follower_of(person: Beneficiary, tools: Tools) -> Follower | None:
    """Of her last course; nobody while she was only told where to go."""
    units = _units(person)
    login = course_of(units[-1]).referent if units else ""
    if login not in tools.site.accounts:
        return None
    account = tools.site.accounts[login]
    place = tools.site.structures.get(units[-1].structure)
    lines = (place.address, f"{place.postcode} {place.town}".strip()) if place else ()
    return Follower(
        name=account.full_name,
        phone=account.phone,
        email=account.email,
        place=place.name if place else "",
        address=", ".join(filter(None, lines)),
        hours=place.hours if place else "",
    )


def followed_in(person: Beneficiary) -> str:
    """The structure whose clock is hers; none before her first unit."""
    units = _units(person)
    return units[-1].structure if units else ""


def own_documents(person: Beneficiary, actor: Actor, tools: Tools) -> Iterator[OwnDocument]:
    """Every version she may read, the last unit and its last version first."""
    for unit in reversed(_units(person)):
        for deliverable in reversed(list(unit)):
            for version in reversed(list(deliverable)):
                if decide(tools, actor, "view", version).allowed:
                    yield _document(deliverable, version, tools)


def own_version(person: Beneficiary, number: str, name: str, version: str) -> Version:
    """A version of one of her documents, or NotFound; a right is still to be asked for."""
    deliverable = own_deliverable(person, number, name)
    if version not in deliverable:
        raise NotFound(NOT_FOUND)
    return deliverable[version]


def own_deliverable(person: Beneficiary, number: str, name: str) -> Deliverable:
    for unit in person.engagements():
        if unit.number == number and name in unit:
            return unit[name]
    raise NotFound(NOT_FOUND)


def own_piece(person: Beneficiary, name: str) -> Attachment:
    """A piece of hers, or NotFound; a right is still to be asked for."""
    for folder in (person.attachments, person.vault):
        found = folder.get(name)
        if found is not None and found.file is not None and not found.set_aside_because:
            return found
    raise NotFound(NOT_FOUND)


def _units(person: Beneficiary) -> list[Engagement]:
    """In the order they were engaged; a cancelled one never was (R-042)."""
    return [unit for unit in person.engagements() if unit.state != "cancelled"]


def _steps(person: Beneficiary, tools: Tools) -> Iterator[Step]:
    for unit in _units(person):
        agreement = tools.agreement_of(unit)
        state = agreement.workflows["engagement"].states[unit.state]
        yield Step(
            label=agreement.units[unit.unit].label,
            says=_words(unit, state),
            since=unit.opened_on,
            ended_on=unit.closed_on,
            runs=state.open,
        )


def _words(unit: Engagement, state: State) -> str:
    """As somebody says it who does not work here: what is due is her adviser's affair."""
    if state.open:
        return "en cours"
    return "terminé" if unit.closed_on else "pas encore commencé"


def _document(deliverable: Deliverable, version: Version, tools: Tools) -> OwnDocument:
    unit = engagement_of(deliverable)
    agreement = tools.agreement_of(unit)
    zone = agreement.lots[unit.lot].time_zone
    form = agreement.form(deliverable.kind, version.edition)
    last = version is deliverable.current
    signature = version.valid_signatures.get("beneficiary")
    asked = any(one.role == "beneficiary" and one.required for one in form.signatories)
    state = agreement.workflow_of(deliverable.kind).states[deliverable.state]
    waits = last and asked and signature is None and unit.closed_on is None and not state.editable
    on = local_day(version.frozen_at, zone)
    if signature is not None:
        day = french_day(local_day(signature["at"], zone))
        says = f"signé par vous le {day}, {level_of(signature)}"
    elif not last:
        says = f"version précédente, du {french_day(on)}"
    elif waits:
        says = f"à lire, puis à signer : proposé le {french_day(on)}"
    else:
        says = f"établi le {french_day(on)}"
    return OwnDocument(
        number=unit.number,
        name=deliverable.__name__,
        version=version.__name__,
        label=form.label,
        on=on,
        says=says,
        waits=waits,
        is_last=last,
    )
