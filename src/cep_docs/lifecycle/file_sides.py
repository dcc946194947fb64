"""What stands beside a person's file: who she is, how to reach her, what she agreed to, pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.attachment import ASSESSMENT
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.facts import Consent, Mandate
from cep_docs.content.note import PrivateNote
from cep_docs.lifecycle.attachments import attachments_of
from cep_docs.lifecycle.identifying import name_of
from cep_docs.lifecycle.naming import named
from cep_docs.lifecycle.referents import referent_now
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.signatories import KnownAs, known_as
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import parse_day


@dataclass(frozen=True, slots=True)
class Head:
    """`name` and `born_on` for whoever may know who she is; `running`: a unit is open."""

    name: str
    anonymous: bool
    sex: str
    number: str
    born_on: date | None
    status: str
    occupation: str
    referent: str
    place: str
    state: str
    running: bool


@dataclass(frozen=True, slots=True)
class StatusLine:
    since: date
    label: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the file, not opened yet; `vault` when it is kept apart (R-087)."""

    name: str
    title: str
    kind: str
    media_type: str
    size: int
    added_at: datetime
    vault: bool
    set_aside_because: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Each part is empty, or None, for whoever may not see it."""

    contact: Mapping[str, str] | None
    statuses: Sequence[StatusLine]
    consents: Sequence[Consent] | None
    mandates: Sequence[Mandate]
    adaptations: Sequence[str] | None
    pieces: Sequence[Piece] | None
    notes: Sequence[PrivateNote]
    representative: KnownAs | None = None


def head_of(person: Beneficiary, actor: Actor, tools: Tools) -> Head:
    """The facts by which one is sure of the person."""
    knows = decide(tools, actor, "view", person).allowed
    sheet = person.sheet if knows else {}
    units = [unit for unit in person.engagements() if unit.state != "cancelled"]
    last = units[-1] if units else None
    place = tools.site.structures.get(last.structure) if last else None
    state, running = _state(person, tools)
    return Head(
        name=name_of(person, actor, tools),
        anonymous=person.anonymous,
        sex=sheet.get("sex", ""),
        number=last.number if last else "",
        born_on=parse_day(sheet["birth_date"]) if sheet.get("birth_date") else None,
        status=_status(person.status_on(_today(actor, tools)), actor, tools) if knows else "",
        occupation=sheet.get("occupation", ""),
        referent=named(referent_now(person), person, actor, tools),
        place=place.name if place else "",
        state=state,
        running=running,
    )


def sides_of(person: Beneficiary, actor: Actor, tools: Tools) -> Sides:
    knows = decide(tools, actor, "view", person).allowed
    lists = decide(tools, actor, "list", Facet(person, "attachment")).allowed
    return Sides(
        contact={name: person.sheet.get(name, "") for name in ("phone", "email")}
        if knows
        else None,
        representative=known_as(person) if knows else None,
        statuses=_statuses(person, actor, tools) if knows else (),
        consents=_consents(person, actor, tools) if knows else None,
        mandates=person.mandates if knows else (),
        adaptations=person.adaptations if knows else None,
        pieces=_pieces(person, actor, tools) if lists else None,
        notes=[note for note in person.notes if decide(tools, actor, "view", note).allowed],
    )


def _state(person: Beneficiary, tools: Tools) -> tuple[str, bool]:
    for unit in reversed(person.engagements()):
        state = tools.agreement_of(unit).engagement.states[unit.state]
        if state.open:
            return f"{unit.unit} {state.label.lower()}", True
    return ("Aucune unité en cours" if person.engagements() else "Aucune unité engagée"), False


def _statuses(person: Beneficiary, actor: Actor, tools: Tools) -> list[StatusLine]:
    """The latest first."""
    periods = sorted(person.statuses, key=lambda p: (p["since"], p["recorded_at"]), reverse=True)
    return [
        StatusLine(
            period["since"],
            _status(period["code"], actor, tools),
            named(period["recorded_by"], person, actor, tools),
        )
        for period in periods
    ]


def _status(code: str, actor: Actor, tools: Tools) -> str:
    for agreement in tools.rules.agreements.values():
        table = agreement.tables.get("statut")
        if table is not None and code in table:
            return table.label(code, _today(actor, tools))
    return code


def _consents(person: Beneficiary, actor: Actor, tools: Tools) -> list[Consent]:
    """A consent about reserved data says that there are some: it is reserved too (R-105)."""
    return [said for said in person.consents if _may_know(said["subject"], person, actor, tools)]


def _may_know(subject: str, person: Beneficiary, actor: Actor, tools: Tools) -> bool:
    kind = "vault" if subject == ASSESSMENT else subject
    known = tools.rules.access.kinds.get(kind)
    if known is None or known.level != "reserved":
        return True
    return decide(tools, actor, "view", Facet(person, kind)).allowed


def _pieces(person: Beneficiary, actor: Actor, tools: Tools) -> list[Piece]:
    kinds = tools.rules.attachments.kinds
    return [
        Piece(
            name=found.__name__,
            title=found.title,
            kind=kinds[found.kind].label if found.kind in kinds else found.kind,
            media_type=found.file.media_type,
            size=found.file.size,
            added_at=found.file.added_at,
            vault=found.__name__ in person.vault,
            set_aside_because=found.set_aside_because,
        )
        for found in attachments_of(person, actor, tools)
        if found.file is not None
    ]


def _today(actor: Actor, tools: Tools) -> date:
    return tools.hour_in(actor.structure).date()
