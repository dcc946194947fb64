"""Signatures as effects of the workflow: into the file, and into the facts (R-065, R-076)."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from cep_docs.content.deliverable import Deliverable, Version
from cep_docs.content.facts import Signature
from cep_docs.content.outbox import Dispatch
from cep_docs.content.signing import ON_SITE
from cep_docs.content.site import engagement_of
from cep_docs.content.stored_file import StoredFile
from cep_docs.definitions.workflows import Transition
from cep_docs.errors import NotPossible
from cep_docs.lifecycle.announcing import announce_copy
from cep_docs.lifecycle.displayed import KINDS
from cep_docs.lifecycle.move import Move
from cep_docs.lifecycle.paper_evidence import ON_PAPER as ON_PAPER
from cep_docs.lifecycle.printing import CONTINUED, PDF, SIGNED, STARTED, print_version
from cep_docs.lifecycle.proofs import prove
from cep_docs.lifecycle.signatories import (
    ACCOUNT,
    KIND,
    NAME,
    REPRESENTATIVE,
    signatories_of,
)
from cep_docs.lifecycle.signatories import ADVISER as ADVISER
from cep_docs.lifecycle.signatories import PERSON as PERSON
from cep_docs.lifecycle.signing_hours import at_one_hour
from cep_docs.lifecycle.tasks import STAMP_MISSING, tell, tell_the_house
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.notary import Act, Notary
from cep_docs.signing.pdf_signing import B_B
from cep_docs.values.dates import french_moment
from cep_docs.values.ink import parse_ink

# How sure we are of who signed: eIDAS, a hand on paper, or nothing but the word of who noted it.
SIMPLE, PROVISIONAL = "simple", "provisional"
HOW = "Signé électroniquement (article 1367 du Code civil)"
SIGNED_FIRST = "Signature du conseiller"
# What stands beside a signature: the level that the settings declare, or what else it is.
LEVELS = {
    **KINDS,
    ON_PAPER: "Signature sur papier",
    PROVISIONAL: "Signature notée, sans certificat dans le fichier",
}
NO_NAME = "La personne accompagnée"
FOR = "Pour {person}, son {kind}"
UNDER_LAW = "{level} (article 1367 du Code civil)"
NO_VERSION = "Ce livrable n'a pas encore de version. Le proposer d'abord."
BY_FACTORS = "Identité : mot de passe et second facteur"


@at_one_hour
def sign_for_the_adviser(move: Move) -> None:
    """He signs first; from then on only the other signatures may be added."""
    version = version_of(move)
    account = move.tools.site.accounts.get(move.actor.account)
    name = account.full_name if account else move.actor.account
    pdf = _paper_to_sign(move, version)
    level, proven = PROVISIONAL, ""
    if move.tools.notary is not None and pdf is not None:
        act = Act(
            role=ADVISER,
            name=name,
            at=move.tools.now(),
            date=_written(move),
            lines=(HOW, LEVELS[move.tools.notary.level], BY_FACTORS),
            reason=SIGNED_FIRST,
            first=True,
        )
        signed = move.tools.notary.sign(pdf, act)
        level, proven = move.tools.notary.level, signed.level
        _keep(move, version, STARTED, signed.pdf)
    add_signature(move, version, ADVISER, level, proven)
    prove(version, ADVISER, move.actor, move.tools)


@at_one_hour
def sign_for_the_person(move: Move) -> None:
    """Last, after what the ceremony asked of her; then the operator's seal, in the same act: the
    file is complete, and nothing may be added to it any more."""
    version = version_of(move)
    request = version.request
    if request is None:
        raise NotPossible("Aucune signature n'est demandée. Rien n'a été enregistré.")
    level, proven = PROVISIONAL, ""
    if move.tools.notary is not None and STARTED in version.files:
        act = _asked_act(move, version, PERSON)
        signed = _signed_and_sealed(move.tools.notary, _so_far(version).read(), act)
        level, proven = move.tools.notary.level, signed[1]
        _keep(move, version, SIGNED, signed[0])
    add_signature(move, version, PERSON, level, proven)
    prove(version, PERSON, move.actor, move.tools)
    request.end("signed")


@at_one_hour
def sign_for_the_representative(move: Move) -> None:
    """Between the adviser and her, in his own name and for her (R-079)."""
    version, notary = version_of(move), move.tools.notary
    request = version.request
    if request is None:
        raise NotPossible("Aucune signature n'est demandée. Rien n'a été enregistré.")
    level, proven = PROVISIONAL, ""
    if notary is not None and STARTED in version.files:
        signed = notary.sign(_so_far(version).read(), _asked_act(move, version, REPRESENTATIVE))
        level, proven = notary.level, signed.level
        _keep(move, version, CONTINUED, signed.pdf)
    add_signature(move, version, REPRESENTATIVE, level, proven)
    prove(version, REPRESENTATIVE, move.actor, move.tools)
    request.end("signed")


def note_paper_signatures(move: Move) -> None:
    """The paper bears all of them by hand, but those who signed in the file before (R-072)."""
    version = version_of(move)
    by_hand = [one for one in signatories_of(version) if one not in version.signatures]
    for signatory in by_hand:
        add_signature(move, version, signatory, ON_PAPER, "")
    for signatory in by_hand:
        prove(version, signatory, move.actor, move.tools)
    if version.request is not None:
        version.request.end("paper")


def end_the_request_declined(move: Move) -> None:
    request = version_of(move).request
    if request is not None:
        request.end("declined", move.given.motive)


def send_the_copies(move: Move) -> None:
    """Hers at once, that of France compétences with the next daily lot (R-056, R-057)."""
    version = version_of(move)
    now, site = move.tools.now(), move.tools.site
    if SIGNED in version.files:
        document, digest = document_of(move), version.files[SIGNED].sha256
        sent = Dispatch(move.engagement.number, document.kind, digest, now)
        site.dispatches.add(move.tools.new_id(), sent)
        announce_copy(move.person, document, move.tools)


def tell_the_adviser(move: Move) -> None:
    tell(move, "adviser", "signature_declined")


def level_offered(tools: Tools) -> str:
    """What a signature will be worth, before it is given."""
    return tools.notary.level if tools.notary is not None else PROVISIONAL


def transition_with(effect: str, deliverable: Deliverable, tools: Tools) -> Transition | None:
    """The one from its state that has this effect; its name is an affair of the workflow."""
    workflow = tools.agreement_of(engagement_of(deliverable)).workflow_of(deliverable.kind)
    for move in workflow.transitions.values():
        if effect in move.then and deliverable.state in move.from_states:
            return move
    return None


def version_of(move: Move) -> Version:
    version = move.deliverable.current if move.deliverable else None
    if version is None:
        raise NotPossible(NO_VERSION)
    return version


def document_of(move: Move) -> Deliverable:
    if move.deliverable is None:
        raise NotPossible(NO_VERSION)
    return move.deliverable


def add_signature(move: Move, version: Version, signatory: str, level: str, proven: str) -> None:
    person = move.person.identifier
    known = {ADVISER: move.actor.account, REPRESENTATIVE: f"{ACCOUNT}{person}", PERSON: person}
    account = known[signatory]
    before = [version.frozen_at, *(s["at"] for s in version.signatures.values())]
    at = max([_instant(move), *before])
    signature: Signature = {"account": account, "at": at, "level": level}
    if proven:
        signature["proven"] = proven
    if proven == B_B:
        tell_the_house(move.engagement, STAMP_MISSING, move.tools)
    version.add_signature(signatory, signature)


def identified_line(mode: str, identified: str) -> str:
    """How we knew who it was, in the words that stand beside the signature."""
    where = "Sur place, en face à face" if mode == ON_SITE else "À distance"
    return f"{where}. Identité : {identified}" if identified else where


def _asked_act(move: Move, version: Version, role: str) -> Act:
    """What somebody was asked to sign, after the ceremony."""
    request, notary = version.request, move.tools.notary
    if request is None or notary is None:
        raise NotPossible(NO_VERSION)
    person = version.facts.get("beneficiary_name", "") or NO_NAME
    lines = [HOW, LEVELS[notary.level]]
    if role == REPRESENTATIVE:
        said = {"person": person, "kind": version.facts.get(KIND, "")}
        lines = [FOR.format(**said), UNDER_LAW.format(level=LEVELS[notary.level])]
    lines.append(identified_line(request.mode, request.identified))
    return Act(
        role=role,
        name=person if role == PERSON else version.facts.get(NAME, ""),
        at=move.tools.now(),
        date=_written(move),
        mention=request.mention,
        ink=parse_ink(request.strokes) if request.strokes else None,
        lines=lines,
        reason=request.mention,
    )


def _so_far(version: Version) -> StoredFile:
    """The file that the next signature is added to."""
    return version.files[CONTINUED if CONTINUED in version.files else STARTED]


def _paper_to_sign(move: Move, version: Version) -> bytes | None:
    if move.deliverable is not None and PDF not in version.files:
        print_version(move.deliverable, version, move.actor, move.tools)
    return version.files[PDF].read() if PDF in version.files else None


def _signed_and_sealed(notary: Notary, pdf: bytes, act: Act) -> tuple[bytes, str]:
    """Both or none: what is kept is the sealed file."""
    signed = notary.sign(pdf, act)
    sealed = notary.seal(signed.pdf, act.at)
    return sealed.pdf, sealed.level


def _keep(move: Move, version: Version, kind: str, pdf: bytes) -> None:
    document = document_of(move).kind
    name = f"{move.engagement.number}_{document}_v{version.__name__}_{kind}.pdf"
    file = move.tools.store(pdf, name, "application/pdf", move.actor.account)
    version.add_file(kind, file)


def _written(move: Move) -> str:
    """The date and the hour, in the words of the place."""
    zone = ZoneInfo(move.agreement.lots[move.engagement.lot].time_zone)
    return f"le {french_moment(move.tools.now().astimezone(zone))}"


def _instant(move: Move) -> datetime:
    """Now, or the noon of the day that was written by hand."""
    if move.day == move.today:
        return move.tools.now()
    zone = move.agreement.lots[move.engagement.lot].time_zone
    return datetime.combine(move.day, time(12), ZoneInfo(zone)).astimezone(UTC)


WORDS = (
    sign_for_the_adviser,
    sign_for_the_person,
    sign_for_the_representative,
    note_paper_signatures,
    end_the_request_declined,
    send_the_copies,
    tell_the_adviser,
)
