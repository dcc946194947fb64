"""Counting what fails, and writing it down where it stays when the page is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cep_docs.lifecycle.record import Details
from cep_docs.lifecycle.tools import Tools
from cep_docs.signin import limits
from cep_docs.signin.events import happened
from cep_docs.storage.attempts import Attempts, Counted

Write = Callable[[Callable[[Tools], Any]], Any]
"""Does a piece of work in a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where attempts are counted and refusals written down, for a request from one address."""

    attempts: Attempts
    write: Write
    address: str
    now: datetime

    @property
    def office(self) -> bool:
        """Somebody came in from this address lately."""
        return self.attempts.noted(f"office {self.address}", self.now)

    def welcome(self, login: str, how: str, what: str = "sign_in") -> None:
        """Somebody gave all his factors."""
        self.attempts.note(f"office {self.address}", self.now + limits.OFFICE_FOR)
        self.tell(what, login, {"how": how})

    def enter(
        self, counted: tuple[Counted, ...], login: str = "", refusal: str = limits.SLOW_DOWN
    ) -> str:
        """The name of an attempt to be forgiven when it succeeds, or TooManyAttempts."""
        attempt = self.attempts.enter(counted, self.now)
        if not attempt:
            until = self.now + limits.FIVE_MINUTES
            # Once in a while: whoever knocks all day must not fill the journal.
            if self.attempts.spend(f"told {counted[0].name}", self.now, until):
                self.tell("limit_reached", login)
            raise limits.TooManyAttempts(refusal)
        return attempt

    def tell(self, what: str, login: str, details: Details | None = None) -> None:
        self.write(
            lambda tools: happened(what, tools.site.accounts.get(login), tools, details or {})
        )
