"""Where the signature of a document stands: who signs now, what she was asked, how far she is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cep_docs.access.actor import Actor
from cep_docs.content.beneficiary import Beneficiary
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.engagement import Engagement
from cep_docs.content.facts import Signature
from cep_docs.content.signing import ON_SITE, PAPER, REMOTE, SigningRequest
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import PERSON, REPRESENTATIVE, is_late, next_signatory
from cep_docs.lifecycle.signatures import (
    ON_PAPER,
    PROVISIONAL,
    SIMPLE,
    transition_with,
)
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.dates import parse_day
from cep_docs.values.local_time import end_of_day

# What is to be done now: he signs, he asks her, she was asked; nothing at all.
FIRST, ASK, ASKED, NOTHING = "first", "ask", "asked", ""
OF_AGE = 18
# Where the agreement says nothing of it (§ 8.2).
LIVES = timedelta(days=30)
# What she does, in order, and what is said of each.
STEPS = (
    (("asked",), "Demande faite"),
    (("opened",), "Lien ouvert"),
    (("identity_seen", "identified"), "Identité confirmée"),
    (("read",), "Document lu"),
    (("mention",), "« Lu et approuvé » écrit"),
)
SIGNED = "Document signé"
ENDS = {
    "signed": SIGNED,
    "declined": "La personne n'a pas signé",
    "expired": "Délai passé",
    "withdrawn": "Demande annulée",
    "paper": "Signé sur papier",
}
ENDS_OF_HIS = {"declined": "Son représentant n'a pas signé"}
MODES = {ON_SITE: "Sur place", REMOTE: "À distance", PAPER: "Sur papier"}
LEVELS = {
    SIMPLE: "signature électronique simple",
    "advanced": "signature électronique avancée",
    "qualified": "signature électronique qualifiée",
    ON_PAPER: "sur papier",
    PROVISIONAL: "provisoire (avant la signature électronique)",
}
PROVEN = {
    "B-B": "sans horodatage",
    "B-T": "horodatée",
    "B-LT": "horodatée, preuves jointes",
    "B-LTA": "horodatée, preuves jointes et archivées",
}


@dataclass(frozen=True, slots=True)
class Step:
    """`at` is None while it has not been done."""

    label: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Request:
    """A demand to sign, as the adviser follows it: neither link nor code is in it (R-069).
    `ended` is empty while it runs."""

    mode: str
    label: str
    until: datetime
    signatory: str
    steps: Sequence[Step]
    reminded: Sequence[datetime]
    identified: bool
    ended: str
    because: str

    @property
    def last(self) -> Step:
        """How far it has gone."""
        return [step for step in self.steps if step.at is not None][-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the signature of a document stands; `request` is the last demand, running or not;
    `turn` is who signs after the adviser, now. `minor`: she is not of age, somebody should sign
    with her; `late`: her sheet names somebody else than the version, or nobody (R-079)."""

    stage: str
    version: str
    request: Request | None
    minor: bool
    turn: str = PERSON
    late: bool = False


def stage_of(deliverable: Deliverable, tools: Tools) -> str:
    """Whose turn it is."""
    version = deliverable.current
    if version is None or version.withdrawn_because:
        return NOTHING
    if transition_with("sign_for_the_adviser", deliverable, tools) is not None:
        return FIRST
    if transition_with("sign_for_the_person", deliverable, tools) is None:
        return NOTHING
    running = version.request
    return ASKED if running is not None and running.until > tools.now() else ASK


def standing_of(deliverable: Deliverable, actor: Actor, tools: Tools) -> Standing:
    """For whoever may read the document."""
    require(tools, actor, "view", deliverable)
    version = deliverable.current
    asked = version.requests[-1] if version is not None and version.requests else None
    return Standing(
        stage=stage_of(deliverable, tools),
        version=version.__name__ if version is not None else "",
        request=_told(asked, engagement_of(deliverable), tools) if asked is not None else None,
        minor=_is_minor(deliverable, tools),
        turn=next_signatory(version) if version is not None else "",
        late=version is not None and is_late(version, tools),
    )


