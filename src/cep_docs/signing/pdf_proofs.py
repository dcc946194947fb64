"""Whether what is joined to a proof is what the operator sealed, and what it says (R-068)."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader

from cep_docs.signing import verdict as v
from cep_docs.signing.evidence import P7S, TYPES
from cep_docs.signing.evidence_check import check_files, sealed_by
from cep_docs.signing.evidence_paper import lacking
from cep_docs.signing.evidence_paper_words import in_short, scan_of
from cep_docs.signing.pdf_claims import claim_of_proof
from cep_docs.signing.pdf_joined import joined_files
from cep_docs.signing.verdict import Attested, Claim

PROOF_FILES = frozenset(TYPES)
COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Seal:
    """That of the PDF: `roots` are those that were believed, as DER, when it was."""

    certificate: x509.Certificate
    at: datetime | None
    roots: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """`attested` only where there are no `faults`."""

    faults: tuple[str, ...]
    claim: Claim
    attested: Attested | None = None


def said_by(reader: PdfFileReader, seal: Seal) -> Said:
    """The same certificate must have sealed the PDF and what is joined to it: whoever else signs
    for this house does not make its proofs. Where nobody is believed, the proof is looked at by
    the root that it brings."""
    files = joined_files(reader)
    if files is None:
        return Said((v.JOINED,), Claim())
    roots = b"".join(pem.armor("CERTIFICATE", one) for one in seal.roots)
    checked = check_files(files, roots, seal.at)
    evidence = checked.evidence
    if evidence is None or not checked.intact or sealed_by(files[P7S]) != seal.certificate.dump():
        return Said((v.EVIDENCE,), Claim())
    attested = Attested(
        told=in_short(evidence)[0],
        document=str(evidence["document"]["signed_sha256"]),
        complete=evidence["state"] == COMPLETE and not any(lacking(evidence)),
        scan=scan_of(evidence),
    )
    return Said((), claim_of_proof(evidence), attested)
