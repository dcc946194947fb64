"""Batches of scanned pages: read by their codes, told or set aside by somebody who looks at them.

Nothing is lost: a page that cannot be filed stays listed, with the reason and what to do, until
somebody says what it is or sets it aside (R-072, R-073).
"""

from dataclasses import dataclass, replace

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.paper import ASIDE, BLANK, FILED, REPLY, WAITS, ScanBatch, ScannedPage
from cep_docs.errors import Invalid, NotFound, NotPossible
from cep_docs.intake import scans
from cep_docs.intake.taking_in import Received
from cep_docs.lifecycle.paper_copies import code_of
from cep_docs.lifecycle.printing import PDF
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.record import Details, write
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.scan_filing import file_what_is_whole, raw_file, wait_elsewhere
from cep_docs.lifecycle.texts import standing_version
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.paper_codes import count_pages
from cep_docs.values.page_codes import REPLY_SHEET, SENT_BACK, PageCode

PDF_TYPE = "application/pdf"
SHOWN = 30
LONGEST_BECAUSE = 200

NOT_A_PDF = "Un lot de pages numérisées est un PDF. Rien n'a été gardé. Choisir ce format."
UNREADABLE = "Aucun code lisible sur cette page. La regarder, puis dire quelle page c'est."
NO_SUCH_PAPER = "Ce dossier n'a aucun document imprimé pour être signé. Vérifier son numéro."
NO_SUCH_PAGE = "Cette version n'a pas de page de ce numéro. Le relire au bas de la page."
DECIDED = "Cette page n'attend plus de décision. Rien n'a été changé."
SAY_WHY = "Dire pourquoi, en une phrase : le motif reste avec la page."


@dataclass(frozen=True, slots=True)
class ToldPage:
    """« Cette page est la page 3 de … », said by somebody who looked at its picture."""

    number: str
    document: str
    page: int | None
    turn: int = 0


def begin_batch(received: Received, actor: Actor, tools: Tools) -> ScanBatch:
    """A PDF that was taken in as any piece; its pages are read afterwards, a few at a time."""
    structure = tools.site.structures.get(actor.structure)
    right = require(tools, actor, "create", Facet(structure or tools.site, "paper"))
    if received.media_type != PDF_TYPE:
        raise Invalid({"file": NOT_A_PDF})
    file = tools.store(received.data, received.name, received.media_type, actor.account)
    now = tools.now()
    batch = ScanBatch(actor.account, actor.structure, now, file)
    batch.count = received.pages
    name = f"{now:%Y%m%d%H%M%S}-{tools.new_id()[-8:]}"
    tools.site.scans.add(name, batch)
    details: Details = {"thing": f"scans {name}", "pages": batch.count, "sha256": received.sha256}
    write(tools.site.journal, "begin_batch", actor, right, tools, details)
    return batch


def batches_for(actor: Actor, tools: Tools) -> list[ScanBatch]:
    """The last ones that he may know of, the newest first."""
    found: list[ScanBatch] = []
    for name in tools.site.scans.names_backwards():
        batch = tools.site.scans[name]
        if decide(tools, actor, "list", batch).allowed:
            found.append(batch)
        if len(found) == SHOWN:
            break
    return found


def read_some(batch: ScanBatch, actor: Actor, tools: Tools) -> None:
    """The next pages; when all are read, what is whole is filed. It may be done again after a
    stop: it goes on where it was."""
    require(tools, actor, "edit", batch)
    if not batch.is_read:
        first = len(batch.pages) + 1
        read = scans.read_pages(raw_file(batch), first)
        if not read:
            raise NotPossible("Ce lot ne peut pas être lu plus loin. Ce qui l'était est gardé.")
        batch.pages = (*batch.pages, *map(_as_page, read))
    if batch.is_read:
        file_what_is_whole(batch, actor, tools)


