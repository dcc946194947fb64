"""The ceremony of a signature: asked for, opened, identified, read, mentioned, signed or declined.

Each step is written down with its hour, its network address and its browser: together they are
the proof (R-068). Looking changes nothing; whoever asks for a signature never makes a step of it.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cep_docs.access.actor import CLOCKWORK, Actor
from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.signing import MODES, ON_SITE, SigningEvent, SigningRequest
from cep_docs.content.site import beneficiary_of, engagement_of
from cep_docs.definitions.workflows import Transition
from cep_docs.errors import Invalid, NotPossible
from cep_docs.lifecycle.displayed import DRAWING, READING, SHOWN, to_the_adviser, to_the_signer
from cep_docs.lifecycle.displayed import MENTION as MENTION_SHOWN
from cep_docs.lifecycle.engine import move_deliverable
from cep_docs.lifecycle.move import Given
from cep_docs.lifecycle.record import record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signatories import (
    ADVISER,
    PERSON,
    REPRESENTATIVE,
    SIGNED_BY,
    asked_next,
    is_asked,
)
from cep_docs.lifecycle.signatures import level_offered
from cep_docs.lifecycle.signing_hours import refuse_an_earlier_hour
from cep_docs.lifecycle.signing_state import lives_until
from cep_docs.lifecycle.tools import Tools
from cep_docs.rendering.ink_lines import SPOKEN
from cep_docs.signing.evidence_words import SEEN as SEEN
from cep_docs.values.ink import parse_ink

MENTION = "lu et approuvé"
TYPED, DRAWN = ENTERED = ("typed", "drawn")

NOBODY_ASKED = "Aucune signature n'est demandée pour ce document. Rien n'a été enregistré."
NOT_HERS = "Seule la personne elle-même signe ici. Rien n'a été enregistré."
OVER = "Le délai pour signer est passé. Rien n'a été signé. Demander un nouveau lien."
ADVISER_FIRST = "Le conseiller signe le premier : signer d'abord ce document, puis recommencer."
ASKED_ALREADY = "Une signature est déjà demandée. L'annuler d'abord, ou attendre."
WRONG_MENTION = "Écrire « lu et approuvé » en entier. Majuscules et accents ne comptent pas."
READ_FIRST = "Ouvrir le document, puis confirmer que vous l'avez lu."
IDENTITY_FIRST = "Confirmer d'abord qui vous êtes."


@dataclass(frozen=True, slots=True)
class Where:
    """From where a step is made. `device` says whose it is, when it is not her own."""

    address: str = ""
    browser: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What is being signed, and by whom it was asked."""

    deliverable: Deliverable
    version: Version
    request: SigningRequest


NOWHERE = Where()


def ask_to_sign(
    deliverable: Deliverable, mode: str, actor: Actor, tools: Tools, where: Where = NOWHERE
) -> Ceremony:
    """The adviser has signed and asks her to: on site or at a distance. One request at a time."""
    right = require(tools, actor, "sign", deliverable)
    version = _standing(deliverable)
    if ADVISER not in version.valid_signatures:
        raise NotPossible(ADVISER_FIRST)
    if mode not in MODES or actor.beneficiary:
        raise NotPossible(NOBODY_ASKED)
    running = version.request
    if running is not None and running.until > tools.now():
        raise NotPossible(ASKED_ALREADY)
    if running is not None:
        running.end("expired")
    now = tools.now()
    until = lives_until(engagement_of(deliverable), tools)
    request = SigningRequest(asked_next(version), mode, actor.account, now, until)
    version.add_request(request)
    _note(request, "asked", actor, where, tools, {"mode": mode})
    record(
        engagement_of(deliverable),
        "ask_to_sign",
        actor,
        right,
        tools,
        {"deliverable": deliverable.kind, "version": int(version.__name__), "mode": mode},
    )
    return Ceremony(deliverable, version, request)


def withdraw_request(deliverable: Deliverable, actor: Actor, tools: Tools) -> None:
    """The adviser takes his demand back; what is signed stays signed."""
    right = require(tools, actor, "sign", deliverable)
    request = _standing(deliverable).request
    if request is None or actor.beneficiary:
        raise NotPossible(NOBODY_ASKED)
    request.end("withdrawn")
    _note(request, "withdrawn", actor, NOWHERE, tools)
    record(
        engagement_of(deliverable),
        "withdraw_signing",
        actor,
        right,
        tools,
        {"deliverable": deliverable.kind},
    )


def note_for_the_adviser(
    version: Version, displayed_at: datetime, actor: Actor, tools: Tools, where: Where
) -> None:
    """He was shown the document, as the journal says, and signs it from there (R-081)."""
    told = to_the_adviser(level_offered(tools))
    shown = "\n".join(f"{what}. {means}" for what, means in told)
    said = {"digest": version.digest}
    version.adviser_events = (
        *version.adviser_events,
        _event(displayed_at, "shown", CLOCKWORK, NOWHERE, said),
        _event(tools.now(), "signed", actor, where, {SHOWN: shown}),
    )


def ceremony_of(deliverable: Deliverable, actor: Actor, tools: Tools) -> Ceremony:
    """That of who was asked, while it may still be signed."""
    require(tools, actor, "sign", deliverable)
    if actor.beneficiary != beneficiary_of(deliverable).identifier:
        raise NotPossible(NOT_HERS)
    version = _standing(deliverable)
    request = version.request
    if request is None or not is_asked(request, version, actor):
        raise NotPossible(NOBODY_ASKED)
    if request.until <= tools.now():
        raise NotPossible(OVER)
    return Ceremony(deliverable, version, request)


