"""The files of a version: the PDF that will be signed, and the ODT of the same words (R-064)."""

from collections.abc import Mapping

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.site import engagement_of
from cep_docs.content.stored_file import StoredFile
from cep_docs.errors import NotFound, NotPossible
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.texts import DRAFT, may_read
from cep_docs.lifecycle.tools import Tools

PDF, ODT = "pdf", "odt"
# The same PDF after the first signature, and after all of them.
STARTED, SIGNED = "started", "signed"
# Between both: after the representative signed too.
CONTINUED = "continued"
# Followed by a rank: the signed file, provable for longer.
RENEWED = "renewed_"
MEDIA_TYPES = {PDF: "application/pdf", ODT: "application/vnd.oasis.opendocument.text"}


def print_version(deliverable: Deliverable, version: Version, actor: Actor, tools: Tools) -> None:
    """Render it once; the bytes are kept for ever (R-055)."""
    number = engagement_of(deliverable).number
    printed = tools.press(document_of(deliverable, version, tools))
    for kind in printed.keys() - version.files.keys():
        data = printed[kind]
        name = f"{number}_{deliverable.kind}_v{version.__name__}.{kind}"
        version.add_file(kind, tools.store(data, name, MEDIA_TYPES[kind], actor.account))


def preview(deliverable: Deliverable, actor: Actor, tools: Tools) -> Mapping[str, bytes]:
    """The draft as it would look, « brouillon » on every page; nothing is kept.

    NotFound for whoever may read its versions only."""
    if not may_read(DRAFT, deliverable, actor, tools):
        raise NotFound(NOT_FOUND)
    return tools.press(document_of(deliverable, None, tools))


def open_paper(
    deliverable: Deliverable, number: str, kind: str, actor: Actor, tools: Tools
) -> bytes:
    """The bytes of a version's file, verified; that it was opened is journaled (R-122).

    A version that was frozen before files were kept is printed now, from what it says."""
    right = require(tools, actor, "view", deliverable.get(number) or deliverable)
    if number not in deliverable or kind not in MEDIA_TYPES:
        raise NotPossible("Cette version n'existe pas sous cette forme. Rien n'a été changé.")
    version = deliverable[number]
    if kind not in version.files:
        print_version(deliverable, version, actor, tools)
    details: Details = {"deliverable": deliverable.kind, "version": int(number), "file": kind}
    record(engagement_of(deliverable), "view", actor, right, tools, details)
    return (paper_of(version) if kind == PDF else version.files[kind]).read()


def paper_of(version: Version) -> StoredFile:
    """The PDF as it stands: signed by all, with the newest proof, by the first, or as printed."""
    kinds = (*reversed(renewals_of(version)), SIGNED, CONTINUED, STARTED, PDF)
    return next(version.files[kind] for kind in kinds if kind in version.files)


def renewals_of(version: Version) -> list[str]:
    """The kinds of the files that prove the signed one for longer, oldest first (R-077)."""
    found = [kind for kind in version.files if kind.startswith(RENEWED)]
    return sorted(found, key=lambda kind: int(kind.removeprefix(RENEWED)))
