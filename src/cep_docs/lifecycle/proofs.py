"""The proof of each signature: made with it in one transaction, had by whoever may (R-068)."""

import io
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cep_docs.access.actor import Actor
from cep_docs.access.decide import NOT_FOUND
from cep_docs.access.kinds import Facet
from cep_docs.content.deliverable import Version
from cep_docs.content.site import engagement_of
from cep_docs.definitions.mentions import MEDIATOR
from cep_docs.errors import NotFound, NotPossible
from cep_docs.lifecycle.paper_evidence import ON_PAPER, paper_evidence
from cep_docs.lifecycle.papers import document_of
from cep_docs.lifecycle.proof_facts import PERSON, Proven, document_above, evidence_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import decide, require
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.evidence import (
    JSON,
    PDF,
    STAMP,
    read_evidence,
    sealed_evidence,
    unpacked,
)
from cep_docs.signing.evidence_pdf import Letterhead

KIND = "proof"
# The same proof, told again when the copy was delivered.
DELIVERED = "_delivered"
# That of a signature on paper, with what was seen or done since; a rank follows.
COMPLETED = "_completed_"
# Levels that rest on a certificate; a fact that was only noted has no proof.
CERTIFIED = ("simple", "advanced", "qualified")


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A proof there is, and whether it may be taken away."""

    signatory: str
    at: datetime
    may_take: bool


@dataclass(frozen=True, slots=True)
class OpenedProof:
    """`evidence` as docs/proof-format.md describes it; `stamped`: its hour is certified."""

    evidence: dict[str, Any]
    stamped: bool


def prove(version: Version, signatory: str, actor: Actor, tools: Tools) -> None:
    """Called where a signature is made, in its transaction: there is none without its proof. One
    on paper is there already: it is noted, even when nothing can seal what was seen of it."""
    level = version.signatures[signatory]["level"]
    proven, kind = Proven(version, signatory, tools, noted_by=actor.account), f"{KIND}_{signatory}"
    if level in CERTIFIED:
        _prove(proven, kind, actor)
    elif level == ON_PAPER:
        with suppress(NotPossible):
            _prove(proven, kind, actor)


def prove_delivery(version: Version, actor: Actor, tools: Tools) -> None:
    """Once, when she has her copy: the proof of her signature is told again to its end. The first
    one stays as it is, and this one bears its digest (R-056). What she signed on paper is
    hers already."""
    first, after = f"{KIND}_{PERSON}", f"{KIND}_{PERSON}{DELIVERED}"
    if first not in version.files or version.signatures[PERSON]["level"] == ON_PAPER:
        return
    if after not in version.files:
        follows = version.files[first].sha256
        _prove(Proven(version, PERSON, tools, follows), after, actor)


def prove_paper_again(version: Version, actor: Actor, tools: Tools) -> None:
    """After each check of a scan, and when the original is put away: what was proved before stays
    as it is, and is told again to its end. What was noted without a proof has none (R-073)."""
    for signatory, signature in version.signatures.items():
        kind = _file_of(version, signatory)
        if signature["level"] != ON_PAPER or not kind:
            continue
        family, follows = f"{KIND}_{signatory}{COMPLETED}", version.files[kind].sha256
        rank = 1 + sum(one.startswith(family) for one in version.files)
        with suppress(NotPossible):
            _prove(Proven(version, signatory, tools, follows), f"{family}{rank}", actor)


def _prove(proven: Proven, kind: str, actor: Actor) -> None:
    version, tools = proven.version, proven.tools
    if tools.notary is None:
        return
    document = document_of(proven.deliverable, version, tools)
    operator = tools.site.operator
    head = Letterhead(operator.name, document.mention(MEDIATOR), operator.logo)
    on_paper = version.signatures[proven.signatory]["level"] == ON_PAPER
    evidence = paper_evidence(proven) if on_paper else evidence_of(proven)
    pdf = sealed_evidence(evidence, head, tools.notary, tools.now())
    name = proof_name(version, proven.signatory)
    version.add_file(kind, tools.store(pdf, name, "application/pdf", actor.account))


def proofs_of(version: Version, actor: Actor, tools: Tools) -> Sequence[ProofLine]:
    """Those he may see; the person is shown her own only: what another did is not about her."""
    thing = Facet(version, KIND)
    if not decide(tools, actor, "view", thing).allowed:
        return ()
    may_take = decide(tools, actor, "download", thing).allowed
    return tuple(
        ProofLine(signatory, signature["at"], may_take)
        for signatory, signature in version.signatures.items()
        if _is_for(signatory, actor) and _file_of(version, signatory)
    )


def has_proof(version: Version, signatory: str) -> bool:
    """Whoever asks has the right to know."""
    return bool(_file_of(version, signatory))


def read_proof(version: Version, signatory: str, actor: Actor, tools: Tools) -> OpenedProof:
    """To be shown; a reading, and written down as one."""
    files = unpacked(_opened(version, signatory, "view", actor, tools))
    return OpenedProof(read_evidence(files[JSON]), STAMP in files)


def take_proof(version: Version, signatory: str, actor: Actor, tools: Tools) -> bytes:
    """The sealed PDF, verified; that it left is written down."""
    return _opened(version, signatory, "download", actor, tools)


def files_of_proof(pdf: bytes) -> dict[str, bytes]:
    """The PDF and what is joined to it, each as a file: all there is to check it with."""
    return {PDF: pdf, **unpacked(pdf)}


def packed(pdf: bytes, at: datetime) -> bytes:
    """The same as one ZIP."""
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in files_of_proof(pdf).items():
            info = ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, data)
    return made.getvalue()


def proof_name(version: Version, signatory: str) -> str:
    """The file number and what it is: nothing in it says who she is (R-124)."""
    number = engagement_of(version).number
    kind = document_above(version).kind
    return f"{number}_{kind}_v{version.__name__}_preuve_{signatory}.pdf"


def _opened(version: Version, signatory: str, action: str, actor: Actor, tools: Tools) -> bytes:
    right = require(tools, actor, action, Facet(version, KIND))
    kind = _file_of(version, signatory)
    if not kind or not _is_for(signatory, actor):
        raise NotFound(NOT_FOUND)
    details: Details = {
        "deliverable": document_above(version).kind,
        "version": int(version.__name__),
        "file": kind,
    }
    record(engagement_of(version), "view", actor, right, tools, details)
    return version.files[kind].read()


def _is_for(signatory: str, actor: Actor) -> bool:
    return not actor.beneficiary or signatory == PERSON


def _file_of(version: Version, signatory: str) -> str:
    """The one that tells and proves most, which is the last that was made; or nothing."""
    first = f"{KIND}_{signatory}"
    found = (one for one in version.files if one == first or one.startswith(f"{first}_"))
    return next(iter(reversed(list(found))), "")
