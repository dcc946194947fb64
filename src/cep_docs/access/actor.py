"""The person, or the program, who acts."""

from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.content.account import Account


@dataclass(frozen=True, slots=True)
class Actor:
    """What is known of somebody when he asks; never stored, made again at each request.

    `beneficiary` is his identifier when he is the person advised, or that of the person he signs
    with, when he represents her. `sample` holds file numbers;
    `referrals` and `handed_over` hold identifiers of beneficiaries, submitted to him by name.
    `strong` says that he identified himself by a second factor. `only` is the one document he was
    let in for, when he came to sign it: the number of its unit and its name.
    """

    account: str
    roles: frozenset[str]
    structure: str = ""
    organisation: str = ""
    beneficiary: str = ""
    sample: frozenset[str] = frozenset()
    referrals: frozenset[str] = frozenset()
    handed_over: frozenset[str] = frozenset()
    mandate_until: datetime | None = None
    disabled_on: date | None = None
    strong: bool = True
    only: str = ""

    def __post_init__(self) -> None:
        if not self.account:
            raise ValueError("an actor without account would be whoever is not named yet")


CLOCKWORK = Actor("clockwork", frozenset({"clockwork"}))
TRANSMITTER = Actor("transmitter", frozenset({"transmitter"}))
PURGER = Actor("purger", frozenset({"purger"}))


def actor_of(account: Account) -> Actor:
    return Actor(
        account.login,
        frozenset(account.roles),
        structure=account.structure,
        organisation=account.organisation,
        disabled_on=account.disabled_on,
    )
