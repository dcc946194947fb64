"""What happened to a person's file, from its journal: each line with its kind and its labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.engagement import Engagement
from cep_docs.definitions.workflows import Transition, Workflow
from cep_docs.lifecycle.naming import is_program, named, role_labels
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.who_reads import READINGS, because_of

EXCHANGE, DOCUMENT, SIGNATURE, ACCESS, UNIT = "exchange", "document", "signature", "access", "unit"
# What each line is about, but for the transitions, which the workflows tell.
EXCHANGES = (
    "log_interaction",
    "record_demand",
    "make_appointment",
    "move_appointment",
    "cancel_appointment",
)
ACCESSES = (
    *READINGS,
    "break_glass",
    "grant_expert",
    "reassign",
    "add_deputy",
    "export",
    "invite",
    "send_message",
    "message_failed",
    "revoke_invitation",
)
OF_A_SIGNATURE = (
    "ask_to_sign",
    "withdraw_signing",
    "renew_signing_link",
    "remind_signing",
    "signing_expired",
)
OF_THE_UNIT = ("edit_unit_sheet", "add_service", "draw_order", "warn", "remind")
OF_THE_PERSON = (
    "register",
    "edit_sheet",
    "record_status",
    "record_consent",
    "revoke_consent",
    "record_mandate",
    "revoke_mandate",
    "set_adaptations",
    "tell_first_meeting",
    "write_note",
)
SIGNING = ("sign", "record_paper_signature")
NOTE = "write_note"
# The details of a line: why, about whom, and what is told as it stands.
MOTIVES = ("motive", "because")
OTHERS = ("referent", "deputy", "expert", "to")
AS_THEY_ARE = ("days_left", "working_days", "minutes", "line", "on", "at", "until", "since")
VAULT = "vault "
# So many headings are told by their names.
FEW = 3


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`who` is empty when it happened by itself. `said` has what the line tells, as people read
    it: labels, days, a motive."""

    position: int
    at: datetime
    kind: str
    what: str
    who: str
    roles: str
    unit: str
    number: str
    document: str
    document_label: str
    act: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class History:
    """`older`: ask again before that line; None when there is nothing before."""

    lines: Sequence[HistoryLine]
    older: int | None


def history_of(
    person: Beneficiary,
    actor: Actor,
    tools: Tools,
    kind: str = "",
    before: int | None = None,
    most: int = 20,
) -> History:
    """The latest lines, or those before one of them, of one kind or of all; the journal is read
    backwards, as far as it takes and no further."""
    if not decide(tools, actor, "view", Facet(person, "file")).allowed:
        return History((), None)
    teller = Teller(person, actor, tools)
    told = (line for line in teller.lines(before) if _wanted(line, kind))
    lines = list(islice(told, most + 1))
    older = lines[most - 1].position if len(lines) > most else None
    return History(lines[:most], older)


def _wanted(line: HistoryLine, kind: str) -> bool:
    """Who looked is told to whoever asks for it: among the rest it would hide what was done."""
    return line.kind == kind if kind else line.what not in READINGS


