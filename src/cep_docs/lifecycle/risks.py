"""What puts a running file at risk: a deadline, silence, missing data, a signature that is waited
for, a draft nobody wrote in, nobody who follows it (R-148)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.site import course_of
from cep_docs.definitions.workflows import State, Transition
from cep_docs.lifecycle.deliverable_conditions import gaps
from cep_docs.lifecycle.move import NOTHING, Move
from cep_docs.lifecycle.sheets import closing_faults
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import french_day
from cep_docs.values.local_time import local_day

# Of what lacks, so many are named; the others are counted.
NAMED = 2

NO_REFERENT = "referent"
LATE = "late"
DEADLINE = "deadline"
SHEET = "sheet"
SIGNATURE = "signature"
SILENCE = "silence"
UNTOUCHED = "untouched"
# The gravest first: the order in which they are told.
LABELS = {
    NO_REFERENT: "Sans référent en activité",
    LATE: "Échue, à régulariser",
    DEADLINE: "Échéance proche",
    SHEET: "Données manquantes",
    SIGNATURE: "Signature attendue",
    SILENCE: "Silence",
    UNTOUCHED: "Brouillon non commencé",
}
GRAVE = (NO_REFERENT, LATE)


@dataclass(frozen=True, slots=True)
class Risk:
    """One reason to look at a file, and a French sentence that says why."""

    code: str
    sentence: str

    @property
    def label(self) -> str:
        return LABELS[self.code]

    @property
    def grave(self) -> bool:
        return self.code in GRAVE


def risks_of(engagement: Engagement, tools: Tools) -> tuple[Risk, ...]:
    """All of a running unit, the gravest first; nothing of one that does not run."""
    if not _runs(engagement, tools):
        return ()
    today = tools.today(tools.agreement_of(engagement), engagement.lot)
    found = ((code, say(engagement, today, tools)) for code, say in _RISKS.items())
    return tuple(Risk(code, sentence) for code, sentence in found if sentence)


def risk_codes(engagement: Engagement, tools: Tools) -> tuple[str, ...]:
    """The same without the sentences, for whoever counts: what lacks is not looked for."""
    if not _runs(engagement, tools):
        return ()
    today = tools.today(tools.agreement_of(engagement), engagement.lot)
    holds = {**_RISKS, **_HOLDS}
    return tuple(code for code, asks in holds.items() if asks(engagement, today, tools))


def is_active_adviser(login: str, tools: Tools) -> bool:
    account = tools.site.accounts.get(login)
    return account is not None and "adviser" in account.roles and account.disabled_on is None


def signature_waited_since(engagement: Engagement, tools: Tools) -> date | None:
    """The day its document was proposed, while the person has not signed it."""
    deliverable = engagement.deliverable
    state = _state(engagement, tools)
    if deliverable is None or state is None or state.editable or state.concludes or state.stays:
        return None
    version = deliverable.current
    if version is None or "beneficiary" in version.valid_signatures:
        return None
    zone = tools.agreement_of(engagement).lots[engagement.lot].time_zone
    return local_day(version.frozen_at, zone)


def was_written_in(deliverable: Deliverable) -> bool:
    """By somebody: what the program carried forward from another document does not count."""
    headings = deliverable.headings
    return any(kept.value and kept.origin is None for kept in (headings or {}).values())


def _runs(engagement: Engagement, tools: Tools) -> bool:
    return tools.agreement_of(engagement).engagement.states[engagement.state].open


def _no_referent(engagement: Engagement, today: date, tools: Tools) -> str:
    if not tools.agreement_of(engagement).units[engagement.unit].accompaniment:
        return ""
    referent = course_of(engagement).referent
    if is_active_adviser(referent, tools):
        return ""
    if not referent:
        return "Personne n'est le référent de ce parcours."
    return "Le référent n'est plus un conseiller en activité."


def _late(engagement: Engagement, today: date, tools: Tools) -> str:
    due = engagement.due_extended_on or engagement.due_on
    if due is None or today <= due:
        return ""
    return f"Échue le {french_day(due)} : clore pour abandon, ou passer outre avec un motif."


def _deadline(engagement: Engagement, today: date, tools: Tools) -> str:
    due = engagement.due_on
    if due is None or not _is_near(engagement, today, tools):
        return ""
    lacking = _lacking(engagement, tools)
    return f"À conclure avant le {french_day(due)}{f' ; {lacking}' if lacking else ''}."


def _is_near(engagement: Engagement, today: date, tools: Tools) -> bool:
    due = engagement.due_on
    near = max(tools.agreement_of(engagement).limits.warning_days, default=0)
    return (
        due is not None
        and (due - today).days <= near
        and today <= (engagement.due_extended_on or due)
    )


def _lacking(engagement: Engagement, tools: Tools) -> str:
    """What the document still lacks before it can be proposed."""
    state = _state(engagement, tools)
    if state is None or not state.editable:
        return ""
    missing = len(gaps(_move(engagement, tools)))
    return f"il manque {missing} rubrique{'s' if missing > 1 else ''}" if missing else ""


def _sheet(engagement: Engagement, today: date, tools: Tools) -> str:
    """Of a document that is about to be signed: the unit would not close."""
    if signature_waited_since(engagement, tools) is None:
        return ""
    missing = list(closing_faults(_move(engagement, tools)).values())
    rest = len(missing) - NAMED
    more = f" Et {rest} autre{'s' if rest > 1 else ''}." if rest > 0 else ""
    return " ".join(missing[:NAMED]) + more


def _signature(engagement: Engagement, today: date, tools: Tools) -> str:
    since = signature_waited_since(engagement, tools)
    days = tools.agreement_of(engagement).limits.signature_days
    if not days or since is None or (today - since).days <= days:
        return ""
    return f"Proposé le {french_day(since)}, sans signature de la personne depuis."


def _silence(engagement: Engagement, today: date, tools: Tools) -> str:
    quiet = tools.agreement_of(engagement).limits.quiet_days
    if not quiet or engagement.due_on is None:
        return ""
    last = max((i["on"] for i in engagement.interactions), default=None)
    if (today - (last or engagement.opened_on)).days <= quiet:
        return ""
    if last is None:
        return f"Aucun échange noté depuis l'engagement du {french_day(engagement.opened_on)}."
    return f"Aucun échange depuis le {french_day(last)}."


def _untouched(engagement: Engagement, today: date, tools: Tools) -> str:
    quiet = tools.agreement_of(engagement).limits.quiet_days
    if not quiet or (today - engagement.opened_on).days <= quiet:
        return ""
    return "Personne n'a encore écrit dans le livrable." if is_untouched(engagement, tools) else ""


def is_untouched(engagement: Engagement, tools: Tools) -> bool:
    """A draft that people sign, in which nobody wrote yet; a trace is only written at the end."""
    deliverable, state = engagement.deliverable, _state(engagement, tools)
    if deliverable is None or state is None or not state.editable:
        return False
    form = tools.agreement_of(engagement).forms[deliverable.kind]
    return bool(form.signatories) and not was_written_in(deliverable)


_RISKS: dict[str, Callable[[Engagement, date, Tools], str]] = {
    NO_REFERENT: _no_referent,
    LATE: _late,
    DEADLINE: _deadline,
    SHEET: _sheet,
    SIGNATURE: _signature,
    SILENCE: _silence,
    UNTOUCHED: _untouched,
}
# Where it takes long to say it, whether there is anything to say.
_HOLDS: dict[str, Callable[[Engagement, date, Tools], object]] = {DEADLINE: _is_near}


def _state(engagement: Engagement, tools: Tools) -> State | None:
    deliverable = engagement.deliverable
    if deliverable is None:
        return None
    return tools.agreement_of(engagement).workflow_of(deliverable.kind).states[deliverable.state]


def _move(engagement: Engagement, tools: Tools) -> Move:
    """A move that nobody makes: conditions look at it as they would at a closing."""
    transition = next(_transitions(engagement, tools))
    return Move(engagement, engagement.deliverable, transition, CLOCKWORK, tools, NOTHING)


def _transitions(engagement: Engagement, tools: Tools) -> Iterator[Transition]:
    return iter(tools.agreement_of(engagement).engagement.transitions.values())
