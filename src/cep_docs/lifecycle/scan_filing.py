"""What the codes of a batch of pages lead to: whole copies are filed in their version, the rest is
told why it is not, and what to do (R-072)."""

from collections.abc import Iterable, Mapping, Sequence

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.paper import (
    FILED,
    SCANNED,
    WAITS,
    PaperCopy,
    ScanBatch,
    ScannedPage,
)
from cep_docs.errors import NotFound
from cep_docs.intake import scans
from cep_docs.lifecycle.printing import PDF
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.scan_checks import keep_scan
from cep_docs.lifecycle.texts import standing_version
from cep_docs.lifecycle.tools import Tools
from cep_docs.values.page_codes import PageCode, digits_of

UNKNOWN = (
    "Ce code n'est pas celui d'un document que vous pouvez classer. Confier la page à l'assistant "
    "ou au référent du dossier."
)
OTHER_VERSION = (
    "Cette page est celle d'une version qui ne vaut plus. Faire signer la version en cours, "
    "imprimée de nouveau."
)
OTHER_DIGEST = (
    "Le code porte l'empreinte d'un autre document imprimé. Comparer la page avec la version en "
    "cours ; dans le doute, l'imprimer et la faire signer de nouveau."
)
MISSING = (
    "Exemplaire incomplet : il manque {}. Retrouver et numériser ce qui manque : un autre lot "
    "convient, il complétera celui-ci."
)
TWICE = "Cette page est déjà là, numérisée une autre fois. La mettre de côté si elle est la même."
FILED_BEFORE = (
    "Une numérisation de ce document est déjà classée et attend son contrôle, ou l'a passé. "
    "Mettre la page de côté si c'est la même."
)
# The letters that every font has: this is drawn into the picture.
TOLD = "Faite le {} - L'original est sur papier"
OTHER_COPY = (
    "Page de l'autre exemplaire, alors qu'un exemplaire entier est classé. S'il est signé aussi, "
    "rendre ce papier à la personne, puis mettre la page de côté."
)

Paper = tuple[str, str, str, str]
# A page, and the batch it came in.
Leaf = tuple[ScanBatch, ScannedPage]
# The pages of each copy, by their number.
Copies = Mapping[int, Mapping[int, Leaf]]


def file_what_is_whole(batch: ScanBatch, actor: Actor, tools: Tools) -> None:
    """Each printed version whose pages are all there, in one of its two copies; those that came
    in another batch before, and wait, count as well."""
    waiting = [(batch, page) for page in batch.pages if page["state"] == WAITS]
    for paper, leaves in _papers_in(waiting).items():
        refusal, deliverable = _findable(paper, actor, tools)
        if deliverable is None:
            _say(leaves, refusal)
        else:
            before = wait_elsewhere(deliverable, paper, batch, tools)
            _file(deliverable, [*leaves, *before], actor, tools)


def wait_elsewhere(
    deliverable: Deliverable, paper: Paper, batch: ScanBatch, tools: Tools
) -> list[Leaf]:
    """Pages of this very print that wait in other batches, the last batch first. They were for
    whoever works on this document, and it is filed in no other."""
    version = deliverable.current
    known = version.paper.waits_in if version is not None and version.paper is not None else ()
    others = [tools.site.scans.get(name) for name in reversed(known) if name != batch.__name__]
    waiting = [
        (other, page)
        for other in others
        if other is not None
        for page in other.pages
        if page["state"] == WAITS
    ]
    return _papers_in(waiting).get(paper, [])


def raw_file(batch: ScanBatch) -> bytes:
    """As the scanner gave it; it is kept while a page of it waits."""
    if batch.file is None:
        raise NotFound(NOT_FOUND)
    return batch.file.read()