class Teller:
    """Tells the lines of one person's journal to one reader."""

    def __init__(self, person: Beneficiary, actor: Actor, tools: Tools) -> None:
        self._person, self._actor, self._tools = person, actor, tools
        self._zone = tools.hour_in(actor.structure).tzinfo
        self._units = {unit.number: unit for unit in person.engagements()}
        self._reads_accesses = self._may("read_journal", "access_journal")
        self._reads_vault = self._may("list", "vault")
        self._readable: dict[tuple[str, str], bool] = {}

    def lines(self, before: int | None) -> Iterator[HistoryLine]:
        for line in self._person.journal.backwards(before):
            if self._shown(line):
                yield self._told(line)

    def _may(self, action: str, kind: str) -> bool:
        return decide(self._tools, self._actor, action, Facet(self._person, kind)).allowed

    def _shown(self, line: Mapping[str, Any]) -> bool:
        """A private note is its author's business, the vault that of whoever may open it."""
        if line["what"] == NOTE:
            return bool(line["who"] == self._actor.account)
        if line["object"].startswith(VAULT):
            return self._reads_vault
        return self._reads_accesses or line["what"] not in READINGS

    def _told(self, line: dict[str, Any]) -> HistoryLine:
        details, by_itself = line["details"], is_program(line["who"], self._tools)
        unit = self._units.get(line["object"].rpartition(" ")[2])
        document = str(details.get("deliverable", ""))
        workflow = self._workflow(document, unit)
        transition = workflow.transitions.get(line["what"]) if workflow else None
        signed = workflow is not None and transition is not None and _signs(workflow, transition)
        return HistoryLine(
            position=line["number"],
            at=datetime.fromisoformat(line["at"]).astimezone(self._zone),
            kind=SIGNATURE if signed else _kind(line["what"], document, transition),
            what=line["what"],
            who="" if by_itself else named(line["who"], self._person, self._actor, self._tools),
            roles="" if by_itself else role_labels(line["role"], self._tools),
            unit=unit.unit if unit else "",
            number=unit.number if unit else "",
            document=document if self._reads(unit, document) else "",
            document_label=self._form_label(unit, document),
            act=transition.label if transition else "",
            said=dict(self._said(line, unit)),
        )

    def _workflow(self, document: str, unit: Engagement | None) -> Workflow | None:
        """What tells the lives of which the line is a step."""
        if unit is None:
            return None
        agreement = self._tools.agreement_of(unit)
        return agreement.workflow_of(document) if document else agreement.engagement

    def _reads(self, unit: Engagement | None, document: str) -> bool:
        """Whoever only follows how a document goes is not told what is written in it."""
        if unit is None or document not in unit:
            return False
        key = (unit.number, document)
        if key not in self._readable:
            right = decide(self._tools, self._actor, "view", unit[document])
            self._readable[key] = right.allowed
        return self._readable[key]

    def _form_label(self, unit: Engagement | None, document: str) -> str:
        form = self._tools.agreement_of(unit).forms.get(document) if unit else None
        return form.label if form else document

    def _said(self, line: dict[str, Any], unit: Engagement | None) -> Iterator[tuple[str, str]]:
        details = line["details"]
        if line["what"] in READINGS:
            yield "motive", because_of(line, self._person, self._tools)
        if unit is not None:
            yield from self._of_the_unit(details, unit)
        for name, told in details.items():
            if told and name in MOTIVES:
                yield "motive", str(told)
            elif told and name in OTHERS:
                yield "other", named(str(told), self._person, self._actor, self._tools)
            elif told and name in AS_THEY_ARE:
                yield name, str(told)
        if details.get("status"):
            yield "status", self._label("statut", str(details["status"]))

    def _of_the_unit(
        self, details: Mapping[str, Any], unit: Engagement
    ) -> Iterator[tuple[str, str]]:
        if details.get("mode"):
            yield "mode", self._label("mode_contact", str(details["mode"]), unit)
        if details.get("fields"):
            yield "fields", str(len(str(details["fields"]).split(",")))
            yield "headings", self._headings(details, unit)
        if details.get("days_left") is not None and unit.due_on:
            yield "due_on", unit.due_on.isoformat()

    def _headings(self, details: Mapping[str, Any], unit: Engagement) -> str:
        """Up to three, by their names; never those of a sheet, where a name alone says much."""
        form = self._tools.agreement_of(unit).forms.get(str(details.get("deliverable", "")))
        names = str(details["fields"]).split(",")
        if form is None or len(names) > FEW or not self._reads(unit, form.name):
            return ""
        labels = [field.label for field in form.fields() if field.name in names]
        return ", ".join(f"« {label} »" for label in labels)

    def _label(self, table: str, code: str, unit: Engagement | None = None) -> str:
        agreements = self._tools.rules.agreements
        known = [agreements[unit.agreement]] if unit is not None else list(agreements.values())
        for agreement in known:
            if table in agreement.tables and code in agreement.tables[table]:
                return agreement.tables[table].label(code, self._day(unit))
        return code

    def _day(self, unit: Engagement | None) -> date:
        return unit.opened_on if unit else self._tools.hour_in(self._actor.structure).date()


def _kind(what: str, document: str, transition: Transition | None) -> str:
    if what in EXCHANGES:
        return EXCHANGE
    if what in ACCESSES:
        return ACCESS
    if what in OF_A_SIGNATURE:
        return SIGNATURE
    if document:
        return DOCUMENT
    if transition is not None or what in (*OF_THE_UNIT, *OF_THE_PERSON):
        return UNIT
    return DOCUMENT


def _signs(workflow: Workflow, transition: Transition) -> bool:
    """Somebody signed, or what the person wrote is there."""
    return transition.right in SIGNING or workflow.states[transition.to_state].concludes
