"""Signed files that must stay provable: what lacks is added, the stamp is renewed in time (R-077).

Each file is a transaction of its own, opened once the authorities have answered: who is cut goes
on from where he was. The file that was signed stays as it is; what is added is a new one beside.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cep_docs.access.actor import CLOCKWORK
from cep_docs.content.site import Site
from cep_docs.errors import Damaged, NotPossible
from cep_docs.lifecycle.orders import engagement_numbered
from cep_docs.lifecycle.printing import MEDIA_TYPES, PDF, RENEWED, SIGNED, paper_of, renewals_of
from cep_docs.lifecycle.record import Details, record
from cep_docs.lifecycle.rights import require
from cep_docs.lifecycle.tools import Tools
from cep_docs.signing.notary import Notary
from cep_docs.signing.renewing import NotRenewed

# Before the certificate of the last stamp ends: time to notice that nobody renews.
BEFORE_THE_END = timedelta(days=90)
NO_NOTARY = (
    "Cette instance ne signe pas : elle n'a ni autorité ni clés. Rien n'a été modifié. "
    "Écrire signing.yaml, ou restaurer le dossier « authority » depuis une sauvegarde."
)

# Runs one piece of work with the tools of a transaction, and gives back what it returns.
Run = Callable[[Callable[[Tools], Any]], Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """Where a signed version is: the number of its unit, its name, its own number."""

    number: str
    document: str
    version: str

    def __str__(self) -> str:
        return f"{self.number} {self.document} v{self.version}"


@dataclass(slots=True)
class Renewal:
    """What was done. `failed`: for another day, each with what was in the way."""

    looked_at: int = 0
    renewed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def renew_files(
    read: Run, write: Run, tell: Callable[[int, int], None], *, dry_run: bool = False
) -> Renewal:
    """Look at every signed file; doing it again changes nothing. With `dry_run` nothing is asked
    of anybody, and `renewed` are those that would be."""
    done = Renewal()
    notary = read(_notary)
    every: list[Signed] = read(lambda tools: list(_signed(tools.site)))
    for signed in every:
        tell(done.looked_at, len(every))
        done.looked_at += 1
        try:
            if _renew(signed, notary, read, None if dry_run else write):
                done.renewed.append(str(signed))
        except (NotRenewed, Damaged) as error:
            done.failed.append((str(signed), _why(error)))
    tell(len(every), len(every))
    return done


def is_due(until: datetime | None, now: datetime) -> bool:
    """Whether a file needs a new stamp, whose last one can be believed until then."""
    return until is None or until - now < BEFORE_THE_END


def _renew(signed: Signed, notary: Notary, read: Run, write: Run | None) -> bool:
    pdf, digest, now = read(lambda tools: _newest(signed, tools))
    if not is_due(notary.archived_until(pdf), now):
        return False
    if write is not None:
        # Asked outside of the transaction: the network may be slow.
        renewed = notary.archive(pdf)
        write(lambda tools: _keep(signed, digest, renewed, tools))
    return True


def _newest(signed: Signed, tools: Tools) -> tuple[bytes, str, datetime]:
    engagement = engagement_numbered(signed.number, tools)
    file = paper_of(engagement[signed.document][signed.version])
    return file.read(), file.sha256, tools.now()


def _keep(signed: Signed, digest: str, renewed: bytes, tools: Tools) -> None:
    engagement = engagement_numbered(signed.number, tools)
    deliverable = engagement[signed.document]
    version = deliverable[signed.version]
    if paper_of(version).sha256 != digest:
        return  # somebody else renewed it meanwhile
    right = require(tools, CLOCKWORK, "settle", deliverable)
    rank = len(renewals_of(version)) + 1
    name = f"{signed.number}_{deliverable.kind}_v{signed.version}_{RENEWED}{rank}.pdf"
    file = tools.store(renewed, name, MEDIA_TYPES[PDF], CLOCKWORK.account)
    version.add_file(f"{RENEWED}{rank}", file)
    details: Details = {
        "deliverable": deliverable.kind,
        "version": int(signed.version),
        "sha256": file.sha256,
    }
    record(engagement, "renew_proof", CLOCKWORK, right, tools, details)


def _notary(tools: Tools) -> Notary:
    if tools.notary is None:
        raise NotPossible(NO_NOTARY)
    return tools.notary


def _signed(site: Site) -> Iterator[Signed]:
    """Withdrawn ones too: they are kept as evidence. Who was read is let go of."""
    for person in site.beneficiaries:
        for course in person:
            for unit in course:
                for document in unit:
                    for version in document:
                        if SIGNED in version.files:
                            yield Signed(unit.number, document.__name__, version.__name__)
        if person._p_jar is not None:
            person._p_jar.cacheGC()


def _why(error: Exception) -> str:
    if isinstance(error, Damaged):
        return "le fichier est abîmé : « cep-docs scrub » dira lequel"
    return f"un certificat, une révocation ou l'horodatage manque ({error})"