def _file(deliverable: Deliverable, leaves: Sequence[Leaf], actor: Actor, tools: Tools) -> None:
    """The copy that was to come back first; of a page that is there twice, the one that came
    last."""
    copies = _copies(leaves)
    latest = sorted(copies, reverse=True)
    which = next((copy for copy in latest if not _lacks(copies[copy])), None)
    if which is None:
        _say(leaves, MISSING.format(_missing(copies)))
        _wait_in(deliverable, leaves)
        return
    chosen = [leaf for _, leaf in sorted(copies[which].items())]
    told = TOLD.format(tools.hour_in(actor.structure).strftime("%d/%m/%Y"))
    keep_scan(deliverable, scans.joined_copy(_kept(chosen), told), actor, tools)
    _wait_in(deliverable, ())
    for leaf in leaves:
        batch, page = leaf
        if leaf in chosen:
            batch.change(page["number"], state=FILED, because="")
        else:
            _say([leaf], TWICE if _code(page).copy == which else OTHER_COPY)


def _kept(leaves: Sequence[Leaf]) -> list[tuple[bytes, scans.Kept]]:
    """Each batch is read once."""
    raw = {batch.__name__: raw_file(batch) for batch, _ in leaves}
    return [
        (raw[batch.__name__], scans.Kept(page["number"], page["turn"])) for batch, page in leaves
    ]


def _wait_in(deliverable: Deliverable, leaves: Iterable[Leaf]) -> None:
    """Where the next batch will look for the other pages."""
    version = deliverable.current
    if version is not None:
        paper = version.paper = version.paper or PaperCopy()
        paper.waits_in = tuple(sorted({batch.__name__ for batch, _ in leaves}))


def _findable(paper: Paper, actor: Actor, tools: Tools) -> tuple[str, Deliverable | None]:
    """The document, or why its pages are not filed; who may not know of it learns nothing."""
    number, name, version_name, digest = paper
    deliverable = _document(number, name, actor, tools)
    if deliverable is None:
        return UNKNOWN, None
    version = standing_version(deliverable)
    if version is None or version.__name__ != version_name or PDF not in version.files:
        return OTHER_VERSION, None
    if digits_of(version.files[PDF].sha256) != digest:
        return OTHER_DIGEST, None
    if version.paper is not None and _has_a_scan(version.paper):
        return FILED_BEFORE, None
    return "", deliverable


def _document(number: str, name: str, actor: Actor, tools: Tools) -> Deliverable | None:
    try:
        deliverable = engagement_numbered(number, tools).get(name)
    except NotFound:
        return None
    if deliverable is None:
        return None
    allowed = decide(tools, actor, "edit", Facet(deliverable, "paper")).allowed
    return deliverable if allowed else None


def _has_a_scan(paper: PaperCopy) -> bool:
    """One that may be enough: nobody has said that something lacks on it."""
    return SCANNED in [step["what"] for step in paper.this_time]


def _papers_in(leaves: Iterable[Leaf]) -> dict[Paper, list[Leaf]]:
    papers: dict[Paper, list[Leaf]] = {}
    for leaf in leaves:
        code = PageCode.read(leaf[1]["code"])
        if code is not None:
            papers.setdefault(code.paper, []).append(leaf)
    return papers


def _copies(leaves: Iterable[Leaf]) -> Copies:
    copies: dict[int, dict[int, Leaf]] = {}
    for leaf in leaves:
        code = _code(leaf[1])
        copies.setdefault(code.copy, {}).setdefault(code.page, leaf)
    return copies


def _code(page: ScannedPage) -> PageCode:
    code = PageCode.read(page["code"])
    if code is None:
        raise LookupError("a page without code belongs to no paper")
    return code


def _lacks(copy: Mapping[int, Leaf]) -> list[int]:
    pages = _code(next(iter(copy.values()))[1]).pages
    return [number for number in range(1, pages + 1) if number not in copy]


def _missing(copies: Copies) -> str:
    """Of the copy that lacks least."""
    copy = min(copies.values(), key=lambda copy: len(_lacks(copy)))
    lacks = _lacks(copy)
    pages = _code(next(iter(copy.values()))[1]).pages
    if len(lacks) == 1:
        return f"la page {lacks[0]} sur {pages}"
    return f"les pages {', '.join(map(str, lacks[:-1]))} et {lacks[-1]} sur {pages}"


def _say(leaves: Iterable[Leaf], because: str) -> None:
    for batch, page in leaves:
        batch.change(page["number"], because=because)
