"""The proof of one signature as a file that stands alone: JSON, sealed, in a PDF that is sealed.

What it tells comes as data; docs/proof-format.md says how to read and check it without us.
"""

import hashlib
import io
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pikepdf
from asn1crypto import cms, pem, x509

from cep_docs.errors import Damaged
from cep_docs.signing.evidence_paper import PAPER_SCHEMA
from cep_docs.signing.evidence_pdf import Attached, Letterhead, printed_evidence
from cep_docs.signing.notary import Notary

Evidence = Mapping[str, Any]
SCHEMA = "cep-docs/signature-proof/1"
SCHEMAS = (SCHEMA, PAPER_SCHEMA)
# What is joined to the PDF, and what they are called outside of it.
JSON, P7S, STAMP, ROOT = (
    "preuve.json",
    "preuve.json.p7s",
    "preuve.json.p7s.tst",
    "racine.pem",
)
PDF = "preuve.pdf"
TYPES = {
    JSON: "application/json",
    P7S: "application/pkcs7-signature",
    STAMP: "application/timestamp-reply",
    ROOT: "application/x-pem-file",
}
LABELS = {
    JSON: "La preuve, pour un programme",
    P7S: "Cachet de l'opérateur sur preuve.json (CMS)",
    STAMP: "Horodatage du cachet (RFC 3161)",
    ROOT: "Certificat racine, à comparer à celui que publie l'opérateur",
}
_HALF_SIGN = re.compile("[\ud800-\udfff]")
UNREADABLE = (
    "Ce fichier n'est pas un dossier de preuve que l'on peut lire. Il n'a pas été changé. "
    "Le demander de nouveau à qui l'a remis."
)


def canonical(evidence: Evidence) -> bytes:
    """The same bytes for the same proof (RFC 8785): keys in order, no spaces, UTF-8. There are no
    numbers with a point in it, and its names are plain ASCII."""
    text = json.dumps(evidence, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _HALF_SIGN.sub("\ufffd", text).encode()


def sealed_evidence(evidence: Evidence, head: Letterhead, notary: Notary, at: datetime) -> bytes:
    """The PDF: what it says to people, the JSON with its seal joined to it, sealed as a whole."""
    data = canonical(evidence)
    sealed = notary.attest(data, at)
    files = {JSON: data, P7S: sealed.p7s, STAMP: sealed.stamp, ROOT: sealed.root}
    joined = [Attached(name, files[name], TYPES[name], LABELS[name]) for name in files]
    printed = printed_evidence(evidence, head, [one for one in joined if one.data])
    return notary.close(printed, at).pdf


def unpacked(proof: bytes) -> dict[str, bytes]:
    """The files joined to it, byte for byte. Damaged when it is no proof."""
    try:
        with pikepdf.open(io.BytesIO(proof)) as opened:
            files = {
                name: bytes(opened.attachments[name].get_file().read_bytes())
                for name in TYPES
                if name in opened.attachments
            }
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, KeyError) as error:
        raise Damaged(UNREADABLE) from error
    if JSON not in files or P7S not in files:
        raise Damaged(UNREADABLE)
    return files


def read_evidence(data: bytes) -> dict[str, Any]:
    """Damaged when it is not one of ours, or not written as `canonical` writes it."""
    try:
        evidence = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Damaged(UNREADABLE) from error
    if not isinstance(evidence, dict) or evidence.get("schema") not in SCHEMAS:
        raise Damaged(UNREADABLE)
    if canonical(evidence) != data:
        raise Damaged(UNREADABLE)
    return evidence


def certificates_of(pdf: bytes, field: str) -> list[dict[str, str]]:
    """Of the signature in this field: the signer's first, then those above it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        form = opened.Root.get("/AcroForm", pikepdf.Dictionary())
        fields = list(form.get("/Fields", pikepdf.Array()))
        signed = [one.V for one in fields if one.get("/T") == field and "/V" in one]
        seals = [bytes(one.Contents) for one in signed]
    if not seals:
        return []
    data = cms.ContentInfo.load(seals[0])["content"]
    signer = data["signer_infos"][0]["sid"].chosen
    chain = [one.chosen for one in data["certificates"]]
    chain.sort(key=lambda one: not _is_named(one, signer))
    return [_told(certificate) for certificate in chain]


def _is_named(certificate: x509.Certificate, signer: cms.IssuerAndSerialNumber) -> bool:
    same = certificate.serial_number == signer["serial_number"].native
    return same and bool(certificate.issuer == signer["issuer"])


def _told(certificate: x509.Certificate) -> dict[str, str]:
    der = certificate.dump()
    valid = certificate["tbs_certificate"]["validity"]
    return {
        "subject": certificate.subject.human_friendly,
        "issuer": certificate.issuer.human_friendly,
        "serial": f"{certificate.serial_number:x}",
        "valid_from": instant(valid["not_before"].native),
        "valid_until": instant(valid["not_after"].native),
        "sha256": hashlib.sha256(der).hexdigest(),
        "pem": pem.armor("CERTIFICATE", der).decode("ascii"),
    }


def instant(at: datetime) -> str:
    """2020-02-03T09:00:00Z"""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
