"""The versions of a document: their list; each as text, pages, files; taking one up again."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from pyramid.response import Response

from cep_docs.content.site import engagement_of
from cep_docs.lifecycle.comparing import NOW
from cep_docs.lifecycle.drafts import restore
from cep_docs.lifecycle.printing import MEDIA_TYPES, ODT, PDF, open_paper, preview
from cep_docs.lifecycle.proofs import proofs_of
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.versions import compare_versions, history_of, open_draft, read_document
from cep_docs.rendering.pages_as_images import page_images
from cep_docs.rendering.pdf_page import page_of
from cep_docs.signing import evidence_words as words
from cep_docs.web.document_head import around, column_labels, deliverable_of, parent_of
from cep_docs.web.kept_papers import kept_papers
from cep_docs.web.pages import Shown, act, download, go, page
from cep_docs.web.proof_tree import PROOFS
from cep_docs.web.said import Said
from cep_docs.web.tree import DraftPlace, Place, VersionPlace, VersionsPlace


@page(VersionsPlace, needs="list", template="editor/versions")
def versions(place: VersionsPlace, request: Any) -> Shown:
    actor, tools = request.identity.actor, request.tools
    history = history_of(place.thing, actor, tools)
    return {
        **around(place, request),
        "history": history,
        "first": history.sides[-2] if len(history.sides) > 1 else "",
        "second": history.sides[-1] if history.sides else "",
    }


@page(VersionPlace, needs="view", template="editor/version")
@page(DraftPlace, needs="view", template="editor/version")
def version(place: Place, request: Any) -> Shown:
    """The words of a version or of the draft, under its state; a reading that is written down."""
    actor, tools, which = request.identity.actor, request.tools, which_of(place)
    deliverable = deliverable_of(place)
    document = read_document(deliverable, which, actor, tools)
    history = history_of(deliverable, actor, tools)
    lines = [line for line in history.versions if line.number == which]
    return {
        **around(place, request),
        "history": history,
        "line": lines[0] if lines else None,
        "page": page_of(document),
        "may_download": decide(tools, actor, "download", place.thing).allowed,
        "proofs": _proofs(place, request),
    }


@page(VersionPlace, "pages", needs="view", template="editor/pages")
@page(DraftPlace, "pages", needs="view", template="editor/pages")
def pages(place: Place, request: Any) -> Shown:
    """The very pages, drawn; each picture is asked for with the proof that this page gives."""
    paper = _paper(place, request, PDF)
    key = hashlib.sha256(paper).hexdigest()
    drawn = kept_papers(request).find(f"pages {key}", lambda: page_images(paper))
    return {
        **around(place, request),
        "count": len(drawn),
        "key": key,
        "proof": _proof(key, request),
    }


@page(VersionPlace, "image", needs="view", template="editor/pages")
@page(DraftPlace, "image", needs="view", template="editor/pages")
def image(place: Place, request: Any) -> Any:
    """One picture of the page above. Without its proof, or when it is no longer kept, the page
    itself: that is a reading, and it is written down."""
    key, number = request.GET.get("cle", ""), request.GET.get("page", "")
    drawn: Sequence[bytes] = ()
    if hmac.compare_digest(request.GET.get("preuve", "").encode(), _proof(key, request).encode()):
        drawn = kept_papers(request).kept(f"pages {key}")
    if not number.isdecimal() or len(number) > 5 or not 1 <= int(number) <= len(drawn):
        return go(request, place, "pages")
    return Response(body=drawn[int(number) - 1], content_type="image/png", charset=None)


@page(VersionPlace, "pdf", needs="view", template="editor/pages")
@page(DraftPlace, "pdf", needs="view", template="editor/pages")
def pdf(place: Place, request: Any) -> Response:
    data = _paper(place, request, PDF)
    return download(data, _file_name(place, PDF), MEDIA_TYPES[PDF], shown=True)


@page(VersionPlace, "odt", needs="download", template="editor/pages")
@page(DraftPlace, "odt", needs="download", template="editor/pages")
def odt(place: Place, request: Any) -> Response:
    data = _paper(place, request, ODT)
    return download(data, _file_name(place, ODT), MEDIA_TYPES[ODT])


@page(VersionPlace, "reprendre", needs="edit", template="editor/restore")
def restoring(place: VersionPlace, request: Any) -> Shown:
    """What would change in the draft, before it does."""
    actor, tools = request.identity.actor, request.tools
    deliverable = deliverable_of(place)
    comparison = compare_versions(deliverable, NOW, place.__name__, actor, tools)
    return {
        **around(place, request),
        "comparison": comparison,
        "columns": column_labels(deliverable, tools),
    }


@act(VersionPlace, "reprendre", needs="edit", again=restoring, template="editor/restore")
def take_up(place: VersionPlace, request: Any) -> Any:
    deliverable = deliverable_of(place)
    Said(request)
    left_out = restore(deliverable, request.identity.actor, place.__name__, request.tools)
    told = f"Le brouillon dit de nouveau ce que disait la version {place.__name__}."
    if left_out:
        told += f" {len(left_out)} rubrique(s) n'ont pas pu être reprises : la trame a changé."
    return go(request, parent_of(place), told=told)


def _proofs(place: Place, request: Any) -> dict[str, str]:
    """Where the proof of each signature is read, by whose it is."""
    if not isinstance(place, VersionPlace):
        return {}
    names = {role: name for name, role in PROOFS.items()}
    lines = proofs_of(place.thing, request.identity.actor, request.tools)
    return {words.ROLES[line.signatory]: names[line.signatory] for line in lines}


def which_of(place: Place) -> str:
    """The number of a version, or the draft."""
    return NOW if isinstance(place, DraftPlace) else place.__name__


def _paper(place: Place, request: Any, kind: str) -> bytes:
    """Journaled; the paper of a draft is printed once for what it says."""
    actor, tools, deliverable = request.identity.actor, request.tools, deliverable_of(place)
    which = which_of(place)
    if which != NOW:
        return open_paper(deliverable, which, kind, actor, tools)
    key = open_draft(deliverable, actor, tools)

    def printed() -> Sequence[bytes]:
        papers = preview(deliverable, actor, tools)
        return papers[PDF], papers[ODT]

    return kept_papers(request).find(f"paper {key}", printed)[0 if kind == PDF else 1]


def _proof(key: str, request: Any) -> str:
    proof: str = request.outside.doors.word_for(request, f"pages {key}")
    return proof


def _file_name(place: Place, kind: str) -> str:
    """Without the name of the person: file numbers only leave by this way (R-124)."""
    deliverable = deliverable_of(place)
    number = engagement_of(deliverable).number
    what = "brouillon" if which_of(place) == NOW else f"v{place.__name__}"
    return f"{number}_{deliverable.kind}_{what}.{kind}"
