"""A document signed on paper: print, follow its copies, check the scan, keep the original."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from cep_docs.content.site import engagement_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.intake.scans import Kept, pictures_of, size_of
from cep_docs.lifecycle.foreseeing import lacks_to_close
from cep_docs.lifecycle.paper_copies import NOTED, keep_original, note_step, print_to_sign
from cep_docs.lifecycle.paper_following import follow_paper
from cep_docs.lifecycle.scan_checks import (
    CHECKED_ALREADY,
    Seen,
    check_scan,
    open_scan,
    ready_to_check,
)
from cep_docs.lifecycle.signatories import waits_for_him
from cep_docs.rendering.paper_codes import count_pages
from cep_docs.web.document_head import head_of
from cep_docs.web.kept_papers import kept_papers
from cep_docs.web.pages import Shown, act, download, go, page
from cep_docs.web.paper_tree import PaperPlace
from cep_docs.web.said import Said

PAGE, CHECK = "paper/paper", "paper/check"
MEDIA_TYPE = "application/pdf"


@page(PaperPlace, needs="view paper", template=PAGE)
def paper(place: PaperPlace, request: Any) -> Shown:
    followed = follow_paper(place.thing, request.identity.actor, request.tools)
    lacks = lacks_to_close(place.thing, request.tools) if followed.may_print else ()
    return {**_head(place, request), "paper": followed, "noted": NOTED, "lacks": lacks}


@act(PaperPlace, "imprimer", needs="edit paper", again=paper, template=PAGE)
def print_copies(place: PaperPlace, request: Any) -> Response:
    """The file itself, in the window of the browser, from where it is printed."""
    Said(request)
    data = print_to_sign(place.thing, request.identity.actor, request.tools)
    name = f"{engagement_of(place.thing).number}_{place.thing.kind}_a_signer.pdf"
    return download(data, name, MEDIA_TYPE, shown=True)


@act(PaperPlace, "etape", needs="edit paper", again=paper, template=PAGE)
def note(place: PaperPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    on, what = said.day("on"), said.text("what")
    if on is None:
        raise Invalid({"on": "Donner le jour de cette étape."})
    note_step(place.thing, what, on, request.identity.actor, request.tools)
    return go(request, place, told=f"Étape notée : {NOTED[what]}.")


@act(PaperPlace, "original", needs="edit paper", again=paper, template=PAGE)
def keep(place: PaperPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    where, until = said.text("place"), said.day("until")
    keep_original(place.thing, where, until, request.identity.actor, request.tools)
    return go(request, place, told="L'endroit de l'original est noté.")


@page(PaperPlace, "copie", needs="view paper", template=PAGE)
def scan(place: PaperPlace, request: Any) -> Response:
    if not follow_paper(place.thing, request.identity.actor, request.tools).scans:
        return go(request, place)
    data = open_scan(place.thing, request.identity.actor, request.tools)
    name = f"{engagement_of(place.thing).number}_{place.thing.kind}_copie.pdf"
    return download(data, name, MEDIA_TYPE, shown=True)


@page(PaperPlace, "controle", needs="view paper", template=CHECK)
def checking(place: PaperPlace, request: Any) -> Any:
    """The pages beside the questions, the last one first: that is where people sign."""
    actor, tools, deliverable = request.identity.actor, request.tools, place.thing
    if not follow_paper(deliverable, actor, tools).may_check:
        if request.method == "POST":
            raise NotPossible(CHECKED_ALREADY)
        return go(request, place)
    ready_to_check(deliverable, actor, tools)
    data = open_scan(deliverable, actor, tools)
    key = hashlib.sha256(data).hexdigest()
    drawn = kept_papers(request).find(_named(key), lambda: _pictures(data))
    sizes = list(enumerate(map(size_of, drawn), 1))
    version = deliverable.current
    return {
        **_head(place, request),
        "pictures": [(number, *size) for number, size in reversed(sizes)],
        "key": key,
        "proof": _proof(key, request),
        "by_adviser": version is None or "adviser" not in version.valid_signatures,
        "by_representative": waits_for_him(version),
        "closes": engagement_of(deliverable).closed_on is None,
    }


@page(PaperPlace, "image", needs="view paper", template=CHECK)
def picture(place: PaperPlace, request: Any) -> Any:
    """One picture of the page above, whose reading was written down; with the proof that this
    page gives, for this visit only."""
    key, number = request.GET.get("cle", ""), request.GET.get("page", "")
    drawn: Sequence[bytes] = ()
    if hmac.compare_digest(request.GET.get("preuve", "").encode(), _proof(key, request).encode()):
        drawn = kept_papers(request).kept(_named(key))
    if not number.isdecimal() or len(number) > 4 or not 1 <= int(number) <= len(drawn):
        return go(request, place, "controle")
    return Response(body=drawn[int(number) - 1], content_type="image/jpeg", charset=None)


@act(PaperPlace, "controle", needs="edit paper", again=checking, template=CHECK)
def check(place: PaperPlace, request: Any) -> HTTPSeeOther:
    said = Said(request)
    seen = Seen(
        adviser=said.ticked("adviser"),
        representative=said.ticked("representative"),
        person=said.ticked("person"),
        mention=said.ticked("mention"),
        dated_on=said.day("dated_on"),
        unreadable=said.ticked("unreadable"),
    )
    lacks = check_scan(place.thing, seen, request.identity.actor, request.tools)
    if lacks:
        told = f"Noté : il manque {', '.join(lacks)}. Le conseiller en est averti."
    else:
        told = "Contrôle noté. Dire maintenant où l'original est rangé."
    return go(request, place, told=told)


def _pictures(data: bytes) -> Sequence[bytes]:
    return pictures_of(data, [Kept(number, 0) for number in range(1, count_pages(data) + 1)])


def _named(key: str) -> str:
    return f"scan {key}"


def _proof(key: str, request: Any) -> str:
    proof: str = request.outside.doors.word_for(request, _named(key))
    return proof


def _head(place: PaperPlace, request: Any) -> Shown:
    document = place.__parent__
    if document is None:
        raise LookupError("paper is below a document")
    return head_of(document, request)