def running_request(deliverable: Deliverable, tools: Tools) -> SigningRequest | None:
    """The one she can still answer."""
    running = deliverable.current.request if deliverable.current is not None else None
    return running if running is not None and running.until > tools.now() else None


def lives_until(engagement: Engagement, tools: Tools) -> datetime:
    """Until when a demand that is made now runs: some days, and not beyond the last hour of the
    unit while that is still to come."""
    agreement, now = tools.agreement_of(engagement), tools.now()
    days = timedelta(days=agreement.limits.signing_days)
    until = now + (days or LIVES)
    if engagement.due_extended_on is None:
        return until
    last = end_of_day(engagement.due_extended_on, agreement.lots[engagement.lot].time_zone)
    return min(until, last) if last > now else until


def level_of(signature: Signature) -> str:
    """How sure we are of a signature, in words: its level, and what the file proves by itself."""
    level = LEVELS.get(signature["level"], signature["level"])
    proven = proven_by(signature)
    return f"{level}, niveau {proven} : {PROVEN[proven]}" if proven in PROVEN else level


def proven_by(signature: Signature) -> str:
    """What the file proves today: a later day may have added what lacked (R-077)."""
    return signature.get("completed", "") or signature.get("proven", "")


def weakest_level(deliverable: Deliverable) -> str:
    """Of the version that stands, in words; empty while nobody has signed it."""
    version = deliverable.current
    signed = list(version.valid_signatures.values()) if version is not None else []
    if not signed:
        return ""
    ranks = list(LEVELS)[::-1]
    return level_of(min(signed, key=lambda one: _rank(one, ranks)))


def _rank(signature: Signature, ranks: Sequence[str]) -> tuple[int, str]:
    known = signature["level"] in ranks
    return ranks.index(signature["level"]) if known else -1, proven_by(signature)


def _told(request: SigningRequest, engagement: Engagement, tools: Tools) -> Request:
    zone = ZoneInfo(tools.agreement_of(engagement).lots[engagement.lot].time_zone)
    hours = {event["what"]: event["at"].astimezone(zone) for event in request.events}
    ended = request.ended or ("" if request.until > tools.now() else "expired")
    done = [
        Step(label, next((hours[what] for what in names if what in hours), None))
        for names, label in STEPS
        if request.mode == REMOTE or names != ("opened",)
    ]
    over = request.until.astimezone(zone) if ended == "expired" else None
    ends = {**ENDS, **(ENDS_OF_HIS if request.signatory == REPRESENTATIVE else {})}
    last = Step(ends.get(ended, ended) or SIGNED, hours.get(ended, over) if ended else None)
    return Request(
        mode=request.mode,
        label=MODES[request.mode],
        until=request.until.astimezone(zone),
        signatory=request.signatory,
        steps=(*done, last),
        reminded=[
            event["at"].astimezone(zone) for event in request.events if event["what"] == "reminded"
        ],
        identified=bool(request.identified),
        ended=ended,
        because=request.because,
    )


def minors_birthday(person: Beneficiary, today: date) -> date | None:
    """When she will be of age; None when she is, or when nobody knows."""
    born = person.sheet.get("birth_date", "")
    if not born:
        return None
    birth = parse_day(born)
    of_age = birth.replace(year=birth.year + OF_AGE, day=min(birth.day, 28)) + timedelta(
        days=max(birth.day - 28, 0)
    )
    return of_age if today < of_age else None


def _is_minor(deliverable: Deliverable, tools: Tools) -> bool:
    engagement = engagement_of(deliverable)
    today = tools.today(tools.agreement_of(engagement), engagement.lot)
    return minors_birthday(beneficiary_of(deliverable), today) is not None
