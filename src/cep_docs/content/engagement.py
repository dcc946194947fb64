"""Courses (parcours) and the service units engaged in them."""

from datetime import date, datetime

from cep_docs.content.deliverable import Deliverable
from cep_docs.content.directory import ProviderList
from cep_docs.content.facts import (
    Closing,
    ComplementaryService,
    Deputy,
    Interaction,
    Override,
    ReferentStart,
)
from cep_docs.content.folder import Folder


class Engagement(Folder[Deliverable]):
    """One service unit (UO) opened for one beneficiary; named by its national file number.

    It keeps the agreement it was opened under, for ever (R-129). `sheet` holds the fields of
    annexe 2 § 2, `declarations` what was declared when it was opened. `closings` has one entry,
    more once it was rectified; the last one counts. `provider_lists` are those drawn for the
    person in this unit (R-082), the last one drawn last.
    """

    provider_lists: tuple[ProviderList, ...] = ()

    def __init__(self, agreement: str, unit: str, opened_on: date, state: str) -> None:
        super().__init__()
        self.agreement = agreement
        self.unit = unit
        self.opened_on = opened_on
        self.state = state
        self.number = ""
        self.order_line = ""
        self.structure = ""
        self.lot = ""
        self.opened_by = ""
        self.declarations: dict[str, str] = {}
        self.recorded_at: datetime | None = None
        self.due_on: date | None = None
        self.due_extended_on: date | None = None
        self.warned_days: tuple[int, ...] = ()
        self.sheet: dict[str, str | tuple[str, ...]] = {}
        self.interactions: tuple[Interaction, ...] = ()
        self.services: tuple[ComplementaryService, ...] = ()
        self.overrides: tuple[Override, ...] = ()
        self.closings: tuple[Closing, ...] = ()
        self.catalogued: tuple[tuple[str, str, str], ...] = ()

    @property
    def closed_on(self) -> date | None:
        return self.closings[-1]["on"] if self.closings else None

    @property
    def closed_because(self) -> str:
        return self.closings[-1]["reason"] if self.closings else ""

    @property
    def deliverable(self) -> Deliverable | None:
        """The deliverable that closes this unit when it is signed: the first one opened."""
        return next(iter(self._children.values()), None)


class Course(Folder[Engagement]):
    """The chain of units one person goes through; it has exactly one referent at any instant.

    Only starts are kept: a referent stays until the next one starts, so that no gap and no
    overlap can be written (I7).
    """

    def __init__(self) -> None:
        super().__init__()
        self.starts: tuple[ReferentStart, ...] = ()
        self.deputies: tuple[Deputy, ...] = ()

    @property
    def referent(self) -> str:
        return self.starts[-1]["account"] if self.starts else ""

    def referent_at(self, at: datetime) -> str:
        begun = [start for start in self.starts if start["since"] <= at]
        return begun[-1]["account"] if begun else ""

    def deputies_on(self, day: date) -> set[str]:
        return {d["account"] for d in self.deputies if d["since"] <= day <= d["until"]}
