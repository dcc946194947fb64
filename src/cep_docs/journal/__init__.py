"""What happened. Lines are only ever added, each carries the digest of the one before."""

from cep_docs.journal.findings import Finding
from cep_docs.journal.journal import Journal, Page, export, findings
from cep_docs.journal.line import Entry
from cep_docs.journal.seal_findings import seal_findings, verify_seals
from cep_docs.journal.seals import Seal, Seals, seal

__all__ = [
    "Entry",
    "Finding",
    "Journal",
    "Page",
    "Seal",
    "Seals",
    "export",
    "findings",
    "seal",
    "seal_findings",
    "verify_seals",
]
