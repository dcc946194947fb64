"""The people who ask for advice."""

from datetime import date, datetime

from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.facts import Consent, Demand, Grant, Mandate, StatusPeriod
from cep_docs.content.folder import Folder
from cep_docs.content.note import PrivateNote
from cep_docs.journal import Journal


class Beneficiary(Folder[Course]):
    """A person (bénéficiaire), named by an opaque identifier; its children are her courses.

    `sheet` holds the fields of annexe 2 § 1 under the names of policies/<agreement>/fields.yaml.
    An anonymous beneficiary (R-002) has an empty sheet, is kept locally and never transmitted.
    `waited_days` has the thresholds after which it was told that nobody met her yet (R-011).
    """

    waited_days: tuple[int, ...] = ()

    def __init__(self, identifier: str, sheet: dict[str, str]) -> None:
        super().__init__()
        self.identifier = identifier
        self.sheet = dict(sheet)
        self.anonymous = False
        self.adaptations: tuple[str, ...] = ()
        self.statuses: tuple[StatusPeriod, ...] = ()
        self.consents: tuple[Consent, ...] = ()
        self.mandates: tuple[Mandate, ...] = ()
        self.demands: tuple[Demand, ...] = ()
        self.grants: tuple[Grant, ...] = ()
        self.distinct_from: tuple[str, ...] = ()
        self.catalogued: tuple[tuple[str, str, str], ...] = ()
        self.notes: Folder[PrivateNote] = Folder()
        self.notes.__name__, self.notes.__parent__ = "notes", self
        self.journal = Journal(identifier)

    def engagements(self) -> list[Engagement]:
        return [engagement for course in self for engagement in course]

    def status_on(self, day: date) -> str:
        """The code of her status that day: of the latest period begun, the last record (R-006)."""
        begun = [period for period in self.statuses if period["since"] <= day]
        begun.sort(key=lambda period: (period["since"], period["recorded_at"]))
        return begun[-1]["code"] if begun else ""

    def consents_to(self, subject: str, day: date) -> bool:
        return any(
            consent["subject"] == subject
            and consent["given_on"] <= day
            and (consent["revoked_on"] is None or day < consent["revoked_on"])
            for consent in self.consents
        )

    def granted(self, kind: str, account: str, at: datetime) -> bool:
        """Grants end by themselves: nobody has to remember to take them back."""
        return any(
            grant["kind"] == kind
            and grant["account"] == account
            and grant["since"] <= at < grant["until"]
            for grant in self.grants
        )
