"""Facts that are written once: plain dictionaries in the records that hold them."""

from datetime import date, datetime
from typing import NotRequired, TypedDict


class StatusPeriod(TypedDict):
    """What the person was, from a day on, until the next period (R-006)."""

    since: date
    code: str
    recorded_at: datetime
    recorded_by: str


class Consent(TypedDict):
    """What the person agreed to, until it is revoked."""

    subject: str
    scope: str
    given_on: date
    channel: str
    recorded_by: str
    revoked_on: date | None


class Mandate(TypedDict):
    """The person asks that somebody be told something on her behalf (R-095)."""

    third_party: str
    scope: str
    given_on: date
    until: date
    recorded_by: str


class Demand(TypedDict):
    """The person asked for a service (R-010); `on` is the day she asked."""

    unit: str
    on: date
    channel: str
    author: str
    recorded_at: datetime
    recorded_by: str


class Grant(TypedDict):
    """Somebody besides the referent may read: an expert, or an emergency (R-037, R-122)."""

    kind: str
    account: str
    since: datetime
    until: datetime
    because: str
    given_by: str


class ReferentStart(TypedDict):
    """From this instant on, and until the next start, this account is the referent (R-035)."""

    since: datetime
    account: str
    because: str
    given_by: str


class Habilitation(TypedDict):
    """What somebody was trained for, between two days, both included (R-099)."""

    what: str
    since: date
    until: date
    recorded_by: str


class Deputy(TypedDict):
    """Stands in for the referent between two days, both included."""

    account: str
    since: date
    until: date
    given_by: str


class Appointment(TypedDict):
    """The person is expected (R-072); `ended` is empty while she is, else moved or cancelled."""

    key: str
    on: date
    at: str
    minutes: int
    mode: str
    structure: str
    account: str
    ended: str
    recorded_at: datetime
    recorded_by: str


class Interaction(TypedDict):
    """An exchange with the person (R-012, R-038)."""

    on: date
    at: str
    minutes: int
    mode: str
    by: str
    synchronous: bool
    place: str
    remote_agreed_by: str
    confidential_place: bool
    session: str
    recorded_at: datetime


class Override(TypedDict):
    """A manager let something pass, with a motive (R-004, R-021, R-027)."""

    condition: str
    motive: str
    by: str
    at: datetime


class Closing(TypedDict):
    """How an engagement ended; a rectification adds one, the last counts (R-033)."""

    on: date
    reason: str
    by: str
    at: datetime
    late: bool
    billable: str
    statement: str
    motive: str


class ComplementaryService(TypedDict):
    """A service that completes the advice (prestation complémentaire, R-086)."""

    code: str
    provider_siren: str
    provider_name: str
    funding: str
    starts_on: date | None
    ends_on: date | None
    expectations: str
    course_continues: bool


class Signature(TypedDict):
    """Who signed a version, when, and how sure we are of it: `level` is simple, advanced or
    qualified, on paper, or provisional where nothing proves it; `proven` that of the file as it
    was signed, `completed` that of the file since a later day added what lacked."""

    account: str
    at: datetime
    level: str
    proven: NotRequired[str]
    completed: NotRequired[str]


class Asked(TypedDict):
    """A heading of a draft that the person was invited to fill in herself (R-062)."""

    field: str
    by: str
    at: datetime


class StatementPeriod(TypedDict):
    """A consumption number reserved for a quarter of an order (R-040, C-15)."""

    number: str
    year: int
    quarter: int
    opened_on: date


class Answer(TypedDict):
    """Added to a comment; `does`: nothing more, or resolve it, or open it again."""

    by: str
    at: datetime
    text: str
    does: str


class ReviewRequest(TypedDict):
    """Somebody is asked to read a draft again; it names the document, never the person."""

    number: str
    deliverable: str
    by: str
    at: datetime


class EarlierPhrase(TypedDict):
    """What a shared phrase said until it was written anew."""

    title: str
    text: str
    by: str
    at: datetime


class Passkey(TypedDict):
    """A passkey of an account: its public half. `host` is the name of the site it was made for."""

    id: str
    key: bytes
    count: int
    host: str
    label: str
    added_at: datetime


class Invitation(TypedDict):
    """A link by which somebody chooses a password; `lost_factor`: and second factors anew."""

    digest: str
    until: datetime
    by: str
    lost_factor: bool
