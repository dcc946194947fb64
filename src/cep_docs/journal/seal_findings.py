"""What the seals show: a chain cut at its end, a chain gone, a seal or its text tampered with."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader
from typing import Any

from ZODB.POSException import POSKeyError

from cep_docs.journal.findings import Finding, finding, raise_first
from cep_docs.journal.journal import Journal
from cep_docs.journal.seals import Seal, Seals

JournalOf = Callable[[str], Journal | None]


def seal_findings(
    seals: Seals, journal_of: JournalOf, published: Iterable[str] = ()
) -> Iterator[Finding]:
    """Everything wrong with the seals, and with the journals as far as the seals tell.

    `published` are digests of seals that were sent out of the house: whoever can rewrite the
    whole database, or puts back an old one, cannot take those back (AUD-03).
    """
    after, digests = "", set()
    for number in seals.numbers:
        seal = _seal(seals, number)
        if seal is None:
            yield finding("", number, "seal_missing")
            continue
        if (seal.number, seal.after, seal.digest) != (number, after, seal.expected_digest):
            yield finding("", number, "seal_changed")
        yield from _cover_findings(seal, number, journal_of)
        after = seal.digest
        digests.add(seal.digest)
    if after != seals.head:
        yield finding("", seals.count, "seal_changed")
    if not digests.issuperset(published):
        yield finding("", seals.count + 1, "seal_missing")


def verify_seals(seals: Seals, journal_of: JournalOf, published: Iterable[str] = ()) -> None:
    """Raise Damaged with the first finding."""
    raise_first(seal_findings(seals, journal_of, published))


def _seal(seals: Seals, number: int) -> Seal | None:
    try:
        seal = seals.find(number)
        if seal is not None:
            seal._p_activate()
    except POSKeyError:
        return None
    return seal


def _cover_findings(seal: Seal, number: int, journal_of: JournalOf) -> Iterator[Finding]:
    if not cover_is_intact(seal):
        yield finding("", number, "cover_changed")
        return
    with BufferedReader(seal.blob.open("r")) as file:  # a bare blob reads line ends byte by byte
        for line in file:
            yield from _chain_findings(json.loads(line), journal_of)


def cover_is_intact(seal: Seal) -> bool:
    """Whether what the seal covers is still, byte for byte, what it was."""
    try:
        with BufferedReader(seal.blob.open("r")) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == seal.covered
    except (OSError, POSKeyError):
        return False


def _chain_findings(reached: dict[str, Any], journal_of: JournalOf) -> Iterator[Finding]:
    chain, count = reached["chain"], reached["count"]
    journal = journal_of(chain)
    if journal is None:
        yield finding(chain, count, "disappeared")
        return
    head = _head_at(journal, count)
    journal._p_deactivate()  # whatever the number of journals, one at a time is in memory
    if not head:
        yield finding(chain, count, "truncated")
    elif head != reached["head"]:
        yield finding(chain, count, "changed")


def _head_at(journal: Journal, count: int) -> str:
    try:
        return journal.head_at(count)
    except POSKeyError:
        return ""