def tell_page(batch: ScanBatch, number: int, told: ToldPage, actor: Actor, tools: Tools) -> None:
    """Somebody looked at it and says what it is; it counts as if its code had been read."""
    require(tools, actor, "edit", batch)
    page = _waiting(batch, number)
    deliverable = _told_deliverable(told, actor, tools)
    version = standing_version(deliverable)
    if version is None or PDF not in version.files:
        raise Invalid({"number": NO_SUCH_PAPER})
    pages = count_pages(version.files[PDF].read())
    if told.page is None or not 1 <= told.page <= pages:
        raise Invalid({"page": NO_SUCH_PAGE})
    code = code_of(version, told.page, pages)
    code = replace(code, copy=_copy_of(batch, deliverable, code, tools))
    batch.change(
        page["number"], code=str(code), turn=told.turn % 360, because="", by=actor.account
    )
    file_what_is_whole(batch, actor, tools)


def set_page_aside(
    batch: ScanBatch, number: int, because: str, actor: Actor, tools: Tools
) -> None:
    """Somebody decided that it goes nowhere, and says why."""
    right = require(tools, actor, "edit", batch)
    page = _waiting(batch, number)
    because = " ".join(because.split())
    if not 0 < len(because) <= LONGEST_BECAUSE:
        raise Invalid({"because": SAY_WHY})
    batch.change(page["number"], state=ASIDE, because=because, by=actor.account)
    details: Details = {"thing": f"scans {batch.__name__}", "page": number}
    write(tools.site.journal, "set_page_aside", actor, right, tools, details)


def picture_of(batch: ScanBatch, number: int, actor: Actor, tools: Tools) -> bytes:
    """A page that nobody could file, to be looked at; what is filed is looked at in its file."""
    right = require(tools, actor, "view", batch)
    page = batch.page(number)
    if page is None or page["state"] == FILED:
        raise NotFound(NOT_FOUND)
    details: Details = {"thing": f"scans {batch.__name__}", "page": number}
    write(tools.site.journal, "look_at_page", actor, right, tools, details)
    return scans.pictures_of(raw_file(batch), [scans.Kept(number, page["turn"])])[0]


def _as_page(read: scans.ReadPage) -> ScannedPage:
    """Of all its codes the first of ours; without any, somebody has to look."""
    code = next(filter(None, map(PageCode.read, read.codes)), None)
    state, because = WAITS, ""
    if read.blank:
        state = BLANK
    elif code is None:
        because = UNREADABLE
    elif code.page == REPLY_SHEET:
        state = REPLY
    return {
        "number": read.number,
        "code": str(code or ""),
        "turn": read.turn,
        "state": state,
        "because": because,
        "by": "",
    }


def _waiting(batch: ScanBatch, number: int) -> ScannedPage:
    page = batch.page(number)
    if page is None:
        raise NotFound(NOT_FOUND)
    if page["state"] != WAITS:
        raise NotPossible(DECIDED)
    return page


def _told_deliverable(told: ToldPage, actor: Actor, tools: Tools) -> Deliverable:
    """By the number of its file alone when only one document of it was printed to be signed."""
    number = "".join(told.number.split()).upper()
    try:
        found = [one for one in engagement_numbered(number, tools) if _is_printed(one)]
    except NotFound:
        found = []
    may = [
        one
        for one in found
        if told.document in ("", one.__name__)
        and decide(tools, actor, "edit", Facet(one, "paper")).allowed
    ]
    if len(may) != 1:
        raise Invalid({"number": NO_SUCH_PAPER})
    return may[0]


def _is_printed(deliverable: Deliverable) -> bool:
    version = standing_version(deliverable)
    return version is not None and version.paper is not None and PDF in version.files


def _copy_of(batch: ScanBatch, deliverable: Deliverable, code: PageCode, tools: Tools) -> int:
    """The one most of its pages are of, in this batch or waiting in another: a page without its
    code is missing there."""
    elsewhere = wait_elsewhere(deliverable, code.paper, batch, tools)
    pages = [*batch.pages, *(page for _, page in elsewhere)]
    known = [PageCode.read(page["code"]) for page in pages]
    copies = [one.copy for one in known if one is not None and one.paper == code.paper]
    return max(copies, key=copies.count, default=SENT_BACK)
