"""The people who work with the platform."""

from datetime import date, datetime

from persistent import Persistent

from cep_docs.content.facts import Habilitation, Invitation, Passkey, ReviewRequest
from cep_docs.content.folder import Node


class Credentials(Persistent):  # type: ignore[misc]
    """What an account proves itself with, apart from it: who lists accounts does not load it.

    `password` is an Argon2 hash, `recovery` holds digests; the secret of one-time codes (`totp`)
    must be readable to judge them. `handle` names the account to passkeys, and says nothing.
    """

    password: str = ""
    password_since: datetime | None = None
    totp: str = ""
    totp_since: datetime | None = None
    recovery: tuple[str, ...] = ()
    passkeys: tuple[Passkey, ...] = ()
    handle: str = ""
    invitation: Invitation | None = None
    invited_at: tuple[datetime, ...] = ()

    @property
    def has_factor(self) -> bool:
        return bool(self.totp or self.passkeys)


class Account(Node):
    """A member of staff, an auditor…, named by a login that is never given again (R-131)."""

    habilitations: tuple[Habilitation, ...] = ()
    calendar: str = ""  # the digest of the secret address of his calendar; empty: he has none
    catalogued: tuple[tuple[str, str, str], ...] = ()
    # What this account is asked to read again, until it is done.
    review_requests: tuple[ReviewRequest, ...] = ()
    credentials: Credentials | None = None
    # Who it is for the identity provider of the operator: « issuer subject ».
    known_as: str = ""
    # Whether titles of tabs may name people.
    personal_titles: bool = False

    def __init__(self, login: str, full_name: str, roles: tuple[str, ...]) -> None:
        self.login = login
        self.full_name = full_name
        self.roles = roles
        self.structure = ""
        self.organisation = ""
        self.phone = ""
        self.email = ""
        self.disabled_on: date | None = None
        self.disabled_because = ""

    def may_use(self, habilitation: str, day: date) -> bool:
        return any(
            held["what"] == habilitation and held["since"] <= day <= held["until"]
            for held in self.habilitations
        )

    def active_on(self, day: date) -> bool:
        return self.disabled_on is None or day < self.disabled_on
