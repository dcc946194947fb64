"""The people who work with the platform."""

from datetime import date

from cep_docs.content.facts import Habilitation
from cep_docs.content.folder import Node


class Account(Node):
    """A member of staff, an auditor…, named by a login that is never given again (R-131)."""

    habilitations: tuple[Habilitation, ...] = ()

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
