"""The tools a step needs. Built once for a transaction in app.py; replaced by fakes in tests."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from cep_docs.content.engagement import Engagement
from cep_docs.content.site import Site
from cep_docs.content.stored_file import StoredFile
from cep_docs.definitions.agreement import Agreement
from cep_docs.definitions.rules import Rules
from cep_docs.rendering.document import Document
from cep_docs.signing.notary import Notary
from cep_docs.storage.catalog import Catalog
from cep_docs.values.calendars import METROPOLE
from cep_docs.values.local_time import local_day
from cep_docs.values.places import department_of_postcode


class Numbers(Protocol):
    """Gives numbers nobody else was given; gives them back when the transaction fails."""

    def take(self, keys: Sequence[tuple[str, int | None]]) -> list[int | None]:
        """The next number of each key; None where its limit is reached."""
        ...

    def peek(self, key: str) -> int:
        """The last number taken."""
        ...


class Store(Protocol):
    """Keeps the bytes of a file in the database; saved when the transaction commits."""

    def __call__(
        self, source: bytes | BinaryIO, name: str, media_type: str, account: str
    ) -> StoredFile: ...


class Secrets(Protocol):
    """Keeps the links and codes of messages that wait, outside of the transaction: kept before it
    is saved, so that no message waits without them."""

    def keep(self, said: Mapping[str, str], now: datetime, until: datetime) -> str:
        """The key to find them by."""
        ...


# A document on paper: the bytes of each of its files, by kind (pdf, odt). Pure.
Press = Callable[[Document], Mapping[str, bytes]]


@dataclass(frozen=True, slots=True)
class Tools:
    """Without a notary nothing is signed: who signed is noted, and shown as provisional. Without
    a place for secrets, messages that carry one cannot be sent."""

    rules: Rules
    site: Site
    catalog: Catalog
    numbers: Numbers
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    store: Store
    press: Press
    notary: Notary | None = None
    secrets: Secrets | None = None

    def agreement_of(self, engagement: Engagement) -> Agreement:
        return self.rules.agreements[engagement.agreement]

    def today(self, agreement: Agreement, lot: str) -> date:
        """The day it is in the lot: at 23:30 in Saint-Denis it is not yet tomorrow (§ 2.2)."""
        return local_day(self.now(), agreement.lots[lot].time_zone)

    def holiday_zone(self, structure: str) -> str:
        """The holidays are those of the place: lot 05 has both Colmar and Reims (§ 2.2)."""
        if structure not in self.site.structures:
            return METROPOLE
        place = self.site.structures[structure]
        if place.holiday_zone:
            return place.holiday_zone
        agreements = self.rules.agreements.values()
        lots = [
            agreement.lots[place.lot] for agreement in agreements if place.lot in agreement.lots
        ]
        return lots[0].zone_of(department_of_postcode(place.postcode)) if lots else METROPOLE

    def hour_in(self, structure: str) -> datetime:
        """The instant it is, told by the clock of a structure; by that of the operator's first
        lot for those who work in none."""
        site = self.site
        lots = (
            (site.structures[structure].lot,)
            if structure in site.structures
            else site.operator.lots
        )
        for agreement in self.rules.agreements.values():
            for lot in lots:
                if lot in agreement.lots:
                    return self.now().astimezone(ZoneInfo(agreement.lots[lot].time_zone))
        return self.now()
