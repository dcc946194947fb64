"""Signed files that must stay provable: what lacks is added, the stamp is renewed in time (R-077).

Each file is a transaction of its own, opened once the authorities have answered: who is cut goes
on from where he was. The file that was signed stays as it is; what is added is a new one beside.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.deliverable import Version
from cep_docs.content.site import engagement_of
from cep_docs.errors import Damaged, NotPossible
from cep_docs.lifecycle.frozen_versions import Place, document_at, every_version, version_at
from cep_docs.lifecycle.known_files import PROOFS, newest_of
from cep_docs.lifecycle.printing import MEDIA_TYPES, PDF, RENEWED, SIGNED
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.signing_state import proven_by
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.notary import Notary
from cep_docs.signing.pdf_signing import B_B, B_LTA, B_T
from cep_docs.signing.renewing import NotRenewed, archived_until, sealed_until

# Before the certificate of the last stamp ends: time to notice that nobody renews.
BEFORE_THE_END = timedelta(days=90)
# What a night asks for; the authorities may be slow.
MOST_A_NIGHT = 2_000
NO_NOTARY = (
    "Cette instance ne signe pas : elle n'a ni autorité ni clés. Rien n'a été modifié. "
    "Écrire signing.yaml, ou restaurer le dossier « authority » depuis une sauvegarde."
)

# Runs one piece of work with the tools of a transaction, and gives back what it returns.
Run = Callable[[Callable[[Tools], Any]], Any]


@dataclass(slots=True)
class Renewal:
    """What was done. `failed`: for another day, each with what was in the way."""

    looked_at: int = 0
    renewed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def in_french(self) -> tuple[str, ...]:
        return tuple(f"{where} : à refaire, {why}." for where, why in self.failed)


def renew_files(
    read: Run,
    write: Run,
    tell: Callable[[int, int], None],
    *,
    dry_run: bool = False,
    most: int | None = None,
) -> Renewal:
    """Look at every signed file and every proof; doing it again changes nothing. With `dry_run`
    nothing is asked of anybody, and `renewed` are those that would be. After `most` of them, the
    rest waits for the next time."""
    done = Renewal()
    notary = read(_notary)
    every: list[Place] = read(_files)
    for place in every:
        if most is not None and len(done.renewed) + len(done.failed) >= most:
            break
        tell(done.looked_at, len(every))
        done.looked_at += 1
        try:
            if _renew(place, notary, read, None if dry_run else write):
                done.renewed.append(str(place))
        except (NotRenewed, Damaged) as error:
            done.failed.append((str(place), _why(error)))
    tell(len(every), len(every))
    return done


def is_due(until: datetime | None, now: datetime) -> bool:
    """Whether a file needs a new stamp, whose last one can be believed until then."""
    return until is None or until - now < BEFORE_THE_END


@dataclass(frozen=True, slots=True)
class _Seen:
    """The newest file of a family: no bytes when it is known to be well; `wholly` when what it
    says of each signature may be completed."""

    digest: str
    pdf: bytes
    now: datetime
    wholly: bool


def _renew(place: Place, notary: Notary, read: Run, write: Run | None) -> bool:
    seen: _Seen = read(partial(_look_at, place))
    if not seen.pdf:
        return False
    until = notary.archived_until(seen.pdf) if place.kind == SIGNED else sealed_until(seen.pdf)
    due = seen.wholly or is_due(until, seen.now)
    if write is None:
        return due
    if not due:
        write(partial(_note, place, seen.digest, until))
        return False
    # Asked outside of the transaction: the network may be slow.
    renewed = notary.archive(seen.pdf, wholly=seen.wholly)
    write(partial(_keep, place, seen.digest, renewed))
    return True


def _look_at(place: Place, tools: Tools) -> _Seen:
    version, now = version_at(place, tools), tools.now()
    file = newest_of(version, place.kind)
    wholly = place.kind == SIGNED and not _is_complete(version)
    well = not wholly and file.provable_until is not None and not is_due(file.provable_until, now)
    return _Seen(file.sha256, b"" if well else file.read(), now, wholly)


def _is_complete(version: Version) -> bool:
    return not any(proven_by(one) in (B_B, B_T) for one in version.signatures.values())


def _note(place: Place, digest: str, until: datetime | None, tools: Tools) -> None:
    """So that no other night has to read it."""
    file = newest_of(version_at(place, tools), place.kind)
    if file.sha256 == digest:
        file.provable_until = until


def _keep(place: Place, digest: str, renewed: bytes, tools: Tools) -> None:
    deliverable, version = document_at(place, tools), version_at(place, tools)
    if newest_of(version, place.kind).sha256 != digest:
        return  # somebody else renewed it meanwhile
    right = require(tools, CLOCKWORK, "settle", deliverable)
    family = RENEWED if place.kind == SIGNED else f"{place.kind}_{RENEWED}"
    kind = f"{family}{1 + sum(one.startswith(family) for one in version.files)}"
    name = f"{place.number}_{deliverable.kind}_v{place.version}_{kind}.pdf"
    file = tools.store(renewed, name, MEDIA_TYPES[PDF], CLOCKWORK.account)
    file.provable_until = archived_until(renewed)
    version.add_file(kind, file)
    if place.kind == SIGNED:
        version.complete_signatures(B_LTA)
    details: Details = {
        "deliverable": deliverable.kind,
        "version": int(place.version),
        "file": kind,
        "sha256": file.sha256,
    }
    record(engagement_of(deliverable), "renew_proof", CLOCKWORK, right, tools, details)


def _notary(tools: Tools) -> Notary:
    if tools.notary is None:
        raise NotPossible(NO_NOTARY)
    return tools.notary


def _files(tools: Tools) -> list[Place]:
    """What all have signed, and the proof of each signature: it covers what is not signed by all
    yet, where no stamp may stand between two signatures."""
    return [
        place.file(kind)
        for place, version in every_version(tools.site)
        for kind in (SIGNED, *(f"{PROOFS}{role}" for role in version.signatures))
        if kind in version.files
    ]


def _why(error: Exception) -> str:
    if isinstance(error, Damaged):
        return "le fichier est abîmé : « cep-docs scrub » dira lequel"
    return f"un certificat, une révocation ou l'horodatage manque ({error})"
