"""A version on paper: what became of its copies, and the batches of scans they come back in."""

from datetime import date, datetime
from typing import TypedDict

from persistent import Persistent

from cep_docs.content.folder import Node
from cep_docs.content.stored_file import StoredFile

# What happens to the copies, in this order; reminders come any number of times.
PRINTED, POSTED, REMINDED, RECEIVED, SCANNED, CHECKED = STEPS = (
    "printed",
    "posted",
    "reminded",
    "received",
    "scanned",
    "checked",
)
# A scan was looked at, and something lacks on the paper.
LACKING = "lacking"
# What becomes of a page of a batch: `waits` until somebody decides.
WAITS, FILED, BLANK, REPLY, ASIDE = ("waits", "filed", "blank", "reply", "aside")


class PaperStep(TypedDict):
    """`on` is the day it happened, `at` when it was noted; `said` holds what only it knows."""

    what: str
    on: date
    by: str
    at: datetime
    said: dict[str, str]


class PaperCopy(Persistent):  # type: ignore[misc]
    """The copies of one version. `place` is where the original lies, until `kept_until` (R-073);
    `dated_on` the day the person wrote by hand, once a scan was checked and nothing lacks."""

    place = ""
    kept_until: date | None = None
    dated_on: date | None = None
    scans: tuple[str, ...] = ()  # the names of its files in the version
    waits_in: tuple[str, ...] = ()  # the batches in which pages of it wait for the others

    def __init__(self) -> None:
        self.steps: tuple[PaperStep, ...] = ()

    def happened(self, step: PaperStep) -> None:
        self.steps = (*self.steps, step)

    def last(self, what: str) -> PaperStep | None:
        return next((step for step in reversed(self.steps) if step["what"] == what), None)

    @property
    def this_time(self) -> tuple[PaperStep, ...]:
        """What happened since something lacked on the paper, or since the beginning."""
        told = [step["what"] for step in self.steps]
        again = len(told) - told[::-1].index(LACKING) if LACKING in told else 0
        return self.steps[again:]

    @property
    def left(self) -> bool:
        """By post: nobody of the house saw who signed."""
        return self.last(POSTED) is not None


class ScannedPage(TypedDict):
    """A page of a batch, from 1: its code or nothing, how far it must be turned, what became of it
    and why; `by` is who decided, nobody when its code did."""

    number: int
    code: str
    turn: int
    state: str
    because: str
    by: str


class ScanBatch(Node):
    """One PDF from a scanner, with pages of many documents. Nothing of it is lost: a page that was
    not filed stays listed until somebody decides. `settled_at` is when nothing waited any more;
    its file goes some time after: what is filed has its copy."""

    file_name = ""  # empty in batches of long ago, whose file still says it
    settled_at: datetime | None = None
    erased_at: datetime | None = None

    def __init__(self, author: str, structure: str, at: datetime, file: StoredFile) -> None:
        self.author = author
        self.structure = structure
        self.at = at
        self.file: StoredFile | None = file
        self.file_name = file.name
        self.count = 0
        self.pages: tuple[ScannedPage, ...] = ()

    @property
    def is_read(self) -> bool:
        return len(self.pages) >= self.count

    @property
    def is_settled(self) -> bool:
        return self.is_read and all(page["state"] != WAITS for page in self.pages)

    def erase(self, at: datetime) -> None:
        """Its file goes; how it was called and what became of each page stay."""
        self.file, self.erased_at = None, at

    def page(self, number: int) -> ScannedPage | None:
        return next((page for page in self.pages if page["number"] == number), None)

    def change(self, number: int, **said: str | int) -> None:
        """A new word about one page; the pages themselves never change places."""
        self.pages = tuple(
            {**page, **said} if page["number"] == number else page  # type: ignore[typeddict-item]
            for page in self.pages
        )
