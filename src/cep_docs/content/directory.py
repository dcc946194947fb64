"""Editions of the regional directory of providers, and the lists drawn from them for a person."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypedDict

from persistent import Persistent

from cep_docs.content.folder import Node

CHUNK = 500
CODES = " "  # between the codes of the services of one provider


class Provider(TypedDict):
    """One line of a directory (organisme); what it does not say is empty, never left out."""

    name: str
    siren: str
    siret: str
    services: str
    address: str
    postcode: str
    commune: str
    phone: str
    mail: str
    web: str
    certification: str
    certification_source: str
    certification_on: str
    remote: str


class DrawnList(TypedDict):
    """What a list is, once and for all (R-082); `digest` is that of its providers in order."""

    service: str
    wish: str
    region: str
    edition: str
    source: str
    source_on: date
    order: str
    letter: str
    count: int
    digest: str
    drawn_on: date


class ListDelivery(TypedDict):
    """The list was handed over to the person: how, on which day, by whom (R-082)."""

    how: str
    on: date
    by: str
    recorded_at: datetime


class ProviderChoice(TypedDict):
    """What the person chose (R-083): a provider of the list, another one, or none.

    `before_delivery`: dated before the list was delivered; a red flag for the auditor.
    """

    kind: str
    key: str
    name: str
    siren: str
    on: date
    before_delivery: bool
    recorded_by: str
    recorded_at: datetime


class ProviderRows(Persistent):  # type: ignore[misc]
    """A piece of an edition, written once: whoever needs no provider does not load it."""

    def __init__(self, rows: Sequence[Provider]) -> None:
        self.rows = tuple(rows)


class DirectoryEdition(Node):
    """The directory of one region as one source published it on one day; it never changes.

    The edition before stays: lists refer to it. `file_sha256` is the digest of the file that was
    imported, `digest` that of the providers that were read in it, `rejected` how many were not.
    """

    def __init__(
        self, region: str, source: str, source_on: date, file_sha256: str, rows: list[Provider]
    ) -> None:
        self.region = region
        self.source = source
        self.source_on = source_on
        self.file_sha256 = file_sha256
        self.digest = digest_of_providers(rows)
        self.count = len(rows)
        self.counts = _counts(rows)
        self.rejected = 0
        self.imported_at: datetime | None = None
        self.imported_by = ""
        self._chunks = tuple(
            ProviderRows(rows[start : start + CHUNK]) for start in range(0, len(rows), CHUNK)
        )

    def __iter__(self) -> Iterator[Provider]:
        for chunk in self._chunks:
            yield from chunk.rows

    def offering(self, service: str) -> list[Provider]:
        """All those that offer a service; there is no way to ask for some of them."""
        return [row for row in self if service in row["services"].split(CODES)]


class ProviderList(Node):
    """The complete list of a region for one wished service, as it was drawn for one person.

    Its providers are those of its edition, which never changes; its digest proves them. Only
    deliveries and choices are added, and the last choice counts.
    """

    def __init__(self, drawn: DrawnList, drawn_at: datetime, drawn_by: str) -> None:
        self._drawn = drawn.copy()
        self.drawn_at = drawn_at
        self.drawn_by = drawn_by
        self.deliveries: tuple[ListDelivery, ...] = ()
        self.choices: tuple[ProviderChoice, ...] = ()

    @property
    def drawn(self) -> DrawnList:
        return self._drawn.copy()

    @property
    def delivered(self) -> ListDelivery | None:
        """The first delivery by its day: what the choice is measured against (I14)."""
        return min(self.deliveries, key=lambda delivery: delivery["on"], default=None)

    @property
    def choice(self) -> ProviderChoice | None:
        return self.choices[-1] if self.choices else None


def key_of(provider: Provider) -> str:
    """What tells a provider from the others of its edition: a place of business."""
    return provider["siret"] or f"{provider['siren']}-{provider['postcode']}"


def digest_of_providers(rows: Sequence[Provider]) -> str:
    """The digest of these providers in this order."""
    text = json.dumps(list(rows), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _counts(rows: Sequence[Provider]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for row in rows:
        for code in row["services"].split(CODES):
            counted[code] = counted.get(code, 0) + 1
    return dict(sorted(counted.items()))
