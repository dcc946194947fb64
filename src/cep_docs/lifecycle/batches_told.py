"""What a batch of scanned pages came to, as somebody reads it: filed, waiting, put away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cep_docs.access.actor import Actor
from cep_docs.access.kinds import Facet
from cep_docs.content.paper import ASIDE, BLANK, FILED, REPLY, WAITS, ScanBatch
from cep_docs.errors import NotFound
from cep_docs.lifecycle.editing import name_of
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.scan_filing import UNKNOWN
from cep_docs.lifecycle.texts import label_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.page_codes import PageCode


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """A document whose copy was filed; `person` is empty when its file may not be opened."""

    person: str
    number: str
    document: str
    label: str
    pages: Sequence[int]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """`says` is what its code says, or somebody in its place (`by_hand`), when it may be told."""

    number: int
    because: str
    says: str
    file: str
    document: str
    page: int | None
    by_hand: bool


@dataclass(frozen=True, slots=True)
class BatchTold:
    name: str
    file: str
    at: datetime
    by: str
    read: int
    count: int
    filed: Sequence[FiledPaper]
    waiting: Sequence[WaitingPage]
    aside: Sequence[tuple[int, str]]
    blank: int
    reply: int
    erased_on: date | None

    @property
    def is_read(self) -> bool:
        return self.read >= self.count


def tell_batch(batch: ScanBatch, actor: Actor, tools: Tools) -> BatchTold:
    require(tools, actor, "view", batch)
    states = [page["state"] for page in batch.pages]
    return BatchTold(
        name=batch.__name__,
        file=batch.file.name if batch.file is not None else batch.file_name,
        at=batch.at.astimezone(tools.hour_in(actor.structure).tzinfo),
        by=name_of(batch.author, tools.site),
        read=len(batch.pages),
        count=batch.count,
        filed=_filed(batch, actor, tools),
        waiting=_waiting(batch),
        aside=[(one["number"], one["because"]) for one in batch.pages if one["state"] == ASIDE],
        blank=states.count(BLANK),
        reply=states.count(REPLY),
        erased_on=_day(batch.erased_at, actor, tools),
    )


def _day(at: datetime | None, actor: Actor, tools: Tools) -> date | None:
    return at.astimezone(tools.hour_in(actor.structure).tzinfo).date() if at else None


def _filed(batch: ScanBatch, actor: Actor, tools: Tools) -> list[FiledPaper]:
    pages: dict[tuple[str, str], list[int]] = {}
    for page in batch.pages:
        code = PageCode.read(page["code"])
        if page["state"] == FILED and code is not None:
            pages.setdefault((code.number, code.document), []).append(page["number"])
    return [_paper(*named, numbers, actor, tools) for named, numbers in pages.items()]


def _paper(
    number: str, document: str, pages: Sequence[int], actor: Actor, tools: Tools
) -> FiledPaper:
    try:
        deliverable = engagement_numbered(number, tools)[document]
    except (NotFound, KeyError):
        return FiledPaper("", number, document, "", pages)
    may = decide(tools, actor, "view", Facet(deliverable, "paper")).allowed
    located = tools.catalog.locate(number)
    person = located[0] if may and located else ""
    return FiledPaper(person, number, document, label_of(deliverable, tools), pages)


def _waiting(batch: ScanBatch) -> list[WaitingPage]:
    """Nothing is said of a code that leads where one may not go."""
    told = []
    for page in batch.pages:
        if page["state"] != WAITS:
            continue
        code = PageCode.read(page["code"]) if page["because"] != UNKNOWN else None
        says = f"page {code.page} sur {code.pages}, version {code.version}" if code else ""
        told.append(
            WaitingPage(
                number=page["number"],
                because=page["because"],
                says=says,
                file=code.number if code else "",
                document=code.document if code else "",
                page=code.page if code else None,
                by_hand=bool(page["by"]),
            )
        )
    return told
