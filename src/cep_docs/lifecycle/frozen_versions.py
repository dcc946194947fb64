"""Every version there is, one after the other, for the works of the night on its files."""

from collections.abc import Iterator
from dataclasses import dataclass

from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.site import Site
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.tools import Tools


@dataclass(frozen=True, slots=True)
class Place:
    """Where a version is, or with `kind` one of its files: kept while transactions come and go."""

    number: str
    document: str
    version: str
    kind: str = ""

    def __str__(self) -> str:
        which = f" ({self.kind})" if self.kind else ""
        return f"{self.number} {self.document} v{self.version}{which}"

    def file(self, kind: str) -> "Place":
        return Place(self.number, self.document, self.version, kind)


def every_version(site: Site) -> Iterator[tuple[Place, Version]]:
    """Withdrawn ones too: they are kept as evidence. Who was read is let go of."""
    for person in site.beneficiaries:
        for unit in person.engagements():
            for document in unit:
                for version in document:
                    yield Place(unit.number, document.__name__, version.__name__), version
        if person._p_jar is not None:
            person._p_jar.cacheGC()


def document_at(place: Place, tools: Tools) -> Deliverable:
    document: Deliverable = engagement_numbered(place.number, tools)[place.document]
    return document


def version_at(place: Place, tools: Tools) -> Version:
    version: Version = document_at(place, tools)[place.version]
    return version
