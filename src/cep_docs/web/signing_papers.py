"""The papers of /signature: the pages as images, the PDF to be signed, and her signed copy."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.content.deliverable import Version
from cep_docs.lifecycle.own_export import paper_name
from cep_docs.lifecycle.printing import MEDIA_TYPES, PDF, open_paper
from cep_docs.lifecycle.signer import take_copy
from cep_docs.rendering.pages_as_images import page_images
from cep_docs.web.kept_papers import kept_papers
from cep_docs.web.pages import Shown, download, page
from cep_docs.web.security import ENTERED
from cep_docs.web.signing_frame import around, signer_in, waiting
from cep_docs.web.signing_tree import CeremonyPlace
from cep_docs.web.signing_where import where_signed


@page(CeremonyPlace, "pages", needs=ENTERED, template="signing/pages")
@waiting
def pages(place: CeremonyPlace, request: Any) -> Any:
    """The very pages, drawn; each picture is asked for with the proof that this page gives."""
    paper, _ = _paper(place, request)
    key = hashlib.sha256(paper).hexdigest()
    drawn = kept_papers(request).find(f"pages {key}", lambda: page_images(paper))
    shown: Shown = {
        **around(place, request),
        "count": len(drawn),
        "key": key,
        "proof": _proof(key, request),
    }
    return shown


@page(CeremonyPlace, "image", needs=ENTERED, template="signing/pages")
def image(place: CeremonyPlace, request: Any) -> Any:
    """One picture of the page above, for this visit only."""
    key, number = request.GET.get("cle", ""), request.GET.get("page", "")
    drawn: Sequence[bytes] = ()
    if hmac.compare_digest(request.GET.get("preuve", "").encode(), _proof(key, request).encode()):
        drawn = kept_papers(request).kept(f"pages {key}")
    if not number.isdecimal() or len(number) > 5 or not 1 <= int(number) <= len(drawn):
        return HTTPSeeOther("/signature/pages")
    return Response(body=drawn[int(number) - 1], content_type="image/png", charset=None)


@page(CeremonyPlace, "pdf", needs=ENTERED, template="signing/pages")
@waiting
def pdf(place: CeremonyPlace, request: Any) -> Any:
    """The very bytes that her signature will be added to."""
    data, version = _paper(place, request)
    return download(data, paper_name(version), MEDIA_TYPES[PDF], shown=True)


@page(CeremonyPlace, "exemplaire", needs=ENTERED, template="signing/home")
def copy(place: CeremonyPlace, request: Any) -> Any:
    """Hers at once (R-056)."""
    actor = request.identity.actor
    deliverable = place.deliverable(actor)
    version = deliverable.current
    if version is None or not version.requests or "beneficiary" not in version.signatures:
        return HTTPSeeOther("/signature")
    where = where_signed(request, version.requests[-1])
    data = take_copy(deliverable, actor, request.tools, where)
    return download(data, paper_name(version), MEDIA_TYPES[PDF])


def _paper(place: CeremonyPlace, request: Any) -> tuple[bytes, Version]:
    signer = signer_in(place, request)
    deliverable, version = signer.ceremony.deliverable, signer.ceremony.version
    data = open_paper(deliverable, version.__name__, PDF, signer.actor, signer.tools)
    return data, version


def _proof(key: str, request: Any) -> str:
    proof: str = request.outside.doors.word_for(request, f"pages {key}")
    return proof