def see_identity(
    deliverable: Deliverable, kind: str, actor: Actor, tools: Tools, where: Where
) -> None:
    """On site: the adviser looked at a document; its kind is kept, never a copy (R-070)."""
    require(tools, actor, "sign", deliverable)
    request = _standing(deliverable).request
    if request is None or request.mode != ON_SITE or actor.beneficiary:
        raise NotPossible(NOBODY_ASKED)
    if kind not in SEEN:
        raise Invalid({"seen": "Choisir le document que vous avez vu."})
    request.identified = SEEN[kind]
    _note(request, "identity_seen", actor, where, tools, {"seen": kind})


def note_identified(ceremony: Ceremony, by: str, actor: Actor, tools: Tools, where: Where) -> None:
    """At a distance: she answered a code, or came from a provider of identities."""
    if not ceremony.request.identified:
        ceremony.request.identified = by
    _note(ceremony.request, "identified", actor, where, tools, {"by": by})


def note_step(
    ceremony: Ceremony,
    what: str,
    actor: Actor,
    tools: Tools,
    where: Where,
    said: Mapping[str, str] | None = None,
) -> None:
    """Something the proof will tell: the link was opened, a page was shown."""
    _note(ceremony.request, what, actor, where, tools, said)


def note_read(ceremony: Ceremony, actor: Actor, tools: Tools, where: Where) -> None:
    """She says that she read the document that was shown, of this digest."""
    if not ceremony.request.identified:
        raise NotPossible(IDENTITY_FIRST)
    ceremony.request.read = True
    said = {"digest": ceremony.version.digest, SHOWN: READING}
    _note(ceremony.request, "read", actor, where, tools, said)


def write_mention(
    ceremony: Ceremony, mention: str, entered: str, actor: Actor, tools: Tools, where: Where
) -> None:
    """In her own hand (R-066): typed letter by letter, or drawn, and then `mention` are the
    strokes, which are kept and which no program reads."""
    if not ceremony.request.read:
        raise NotPossible(READ_FIRST)
    if entered == DRAWN:
        said = {"strokes": _strokes(mention), SHOWN: f"{MENTION_SHOWN}\n{DRAWING}"}
        mention = SPOKEN
    elif entered in ENTERED and is_the_mention(mention):
        said = {SHOWN: MENTION_SHOWN}
    else:
        raise Invalid({"mention": WRONG_MENTION})
    ceremony.request.mention = " ".join(mention.split())
    ceremony.request.mention_entered = entered
    said = {"mention": ceremony.request.mention, "entered": entered, **said}
    _note(ceremony.request, "mention", actor, where, tools, said)


def sign_now(ceremony: Ceremony, actor: Actor, tools: Tools, where: Where) -> None:
    """Her signature; it closes the unit in the same transaction (R-029)."""
    refuse_an_earlier_hour(ceremony.version, tools)
    shown = to_the_signer(ceremony.request.signatory, level_offered(tools))
    _note(ceremony.request, "signed", actor, where, tools, {SHOWN: shown})
    name = _move_with(SIGNED_BY[ceremony.request.signatory], ceremony.deliverable, tools).name
    move_deliverable(ceremony.deliverable, name, actor, tools)


def decline(ceremony: Ceremony, because: str, actor: Actor, tools: Tools, where: Where) -> None:
    """She does not sign; why is hers to say or not. The adviser is told (R-074)."""
    said = {"because": because} if because else {}
    _note(ceremony.request, "declined", actor, where, tools, said)
    name = _declining_move(ceremony.deliverable, tools).name
    given = Given(motive=because or NO_REASON[ceremony.request.signatory])
    move_deliverable(ceremony.deliverable, name, actor, tools, given)


NO_REASON = {
    PERSON: "la personne ne signe pas, sans dire pourquoi",
    REPRESENTATIVE: "son représentant ne signe pas, sans dire pourquoi",
}


def is_the_mention(text: str) -> bool:
    """Whatever its capitals, accents, spaces and final point."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", letters).strip() == "lu et approuve"


def hour_of(request: SigningRequest, what: str) -> datetime | None:
    """When this happened last; None when it did not."""
    return next((e["at"] for e in reversed(request.events) if e["what"] == what), None)


def _strokes(text: str) -> str:
    try:
        return str(parse_ink(text))
    except ValueError as error:
        raise Invalid({"strokes": str(error)}) from None


def _standing(deliverable: Deliverable) -> Version:
    version = deliverable.current
    if version is None or version.withdrawn_because:
        raise NotPossible(NOBODY_ASKED)
    return version


def _declining_move(deliverable: Deliverable, tools: Tools) -> Transition:
    return _move_with("end_the_request_declined", deliverable, tools)


def _move_with(effect: str, deliverable: Deliverable, tools: Tools) -> Transition:
    """The transition that has this effect; its name is an affair of the workflow."""
    workflow = tools.agreement_of(engagement_of(deliverable)).workflow_of(deliverable.kind)
    for move in workflow.transitions.values():
        if effect in move.then:
            return move
    raise NotPossible(NOBODY_ASKED)


def _note(
    request: SigningRequest,
    what: str,
    actor: Actor,
    where: Where,
    tools: Tools,
    said: Mapping[str, str] | None = None,
) -> None:
    request.happened(_event(tools.now(), what, actor, where, said or {}))


def _event(
    at: datetime, what: str, actor: Actor, where: Where, said: Mapping[str, str]
) -> SigningEvent:
    return {
        "at": at,
        "what": what,
        "by": actor.account,
        "address": where.address,
        "browser": where.browser,
        "said": {**said, **({"device": where.device} if where.device else {})},
    }
