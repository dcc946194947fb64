"""The people who ask for advice."""

from datetime import date, datetime
from typing import TypeVar

from cep_docs.content.attachment import ASSESSMENT, KEEP, Attachment, VaultedAttachment
from cep_docs.content.engagement import Course, Engagement
from cep_docs.content.facts import Appointment, Consent, Demand, Grant, Mandate, StatusPeriod
from cep_docs.content.folder import Folder, Node
from cep_docs.content.note import PrivateNote
from cep_docs.content.representative import Representative
from cep_docs.journal import Journal

F = TypeVar("F", bound=Node)


class Beneficiary(Folder[Course]):
    """A person (bénéficiaire), named by an opaque identifier; its children are her courses.

    `sheet` holds the fields of annexe 2 § 1 under the names of policies/<agreement>/fields.yaml.
    An anonymous beneficiary (R-002) has an empty sheet, is kept locally and never transmitted.
    `recent_acts` are the last forms that were done for her, so that none is done twice.
    `waited_days` has the thresholds after which it was told that nobody met her yet (R-011).
    """

    recent_acts: tuple[str, ...] = ()
    waited_days: tuple[int, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    # Marks of the addresses and numbers where something did not arrive.
    doubtful_contacts: tuple[str, ...] = ()
    # Made with the first piece: most files have none, and those of long ago have no attribute.
    _attachments: Folder[Attachment] | None = None
    _vault: Folder[VaultedAttachment] | None = None
    # Who signs with her, where somebody does.
    representative: Representative | None = None

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

    def agreed_scopes(self, subject: str, day: date) -> set[str]:
        """What she agreed to on this subject, all her consents that run put together."""
        return {
            scope
            for consent in self.consents
            if consent["subject"] == subject
            and consent["given_on"] <= day
            and (consent["revoked_on"] is None or day < consent["revoked_on"])
            for scope in consent["scope"].split()
        }

    @property
    def attachments(self) -> Folder[Attachment]:
        """The pieces of her file (R-035), in the order they came."""
        return self._attachments or self._inside("attachments", Folder())

    @property
    def vault(self) -> Folder[VaultedAttachment]:
        """What is kept as long as she agrees, apart from everything else (R-087)."""
        return self._vault or self._inside("vault", Folder())

    def lets_out(self, attachment: Attachment, purpose: str, day: date) -> bool:
        """Whether a piece may go where the rest of her file goes (a scope of the policy: search,
        sample, transmission, handover): one in the vault only as far as she agreed (R-087)."""
        if attachment.file is None or attachment.set_aside_because:
            return False
        if not isinstance(attachment, VaultedAttachment):
            return True
        return {KEEP, purpose} <= self.agreed_scopes(ASSESSMENT, day)

    def attach(self, name: str, attachment: Attachment) -> None:
        """Add a piece where it belongs: in the vault, or among the others."""
        if isinstance(attachment, VaultedAttachment):
            self._vault = self.vault
            self._vault.add(name, attachment)
        else:
            self._attachments = self.attachments
            self._attachments.add(name, attachment)

    def represented_by(self, representative: Representative | None) -> None:
        """From now on; None: she signs alone again."""
        if representative is not None:
            representative.__name__, representative.__parent__ = "representative", self
        self.representative = representative

    def _inside(self, name: str, folder: F) -> F:
        folder.__name__, folder.__parent__ = name, self
        return folder

    def granted(self, kind: str, account: str, at: datetime) -> bool:
        """Grants end by themselves: nobody has to remember to take them back."""
        return any(
            grant["kind"] == kind
            and grant["account"] == account
            and grant["since"] <= at < grant["until"]
            for grant in self.grants
        )
