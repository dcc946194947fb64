"""An adviser has a document signed: he signs first, then asks the person, on site or at a
distance (R-065, R-069…R-071, R-075, R-081). Paper has steps of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from cep_docs.access.actor import Actor
from cep_docs.content.deliverable import Deliverable
from cep_docs.content.signing import ON_SITE, REMOTE, SigningRequest
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.announcing import EMAIL, SMS, Reader, put_in_outbox
from cep_docs.lifecycle.ceremony import (
    NOWHERE,
    Ceremony,
    Where,
    ask_to_sign,
    note_for_the_adviser,
    note_step,
    see_identity,
    withdraw_request,
)
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.foreseeing import require_nothing_lacks
from cep_docs.lifecycle.own_invitations import Assured, reach, ready_to_invite
from cep_docs.lifecycle.reading import engagement_numbered
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.signatories import PERSON, asked_next, reader_for
from cep_docs.lifecycle.signatures import ADVISER, transition_with
from cep_docs.lifecycle.signing_state import running_request
from cep_docs.lifecycle.texts import label_of
from cep_docs.lifecycle.tools import Tools
from cep_docs.lifecycle.waiting_documents import ToSign, to_sign

# As many as one page signs in one go; each takes about a second.
MOST_AT_ONCE = 20
# How a link goes; the code goes by the other way.
OTHER_WAY = {EMAIL: SMS, SMS: EMAIL}

NOT_DISPLAYED = (
    "« {label} », dossier {number}, n'a pas été affiché depuis qu'il est proposé : il n'est pas "
    "signé. L'ouvrir, le lire, puis le signer."
)
NOT_TO_SIGN = (
    "« {label} », dossier {number}, n'attend pas la signature du conseiller : rien n'a été signé. "
    "Recharger la page pour voir où il en est."
)
NO_LINK = (
    "Aucune signature à distance n'est en cours pour ce document : aucun lien n'a été envoyé. "
    "Choisir d'abord « À distance »."
)


@dataclass(frozen=True, slots=True)
class Signable:
    """A document that waits for his signature; only what was displayed may be signed."""

    line: ToSign
    displayed: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """`by` is the way the link goes, the code goes by the other one; `assured` what he says of
    her contact; `link` is for her, and kept nowhere."""

    by: str
    assured: Assured
    link: str


# He signs first.


def was_displayed(deliverable: Deliverable, actor: Actor, tools: Tools) -> bool:
    """Whether he had this very version before his eyes: the journal of readings says so."""
    return when_displayed(deliverable, actor, tools) is not None


def when_displayed(deliverable: Deliverable, actor: Actor, tools: Tools) -> datetime | None:
    """The last time that he had."""
    version, number = deliverable.current, engagement_of(deliverable).number
    if version is None:
        return None
    for line in beneficiary_of(deliverable).journal.backwards():
        at = datetime.fromisoformat(line["at"])
        if at < version.frozen_at:
            return None
        said = line["details"]
        if (
            (line["what"], line["who"]) == ("view", actor.account)
            and line["object"] == f"engagement {number}"
            and said.get("deliverable") == deliverable.kind
            and str(said.get("version", "")) == version.__name__
        ):
            return at
    return None


def sign_first(
    deliverable: Deliverable, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> None:
    """What he never looked at is not signed (R-081)."""
    require(tools, actor, "sign", deliverable)
    said = {"label": label_of(deliverable, tools), "number": engagement_of(deliverable).number}
    move = transition_with("sign_for_the_adviser", deliverable, tools)
    if move is None:
        raise NotPossible(NOT_TO_SIGN.format(**said))
    displayed_at = when_displayed(deliverable, actor, tools)
    if displayed_at is None:
        raise NotPossible(NOT_DISPLAYED.format(**said))
    if deliverable.current is not None:
        note_for_the_adviser(deliverable.current, displayed_at, actor, tools, where)
    move_deliverable(deliverable, move.name, actor, tools)


def sign_one_of_several(
    number: str, name: str, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> None:
    """In a transaction of its own, which may be asked for again: what he signed stays signed."""
    deliverable = engagement_numbered(number, tools)[name]
    version = deliverable.current
    signed = version.valid_signatures.get(ADVISER) if version is not None else None
    if signed is None or signed["account"] != actor.account:
        sign_first(deliverable, actor, tools, where)


def to_sign_first(actor: Actor, tools: Tools) -> Iterator[Signable]:
    """Those that wait for him, the oldest first."""
    strong = replace(actor, strong=True)
    for line in to_sign(actor, tools):
        deliverable = engagement_numbered(line.subject.number, tools)[line.document]
        if line.waits == ADVISER and decide(tools, strong, "sign", deliverable).allowed:
            yield Signable(line, was_displayed(deliverable, actor, tools))


# Then he asks her.


def ask_on_site(
    deliverable: Deliverable, seen: str, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> None:
    """She is here: he looked at a document of hers, and hands the screen over (R-070)."""
    require(tools, actor, "sign", deliverable)
    require_nothing_lacks(deliverable, tools)
    take_back_demand(deliverable, actor, tools)
    ask_to_sign(deliverable, ON_SITE, actor, tools, where)
    see_identity(deliverable, seen, actor, tools, where)


def ask_at_a_distance(
    deliverable: Deliverable, sending: Sending, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> SigningRequest:
    """To the contact in her sheet, and no other (R-069, R-071)."""
    require(tools, actor, "sign", deliverable)
    require_nothing_lacks(deliverable, tools)
    _check(sending, deliverable, actor, tools)
    take_back_demand(deliverable, actor, tools)
    ceremony = ask_to_sign(deliverable, REMOTE, actor, tools, where)
    _send_link(ceremony, sending, actor, tools, where)
    return ceremony.request


def send_new_link(
    deliverable: Deliverable, sending: Sending, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> SigningRequest:
    """The demand goes on, until the day it had; only the new link leads to it."""
    right = require(tools, actor, "sign", deliverable)
    running = running_request(deliverable, tools)
    version = deliverable.current
    if version is None or running is None or running.mode != REMOTE or actor.beneficiary:
        raise NotPossible(NO_LINK)
    require_nothing_lacks(deliverable, tools)
    _check(sending, deliverable, actor, tools)
    _send_link(Ceremony(deliverable, version, running), sending, actor, tools, where)
    details: Details = {"deliverable": deliverable.kind}
    record(engagement_of(deliverable), "renew_signing_link", actor, right, tools, details)
    return running


def take_back_demand(deliverable: Deliverable, actor: Actor, tools: Tools) -> None:
    """Another way is chosen: what was asked before runs no more."""
    if running_request(deliverable, tools) is not None:
        withdraw_request(deliverable, actor, tools)


def asked_reader(deliverable: Deliverable) -> Reader:
    """Whose turn it is, as somebody to be written to."""
    version, person = deliverable.current, beneficiary_of(deliverable)
    return reader_for(person, asked_next(version) if version is not None else PERSON)


def way_of_the_link(request: SigningRequest) -> str:
    """How the last link went; mail when it is not known."""
    ways = [event["said"]["by"] for event in request.events if event["what"] == "link_sent"]
    return ways[-1] if ways else EMAIL


def way_of_the_code(request: SigningRequest) -> str:
    """The way the link did not go (R-067)."""
    return OTHER_WAY[way_of_the_link(request)]


def _check(sending: Sending, deliverable: Deliverable, actor: Actor, tools: Tools) -> None:
    """Whether she can be written to, before anything is changed."""
    if sending.by not in OTHER_WAY:
        raise Invalid({"by": "Choisir comment le lien part : par courriel ou par SMS."})
    ready_to_invite(asked_reader(deliverable), sending.assured, actor, tools)


def _send_link(
    ceremony: Ceremony, sending: Sending, actor: Actor, tools: Tools, where: Where
) -> None:
    reader = reader_for(beneficiary_of(ceremony.deliverable), ceremony.request.signatory)
    reach(reader, sending.assured, actor, tools)
    unit = engagement_of(ceremony.deliverable)
    put_in_outbox(reader, "signing", sending.by, {"link": sending.link}, tools, unit)
    note_step(ceremony, "link_sent", actor, tools, where, {"by": sending.by})
