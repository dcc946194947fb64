"""Signatures under way in a demonstration, at every step: before a browser begins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from cep_docs.access.actor import Actor, actor_of
from cep_docs.content.site import beneficiary_of, errand_of
from cep_docs.intake.taking_in import take_in
from cep_docs.lifecycle.asking import ask_on_site
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    ceremony_of,
    note_identified,
    note_read,
    write_mention,
)
from cep_docs.lifecycle.paper_copies import print_to_sign
from cep_docs.lifecycle.rights import decide
from cep_docs.lifecycle.scanned import begin_batch, read_some
from cep_docs.lifecycle.signatories import REPRESENTATIVE, waits_for_him
from cep_docs.lifecycle.signer import signer_of
from tests.handwriting import drawn
from tests.unit.intake.scanning import Scanner
from tests.unit.lifecycle.paper_trips import pages_of

ADVISER, ASSISTANT = "alice.martin", "elise.fontaine"
CODE = "code à usage unique reçu par un autre moyen que le lien"


@dataclass(frozen=True)
class UnderWay:
    """Addresses of documents of alice, and errands of people: where each stands."""

    reads: tuple[str, str]
    signs: tuple[str, str]
    has_signed: tuple[str, str]
    to_sign: str
    to_ask: str
    asked: str
    to_check: str
    batch: str
    represented: str
    asked_with_her: str
    represents: tuple[str, str]


def set_going(tools: Any) -> UnderWay:
    """Two people in the middle of their steps; a paper that came back, with a page too many."""
    known = list(documents(tools))
    running = [one for one in known if one.current.request is not None]
    reader, writer = running[:2]
    for document, wrote in ((reader, False), (writer, True)):
        _goes_on(document, wrote, tools)
    hers = [one for one in known if _is_hers(one, tools)]
    proposed = [one for one in hers if one.state == "proposed"]
    paper, batch = _came_back(proposed[1], tools)
    hers_too = next(one for one in hers if waits_for_him(one.current))
    return UnderWay(
        reads=_errand(reader),
        signs=_errand(writer),
        has_signed=_errand(next(one for one in known if _signed_for_good(one))),
        to_sign=address_of(proposed[0]),
        to_ask=address_of(
            next(
                one
                for one in hers
                if one.state == "signed_by_adviser"
                and one.current.request is None
                and one is not hers_too
            )
        ),
        asked=address_of(next(one for one in running if _is_hers(one, tools))),
        to_check=paper,
        batch=batch,
        represented=f"/dossiers/{beneficiary_of(hers_too).identifier}",
        asked_with_her=address_of(hers_too),
        represents=_draws_for_her(hers_too, tools),
    )


def documents(tools: Any) -> Iterator[Any]:
    for person in tools.site.beneficiaries:
        for unit in person.engagements():
            if unit.deliverable is not None and unit.deliverable.current is not None:
                yield unit.deliverable


def address_of(document: Any) -> str:
    number, _, name = errand_of(document).partition("_")
    return f"/dossiers/{beneficiary_of(document).identifier}/uo/{number}/documents/{name}"


def _errand(document: Any) -> tuple[str, str]:
    return beneficiary_of(document).identifier, errand_of(document)


def _is_hers(document: Any, tools: Any) -> bool:
    return decide(tools, somebody(ADVISER, tools), "sign", document).allowed


def _signed_for_good(document: Any) -> bool:
    return bool(document.current.requests) and document.state == "signed"


def somebody(login: str, tools: Any) -> Actor:
    return replace(actor_of(tools.site.accounts[login]), strong=True)


def _goes_on(document: Any, wrote: bool, tools: Any) -> None:
    herself = signer_of(beneficiary_of(document), errand_of(document))
    ceremony = ceremony_of(document, herself, tools)
    note_identified(ceremony, CODE, herself, tools, NOWHERE)
    note_read(ceremony, herself, tools, NOWHERE)
    if wrote:
        write_mention(ceremony, "Lu et approuvé", "typed", herself, tools, NOWHERE)


def _draws_for_her(document: Any, tools: Any) -> tuple[str, str]:
    """Who represents her is here, and drew the mention."""
    adviser = somebody(ADVISER, tools)
    ask_on_site(document, "identity_card", adviser, tools)
    errand = errand_of(document, REPRESENTATIVE)
    representative = signer_of(beneficiary_of(document), errand)
    ceremony = ceremony_of(document, representative, tools)
    note_read(ceremony, representative, tools, NOWHERE)
    write_mention(ceremony, drawn(), "drawn", representative, tools, NOWHERE)
    return beneficiary_of(document).identifier, errand


def _came_back(document: Any, tools: Any) -> tuple[str, str]:
    """One copy, and a page whose code nobody can read."""
    scanner, assistant = Scanner(), somebody(ASSISTANT, tools)
    printed = print_to_sign(document, somebody(ADVISER, tools), tools)
    pictures = [scanner.page(printed, number) for number in pages_of(printed)]
    unknown = scanner.page(printed, 2).crop((300, 300, 1200, 1200))
    data = scanner.batch([*pictures, unknown])
    received = take_in(BytesIO(data), "lot.pdf", tools.rules.attachments.limits)
    batch = begin_batch(received, assistant, tools)
    while not batch.is_read:
        read_some(batch, assistant, tools)
    return f"{address_of(document)}/papier", f"/numerisation/{batch.__name__}"
