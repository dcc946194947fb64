"""The proof of a signature: read in the browser, taken away with all there is to check it."""

from typing import Any, cast

from pyramid.response import Response

from cep_docs.content.deliverable import Version
from cep_docs.lifecycle.own_space import own_deliverable
from cep_docs.lifecycle.proof_facts import PERSON
from cep_docs.lifecycle.proofs import (
    OpenedProof,
    has_proof,
    packed,
    proof_name,
    read_proof,
    take_proof,
)
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.texts import label_of
from cep_docs.signing import evidence_words as words
from cep_docs.signing.evidence_pdf import parts_of
from cep_docs.web.document_head import head_of
from cep_docs.web.own_tree import OwnVersionPlace
from cep_docs.web.pages import Shown, download, go, page
from cep_docs.web.proof_tree import ProofPlace
from cep_docs.web.tree import DocumentPlace, Place


@page(ProofPlace, needs="view proof", template="proofs/proof")
def proof(place: ProofPlace, request: Any) -> Any:
    """What the PDF says, to be read here; a reading that is written down."""
    actor, tools = request.identity.actor, request.tools
    version_at = cast(Place, cast(Place, place.__parent__).__parent__)
    if not has_proof(place.thing, place.signatory):
        return go(request, version_at)
    opened = read_proof(place.thing, place.signatory, actor, tools)
    document = cast(DocumentPlace, cast(Place, version_at.__parent__).__parent__)
    return {
        **head_of(document, request),
        **_told(opened),
        "version": place.thing.__name__,
        "may_take": decide(tools, actor, "download", place.facet("proof")).allowed,
    }


@page(ProofPlace, "pdf", needs="download proof", template="proofs/proof")
def pdf(place: ProofPlace, request: Any) -> Response:
    return _file(place, place.thing, place.signatory, request)


@page(ProofPlace, "zip", needs="download proof", template="proofs/proof")
def archive(place: ProofPlace, request: Any) -> Response:
    return _zip(place, place.thing, place.signatory, request)


# Hers, in her own space.


@page(OwnVersionPlace, "preuve", needs="view proof", template="proofs/own_proof")
def own_proof(place: OwnVersionPlace, request: Any) -> Any:
    actor, tools = request.identity.actor, request.tools
    if not has_proof(place.version(actor), PERSON):
        return go(request, place)
    opened = read_proof(place.version(actor), PERSON, actor, tools)
    number, name, _ = place.parts
    deliverable = own_deliverable(place.herself(actor), number, name)
    return {**_told(opened), "label": label_of(deliverable, tools), "at": place.__name__}


@page(OwnVersionPlace, "preuve-pdf", needs="download proof", template="proofs/own_proof")
def own_pdf(place: OwnVersionPlace, request: Any) -> Response:
    return _file(place, place.version(request.identity.actor), PERSON, request)


@page(OwnVersionPlace, "preuve-zip", needs="download proof", template="proofs/own_proof")
def own_archive(place: OwnVersionPlace, request: Any) -> Response:
    return _zip(place, place.version(request.identity.actor), PERSON, request)


def _told(opened: OpenedProof) -> Shown:
    evidence = opened.evidence
    return {
        "evidence": evidence,
        "stamped": opened.stamped,
        "role": words.ROLES.get(evidence["signer"]["role"], ""),
        "parts": list(parts_of(evidence, stamped=opened.stamped)),
    }


def _file(place: Place, version: Version, signatory: str, request: Any) -> Response:
    if not has_proof(version, signatory):
        return go(request, place)
    data = take_proof(version, signatory, request.identity.actor, request.tools)
    return download(data, proof_name(version, signatory), "application/pdf")


def _zip(place: Place, version: Version, signatory: str, request: Any) -> Response:
    """The PDF, and beside it what is joined to it: for whoever has `openssl` and nothing else."""
    if not has_proof(version, signatory):
        return go(request, place)
    data = take_proof(version, signatory, request.identity.actor, request.tools)
    name = proof_name(version, signatory).removesuffix(".pdf")
    return download(packed(data, request.tools.now()), f"{name}.zip", "application/zip")
